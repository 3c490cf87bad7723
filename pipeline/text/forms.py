"""Forms of characters: what is printed differently and read the same.

`fold` is for matching only: it has the length of its input, so an offset in the folded text is an offset in the
original. Published text keeps the characters of the page.
"""

from functools import cache

import opencc

_FULL_WIDTH_START, _FULL_WIDTH_END, _FULL_WIDTH_SHIFT = 0xFF01, 0xFF5E, 0xFEE0


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class _FoldTable(dict):
    """A translation table that asks OpenCC once for each character it meets; a result of another length is not used."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        if _FULL_WIDTH_START <= code <= _FULL_WIDTH_END:
            half = chr(code - _FULL_WIDTH_SHIFT)
            self[code] = ord(half) if half.isalnum() else code
        elif code < 0x3400:
            self[code] = code
        else:
            simple = _converter().convert(char)
            self[code] = ord(simple) if len(simple) == 1 else code
        return self[code]


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """The text with traditional characters as simplified and full-width letters and digits as ASCII; same length."""
    return text.translate(_FOLD)
