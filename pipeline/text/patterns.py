"""Patterns made of lists of words."""

from collections.abc import Iterable

import regex


def any_of(words: Iterable[str]) -> str:
    """A pattern, in a group of its own, for any of the words as they stand; of several that match at a place the longest is taken."""
    return "(?:" + "|".join(map(regex.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"
