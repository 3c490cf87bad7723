"""The encoder: how an article is cut and looked at, and what the shipped one makes of plain cases."""

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor

from pipeline.reading import encoder, encoder_held_out
from pipeline.reading.encoder import HIDDEN, LONGEST, NAMES, NEAR, NO_STOP, QUESTIONS, Encoder, Outlook, Window

DRAWN = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 9)), max_size=8)  # where a quantity begins, how long it is
FIGURE = re.compile(r"\d+(?:万元|元|名|户|场)")


def pieces() -> SentencePieceProcessor:
    return encoder.shipped().pieces


def said(text: str, words: str) -> dict[str, str]:
    """What the shipped encoder thinks likeliest of the figure `words`."""
    start = text.index(words)
    outlook = encoder.read("", text, [(start, start + len(words))])
    return {q: outlook.classes[q][int(outlook.logits[q][0].argmax())] for q in QUESTIONS}


def test_tokens_lie_on_the_text_whatever_the_width_of_its_signs():
    text = "筹集５０万元，\n慰问“困难职工” 120名。"
    found = encoder.tokens(pieces(), text)
    assert "".join(text[start:end] for _, start, end in found) == text
    assert [t for t, _, _ in found] == [t for t, _, _ in encoder.tokens(pieces(), "筹集50万元, 慰问“困难职工” 120名。")]


@pytest.mark.parametrize(
    ("year", "called"),
    [
        ("2012年", "2012年"),
        ("2013年", "前年"),
        ("2014年", "去年"),
        ("2015年", "今年"),
        ("2016年", "明年"),
        ("2017年", "后年"),
        ("2020年", "后年"),
    ],
)
def test_a_year_is_read_as_people_call_it_when_the_paper_comes_out(year, called):
    found = encoder.tokens(pieces(), f"{year}慰问120名。", 2015)
    assert [t for t, _, _ in found] == [t for t, _, _ in encoder.tokens(pieces(), f"{called}慰问120名。")]
    assert (found[-1][1], found[-1][2]) == (len(f"{year}慰问120名"), len(f"{year}慰问120名。"))


@pytest.mark.parametrize("text", ["2014—2015年", "12015年", "2015元"])
def test_what_is_no_year_of_its_own_stays(text):
    assert encoder.tokens(pieces(), text, 2015) == encoder.tokens(pieces(), text)


def test_the_month_of_the_paper_stands_before_the_headline():
    one, two = (encoder.windows(pieces(), "送温暖", "慰问20名。", [(2, 5)], issue)[0].ids for issue in ("2015-02-17", "2015"))
    assert pieces().decode(one).startswith("2月 送温暖") and pieces().decode(two).startswith("送温暖")


def test_signs_that_stand_for_several_are_read():
    text = "气温38℃，房屋30㎡……送去½车西瓜。"
    assert encoder.tokens(pieces(), "？")[-1][0] != 0  # a sign that it knows
    assert 0 not in [token for token, _, _ in encoder.tokens(pieces(), text)]


@given(
    st.text(alphabet="工会慰问１2 \u3000\n,，。㎡½▁😀\u200b\0a元", max_size=60),
    DRAWN,
)
def test_tokens_cover_any_text_and_every_quantity_is_found_once(text, drawn):
    found = encoder.tokens(pieces(), text)
    starts, ends = [start for _, start, _ in found], [end for _, _, end in found]
    assert starts == sorted(starts) and ends == sorted(ends)
    assert {i for start, end in zip(starts, ends, strict=True) for i in range(start, end)} == set(range(len(text)))
    spans = [(start, min(len(text), start + size)) for start, size in drawn if start < len(text)]
    windows = encoder.windows(pieces(), text, text, spans)
    assert sorted(i for w in windows for i, _, _ in w.quantities) == list(range(len(spans)))
    assert all(0 < first < end < len(w.ids) for w in windows for _, first, end in w.quantities)


@pytest.mark.parametrize("repeats", [1, 30, 200])
def test_every_quantity_is_read_once_and_in_its_place(repeats):
    text = "街道工会慰问困难职工20名，发放慰问金3万元。" * repeats
    spans = [m.span() for m in FIGURE.finditer(text)]
    windows = encoder.windows(pieces(), "送温暖", text, spans)
    assert all(len(w.ids) <= LONGEST for w in windows)
    assert sorted(i for w in windows for i, _, _ in w.quantities) == list(range(2 * repeats))
    for window in windows:
        for index, first, end in window.quantities:
            own = pieces().decode(window.ids[first:end])
            assert own.replace(" ", "") == text[slice(*spans[index])]


@pytest.mark.parametrize("repeats", [1, 200])
def test_a_window_tells_what_its_tokens_stand_for(repeats):
    text = "街道工会慰问困难职工20名，发放慰问金3万元。" * repeats
    for window in encoder.windows(pieces(), "送温暖", text, [m.span() for m in FIGURE.finditer(text)]):
        assert len(window.spans) == len(window.ids)
        inside = [i for i, span in enumerate(window.spans) if span]
        assert inside == list(range(inside[0], inside[0] + len(inside)))
        told = "".join(text[slice(*window.spans[i])] for i in inside)
        assert unicodedata.normalize("NFKC", told) == pieces().decode([window.ids[i] for i in inside]).replace(" ", "")


class Echo:
    """A session that answers every question with the mean of a quantity's tokens."""

    def run(self, questions, given):
        return [given["own"] @ given["ids"][:, None].astype(np.float32)] * len(questions)


def test_answers_of_several_windows_come_in_the_order_of_the_quantities():
    text = "。".join(f"慰问职工{n}名" for n in range(1000, 1400))
    spans = [m.span() for m in FIGURE.finditer(text)][::-1]
    taught = Encoder(Echo(), pieces(), dict.fromkeys(QUESTIONS, ("a",)))
    said = [encoder.read("", "职工" + text[start:end], [(2, 2 + end - start)], taught=taught) for start, end in spans]
    alone = [outlook.logits["measure"][0, 0] for outlook in said]
    together = encoder.read("", text, spans, taught=taught).logits["measure"][:, 0]
    assert sum(one == pytest.approx(two) for one, two in zip(alone, together, strict=True)) > 0.9 * len(spans)  # a few are cut otherwise


class EchoOfNames:
    """A session that answers, of each token, what it is."""

    def run(self, questions, given):
        return [np.stack([given["ids"], np.zeros(len(given["ids"]))], axis=1).astype(np.float32) / 10_000]


@pytest.mark.parametrize("repeats", [0, 1, 40, 400])
def test_of_names_every_token_is_asked_once_and_in_its_place(repeats):
    text = "".join(f"街道工会慰问困难职工{n}名。" for n in range(1000, 1000 + repeats))
    spans, said = encoder.names("送温暖", text, "2015-02-17", Encoder(EchoOfNames(), pieces(), {NAMES: ("O", "S-ORG")}))
    assert [(start, end) for _, start, end in encoder.tokens(pieces(), text, 2015)] == spans
    assert "".join(text[start:end] for start, end in spans) == text
    assert np.exp(said).sum(axis=1) == pytest.approx(1)
    numbers = (said[:, 0] - said[:, 1]) * 10_000
    assert numbers == pytest.approx([token for token, _, _ in encoder.tokens(pieces(), text, 2015)], abs=1)


def test_names_are_known_without_any_list():
    text = "昨天，沙河口区总工会副主席欧阳明看望了住在桃源里的刘翠花。"
    spans, said = encoder.names("", text)
    classes = encoder.shipped().classes[NAMES]
    told = {text[slice(*span)]: classes[row.argmax()] for span, row in zip(spans, said, strict=True) if span[0] < span[1]}
    assert {name[2:] for word, name in told.items() if word in "沙河口区总工会"} == {"UNION"}
    assert {name[2:] for word, name in told.items() if word in "刘翠花"} == {"PERSON"}
    assert told["。"] == "O"


def test_stops_are_told_by_what_stands_around():
    text = f"市总工会走访慰问了环卫工人{HIDDEN}出租车司机{HIDDEN}快递员{HIDDEN}送去米{HIDDEN}面{HIDDEN}油等慰问品{HIDDEN}"
    told = [max("，。、；：", key=chances.__getitem__) for chances in encoder.stops(text)]
    assert "".join(told) == "、、，、、。"
    assert encoder.stops("市总工会走访慰问了环卫工人。") == []


def test_the_chances_of_stops_are_those_of_any_place_of_a_text():
    (within, behind) = encoder.stops(f"市总工会走访慰问了困{HIDDEN}难职工{HIDDEN}送去慰问品。")
    for chances in (within, behind):
        assert chances.keys() == {*"，。、；：", NO_STOP} and sum(chances.values()) == pytest.approx(1)
    assert within[NO_STOP] > 0.95 > behind[NO_STOP]


def test_a_hidden_stop_beside_a_sign_without_a_piece_is_asked_too():
    assert len(encoder.stops(f"职工\ue123{HIDDEN}送去\ue124{HIDDEN}\ue125慰问品")) == 2


def test_a_text_without_end_is_cut_in_one_go():
    text = "街道工会慰问困难职工20名，发放慰问金3万元。" * 10_000
    spans = [m.span() for m in FIGURE.finditer(text)]
    assert sum(len(w.quantities) for w in encoder.windows(pieces(), "", text, spans)) == len(spans)


def test_a_cut_text_shows_what_stands_on_both_sides():
    text = "。".join(f"慰问职工{n}名" for n in range(1000, 1400))
    spans = [m.span() for m in FIGURE.finditer(text)]
    windows = encoder.windows(pieces(), "", text, spans)
    assert len(windows) > 2
    for window in windows[1:-1]:
        assert all(min(first, len(window.ids) - end) > LONGEST // 10 for _, first, end in window.quantities)


def test_an_endless_headline_leaves_room_for_the_text():
    windows = encoder.windows(pieces(), "标题" * 2000, "慰问职工20名。", [(4, 7)])
    assert [len(w.quantities) for w in windows] == [1]
    assert len(windows[0].ids) < LONGEST


def test_shares_of_looks_sum_to_one_and_stay_inside():
    window = Window(list(range(30)), [(0, 0, 2), (1, 28, 30), (2, 14, 15)], [None] * 30)
    own, near = encoder.looks(window)
    assert own.sum(axis=1) == pytest.approx(1)
    assert near.sum(axis=1) == pytest.approx(1)
    assert own[2].nonzero()[0].tolist() == [14]
    assert near[2].nonzero()[0].tolist() == list(range(14 - NEAR, 15 + NEAR))


def test_an_outlook_speaks_in_the_order_asked_and_not_of_what_it_does_not_know():
    outlook = Outlook({"scope": np.array([[1.0, 2.0], [3.0, 4.0]])}, {"scope": ("event", "plan")})
    assert outlook.of("scope", ("plan", "unheard", "event"), [1, 0]).tolist() == [[4, 0, 3], [2, 0, 1]]


def test_without_quantities_nothing_is_said():
    outlook = encoder.read("标题", "工会召开会议。", [])
    assert all(outlook.logits[q].shape == (0, len(outlook.classes[q])) for q in QUESTIONS)


def test_the_same_text_gets_the_same_answer():
    text, spans = "工会为36名工人讨回工资52万元。", [(3, 6), (12, 16)]
    one, two = (encoder.read("讨薪", text, spans) for _ in range(2))
    assert all((one.logits[q] == two.logits[q]).all() for q in QUESTIONS)


@pytest.mark.parametrize(
    ("text", "words", "measure", "scope"),
    [
        ("镇总工会帮助36名装修工人追回被拖欠的工资52万元。", "52万元", "wages_recovered", "event"),
        ("全厂职工纷纷解囊，当天捐款8万元。", "8万元", "funds_raised", "event"),
        ("昨天，矿工会举办技能比赛，230名选手参加。", "230名", "participants", "event"),
        ("五年来，该工会累计走访困难家庭4100户。", "4100户", "households_aided", "cumulative"),
    ],
)
def test_plain_cases_are_understood_without_any_rule(text, words, measure, scope):
    answer = said(text, words)
    assert (answer["measure"], answer["scope"]) == (measure, scope)


def test_held_out_answers_come_back_as_they_were_kept(tmp_path):
    classes = dict.fromkeys(QUESTIONS, ("a", "b"))
    kept = {name: Outlook({q: np.full((n, 2), n / 4, np.float32) for q in QUESTIONS}, classes) for name, n in (("x", 1), ("y", 3))}
    encoder_held_out.write(tmp_path / encoder_held_out.FILE, kept)
    found = encoder_held_out.read(tmp_path / encoder_held_out.FILE)
    assert list(found) == ["x", "y"]
    assert found["y"].classes == classes
    assert found["y"].logits["scope"].tolist() == kept["y"].logits["scope"].tolist()
