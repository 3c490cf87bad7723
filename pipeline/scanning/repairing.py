"""Characters put right where the evidence is strong: the recogniser itself was in doubt, and what else it saw makes a known word or form.

Digits, numerals and units are never touched; what was read is kept beside (ScannedLine.unrepaired).
"""

from collections.abc import Sequence
from functools import cache
from importlib import resources

import opencc

from pipeline.engines.ocr import Reading

DOUBTED = 0.8  # probability under which a character may be put right
COMMON = 50  # occurrences of a word in jieba's dictionary from which it is a known one
LONGEST = 5  # characters of a known word
MOSTLY = 0.02  # share of characters of one script up to which a page is in the other
NUMERALS = frozenset("0123456789０１２３４５６７８９.%％零〇一二两三四五六七八九十百千万亿元角分名人户件壹贰叁肆伍陆柒捌玖拾佰仟萬億兩")
DOTS = "·・•."
STOPS = "，、。"


def repaired(readings: Sequence[Reading]) -> list[str]:
    """The text of each line, put right: stray forms of the other script, doubted middle dots, doubted characters of known words."""
    simplified = _is_simplified("".join(reading.text for reading in readings))
    return [_repaired(reading, simplified) for reading in readings]


def _repaired(reading: Reading, simplified: bool) -> str:
    text = list(reading.text)
    for i, char in enumerate(reading.text):
        if char in NUMERALS and not _is_stop(reading.text, i):
            continue
        if simplified and _to_simplified(char) != char:
            text[i] = _to_simplified(char)
        elif reading.sure[i] < DOUBTED:
            text[i] = _better(text, i, reading)
    return "".join(text)


def _is_stop(text: str, i: int) -> bool:
    """Is it a point between two Chinese characters? That is no decimal point."""
    around = text[max(0, i - 1) : i] + text[i + 1 : i + 2]
    return text[i] == "." and len(around) == 2 and all("\u4e00" <= char <= "\u9fff" for char in around)


def _better(text: list[str], i: int, reading: Reading) -> str:
    """What a doubted character is put right to, or itself."""
    possible = [char for char, _ in reading.others[i] if char not in NUMERALS]
    if text[i] in DOTS:
        return next((char for char in possible if char in STOPS), text[i])
    if not text[i].isalpha() or _in_known_word(text, i, text[i]):
        return text[i]
    return next((char for char in possible if char.isalpha() and _in_known_word(text, i, char)), text[i])


def _in_known_word(text: list[str], i: int, char: str) -> bool:
    """Does the character make a known word of three characters or more with those around it?"""
    around = [*text[:i], char, *text[i + 1 :]]
    spans = ((a, a + n) for n in range(3, LONGEST + 1) for a in range(max(0, i - n + 1), min(i, len(text) - n) + 1))
    return any("".join(around[a:b]) in _words() for a, b in spans)


def _is_simplified(text: str) -> bool:
    """Is a page in simplified characters, but for strays?"""
    han = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    traditional = sum(_to_simplified(char) != char for char in han)
    return bool(han) and traditional <= MOSTLY * len(han)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _to_simplified(char: str) -> str:
    simple = _converter().convert(char)
    return simple if len(simple) == 1 else char


@cache
def _words() -> frozenset[str]:
    """Words of three to five characters that are common in jieba's dictionary or stand in ours."""
    words = set()
    with (resources.files("jieba") / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            if 3 <= len(word) <= LONGEST and int(count) >= COMMON:
                words.add(word)
    ours = (resources.files("pipeline") / "lexicon" / "user_words.txt").read_text(encoding="utf-8").split()
    return frozenset(words | {word for word in ours if 3 <= len(word) <= LONGEST})
