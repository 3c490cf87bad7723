"""Numbers that point to a person - identity, phone, bank - found in a text and masked character for character.

A masked text is as long as the text, so every offset into it stays true. Written for recall: a number that is no quantity may
be masked without harm, a number of a person that stays cannot be called back. Quantities are kept apart twice: what is
followed by a unit is none of ours, and the spans of facts are given as `keep`. Public numbers (12351, 12345, 96589, 400-...) stay,
since they have another length.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

MASK = "*"  # for each digit; what stands between the digits stays

# Forms of one character, brought together so that the patterns below can be written in ASCII; one for one, offsets stay.
_FORMS = str.maketrans("（）－—–―‐‑‒−～~ｘＸx＋", "()----------XXX+")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_RUN = regex.compile("[〇○零一二三四五六七八九]{7,}")  # digit by digit: no number of that length is read so
_DIGIT = regex.compile(r"\d")
_SPACE = regex.compile(r"[^\S\n]")

_START = r"(?<!\d)(?<!\d\.)"
_NO_SUM = r"(?!\d|\.\d| ?[余多]?[万亿]?[余多]?(?:元|美元|欧元|港元|块钱|吨|公里|平方|千瓦))"
_NO_COUNT = _NO_SUM + r"(?! ?[余多万亿]| ?(?:人(?!民币)|名(?!称)|位(?!于)|个(?!人)|户(?!名)|家(?!住)|项(?!目)|[件次份宗起张本条]))"
_YEAR_MONTH_DAY = r"(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
_NEAR = r"[^\d*。；;！？!?\n]"  # between a word that announces a number and the number
# The first two digits of an identity number: its province (GB/T 2260).
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_LOCAL = _YEAR_MONTH_DAY + r"[2-9](?:\d{6,7}|\d{2,3}[- ]\d{4})(?!\d)" + _NO_COUNT

_IDENTITY = regex.compile(
    rf"{_START}{_PROVINCE}\d{{4}}[ -]?(?P<day>(?:18|19|20)\d{{6}})[ -]?\d{{3}}(?:X|\d(?!\d))"
    rf"|{_START}{_PROVINCE}\d{{4}}[ -]?(?P<short>\d{{6}})[ -]?\d{{3}}(?!X){_NO_SUM}"
)
_IDENTITY_NAMED = regex.compile(rf"身份证{_NEAR}{{0,16}}(\d{{15,17}}[\dX]?)(?!\d)")
_CARD = regex.compile(rf"{_START}(?:\d{{16,19}}|[3-69]\d{{3}}(?:[ -]\d{{4}}){{3}}(?:[ -]?\d{{1,3}}(?!\d))?){_NO_SUM}")
_ACCOUNT = regex.compile(
    rf"(?:[账帐][号户]|卡号|开户|银行卡|存折){_NEAR}{{0,24}}(\d(?:[ -]?+\d){{11,}}+{_NO_SUM}|\d(?:[ -]?+\d){{7,}}+{_NO_COUNT})"
)
_MOBILE = regex.compile(rf"{_START}(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{{4}}[ -]?\d{{4}}|\d-?\d{{3}}-?\d{{4}}){_NO_SUM}")
_LANDLINE = regex.compile(
    rf"(?:\(0\d{{2,3}}\)|{_START}0(?:10|2\d|[3-9]\d\d))[- ]{{0,3}}\d{{3,4}}-?\d{{4}}(?!\d)(?: ?[-转]{{1,2}} ?\d{{1,5}}(?!\d))?"
)
_LOCAL_NAMED = regex.compile(
    rf"(?:电话|热线|传真|手机|小灵通|联系|致电|拨打|来电|咨询|举报|[Tt][Ee][Ll]|☎|☏){_NEAR}{{0,12}}({_LOCAL}(?:转\d{{1,5}})?)"
)
_NEXT = regex.compile(rf"[、,，/;；和或及 ]{{1,2}}({_LOCAL})")  # further numbers behind a phone number

_CHECKED = 10  # the modulus of Luhn's check


@dataclass(frozen=True, slots=True)
class Number:
    """A number that points to a person: where it stands (half-open), and whether it is an identity, bank or phone number."""

    start: int
    end: int
    kind: str


def _plain(text: str) -> str:
    """The text with all digits as 0-9, and dashes, brackets and spaces in one form; as long as the text."""
    text = _CHINESE_RUN.sub(lambda run: run[0].translate(_CHINESE), text)
    return _SPACE.sub(" ", _DIGIT.sub(lambda digit: str(int(digit[0])), text).translate(_FORMS))


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % _CHECKED == 0


def _identities(plain: str) -> Iterator[tuple[int, int]]:
    # No check of the last digit: a number misprinted or misread in one place still leads to its person.
    for match in _IDENTITY.finditer(plain):
        if _is_day(match["day"] or "19" + match["short"]):
            yield match.span()
    for match in _IDENTITY_NAMED.finditer(plain):
        yield match.span(1)


def _accounts(plain: str) -> Iterator[tuple[int, int]]:
    for match in _CARD.finditer(plain):
        if _passes_luhn(regex.sub(r"\D", "", match[0])):
            yield match.span()
    for match in _ACCOUNT.finditer(plain):
        yield match.span(1)


def _phones(plain: str) -> Iterator[tuple[int, int]]:
    found = [match.span() for pattern in (_MOBILE, _LANDLINE) for match in pattern.finditer(plain)]
    found += [match.span(1) for match in _LOCAL_NAMED.finditer(plain)]
    for start, end in found:
        yield start, end
        while following := _NEXT.match(plain, end):
            end = following.end(1)
            yield following.span(1)


def numbers(text: str) -> list[Number]:
    """The numbers that point to a person in a text, in order; they may overlap where one is of two kinds."""
    plain = _plain(text)
    found = {("identity", *span) for span in _identities(plain)}
    found |= {("bank", *span) for span in _accounts(plain)}
    found |= {("phone", *span) for span in _phones(plain)}
    return sorted((Number(start, end, kind) for kind, start, end in found), key=lambda one: (one.start, one.end, one.kind))


def mask(text: str, keep: Iterable[Sequence[int]] = ()) -> str:
    """The text with each digit of those numbers as `*`, as long as before. `keep`: spans (start, end) that are left as they are."""
    found = numbers(text)
    if not found:
        return text
    plain, chars = _plain(text), list(text)
    for number in found:
        for position in range(number.start, number.end):
            if plain[position].isdigit() or plain[position] == "X":
                chars[position] = MASK
    for start, end in keep:
        chars[start:end] = text[start:end]
    return "".join(chars)


def mask_lines(lines: Sequence[str]) -> list[str]:
    """The lines of a page, each as long as before, with the numbers masked that one of them holds or several that follow each other.

    They are read twice: as one text, since a number may go on or be announced on another line, and parted by commas, since figures that
    begin the next line would make another number of one that ends here.
    """
    together, parted = mask("".join(lines)), mask("，".join(lines))
    out, at = [], 0
    for count, line in enumerate(lines):
        views = together[at : at + len(line)], parted[at + count : at + count + len(line)]
        out.append("".join(MASK if MASK in both else both[0] for both in zip(*views, strict=True)))
        at += len(line)
    return out
