"""The chain of scopes: what stands between neighbours, probabilities against all paths counted out, and its training."""

from itertools import product

import numpy as np
import pytest

from pipeline.measuring import train_chain
from pipeline.measuring.measure_chain import BEFORE, chances, links, step_scores
from pipeline.measuring.measure_context import Context
from pipeline.measuring.measure_parts import View, bare
from pipeline.measuring.model import Head
from pipeline.measuring.quantities import find
from pipeline.measuring.train_chain import Story
from pipeline.records import Article

CLASSES = ("background", "event", "rule")


def context(text: str) -> Context:
    quantities = tuple(find(text))
    return Context(Article("a", "p", "news", "", text, (), issue_date="2018-02-01"), quantities, (), ("other",) * len(quantities))


def linked(text: str) -> list[dict[str, str]]:
    c = context(text)
    return [view.features() for view in links(c, [(i, "people_aided") for i in range(len(c.quantities))])]


def test_one_fact_less_is_linked_than_there_are():
    assert linked("救助300名职工。") == []
    assert len(linked("救助300名职工，慰问200名职工。去年救助100名职工。")) == 2


def test_a_link_tells_how_far_apart_and_what_stands_between():
    near, far = linked("救助300名职工，慰问200名职工。\n去年救助100名职工。")
    assert "在同句" in near and "无框同句" in near
    assert "在隔段" in far and "时=last" in far and far["词=去年"] == "去年"


def views(*features: str) -> list[View]:
    """Views of the features that each string lists."""
    return [View((bare(each.split()),)) for each in features]


def heads(seed: int) -> dict[str, Head]:
    weights = np.random.default_rng(seed).normal(size=(3, 3)).astype(np.float32)
    moves = np.random.default_rng(seed + 1).normal(size=(5, 3)).astype(np.float32)
    rows = {"bias": 0, "x": 1} | {BEFORE + c: 2 + i for i, c in enumerate(CLASSES)}
    return {"chain": Head(CLASSES, {"a": 0, "b": 1, "c": 2}, weights), "links": Head(CLASSES, rows, moves)}


@pytest.mark.parametrize("seed", [1, 2])
def test_probabilities_are_those_of_all_paths(seed):
    model, between = heads(seed), views("bias", "bias x")
    own, steps = model["chain"].scores(views("a", "b c", "c")), step_scores(model, between)
    expected = np.zeros((3, 3))
    for path in product(range(3), repeat=3):
        score = sum(own[t, k] for t, k in enumerate(path)) + sum(steps[t, path[t], path[t + 1]] for t in range(2))
        for t, k in enumerate(path):
            expected[t, k] += np.exp(score)
    found = chances(model, own, between)
    assert np.allclose(found, expected / expected.sum(axis=1, keepdims=True), atol=1e-6)


def test_no_facts_no_rows():
    assert chances(heads(1), heads(1)["chain"].scores([]), []).shape == (0, 3)


def test_a_fact_without_a_sign_of_its_own_goes_with_the_one_before():
    told = [Story([{"past": ""}, {"-": ""}], [{"bias": ""}], ["background", "background"])] * 40
    told += [Story([{"now": ""}, {"-": ""}], [{"bias": ""}], ["event", "event"])] * 40
    model = train_chain.fit(told)
    assert model["chain"].classes == ("background", "event")
    past, now = (chances(model, model["chain"].scores(views(sign, "-")), views("bias"))[1] for sign in ("past", "now"))
    assert past[0] > 0.7 and now[1] > 0.7


def test_the_slopes_of_the_likelihood_are_right():
    stories = [Story([{"a": ""}, {"b": ""}, {"a": ""}], [{"bias": ""}, {"x": ""}], ["event", "rule", "event"], 0.5)]
    _, own = train_chain.matrix([v for s in stories for v in s.views], 1)
    _, link = train_chain.matrix([{}, *stories[0].linked], 1)
    data = train_chain._Data(own, link, np.array([0, 1, 0]), np.array([[0, 1, 2]]), np.array([0.5]), ("event", "rule"))
    rng = np.random.default_rng(3)
    scores, steps = rng.normal(size=(3, 2)), rng.normal(size=(3, 2, 2))
    value, by_fact, by_step = train_chain._likelihood(scores, steps, data)
    for slopes, array in ((by_fact, scores), (by_step, steps)):
        for place in np.ndindex(array.shape):
            moved = array.copy()
            moved[place] += 1e-6
            other = train_chain._likelihood(*((moved, steps) if array is scores else (scores, moved)), data)[0]
            assert (other - value) / 1e-6 == pytest.approx(slopes[place], abs=1e-4)


def test_rare_features_are_left_out_and_the_others_have_their_emphasis():
    index, matrix = train_chain.matrix([{"x": "", "G=": ""}, {}, {"G=": "", "rare": "", "x": ""}], 2)
    assert index == {"G=": 0, "x": 1}
    assert matrix.toarray().tolist() == [[2, 1], [0, 0], [2, 1]]


def test_of_two_features_that_tell_the_same_the_emphasised_one_is_believed_more():
    views = [{"G=last": "", "plain": ""}, {"other": ""}] * 6
    stories = [Story([view], [], [label]) for view, label in zip(views, ["background", "event"] * 6, strict=True)]
    head = train_chain.fit(stories)["chain"]
    emphasised, plain = (head.weights[head.rows[name], head.classes.index("background")] for name in ("G=last", "plain"))
    assert emphasised == pytest.approx(4 * plain, rel=0.01) and plain > 0  # the square of the emphasis
