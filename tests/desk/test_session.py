from dataclasses import replace

import pytest
from tests_of_desk import FIGURE

from pipeline.desk import session
from pipeline.desk.filters import Filter
from pipeline.errors import UsageError
from pipeline.records import Decision


def said(target=FIGURE, new="confirmed", field="review"):
    return Decision(target, field, None, new, "王", None, None, "2026-11-28")


@pytest.fixture
def state(holdings):
    return session.begin(holdings)


def test_it_begins_with_the_first_of_the_queue(state):
    assert state.at == state.queue[0].fact_id


def test_asking_for_unpaid_wages_in_qinyang_finds_the_figure(state):
    found = session.asked(state, {"text": "沁阳 工资", "measure": "wages_recovered", "unreviewed": True})
    assert [card.text for card in found.queue] == ["522.6万元"]
    assert found.at == FIGURE


@pytest.mark.parametrize("typed", [{"amount_min": "很多"}, {"confidence_max": "高"}, {"confidence_max": "7"}])
def test_a_filter_that_is_no_number_is_refused(state, typed):
    with pytest.raises(UsageError):
        session.asked(state, typed)


def test_numbers_in_the_filter_may_be_written_as_people_do(state):
    wanted = session.asked(state, {"amount_min": "522.6万", "confidence_max": "99%"}).wanted
    assert (wanted.amount_min, wanted.confidence_max) == (5226000.0, 0.99)
    assert session.typed_filter(wanted)["confidence_max"] == "0.99"


def test_moving_stops_at_the_ends(state):
    last = session.moved(state, 10_000)
    assert last.at == state.queue[-1].fact_id
    assert session.moved(last, 1).at == last.at
    assert session.moved(session.moved(last, -1), 1).at == last.at
    assert session.moved(last, -10_000).at == state.queue[0].fact_id


def test_of_a_long_queue_what_is_near_the_open_fact_is_shown(card, holdings):
    cards = [card(fact_id=f"f{n:04}") for n in range(1000)]
    for at, first, last in (
        ("f0000", "f0000", "f0199"),
        ("f0500", "f0400", "f0599"),
        ("f0999", "f0899", "f0999"),
        ("gone", "f0000", "f0199"),
    ):
        shown = session.near(session.State(holdings, cards, cards, Filter(), at))
        assert (shown[0].fact_id, shown[-1].fact_id) == (first, last)
    assert session.near(session.State(holdings, cards, [], Filter(), None)) == []


def test_an_empty_queue_has_nothing_open_and_nowhere_to_move(state):
    empty = session.asked(state, {"text": "没有这样的字"})
    assert (empty.queue, empty.at) == ([], None)
    assert session.moved(empty, 1) is empty


def test_after_a_decision_the_next_fact_lies_open_and_the_decided_one_has_left_the_queue(state):
    first, second = (card.fact_id for card in state.queue[:2])
    after = session.decided(state, [said(first)])
    assert after.at == second
    assert first not in [card.fact_id for card in after.queue]
    assert session.counts(after) == {"all": 37, "shown": 36, "done": 1, "waiting": 1}


def test_after_the_last_of_the_queue_the_one_before_it_lies_open(state):
    last = session.moved(state, 10_000)
    assert session.decided(last, [said(last.at)]).at == state.queue[-2].fact_id


def test_after_a_decision_on_a_fact_outside_the_queue_its_first_lies_open(state):
    found = session.asked(state, {"text": "沁阳 工资", "measure": "wages_recovered", "unreviewed": True})
    (only,) = (card.fact_id for card in found.queue)
    other = next(card.fact_id for card in state.queue if card.fact_id != only)
    assert session.decided(session.opened(found, other), [said(other)]).at == only


def test_only_what_decisions_speak_of_is_made_anew_and_all_is_as_if_it_were(state):
    told = session.told(state, [said(FIGURE), said("焦作日报-2015-p01-a07-v02", "某工会", "organizer")])
    anew = session.begin(told.holdings, told.wanted, told.at)
    assert (told.everything, told.queue) == (anew.everything, anew.queue)
    old = {id(card) for card in state.everything}
    assert 0 < sum(id(card) not in old for card in told.everything) < len(old) / 2
    assert session.told(told, []).everything == state.everything


def test_a_decision_on_the_activity_leaves_the_fact_open(state):
    opened = session.opened(state, FIGURE)
    assert session.told(opened, [said("焦作日报-2015-p01-a07-v02", "某工会", "organizer")]).at == FIGURE


def test_a_fact_that_is_gone_cannot_be_opened(state):
    with pytest.raises(UsageError):
        session.opened(state, "焦作日报-2015-p01-a99-f01")


def test_another_reviewers_word_is_noticed(state):
    before, now = [said("x")], [said("x"), said(FIGURE, "rejected")]
    assert session.others_word(FIGURE, before, now).new == "rejected"
    assert session.others_word("x", before, now) is None
    assert session.others_word(FIGURE, before, now[1:]).new == "rejected"  # a line was removed meanwhile


def test_an_empty_corpus_has_an_empty_desk(holdings):
    empty = session.begin(replace(holdings, facts={}, articles={}, activities={}))
    assert (empty.queue, empty.at) == ([], None)
    assert session.counts(empty)["all"] == 0


def test_ten_thousand_articles_are_filtered_and_ordered_in_a_moment(card, holdings):
    import time

    cards = [card(fact_id=f"f{n:05}", value_max=float(n), confidence=(n % 100) / 100) for n in range(40_000)]
    state = session.State(holdings, cards, cards, Filter(), None)
    started = time.perf_counter()
    found = session.asked(state, {"text": "安平 筹集", "amount_min": "1万"})
    assert len(found.queue) == 30_000
    assert time.perf_counter() - started < 5  # about 0.5 s on two idle cores
