"""Confidence: from what models say of texts they have not seen to the share that is right."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from pipeline.measuring.decoding import Decision
from pipeline.measuring.measure_classes import NO_FACT
from pipeline.measuring.measure_samples import Label

BIN = 100  # facts to a point of the calibration; fewer make the bounds wide, more make the line coarse
Z = 1.96  # the two-sided 95 % point of the normal distribution
SURE, PROMISED = 0.9, 0.97  # at least PROMISED of the facts with a confidence of SURE or more are right
# Raw confidence from which a fact's confidence is SURE or more. Settled on dev, where the 41 facts above it are right (on `apart` 131
# of 131, on `natural` 98.8 % of 84). From 0.99997 on they were 95.6 % of 45 on dev (100 % of 140, 98.9 % of 90), from 0.99994 on
# 94.8 % of 77 (100 % of 196, 99.4 % of 168).
SURE_FROM = 0.999973
BELOW = 0.89  # what a fact may have at most that is not among them
EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of the bins of the reliability table

Held = Sequence[tuple[float, bool]]  # raw confidence, whether the fact was right
Table = tuple[list[float], list[float]]  # raw confidences, rising, and what they are worth


def is_right(decision: Decision, label: Label) -> bool:
    """Whether measure, values and scope are as annotated; for what is no fact the measure alone."""
    if label.measure == NO_FACT or decision.measure != label.measure:
        return decision.measure == label.measure
    return decision.scope == label.scope and label.is_exact


def calibrate(held: Held) -> Table:
    """Points of a rising line from raw confidence to the share that was right.

    Each point is the lower 95 % bound (Wilson) of a stretch of BIN facts. Confidence reaches SURE at SURE_FROM,
    and nowhere where less than PROMISED of the held-out facts above it are right.
    """
    ordered = sorted(held)
    raw, right = [0.0], [0.0]
    cut = bisect_left(ordered, (SURE_FROM, False))
    above = [ok for _, ok in ordered[cut:]]
    is_kept = sum(above) >= PROMISED * max(1, len(above))
    below = ordered[:cut] if is_kept else ordered
    for start in range(0, len(below), BIN):
        part = below[start : start + BIN]
        raw.append(sum(p for p, _ in part) / len(part))
        right.append(min(BELOW, max(right[-1], _lower(sum(ok for _, ok in part), len(part)))))
    if is_kept:
        raw += [SURE_FROM - 1e-6, SURE_FROM, 1.0]
        right += [max(right[-1], BELOW), SURE, 0.99]
    return raw, right


def _lower(right: int, count: int) -> float:
    share, z2 = right / count, Z * Z
    spread = Z * (share * (1 - share) / count + z2 / (4 * count * count)) ** 0.5
    return (share + z2 / (2 * count) - spread) / (1 + z2 / count)


def reliability(held: Held, table: Table) -> list[dict[str, float]]:
    """For each bin of confidence how many held-out facts had it, their mean confidence, and the share that was right."""
    import numpy as np

    confidences = np.interp([raw for raw, _ in held], *table)
    rights = np.array([ok for _, ok in held], dtype=bool)
    bins = []
    for low, high in pairwise(EDGES):
        inside = (confidences >= low) & ((confidences < high) | (high == EDGES[-1]))
        if inside.any():
            means = {"confidence": round(float(confidences[inside].mean()), 3), "right": round(float(rights[inside].mean()), 3)}
            bins.append({"from": low, "to": high, "facts": int(inside.sum()), **means})
    return bins
