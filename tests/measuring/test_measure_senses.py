"""Senses of everyday words around a quantity, as features."""

import pytest

from pipeline.measuring.measure_context import Context
from pipeline.measuring.measure_senses import sense_parts
from pipeline.measuring.measure_triggers import SENSES, triggers
from pipeline.measuring.quantities import find
from pipeline.records import Article


def features(text: str, index: int = 0) -> dict[str, str]:
    """Features of the quantity `index` of a text, with their words."""
    quantities = tuple(find(text))
    context = Context(Article("a", "p", "news", "", text, ()), quantities, (), ("other",) * len(quantities))
    return {name: words for part in sense_parts(context, index) for name, words in part.items()}


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("工会送来300副护膝。", "sH=n.clothing", "护膝"),
        ("工会送来盐汽水300箱。", "sL=n.drink", "盐汽水"),
        ("市里招来26名吊车司机。", "sH=n.craft", "吊车司机"),
        ("县总工会为此购置了20台冰柜。", "sV=v.build", "购置了"),
    ],
)
def test_the_head_of_a_quantity_is_told_by_its_sense(text, name, word):
    assert features(text)[name] == word


def test_what_belongs_to_the_quantity_before_or_after_is_told_apart():
    text = "工会送来300副护膝和50箱盐汽水。"
    first, second = features(text, 0), features(text, 1)
    assert "sr=n.drink" not in first and first["srr=n.drink"] == "盐汽水"
    assert "sl=n.clothing" in second and second["sH=n.drink"] == "盐汽水"


def test_quantities_of_a_sentence_share_its_senses():
    text = "工会送来300副护膝。矿上又添了50箱盐汽水。"
    assert "ss=n.drink" not in features(text, 0) and "ss=n.drink" in features(text, 1)


def test_a_word_in_a_longer_one_that_only_guards_it_is_not_found():
    assert [(t.text, t.classes) for t in triggers("土木工程", SENSES)] == [("土木工程", ("o.guard",))]
    assert not any("guard" in name or "木工" in words for name, words in features("土木工程用了30人。").items())


def test_where_no_word_is_known_that_is_said():
    assert features("有30个。")["sH=-"] == ""
