"""Variants of texts for teaching: what changes, and what stays where it was."""

import random
import re

from pipeline.measuring.measure_context import Context
from pipeline.measuring.quantities import find
from pipeline.measuring.train_variants import pools, varied, words_of
from pipeline.records import Article, Entity


def context(headline: str, text: str, *names: tuple[str, str]) -> Context:
    article = Article("a01", "p01", "news", headline, text, ())
    places = [(text.index(name), name, label) for name, label in names]
    entities = tuple(Entity(f"e{at}", "a01", label, at, at + len(name), name) for at, name, label in places)
    quantities = tuple(find(text))
    return Context(article, quantities, entities, ("other",) * len(quantities))


ONE = context(
    "温县送温暖",
    "温县总工会的丁一凡慰问120名职工，送去3.05万元。这120名职工和丁一凡都住在温县。",
    ("温县总工会", "UNION"),
    ("丁一凡", "PERSON"),
)
TWO = context("", "武陟县总工会的方小雨慰问8户。", ("武陟县总工会", "UNION"), ("方小雨", "PERSON"))
THREE = context("", "孟津县总工会慰问9户，修武县总工会慰问7户。", ("孟津县总工会", "UNION"), ("修武县总工会", "UNION"))


def test_everything_keeps_its_place():
    others = pools([ONE, TWO, THREE])
    for seed in range(20):
        words = varied(ONE, others, random.Random(seed))
        assert (len(words.text), words.spans, words.headline) == (len(ONE.text), ONE.spans, ONE.headline)
        assert re.fullmatch(
            r"温县总工会的(丁一凡|方小雨)慰问([1-9]{2}0)名职工，送去[1-9][.]0[1-9]万元。这\2名职工和\1都住在温县。", words.text
        )


def test_areas_become_others_of_their_kind_and_none_is_changed_twice():
    others = pools([TWO, THREE])
    assert others["县", 3] == ["修武县", "孟津县", "武陟县"]
    seen = {varied(THREE, others, random.Random(seed)).text[:3] for seed in range(30)}
    assert seen == {"修武县", "孟津县", "武陟县"}


def test_the_same_chance_gives_the_same_words():
    others = pools([ONE, TWO])
    assert varied(ONE, others, random.Random(1)) == varied(ONE, others, random.Random(1))
    assert words_of(ONE).text == ONE.text
