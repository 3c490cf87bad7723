"""Scope decided for the figures of an article together: neighbours mostly share it, unless something between them says not.

A linear-chain conditional random field over the facts of an article in text order. Head `chain` weighs each fact's own features;
head `links` weighs, for each class, that a fact has the class of the fact before it, given what stands between the two; its
rows `前=<class>` weigh the step from that class. Trained by train_chain.
"""

import bisect
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.measuring.measure_context import Context, Place
from pipeline.measuring.measure_hints import between
from pipeline.measuring.measure_parts import KEPT, Part, View, bare
from pipeline.measuring.measure_scope import FRAMES, is_other
from pipeline.measuring.model import Head, shares
from pipeline.records import Quantity

if TYPE_CHECKING:
    import numpy as np

BEFORE = "前="  # of the rows of the head `links` that are steps from a class
_WORDS = tuple("其中 另 此外 还 而 但 分别 同时 去年 今年 目前 将 计划 据 每 标准 累计 共 、 和 ；".split())
_NEAR = 3  # characters; a gap as short is taken as it is
_STEP, _STEPS = 8, 6  # lengths of gaps are told apart in steps of so many characters, up to so many steps
Said = tuple[int, str]  # the index of a quantity and what it measures


def links(context: Context, facts: Sequence[Said]) -> list[View]:
    """For each fact but the first what stands between it and the one before."""
    return [_link(context, one, two) for one, two in pairwise(facts)]


def _link(context: Context, one: Said, two: Said) -> View:
    first, second = context.places[one[0]], context.places[two[0]]
    start, end = first.quantity.end, second.quantity.start
    gap = context.text[start:end]
    where = _where(context, (first, second), gap)
    out = Part()
    anchors = context.anchors_between(start, end)
    if not anchors:
        out["无"] = out["无" + where] = ""
    if not any(a.kind in FRAMES for a in anchors):
        out["无框" + where] = ""
    for a in anchors:
        out[f"时={a.kind}"] = out[f"时={a.kind}{where}"] = a.text
    for word in _WORDS:
        if word in gap:
            out[f"词={word}"] = out[f"词={word}{where}"] = word
    if len(gap) <= _NEAR:
        out["隔=" + gap] = gap
    if where not in ("句内", "同句"):
        head = context.text[second.sentence[0] : second.sentence[0] + 2].strip()
        out["首=" + head] = head
    _between(out, context, (start, end), where)
    length = min(_STEPS, len(gap) // _STEP)
    return View((out,), (_pair_part(where, length, (one[1], two[1]), _alike(first.quantity, second.quantity)),))


def _alike(first: Quantity, second: Quantity) -> tuple[bool, bool, bool]:
    """Whether the two are of one class, and whether each is nobody's share."""
    return first.unit_class == second.unit_class, first.per is None, second.per is None


@lru_cache(KEPT)
def _pair_part(where: str, length: int, measures: tuple[str, str], alike: tuple[bool, bool, bool]) -> Part:
    """How far the two stand apart and in what they are alike."""
    is_one_class, *are_no_shares = alike
    others = "他" + "".join(str(is_other(measure)) for measure in measures)
    same = (f"同量{measures[0] == measures[1]}{where}", f"同类{is_one_class}{where}", "份" + "".join(map(str, are_no_shares)))
    return bare(("bias", "在" + where, f"长={length}", *same, others, others + where))


def _where(context: Context, pair: tuple[Place, Place], gap: str) -> str:
    """How far the two stand apart: in one clause, one sentence, the next sentence, one paragraph, another paragraph."""
    first, second = pair
    if "\n" in gap:
        return "隔段"
    if first.clause == second.clause:
        return "句内"
    if first.sentence == second.sentence:
        return "同句"
    stops = context.stops
    far = bisect.bisect_left(stops, second.quantity.start) - bisect.bisect_left(stops, first.quantity.end)
    return "下句" if far == 1 else "远"


def _between(out: Part, context: Context, span: tuple[int, int], where: str) -> None:
    """Words of scope and hints between the two."""
    for t in context.between(*span):
        for c in t.classes:
            if c[0] == "s":
                out["范=" + c] = t.text
    apart = "段" if where == "隔段" else "句" if where in ("句内", "同句") else "间"
    for h in between(context, *span):
        out["提=" + h.kind] = out[f"提={h.kind}{apart}"] = h.text


def chances(heads: Mapping[str, Head], own: "np.ndarray", linked: Sequence[View]) -> "np.ndarray":
    """The probability of each class of the head `chain`, one row a fact, given all the facts of the article.

    `own` holds the scores of the facts' own features in text order, `linked` what `links` gave for them. Powers of the scores are passed
    on from fact to fact, each time brought to the sum 1, so that they stay within bounds however long the article is.
    """
    import numpy as np

    if not len(own):
        return own
    here, steps = shares(own.astype(float)), np.exp(step_scores(heads, linked))
    ahead, behind = here.copy(), np.ones_like(here)
    for i, step in enumerate(steps):
        passed = (ahead[i] @ step) * here[i + 1]
        ahead[i + 1] = passed / passed.sum()
    for i in range(len(steps) - 1, -1, -1):
        passed = steps[i] @ (here[i + 1] * behind[i + 1])
        behind[i] = passed / passed.sum()
    both = ahead * behind
    return both / both.sum(axis=1, keepdims=True)


def step_scores(heads: Mapping[str, Head], linked: Sequence[View]) -> "np.ndarray":
    """The score of each step, (steps, from class, to class)."""
    import numpy as np

    head = heads["links"]
    moves = head.weights[[head.rows[BEFORE + c] for c in head.classes]]
    steps = np.repeat(moves[None].astype(float), len(linked), axis=0)
    same = np.arange(len(head.classes))
    steps[:, same, same] += head.scores(linked)
    return steps
