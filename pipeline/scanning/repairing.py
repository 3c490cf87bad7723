"""Characters and signs in one form: stray characters of the other script, and dots that are stops.

Digits and numerals are never touched; what was read is kept beside (ScannedLine.unrepaired).
"""

from collections.abc import Sequence

from pipeline.engines.ocr import Reading
from pipeline.scanning.language import simplified

DOUBTED = 0.8  # probability under which a dot may be put right
MOSTLY = 0.02  # share of characters of one script up to which a page is in the other
NUMERALS = frozenset("0123456789０１２３４５６７８９.%％零〇一二两三四五六七八九十百千万亿几数元角分名人户件壹贰叁肆伍陆柒捌玖拾佰仟萬億兩")
DOTS = "·・•."
STOPS = "，、。"


def repaired(readings: Sequence[Reading]) -> list[str]:
    """The text of each line, put right: stray forms of the other script, and doubted middle dots."""
    in_simplified = _is_simplified("".join(reading.text for reading in readings))
    return [_repaired(reading, in_simplified) for reading in readings]


def _repaired(reading: Reading, in_simplified: bool) -> str:
    text = list(reading.text)
    for i, char in enumerate(reading.text):
        if char in NUMERALS and not _is_stop(reading.text, i):
            continue
        if in_simplified and simplified(char) != char:
            text[i] = simplified(char)
        elif reading.sure[i] < DOUBTED:
            text[i] = _better(reading, i)
    return "".join(text)


def _is_stop(text: str, i: int) -> bool:
    """Is it a point between two Chinese characters? That is no decimal point."""
    around = text[max(0, i - 1) : i] + text[i + 1 : i + 2]
    return text[i] == "." and len(around) == 2 and all("\u4e00" <= char <= "\u9fff" for char in around)


def _better(reading: Reading, i: int) -> str:
    """What a doubted dot is put right to, or the character itself."""
    char = reading.text[i]
    return next((other for other, _ in reading.others[i] if other in STOPS), char) if char in DOTS else char


def _is_simplified(text: str) -> bool:
    """Is a page in simplified characters, but for strays?"""
    han = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    traditional = sum(simplified(char) != char for char in han)
    return bool(han) and traditional <= MOSTLY * len(han)
