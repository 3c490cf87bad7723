"""Pairs of characters that speak for a type of activity: learnt, written, read again, and heard where the words are silent."""

import numpy as np
import pytest

from pipeline.measuring.activity_pairs import Pairs, of_zones, scores, shipped
from pipeline.measuring.activity_types import names, zones
from pipeline.measuring.train_pairs import fit, write


def record(kind: str, text: str) -> dict:
    return {"headline": "", "text": text, "activities": [{"type": kind}]}


GOLD = [
    *(record("safety", f"第{n}车间排查隐患") for n in range(4)),
    *(record("culture_sports", f"第{n}车间合唱比赛") for n in range(4, 8)),
    *(record("heat_relief", f"第{n}车间送来西瓜") for n in range(8, 12)),
]


def test_pairs_are_known_by_their_zone() -> None:
    assert of_zones(("安全", "安全生", "")) == [{(0, "安全")}, {(1, "安全"), (1, "全生")}, set()]


def test_a_zone_weighs_the_same_however_many_pairs_it_has() -> None:
    model = Pairs({(0, "甲乙"): 0, (0, "乙丙"): 1}, np.array([[2.0, 0.0], [2.0, 0.0]]))
    assert scores(("甲乙", "", ""), model) == [2.0, 0.0]
    assert scores(("甲乙丙", "", ""), model) == pytest.approx([4 / 2**0.5, 0.0])
    assert scores(("丁戊", "", ""), model) == [0.0, 0.0]


def test_what_was_learnt_is_heard_in_other_reports() -> None:
    learnt = fit(GOLD, [1] * len(GOLD))
    found = dict(zip(names(), scores(zones("", "机修班排查隐患"), learnt), strict=True))
    assert max(found, key=found.get) == "safety"
    assert (0, "排查") not in learnt.rows  # a pair of the headline is another than one of the text
    assert (2, "0车") not in learnt.rows  # and one article says too little


def test_pairs_are_read_as_they_were_written(tmp_path) -> None:
    learnt = fit(GOLD, [1] * len(GOLD))
    write(learnt, tmp_path / "pairs.npz")
    with np.load(tmp_path / "pairs.npz") as model:
        assert (
            dict(zip(zip(model["zones"].tolist(), model["pairs"].tolist(), strict=True), range(len(learnt.rows)), strict=True))
            == learnt.rows
        )
        assert np.array_equal(model["weights"].astype(np.float32), learnt.weights)


def test_the_shipped_pairs_fit_the_types() -> None:
    assert shipped().weights.shape == (len(shipped().rows), len(names()))
