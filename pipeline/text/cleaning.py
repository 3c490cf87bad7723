"""Cleaning of one printed line: characters are replaced one for one or dropped with a counted reason, never moved.

What stays as printed: traditional characters and Chinese punctuation. Full-width letters and digits become ASCII, so that
whoever searches the published text for 522.6 finds it however it was set.
"""

import unicodedata

import regex

# Forms that vertical setting uses for the punctuation of horizontal setting.
_VERTICAL = str.maketrans("︐︑︒︓︔︕︖︙︰︱︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄", "，、。：；！？…：——（）｛｝〔〕【】《》〈〉「」『』")
# Letters, digits and the percent sign that are set as wide as a Chinese character.
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()} | {"％": "%"}
_FORMS = _VERTICAL | str.maketrans(_WIDE)
_WIDE_POINT = regex.compile(r"(?<=\d)．(?=\d)")
# Radicals, compatibility ideographs: a text layer that was made by glyph shape holds them for ordinary characters.
_COMPATIBLE = regex.compile(r"[\u2E80-\u2FDF\uF900-\uFAFF\U0002F800-\U0002FA1F]")
_INVISIBLE = regex.compile(r"[\p{Cc}\p{Cf}--\t\n\r\v\f]", flags=regex.VERSION1)
_SPACES = regex.compile(r"\s+")
_MARKS_OF_A_SENTENCE = regex.compile(r"[，,。；;、：:]")
# A dateline or the number of a clause is set off by a space that is part of the text.
_SET_OFF = regex.compile(
    r"(?:^[^，。,\s]{0,24}[讯訊电電]|^[^，。,\s]{0,10}消息|报道[：:]?|報[道導][：:]?|^.{0,3}第[〇零一二三四五六七八九十百]{1,6}[条章节條節])$"
)
_CREDIT = regex.compile(r"^[^，。；：,]{2,24}(?:摄|攝|图|圖)$")
_REACH = 32  # characters looked at on either side of a space: longer datelines and credits are not printed
_INDENT = 2  # columns of blank before a paragraph; one stray half-width space is noise
_LETTER_SPACED = 4  # single characters in a row that make a line a letter-spaced one; 总 则 has two
_LETTER_SHARE = 0.8


def _replaced(text: str) -> str:
    text = _WIDE_POINT.sub(".", text.translate(_FORMS))
    return _COMPATIBLE.sub(lambda m: n if len(n := unicodedata.normalize("NFKC", m[0])) == 1 else m[0], text)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def _is_letter_spaced(text: str) -> bool:
    words = text.split()
    single = sum(len(word) == 1 for word in words)
    return len(words) >= _LETTER_SPACED and single >= _LETTER_SHARE * len(words)


def _number_is_spaced_twice(text: str, start: int, end: int) -> bool:
    """Whether the number beside the space text[start:end] has a space, or the line's edge, on its other side too."""
    if text[end].isdigit():
        other = regex.compile(r"[\d.%％]+").match(text, end).end()
        return other >= len(text) or text[other].isspace()
    other = start - 1
    while other >= 0 and (text[other].isdigit() or text[other] in ".%％"):
        other -= 1
    return other < 0 or text[other].isspace()


def _between_words(text: str, start: int, end: int, headline_like: bool) -> bool:
    """Whether the blank text[start:end] parts two words, so that one space of it is to stay."""
    left, right = text[start - 1], text[end]
    if _is_han(left) and _is_han(right):
        return True
    if left.isascii() and right.isascii() and right.isalnum() and (left.isalnum() or left in ",.;:!?"):
        return True
    if start <= _REACH and right not in "（(" and _SET_OFF.search(text[:start]):
        return True
    if left in "。！？”」』" and _is_han(right):
        return headline_like or (len(text) - end <= _REACH and bool(_CREDIT.match(text[end:])))
    if not headline_like:
        return False
    if (left.isdigit() and _is_han(right)) or (_is_han(left) and right.isdigit()):
        return not _number_is_spaced_twice(text, start, end)
    return right in "“「『" or left in "”」』！？!?"


def _without_inner_spaces(text: str) -> str:
    """The text with the blanks that part words as one space each, and those with a tab, which parts the cells of a table."""
    if "\t" not in text and _is_letter_spaced(text):
        return _SPACES.sub("", text)
    headline_like = len(text) <= 2 * _REACH and not _MARKS_OF_A_SENTENCE.search(text)
    return _SPACES.sub(lambda m: " " if "\t" in m[0] or _between_words(text, m.start(), m.end(), headline_like) else "", text)


def clean(raw: str) -> tuple[str, dict[str, int]]:
    """The cleaned line and how many characters were dropped, by reason; len(raw) is len(text) and these together.

    Reasons: `control` (control and zero-width characters), `indent` (blank of two columns or more before the text),
    `before` and `after` (other blank at the line's two ends), `space` (blank inside it, and all of an empty line's).
    A reason that does not occur is left out.
    """
    visible = _INVISIBLE.sub("", raw)
    dropped = {"control": len(raw) - len(visible)}
    ended = _replaced(visible).rstrip()
    bare = ended.lstrip()
    if bare:
        lead = ended[: len(ended) - len(bare)]
        columns = sum(1 if char == "\u3000" else _INDENT if char == "\t" else 0.5 for char in lead)
        dropped["indent" if columns >= _INDENT else "before"] = len(lead)
        dropped["after"] = len(visible) - len(ended)
    text = _without_inner_spaces(bare)
    dropped["space"] = len(raw) - len(text) - sum(dropped.values())
    return text, {reason: count for reason, count in dropped.items() if count}


def origins(raw: str, text: str) -> list[int]:
    """For each character of a cleaned line where in the raw line it stood."""
    if raw == text:
        return list(range(len(raw)))
    found: list[int] = []
    for place, char in enumerate(_replaced(raw)):
        if len(found) < len(text):
            wanted = text[len(found)]
            if char == wanted or (wanted == " " and char.isspace()) or (wanted == "." and char == "．"):
                found.append(place)
    return found


def keeps_space(before: str, after: str) -> bool:
    """Whether a blank between two texts that are not empty is one that parts words, as inside a line."""
    joined = before[-_REACH:] + " " + after[:_REACH]
    at = len(joined) - len(after[:_REACH]) - 1
    return _between_words(joined, at, at + 1, headline_like=False)
