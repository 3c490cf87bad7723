"""Numbers as Chinese newspapers print them, read exactly: 28,680, 3.5亿, 两万三千, 壹佰零伍, 5万3, 十几, 四五百.

Everything works on folded text (see forms.fold): traditional and full-width numerals are read as well. `TOKEN` is the
one place that says what a number looks like; it runs in linear time. Runs of more than LONGEST characters are none.
"""

from decimal import Decimal
from functools import lru_cache

import regex

from pipeline.text.forms import fold

LONGEST = 48  # characters; the longest sum that could be printed in words stays far below
_LONGEST_PART = 16  # digits before a multiplier; longer ones would leave Decimal's 28 exact places

_DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_DIGITS |= {"壹": 1, "贰": 2, "叁": 3, "参": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "弍": 2, "弐": 2}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_UNITS = _SMALL | _BIG
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_ZEROS = "零〇○"

_D = "".join(_DIGITS)
_U = "".join(_UNITS)
_ONES = _D.strip(_ZEROS)
# Papers of the 1980s print the decimal point as a middle dot: 3·2万元; but 6·1儿童节, 5·12.
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})++(?!\d)|\d++)(?:[.．]\d++|[·・•]\d++(?=\ ?千?[万亿]?元))?"
# 几 and 数 count only beside a multiplier; 人数十 and 总数1 are nouns. 千米, 千克, 千瓦 are units of measure.
_VAGUE = rf"(?:几|(?<![人总次件户倍系级如指无少多奇])数)(?=[{_U}])|(?<=[十拾百千零]|(?<![\d:：])[2-9]0)好?几"
# 陆, 伍, 肆, 参 and 拾 are ordinary characters unless another numeral of the cheque hand stands beside them.
_CHEQUE = "壹贰叁肆伍陆柒捌玖拾佰仟"
_ORDINARY = (
    rf"[肆伍陆参](?=[{_CHEQUE}万亿元圆角分])|(?<=[{_CHEQUE}零万亿])[肆伍陆参]"
    rf"|(?<![收捡夕])拾(?=[{_D}{_U}])|(?<=[{_CHEQUE}])拾"
)
_PLAIN = "".join(char for char in _D + _U if char not in "肆伍陆参拾")
_WORD = rf"(?:(?!千[克米瓦伏卡焦])[{_PLAIN}廿卅卌]|{_ORDINARY}|{_VAGUE})"
# An hour is no decimal: 早上八点三百名, 下午三点2000名.
_HOUR = rf"(?<!(?:[上下中]午|[早晚]上?|凌晨|清晨|傍晚|夜里|夜间|当晚)[{_D}十]{{1,3}})"
_POINT = rf"{_HOUR}点[{_D.replace('两', '').replace('俩', '')}\d]++(?!分|半|钟|[十百千](?![万亿]))"
# Words that end in a numeral and stand before a number: 星期五百余名, 本周三50名, 李万300元, 初十500名; but 一星期三百元, 本周二十名.
_WEEKDAY = rf"(?<=(?<![{_D}{_U}\d个每])(?:星期|礼拜))[一二三四五六][{_D}{_U}\d]|(?<=[本上下这]周)[一二三四五六]\d"
_APART = rf"(?!{_WEEKDAY}|[{_U}]++\d)"
_POINTED = r"(?<![\dA-Za-z.．。·])[.．]\d++"  # .5; whether a head was torn off it is for the context to say
_FIGURES, _WORDS = rf"{_ARABIC}(?:\ (?=[{_U}]))?", rf"{_WORD}++(?:{_POINT})?"
TOKEN = rf"{_APART}(?:{_FIGURES}|{_POINTED}|{_WORDS})(?:(?<![{_ONES}]){_FIGURES}|{_WORDS})*+"  # 5万3; but 周六200名, 五一20名

_NUMBER = regex.compile(rf"(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<zero>[{_ZEROS}]+)|(?P<digit>[{_D}])|(?P<tens>[廿卅卌])|(?P<unit>[{_U}])")
_POSITIONAL = regex.compile(rf"[{_D}]+")
_DECIMAL_WORDS = regex.compile(rf"(?P<whole>[^点]*)点(?P<part>[{_D}\d]+)(?P<unit>[{_U}]*)")
_PAIR = regex.compile(r"(?<![零〇○一二两三四五六七八九])([一二两三四五六七八])([二两三四五六七八九])(?![零〇○一二三四五六七八九点])")
_FEW = regex.compile(r"好?[几数]")
_SPOKEN = ("百八十", "千八百", "万八千")  # some eighty to a hundred, and so on; 百五十 is 150 where it is written at all
_PLAIN_FORM = str.maketrans("．·・•", "....", " ,，")


def parse(text: str) -> Decimal | None:
    """The exact value of a text that is one number, else None; vague numbers (十几) have no single value.

    A digit that ends a number of hundreds or more counts the next lower place, as spoken: 5万3 is 53,000.
    """
    body = fold(text).translate(_PLAIN_FORM)
    if not body or len(body) > LONGEST:
        return None
    if body[0] in "-－负":
        value = _unsigned(body[1:])
        return None if value is None else -value
    return _unsigned(body)


@lru_cache(maxsize=4096)  # the same few hundred numbers come again and again
def interval(text: str) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest value of a number, equal unless it is vague: 十几 (11, 19), 四五百 (400, 500)."""
    body = fold(text).translate(_PLAIN_FORM)
    if len(body) > LONGEST:
        return None
    if few := _FEW.search(body):
        return _few(body[: few.start()], body[few.end() :])
    if body in _SPOKEN:
        return Decimal(8 * _UNITS[body[-1]]), Decimal(_UNITS[body[0]])
    pair = _PAIR.search(body)
    if pair and _is_guess(pair, body):
        low, high = (parse(body[: pair.start()] + digit + body[pair.end() :]) for digit in pair.groups())
        return None if low is None or high is None else (low, high)
    value = parse(body)
    return None if value is None else (value, value)


def is_round_word(token: str) -> bool:
    """Whether a folded token is a multiplier without a digit (百, 万, 百万): newspapers' word for about so many."""
    return token[0] not in "十拾" and all(char in _U for char in token)


def is_code(token: str) -> bool:
    """Whether a folded token is a row of digits in words that is no guess: 五一, 一一, 二〇一五."""
    if len(token) < 2 or not _POSITIONAL.fullmatch(token):
        return False
    pair = _PAIR.fullmatch(token)
    return not (pair and _is_guess(pair, token))


def _is_guess(pair: regex.Match, body: str) -> bool:
    """四五百, 七八, 三五百 and 一百二三十 are guesses; a pair inside a longer row of digits is none."""
    first, second = (_DIGITS[digit] for digit in pair.groups())
    return second == first + 1 or ((first, second) == (3, 5) and len(body) > 2)


def _few(before: str, after: str) -> tuple[Decimal, Decimal] | None:
    """The reading of 几 or 数 between `before` (十, 二十, 一百) and `after` (万, 百万, nothing)."""
    if before and after[:1] in _SMALL:
        return _few_behind(before, _SMALL[after[0]], after[1:])
    unit = parse(after) if after else Decimal(1)
    if unit is None or after[:1] in _DIGITS:  # 十几二十个
        return None
    if not before:
        return unit * 2, unit * 10 - 1
    head = parse(before.rstrip(_ZEROS))
    return None if head is None else ((head + 1) * unit, (head + 9) * unit)


def _few_behind(before: str, unit: int, after: str) -> tuple[Decimal, Decimal] | None:
    """一百几十, 三千几百, 一百几十万: what 几 counts comes on top of what stands before it."""
    head, scale = parse(before.rstrip(_ZEROS)), parse(after) if after else Decimal(1)
    if head is None or scale is None or head < unit * 10:
        return None
    return (head + 2 * unit) * scale, (head + 10 * unit - 1) * scale


@lru_cache(maxsize=4096)
def _unsigned(body: str) -> Decimal | None:
    if body.isascii():
        return Decimal(body) if body.replace(".", "", 1).isdigit() else None
    if _POSITIONAL.fullmatch(body):
        return Decimal("".join(str(_DIGITS[char]) for char in body))
    if "点" in body:
        return _with_point(body)
    return _Reading().read(body)


def _with_point(body: str) -> Decimal | None:
    """三点五, 零点零三万: the whole part and the part after 点, times the multiplier behind."""
    match = _DECIMAL_WORDS.fullmatch(body)
    if not match:
        return None
    whole = _unsigned(match["whole"]) if match["whole"] else Decimal(0)
    unit = _unsigned(match["unit"]) if match["unit"] else Decimal(1)
    if whole is None or unit is None:
        return None
    part = "".join(char if char.isdigit() and char.isascii() else str(_DIGITS[char]) for char in match["part"])
    return plain((whole + Decimal(f"0.{part}")) * unit)


def plain(value: Decimal) -> Decimal:
    """A value without idle zeros behind the point: 35000, not 35000.00."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


class _Reading:
    """One pass over a number in words or mixed; holds what was read until the next multiplier closes it."""

    def __init__(self) -> None:
        self.total = Decimal(0)  # closed by 亿 or 兆
        self.myriads = Decimal(0)  # closed by 万
        self.section = Decimal(0)  # closed by 十, 百 or 千
        self.number: Decimal | None = None  # not closed yet
        self.is_digit = False  # the open number is one digit
        self.last = 0  # the last multiplier read
        self.after_zero = False
        self.top = 10**16  # the smallest of 兆 and 亿 read so far; the next must be smaller

    def read(self, body: str) -> Decimal | None:
        """The value of a folded number without blanks, or None where the multipliers make no sense."""
        position = 0
        for match in _NUMBER.finditer(body):
            if match.start() != position or not self._take(match.lastgroup, match.group()):
                return None
            position = match.end()
        if position != len(body):
            return None
        return plain(self.total + self.myriads + self._open(at_end=True))

    def _take(self, kind: str, text: str) -> bool:
        if kind == "unit":
            return self._small(_SMALL[text]) if text in _SMALL else self._big(_BIG[text])
        if self.number is not None or len(text) > _LONGEST_PART:
            return False
        if kind == "zero":
            self.after_zero = True
        elif kind == "tens":
            self.section, self.last = self.section + _TENS[text], 10
        else:
            self.number = Decimal(text) if kind == "number" else Decimal(_DIGITS[text])
            self.is_digit = kind == "digit" or (len(text) == 1 and text != "0")
        return True

    def _open(self, at_end: bool = False) -> Decimal:
        """What no 万 or 亿 has closed yet; a last digit takes the next lower place (三百五) unless after a zero."""
        if self.number is None:
            return self.section
        is_short = self.is_digit and self.last >= 100 and not self.after_zero and (at_end or self.section)
        return self.section + self.number * (self.last // 10 if is_short else 1)

    def _small(self, unit: int) -> bool:
        if self.section and (unit >= self.last or (self.number is None and unit != 10)):
            return False
        self.section += (1 if self.number is None else self.number) * unit
        self.number, self.last, self.after_zero = None, unit, False
        return True

    def _big(self, unit: int) -> bool:
        """Closes what is open with 万, 亿 or 兆; a first multiplier counts once (万余), 亿万 counts nothing."""
        is_empty = self.number is None and not self.section
        if is_empty and not self.myriads and (self.last or self.after_zero):
            return False
        group = Decimal(1) if is_empty and not self.myriads else self._open()
        if unit == 10**4:
            if self.myriads and not is_empty:
                return False
            self.myriads = (self.myriads or group) * unit
        else:
            if unit >= self.top:
                return False
            self.total += (self.myriads + group) * unit
            self.myriads, self.top = Decimal(0), unit
        self.section, self.number, self.last, self.after_zero = Decimal(0), None, unit, False
        return True
