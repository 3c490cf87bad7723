"""Numbers with what belongs to their own form: over-word, later multiplier, unit, hedge behind, ranges and lists."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

import regex

from pipeline.measuring import quantity_words as lexicon
from pipeline.text import numerals

_LONGEST_GAP = 5  # characters between the numbers of a range or list: 1万(含)-5万元
_BEFORE = 12  # characters in which it is said that a sum rises
_ALIKE = 10  # times the last number of a list that one without 万 may be with it: 3、2、1万元, but 2000、1万元
_TENTH, _HUNDREDTH, _HALF = Decimal("0.1"), Decimal("0.01"), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what belongs to its own form, at its place in the folded text."""

    start: int  # where the digits begin; a hedge before them is not part of it yet
    end: int
    token: str  # the digits, with a multiplier that follows an over-word, 400万 of 400余万, and 半: 一半 of 一吨半
    low: Decimal
    high: Decimal
    unit: str = ""  # folded; "" where none is printed
    unit_at: int = -1
    kind: str = ""  # see quantity_words.unit_kinds
    qualifier: str = ""  # what the form itself says: 余 over, 十几 about, a range; "" where it says nothing
    chain: int = 0  # where the first number stands of the list or row that this one continues


def read(folded: str) -> list[Amount]:
    """The amounts of a folded text in order; a range is one amount, a list's last unit holds for all its numbers."""
    amounts = [amount for amount in map(_amount, lexicon.amount().finditer(folded)) if amount]
    joined: list[Amount] = []
    for amount in reversed(amounts):
        after = joined[-1] if joined else None
        if after and 0 <= after.start - amount.end <= _LONGEST_GAP:
            gap = folded[amount.end : after.start]
            if _is_guess(folded, amount, gap, after) and (guess := _guess(amount, after)):
                joined[-1] = guess
                continue
            if _is_range(amount, gap, after) and not _is_change(folded, amount, after):
                joined[-1] = _range(amount, after)
                continue
            if after.unit and not amount.unit and _is_list(amount, gap, after):
                amount = _listed(amount, after)
        joined.append(amount)
    joined.reverse()
    return _chained(folded, joined)


def _amount(match: regex.Match) -> Amount | None:
    """The number of one match with its value, or None where the digits make no number."""
    number, later, unit = match["number"], match["scale"] or "", match["unit"] or ""
    span = _scaled(number, later, _part_of_yuan(unit))
    if span is None or (match["half"] and "." in number):
        return None
    rest = _rest(match, unit) if unit else 0
    low, high = (numerals.plain(end + rest) for end in span) if rest else span
    return Amount(
        start=match.start(),
        end=match.end(),
        token=number + later + (match["half"] or ""),
        low=low,
        high=high,
        unit=unit,
        unit_at=match.start("unit"),
        kind=lexicon.unit_kinds()[unit] if unit else "",
        qualifier=_own_qualifier(match, low != high),
        chain=match.start(),
    )


def _part_of_yuan(unit: str) -> Decimal:
    """What one of a unit is worth in yuan where it is a part of one, else 1."""
    money = lexicon.words()["money"]
    return _TENTH if unit in money["jiao"] else _HUNDREDTH if unit in money["fen"] else Decimal(1)


@lru_cache(maxsize=4096)
def _scaled(number: str, later: str, part: Decimal) -> tuple[Decimal, Decimal] | None:
    """The ends of a number with the multiplier that follows it, in parts of a yuan; None where the digits make no number."""
    span = numerals.interval(number)
    scale = numerals.parse(later) if later else Decimal(1)
    if span is None or scale is None:
        return None
    scale *= part
    return numerals.plain(span[0] * scale), numerals.plain(span[1] * scale)


def _rest(match: regex.Match, unit: str) -> Decimal:
    """What 半 adds to a weight, 角 and 分 to a sum, and a last digit behind 块 or 毛."""
    if match["half"]:
        return _HALF
    if match["next"]:
        return numerals.parse(match["next"]) * _part_of_yuan(unit) * _TENTH
    tenths = numerals.parse(match["jiao"]) if match["jiao"] else Decimal(0)
    hundredths = numerals.parse(match["fen"]) if match["fen"] else Decimal(0)
    return tenths * _TENTH + hundredths * _HUNDREDTH


def _own_qualifier(match: regex.Match, is_vague: bool) -> str:
    if is_vague or (match["more"] in ("来", "把") and not match["over"]):
        return "about"
    if match["later"] or match["more"] in ("余", "多", "个多"):  # 3个亿 is no more than that
        return "over"
    return next((name for name in lexicon.HEDGES_BEHIND if match[name]), "")


def _is_range(low: Amount, gap: str, high: Amount) -> bool:
    """500—1000元, 3至5万元; 5万元以上10万元以下 stands without a joint."""
    if not gap:
        return low.qualifier == "over" and high.qualifier == "at_most" and low.kind == high.kind
    hedges = ("", "at_most", "about") if low.unit else ("", "at_most", "about", "over")  # 100—200余人, but 3万元至5万余元
    if not high.unit or not lexicon.joint().fullmatch(gap) or high.qualifier not in hedges:
        return False
    return (not low.unit or low.kind == high.kind) and low.low != high.low


def _is_guess(folded: str, first: Amount, gap: str, second: Amount) -> bool:
    """七、八十人, 三、四百元 of older papers: one number within two; but 一、二、三……, 分别有七、八人."""
    if gap != "、" or first.unit or not second.unit or second.qualifier not in ("", "about", "over"):
        return False
    if folded[first.start - 1 : first.start] == "、" or "分别" in folded[max(0, first.start - _LONGEST_GAP) : second.end + _LONGEST_GAP]:
        return False
    return lexicon.neighbours().fullmatch(first.token[-1] + second.token) is not None


def _guess(first: Amount, second: Amount) -> Amount | None:
    """The amount that is read as if no mark stood in it: 十七、八人 is 十七八人."""
    token = first.token + second.token
    span = numerals.interval(token)
    if span is None:
        return None
    return replace(second, start=first.start, chain=first.start, token=token, low=span[0], high=span[1], qualifier="about")


def _is_change(folded: str, first: Amount, second: Amount) -> bool:
    """会员从20人到300人 tells of a growth; 从8人到20人组成 is a range, and so are sums (rates have steps) unless they are said to rise."""
    if not first.unit or folded[first.start - 1 : first.start] not in ("从", "由"):
        return False
    if first.kind == "CNY" and not set("增涨升翻") & set(folded[max(0, first.start - _BEFORE) : first.start]):
        return False
    return not folded.startswith(("不等", "组成", "的", "左右", "之间"), second.end)


def _is_list(first: Amount, gap: str, after: Amount) -> bool:
    """Whether the number before shares the unit behind: 20、30万元, 500或1000元; but 张三和5名工友, 正月十五和300名职工."""
    is_name = gap in ("和", "与") and not first.token.isascii() and (len(first.token) == 1 or after.token.isascii())
    return lexicon.comma().fullmatch(gap) is not None and not is_name


def _range(first: Amount, second: Amount) -> Amount:
    """One amount from both ends, in order of size: 1万元至5000元 is 5000-10000."""
    low, high = sorted((_same_scale(first, second)[1], second.high))
    token = first.token + second.token
    return replace(second, start=first.start, chain=first.start, token=token, low=low, high=high, qualifier="range")


def _listed(amount: Amount, after: Amount) -> Amount:
    """20 of 20、30万元: 200,000 yuan; its text is the number alone."""
    token, low = _same_scale(amount, after)
    high = low if amount.low == amount.high else amount.high
    return replace(amount, token=token, low=low, high=high, kind=after.kind, unit=after.unit, unit_at=after.unit_at)


def _same_scale(first: Amount, second: Amount) -> tuple[str, Decimal]:
    """The first number and its value, with 万 or 亿 of the second where it has none of its own: 3至5万, 八到九百亿."""
    bare = second.token.rstrip("十百千万亿拾佰仟兆")
    units = second.token[len(bare) :]
    if units and first.token[-1] not in "万亿兆" and first.low:
        for token in (first.token + units[index:] for index in range(len(units))):
            value = numerals.parse(token)
            if value is not None and first.low < value <= _ALIKE * second.high:
                return token, value
    return first.token, first.low


def _chained(folded: str, amounts: list[Amount]) -> list[Amount]:
    """Each amount with the place where its row begins: what blocks 第一 of 第一、二批 blocks 二 too."""
    chained: list[Amount] = []
    for amount in amounts:
        before = chained[-1] if chained else None
        if before and not before.qualifier and folded[before.end : amount.start] in ("、", "至", "到"):
            amount = replace(amount, chain=before.chain)
        chained.append(amount)
    return chained
