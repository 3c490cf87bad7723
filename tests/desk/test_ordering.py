from pipeline.desk import ordering


def order(*cards):
    return [card.fact_id for card in ordering.ordered(cards, cards)]


def test_stale_corrections_then_two_readings_then_conflicts_stand_in_front(card):
    cards = [
        card(fact_id="large", value_max=9e9, confidence=0.1),
        card(fact_id="conflict", conflicts=1, value_max=1.0),
        card(fact_id="two", second_reading="72万元", value_max=1.0),
        card(fact_id="stale", review="stale", value_max=1.0),
    ]
    assert order(*cards) == ["stale", "two", "conflict", "large"]


def test_of_equal_doubt_the_larger_sum_comes_first_and_of_equal_size_the_more_doubtful(card):
    assert order(card(fact_id="small", value_max=100.0), card(fact_id="large", value_max=5e6)) == ["large", "small"]
    assert order(card(fact_id="sure", confidence=0.95), card(fact_id="doubtful", confidence=0.6)) == ["doubtful", "sure"]


def test_money_comes_before_people_of_the_same_rank(card):
    assert (
        order(
            card(fact_id="people", unit="person", value_max=9e9), card(fact_id="money", value_max=5.0), card(fact_id="less", value_max=1.0)
        )[0]
        == "money"
    )


def test_what_a_person_was_unsure_of_comes_behind_what_nobody_saw_and_decided_facts_last(card):
    cards = [card(fact_id="done", review="confirmed", conflicts=2), card(fact_id="unsure", review="unsure"), card(fact_id="new")]
    assert order(*cards) == ["new", "unsure", "done"]


def test_the_reasons_say_why(card):
    cards = [card(fact_id=f"f{n}", value_max=float(n)) for n in range(1, 20)] + [
        card(value_max=5e6, confidence=0.3, conflicts=1, second_reading="x")
    ]
    assert ordering.reasons(cards, cards)[0] == []
    assert ordering.reasons(cards, cards)[-1] == [ordering.TWO_READINGS, ordering.CONFLICT, ordering.LARGE, ordering.UNSURE_MACHINE]


def test_one_card_alone_has_a_place(card):
    assert order(card()) == ["p-a01-f01"]
    assert order() == []
