"""From bytes to characters: UTF-8, UTF-16, GB18030 or Big5, told apart by what the text then says."""

import codecs
import unicodedata

from pipeline.errors import DataError
from pipeline.text.forms import fold

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")

# In newspaper Chinese 97 % of the Han characters, read as simplified, are in the first level of GB 2312 (its 3,755
# common ones); a wrong decoding scatters over rare characters and stays under half.
_LEAST_COMMON_SHARE = 0.7
_SAMPLE = 20_000  # characters that are looked at; enough for a share that no longer moves
LOST = "\ufffd"  # stands in the place of bytes that are no character
_MOST_LOST = 0.005  # of the characters; of a text in another encoding half are lost
_FEW_LOST = 3  # characters that may be lost in any case: one byte that is cut off or put in loses so many at most
_MOST_CONTROLS = 0.1  # stray control characters occur in dumps, one in ten characters of a short page at most; a binary file has more


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cn", "Cs") and char not in "\t\n\r\f\x1a\x85"


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    return sum(map(_is_control, sample)) > _MOST_CONTROLS * len(sample)


def common_share(text: str) -> float:
    """Share (0-1) of common Han characters among all that are not ASCII or punctuation; 0 where there are none."""
    common = other = 0
    for char in fold(text[:_SAMPLE]):
        if char.isascii() or unicodedata.category(char)[0] in "PZ":
            continue
        try:
            code = char.encode("gb2312")
        except UnicodeEncodeError:
            other += 1
            continue
        if 0xB0 <= code[0] <= 0xD7:
            common += 1
        else:
            other += 1
    return common / (common + other) if common else 0.0


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _damaged(data: bytes) -> tuple[str, str] | None:
    """The text, with � where bytes are no character, and its encoding, where few are lost (_MOST_LOST); None where it is no such text."""
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)]
    for encoding in (*marked, "utf-8", *_CANDIDATES):
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        few = text.count(LOST) <= max(_FEW_LOST, _MOST_LOST * len(text))
        if few and common_share(text) >= _LEAST_COMMON_SHARE and not _is_binary(text):
            return text, encoding
    return None


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding.

    A byte order mark decides; then UTF-8 where it fits to the letter; else the candidate under which most characters
    are common ones; else one that fits but for a few damaged bytes, in whose place the text has LOST, one in 200 characters or three.
    DataError where the bytes are no text, or a text in none of these encodings.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = _decoded(data, encoding)
            if text is not None:
                return text.removeprefix("\ufeff"), encoding
    text = _decoded(data, "utf-8")
    if text is not None and not _is_binary(text):
        return text, "utf-8"
    readings = [(text, encoding) for encoding in _CANDIDATES if (text := _decoded(data, encoding)) is not None]
    share, text, encoding = max(((common_share(text), text, encoding) for text, encoding in readings), default=(0, "", ""))
    if share >= _LEAST_COMMON_SHARE and not _is_binary(text):
        return text, encoding
    if damaged := _damaged(data):
        return damaged
    if b"\0" in data[:_SAMPLE]:
        raise DataError("binary_file", "this is not a text but a binary file; give it the ending of its real format")
    raise DataError(
        "unknown_encoding",
        "the text is in none of the encodings UTF-8, UTF-16, GB18030 and Big5, or much of it is damaged; convert it to UTF-8 and run again",
    )
