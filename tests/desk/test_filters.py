import pytest

from pipeline.desk.filters import Filter, select


@pytest.mark.parametrize(
    ("wanted", "changed"),
    [
        ({"text": "安平 筹集资金"}, {"measure": "award_money", "sentence": "奖励"}),
        ({"text": "筹集"}, {"sentence": "发放12万元", "measure": "aid_disbursed"}),
        ({"text": "12万"}, {"sentence": "筹集资金13万元"}),
        ({"union": "安平县总"}, {"organizer_canonical": "饶阳县总工会"}),
        ({"place": "安平"}, {"place": None}),
        ({"date": "2018-07"}, {"date": "2018-06", "issue_date": "2018-08-21"}),
        ({"date": "2018-08-21"}, {"issue_date": None}),
        ({"measure": "funds_raised"}, {"measure": "award_money"}),
        ({"amount_min": 100_000}, {"value_max": 99_999.0}),
        ({"amount_max": 200_000}, {"value_min": 200_001.0}),
        ({"confidence_max": 0.9}, {"confidence": 0.91}),
        ({"unreviewed": True}, {"review": "confirmed"}),
        ({"unreviewed": True}, {"review": "rejected"}),
    ],
)
def test_a_filter_lets_through_what_has_all_it_asks_for_and_nothing_else(card, wanted, changed):
    assert select([card(), card(**changed)], Filter(**wanted)) == [card()]


@pytest.mark.parametrize(("switch", "having"), [("conflict", {"conflicts": 1}), ("two_readings", {"second_reading": "72万元"})])
def test_a_switch_lets_through_only_what_has_the_mark(card, switch, having):
    assert select([card(), card(**having)], Filter(**{switch: True})) == [card(**having)]


def test_traditional_and_full_width_characters_are_the_same_words(card):
    assert select([card(headline="縣總工會１２萬元")], Filter(text="县总 12万"))


@pytest.mark.parametrize("review", ["unreviewed", "stale", "unsure"])
def test_what_nobody_has_settled_is_unreviewed(card, review):
    assert select([card(review=review)], Filter())


def test_decided_cards_are_there_when_they_are_asked_for(card):
    assert select([card(review="confirmed")], Filter(unreviewed=False))
