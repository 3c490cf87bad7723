"""Words of a lexicon (`measures.toml`: triggers; `senses.toml`: everyday words by sense), and where they stand in a text.

A trigger belongs to one or more classes of meaning (raise, give, wage, ...), a class to one kind (verb, noun, scope, role).
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from pipeline.measuring.measure_parts import Part

TRIGGERS, SENSES = "measures.toml", "senses.toml"
GUARD = ("o.guard",)  # classes of words that only keep shorter ones from being found in them


class Trigger(NamedTuple):
    """A lexicon word at [start, end) of a folded text with its classes, written `kind.class`."""

    start: int
    end: int
    text: str
    classes: tuple[str, ...]


@cache
def _words(name: str) -> dict[str, tuple[str, ...]]:
    lexicon = tomllib.loads(resources.files("pipeline.lexicon").joinpath(name).read_text("utf-8"))
    words: dict[str, list[str]] = {}
    for kind, classes in lexicon.items():
        for class_, listed in classes.items():
            for word in dict.fromkeys(listed.split()):
                words.setdefault(word, []).append(f"{kind[0]}.{class_}")
    return {word: tuple(classes) for word, classes in words.items()}


@cache
def _lengths(name: str) -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
    """For the first two characters of a word the lengths to try, longest first; and the words of one character."""
    lengths: dict[str, set[int]] = {}
    for word in _words(name):
        if len(word) > 1:
            lengths.setdefault(word[:2], set()).add(len(word))
    single = frozenset(word for word in _words(name) if len(word) == 1)
    return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}, single


def triggers(text: str, lexicon: str = TRIGGERS) -> list[Trigger]:
    """The words of a lexicon in a folded text in order, the longest at each place, none overlapping."""
    words, (lengths, single) = _words(lexicon), _lengths(lexicon)
    found = []
    end = 0
    for start in [i for i, (char, after) in enumerate(pairwise(text + "\n")) if char in single or char + after in lengths]:
        if start < end:
            continue
        for length in lengths.get(text[start : start + 2], ()):
            word = text[start : start + length]
            if word in words:
                break
        else:
            word = text[start]
            if word not in single:
                continue
        end = start + len(word)
        found.append(Trigger(start, end, word, words[word]))
    return found


def bag(out: Part, name: str, found: Sequence[Trigger]) -> Part:
    """Adds a feature `name=class` for each class of the triggers, with the word of the first that has it; returns `out`."""
    for t in found:
        for c in t.classes:
            out.setdefault(f"{name}={c}", t.text)
    return out


def nearest(found: Sequence[Trigger], kind: str) -> tuple[str, str]:
    """Class and word of the first trigger of a kind; a word of several classes gives the first of that kind."""
    for t in found:
        for c in t.classes:
            if c[0] == kind:
                return c, t.text
    return "-", ""
