"""Trigger words of the lexicon `measures.toml`, and where they stand in a text.

A trigger belongs to one or more classes of meaning (raise, give, wage, ...), a class to one kind (verb, noun, scope, role).
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Trigger:
    """A lexicon word at [start, end) of a folded text with its classes, written `kind.class`."""

    start: int
    end: int
    text: str
    classes: tuple[str, ...]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    lexicon = tomllib.loads(resources.files("pipeline.lexicon").joinpath("measures.toml").read_text("utf-8"))
    words: dict[str, list[str]] = {}
    for kind, classes in lexicon.items():
        for name, listed in classes.items():
            for word in dict.fromkeys(listed.split()):
                words.setdefault(word, []).append(f"{kind[0]}.{name}")
    return {word: tuple(classes) for word, classes in words.items()}


@cache
def _lengths() -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
    """For the first two characters of a word the lengths to try, longest first; and the words of one character."""
    lengths: dict[str, set[int]] = {}
    for word in _words():
        if len(word) > 1:
            lengths.setdefault(word[:2], set()).add(len(word))
    single = frozenset(word for word in _words() if len(word) == 1)
    return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}, single


def triggers(text: str) -> list[Trigger]:
    """The triggers of a folded text in order, the longest word at each place, none overlapping."""
    words, (lengths, single) = _words(), _lengths()
    found = []
    position, size = 0, len(text)
    while position < size:
        for length in lengths.get(text[position : position + 2], ()):
            word = text[position : position + length]
            if word in words:
                found.append(Trigger(position, position + length, word, words[word]))
                position += length
                break
        else:
            char = text[position]
            if char in single:
                found.append(Trigger(position, position + 1, char, words[char]))
            position += 1
    return found


def bag(out: dict[str, str], name: str, found: Sequence[Trigger]) -> None:
    """Adds a feature `name=class` for each class of the triggers, with the word of the first that has it."""
    for t in found:
        for c in t.classes:
            out.setdefault(f"{name}={c}", t.text)
