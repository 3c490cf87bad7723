"""What is likely in a newspaper's language: which character follows which, which sign of punctuation stands between two stretches.

The model (`pipeline/models/language.npz`, `make model`) is a bigram model of characters and a logistic regression over what stands around
a place. Both see text in one form (`plain`): signs wide, digits as 0, no blanks, simplified characters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import opencc
import regex

from pipeline.reading.encoder import SIGNS

if TYPE_CHECKING:
    import numpy as np

MODEL = "language.npz"
FORMS = dict(zip(",;:()!?", "，；：（）！？", strict=True))  # narrow form -> wide form
WIDE_SIGNS = str.maketrans(FORMS | {".": "。"})
REACH = 40  # characters on either side of a place that are looked at
ADDED = 0.5  # occurrences added to each character's, so that none is impossible
CHARACTERS = 8000  # that a newspaper may use: GB 2312 has 6,763
_MARKS = frozenset(SIGNS + "“”（）《》！？")
_PARTS = 4  # characters next to a place that are a feature together
_FAR = 14  # characters; how far the marks on both sides are told apart together
_DIGIT, _BLANK = regex.compile(r"\d"), regex.compile(r"\s")


def plain(text: str) -> str:
    """A text in the form that the model knows."""
    return "".join(map(simplified, _BLANK.sub("", _DIGIT.sub("0", text).translate(WIDE_SIGNS))))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def simplified(char: str) -> str:
    """The simplified form of a character; itself where that is not one character."""
    simple = _converter().convert(char)
    return simple if len(simple) == 1 else char


@dataclass(frozen=True)
class Language:
    """A model of a language in plain form.

    singles, pairs: how often characters and pairs of them occur. weights: for each feature of `around` one of each class (SIGNS, NO_STOP).
    """

    singles: Mapping[str, float]
    pairs: Mapping[str, float]
    followers: Mapping[str, tuple[float, int]]  # for a character how often it is followed at all, and by how many different ones
    total: float
    classes: str
    rows: Mapping[str, int]
    weights: "np.ndarray"

    def follows(self, before: str, char: str) -> float:
        """Probability of a character after another ("" where that is unknown), smoothed after Witten and Bell (1991)."""
        alone = (self.singles.get(char, 0.0) + ADDED) / (self.total + ADDED * CHARACTERS)
        seen, different = self.followers.get(before, (0.0, 0))
        return (self.pairs.get(before + char, 0.0) + different * alone) / (seen + different) if different else alone

    def stands(self, before: str, after: str) -> dict[str, float]:
        """Probability of each sign, and of none (NO_STOP), between two stretches of a text that goes on beyond them."""
        import numpy as np

        rows = [self.rows[name] for name in around(before, after, (True, True)) if name in self.rows]
        scores = self.weights[rows].sum(axis=0)
        chances = np.exp(scores - scores.max())
        return dict(zip(self.classes, (chances / chances.sum()).tolist(), strict=True))


def followers(pairs: Mapping[str, float]) -> dict[str, tuple[float, int]]:
    """For each first character of some pairs how often they occur, and how many they are."""
    out: dict[str, tuple[float, int]] = {}
    for pair, count in pairs.items():
        seen, different = out.get(pair[0], (0.0, 0))
        out[pair[0]] = (seen + count, different + 1)
    return out


def around(before: str, after: str, goes_on: tuple[bool, bool]) -> list[str]:
    """What stands around a place, as features. goes_on: whether the text does, beyond what is given, on either side.

    The characters next to it, alone and across the place; the marks before and after, and how far they are.
    """
    before, after = before[-REACH:], after[:REACH]
    left, right = ("" if goes_on[0] else "\n") + before, after + ("" if goes_on[1] else "\n")
    names = ["bias"]
    names += [f"l{left[-n:]}" for n in range(1, _PARTS + 1) if len(left) >= n]
    names += [f"r{right[:n]}" for n in range(1, _PARTS + 1) if len(right) >= n]
    names += [f"m{left[-m:]}_{right[:n]}" for m in (1, 2) for n in (1, 2) if len(left) >= m and len(right) >= n]
    last = next((n for n in range(len(before), 0, -1) if before[n - 1] in _MARKS), 0)
    first = next((n for n, char in enumerate(after) if char in _MARKS), None)
    if told_left := bool(last) or not goes_on[0]:
        names.append(f"p{before[last - 1] if last else ''}{min(len(before) - last, 20) // 2}")
        names.append("q" + "".join(char for char in before if char in _MARKS)[-2:])
    if first is not None or not goes_on[1]:
        far = len(after) if first is None else first
        names += [f"n{min(far, 20) // 2}", f"x{after[first] if first is not None else ''}"]
        if told_left:
            names.append(f"d{min(len(before) - last, _FAR) // 2}_{min(far, _FAR) // 2}")
    return names


@cache
def load() -> Language:
    """The model of this package."""
    import numpy as np

    with resources.as_file(resources.files("pipeline.models") / MODEL) as path, np.load(path) as data:
        pairs = dict(zip(data["pairs"].tolist(), data["pair_counts"].tolist(), strict=True))
        singles = dict(zip(data["singles"].tolist(), data["single_counts"].tolist(), strict=True))
        rows = {name: row for row, name in enumerate(data["features"].tolist())}
        return Language(
            singles, pairs, followers(pairs), sum(singles.values()), str(data["classes"]), rows, data["weights"].astype(np.float32)
        )
