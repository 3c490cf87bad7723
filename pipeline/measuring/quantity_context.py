"""What the words around a number say about it: what it counts, its hedge, whom a share goes to, and whether it is a
quantity of a report at all. Every function looks a bounded number of characters left or right in folded text."""

from decimal import Decimal

import regex

from pipeline.measuring import quantity_bare
from pipeline.measuring import quantity_words as lexicon
from pipeline.measuring.quantity_amounts import Amount
from pipeline.measuring.quantity_hedges import hedge_before
from pipeline.records import Quantity
from pipeline.text import numerals

_BLANK, _NUMERAL = r"[ \u00a0\u2009\u202f]", "一二三四五六七八九十百千万"
# Where the head of a number stands in front that is not known to belong to it.
_TORN_PARTS = (
    r"(?<=\d[,，])\d{1,2}[多余几]?[万亿元]",  # 89万元 of 288,89万元: no thousands, they have three digits
    rf"(?<=(?:\d|(?<!\d)\d{{1,3}}[,，]){_BLANK})\d{{3}}(?!\d)",  # 345元 of 12 345元, 200元 of 1， 200元; it may also be a new number
    r"[.．]\d|(?<=[.．]|\p{Han}\d{1,4}[.．] )\d",  # .5万元, whose head may be lost; 64万元 of 5. 64万元
    r"(?<=\d[。∶'’·・•])\d+[千万亿元]",  # 5万元 of 3。5万元, 200元 of 1'200元
    r"0\d|(?<=\d一)\d",  # 0000元 of 12,0000元; 500元 of 300一500元, where 一 was a dash
    r"(?<=(?<!\d)\d \d )\d(?!\d)",  # letterspaced: 5 0 0元
    rf"(?<=[\d{_NUMERAL}] )(?<!(?:五一|六一|七一|八一|三八|十一) )[十百千万亿]|(?<=\d ?[千万] )\d ?[十百千]",  # 三 百 元; 五一 百名 are two
    r"(?<=(?<![A-Za-z])[lIOo])\d|(?<=\d[lIOo])[\d万亿]",  # letters read for 1 and 0: l2万元
)
_TORN = regex.compile("|".join(_TORN_PARTS))
_WEEKDAYS = tuple("一二三四五六")
_LAST_DAY = 30  # of a month of the lunar calendar
_COUNTED = ("person", "person_time", "household", "count", "days")
_NEAR = 60  # characters around days in which a word of leave makes them an entitlement
_MANY_BLOCKS = 100  # more things in 块 than this are less likely than a sum told in speech
_MANY = 100  # from here 口人 are those of a village, not of a family
_CORNER = Decimal("0.1")  # 一角 without a 分 behind it may be a corner
_NEARBY = 12  # characters before a classifier in which the word stands that it needs: 就业专列5趟
_RANKS = 100  # up to here 前 ranks: 前30名; 入冬前500户 are many
_FEW = 10  # up to here a number in words may only divide or decorate: 四处, 分三类


def kind(folded: str, amount: Amount) -> str:
    """What an amount counts (see quantity_words.unit_kinds), as its unit and the context say; "" where nothing says."""
    if not amount.unit:
        return quantity_bare.kind(folded, amount)
    if amount.token in ("零", "〇") or _is_corner(folded, amount) or _is_nothing(folded, amount):  # 零件
        return ""
    if amount.kind == "CNY":
        name = lexicon.foreign_left().match(folded, max(0, amount.start - lexicon.NEAR), amount.start)
        return lexicon.words()["money"]["foreign"][name["currency"]] if name else "CNY"
    if amount.unit == "块":
        return _blocks(folded, amount)
    if amount.unit == "个":
        return _individuals(folded, amount)
    if amount.unit == "号" and not (amount.qualifier or set(amount.token) & set(lexicon.ROUND)):
        return ""  # 16号职工们 is a date, 两百号职工 and 30多号人 are many
    if amount.unit == "口" and folded.startswith("人", amount.end):  # 1420口人, but a family of five is no count
        return "person" if amount.low >= _MANY else ""
    if amount.unit == "人" and folded[amount.end : amount.end + 3] in ("（次）", "(次)"):
        return "person_time"
    if amount.kind == "household" and _counts_firms(folded, amount):
        return "count"
    return amount.kind


def _is_corner(folded: str, amount: Amount) -> bool:
    """活动的一角, 长三角: no tenths of a yuan."""
    money = lexicon.words()["money"]
    if amount.unit not in money["jiao"] or folded.startswith("钱", amount.end):
        return False
    others = money["not_after"].get(amount.token + amount.unit, "")
    return (amount.token == "一" and amount.low == _CORNER) or folded.endswith(tuple(others), 0, amount.start)


def _is_nothing(folded: str, amount: Amount) -> bool:
    """一角没少, 一块钱不收, 一分钱: told of what is whole or free."""
    if amount.token != "一" or amount.kind not in ("CNY", "count"):
        return False
    money = lexicon.words()["money"]
    if amount.unit in money["fen"]:
        return True
    end = amount.end + folded.startswith("钱", amount.end)
    return amount.unit in (*money["yuan"], *money["jiao"]) and folded.startswith(tuple(money["nothing"]), end)


def _blocks(folded: str, amount: Amount) -> str:
    """5块月饼 and 砖茶300块 are things; 2000块 and 五十块， are money; 这一块 is neither."""
    after = folded[amount.end : amount.end + 2].lstrip(" ")[:1]
    if after == "钱":
        return "CNY"
    if amount.low % 1:  # 一块二
        return "CNY"
    if amount.token in ("一", "两"):
        return ""
    if folded.endswith(tuple(lexicon.words()["counts"]["blocks"]), 0, amount.start) or lexicon.blocks_behind().match(folded, amount.end):
        return "count"
    is_noun = after and after not in lexicon.MARKS + "的就多左" and not after.isspace()
    return "count" if is_noun and amount.low < _MANY_BLOCKS else "CNY"


def _individuals(folded: str, amount: Amount) -> str:
    """个 counts persons, households or things, as the noun behind it (or the medal before it) says."""
    end = amount.end
    if lexicon.household_behind().match(folded, end):
        return "household"
    if lexicon.thing_of_persons_behind().match(folded, end):
        return "count"
    if lexicon.persons_behind().match(folded, end) or (folded.startswith("人", end) and not lexicon.no_person().match(folded, end)):
        return "person"
    start, _ = hedge_before(folded, amount)
    named = lexicon.persons_left().match(folded, max(0, start - _NEARBY), start)
    if named and lexicon.ends_phrase(folded, end):
        return named.lastgroup
    if lexicon.medal_left().match(folded, 0, amount.start) or lexicon.medal_behind().match(folded, end):
        return "person"
    return "count"


def _counts_firms(folded: str, amount: Amount) -> bool:
    """户 counts enterprises where such a word stands beside it in the same phrase."""
    behind = lexicon.firm().search(folded, amount.end, amount.end + _NEARBY)
    if behind and behind.end() > amount.end + lexicon.NEAR and folded[behind.start() - 1] != "的":
        behind = None  # 2户拒不改正的单位, but 2户困难职工得到一家企业的资助
    before = lexicon.firm().search(folded, max(0, amount.start - lexicon.NEAR), amount.start)
    if before and lexicon.home_behind().match(folded, amount.end):
        before = None
    gaps = [folded[amount.end : behind.start()]] if behind else []
    gaps += [folded[before.end() : amount.start]] if before else []
    return any(not set(gap) & set(lexicon.CLAUSE_MARKS + "、和") and not lexicon.persons_behind().search(gap) for gap in gaps)


def share(folded: str, start: int, end: int) -> str | None:
    """Whom or what one share goes to (person, household/month, year), by the number's form or prefix; else None."""
    behind = lexicon.share_behind().match(folded, end)
    if behind:
        names = [behind["every"], behind["period"]]
    else:
        before = lexicon.share_left().match(folded, max(0, start - lexicon.LEFT), start)
        names = lexicon.every().findall(before["every"]) if before else []
    found = list(dict.fromkeys(lexicon.shares()[name] for name in names if name))
    found.sort(key=lambda name: name in ("year", "month", "day", "hour"))
    return "/".join(found) or None


def is_joined(folded: str, share: Quantity, other: Quantity) -> bool:
    """Whether another sum goes to the same one as the share before it: 每户1000元慰问金和价值300元的慰问品."""
    both_money = share.unit_class == other.unit_class == "money"
    return both_money and lexicon.with_share().fullmatch(folded, share.end, other.start) is not None


def is_blocked(folded: str, amount: Amount, kind: str) -> bool:
    """Whether the number is an ordinal, a code, a slogan, an article 一 or a duration rather than a quantity."""
    start = amount.chain
    left = lexicon.blocked_left().match(folded, max(0, start - 4), start)
    is_rank = left and not left["but"] and (left.group() != "前" or amount.low <= _RANKS)
    if numerals.is_code(amount.token) or is_rank or any(no(folded, amount) for no in (_names_unit, _is_torn, _is_put_right)):
        return True
    if kind not in _COUNTED:
        return False
    before = folded[start - 1] if start else "\n"
    if kind == "count" and before.isascii() and before.isalpha():
        return True
    if amount.low % 1 and amount.unit not in lexicon.words()["counts"]["with_fractions"]:
        return True
    if kind == "days":
        return not _is_entitlement(folded, amount)
    if _is_given(folded, amount):
        return False
    if _is_part_or_street(folded, amount) or _is_name(folded, amount, before) or _is_structure(folded, amount):
        return True
    return kind == "count" and _lacks_noun(folded, amount)


def _is_torn(folded: str, amount: Amount) -> bool:
    """The end of a number whose head is not known to belong to it (_TORN_PARTS). Better none than a wrong one."""
    return _TORN.match(folded, amount.chain) is not None


def _names_unit(folded: str, amount: Amount) -> bool:
    """The unit of a table's figures, without a number: 金额（万元）, 单位：万元."""
    if not numerals.is_round_word(amount.token):
        return False
    named = lexicon.unit_named_left().match(folded, max(0, amount.start - lexicon.NEAR), amount.start)
    return named is not None and (named["word"] is not None or folded[amount.end : amount.end + 1] in ("）", ")"))


def _is_put_right(folded: str, amount: Amount) -> bool:
    """The wrong figure of a correction: “慰问金三万元”应为“慰问金二万元”."""
    return lexicon.put_right().match(folded, amount.end) is not None


def _is_entitlement(folded: str, amount: Amount) -> bool:
    """Days and hours of leave and rest, not of work or of waiting."""
    if lexicon.duration_left().match(folded, max(0, amount.start - 4), amount.start):
        return False
    if lexicon.duration_right().match(folded, amount.end):
        return False
    if lexicon.entitled_left().match(folded, max(0, amount.start - lexicon.NEAR), amount.start):
        return True
    start, hedge = hedge_before(folded, amount)
    if hedge in ("at_most", "at_least") and lexicon.limited_left().match(folded, max(0, start - _NEARBY), start):
        return True
    return lexicon.entitlement().search(folded, max(0, amount.start - _NEAR), amount.end + _NEAR) is not None


def _is_name(folded: str, amount: Amount, before: str) -> bool:
    """Numbers that name or point, not count: 百人以上企业, 一名, “四个围绕”, 千家万户, 两人 opening a clause."""
    if amount.unit in ("人", "名") and amount.qualifier == "over" and lexicon.class_name().match(folded, amount.end):
        return not folded.endswith(tuple(lexicon.words()["block"]["thresholds"]), 0, amount.start)
    if amount.unit in lexicon.words()["counts"]["divided"] and _is_divided(folded, amount):
        return True
    if amount.unit == "次" and before == "届":  # 九届2次全委会
        return True
    if _is_day(folded, amount):
        return True
    if amount.token in ("一", "壹") or _is_quoted_name(folded, amount, before):
        return True
    if amount.unit == "人" and amount.token in ("两", "二", "俩") and before in lexicon.MARKS:
        return True
    is_bare_round = numerals.is_round_word(amount.token) and not amount.qualifier
    if is_bare_round and amount.unit in lexicon.words()["counts"]["named"] and not hedge_before(folded, amount)[1]:
        return True
    idioms = lexicon.idiom().finditer(folded, max(0, amount.start - 4), amount.end + 4)
    return not amount.token[0].isdigit() and any(m.end() >= amount.end and not amount.start < m.start() < amount.end for m in idioms)


def _is_given(folded: str, amount: Amount) -> bool:
    """轮椅一辆, 每人一份: one behind the goods or the share, at the end of a phrase, is no article."""
    if amount.token != "一" or amount.qualifier or not (lexicon.ends_phrase(folded, amount.end) or folded[amount.end] in "和及与"):
        return False
    return lexicon.given_left(amount.unit).match(folded, max(0, amount.start - lexicon.NEAR), amount.start) is not None


def _lacks_noun(folded: str, amount: Amount) -> bool:
    """A classifier that counts only beside certain nouns, and none stands there: 跑了9趟, 高三2班."""
    nouns = lexicon.beside(amount.unit)
    if nouns is None:
        return False
    left = max(amount.start - _NEARBY, *(folded.rfind(mark, 0, amount.start) for mark in "。；;\n"), 0)
    return not nouns.search(folded, left, amount.end + lexicon.NEAR)


def _is_part_or_street(folded: str, amount: Amount) -> bool:
    """采煤三区, 村民四组, 石门二路: a number in words that names."""
    if amount.token.isascii() or amount.qualifier or amount.low > _FEW or amount.token == "两":
        return False
    block = lexicon.words()["block"]
    if folded.endswith(tuple(block["parts"].get(amount.unit, ())), 0, amount.start):
        return True
    if amount.unit != "路" or not regex.match(r"\p{Han}", folded[amount.start - 1 : amount.start]):
        return False
    streets = block["streets"]
    return folded[amount.start - 1] not in streets["not_after"] and not folded.startswith(tuple(streets["not_before"]), amount.end)


def _is_day(folded: str, amount: Amount) -> bool:
    """周五轮值, 腊月廿三架通: the day of a week or of a month that is named right before it."""
    block = lexicon.words()["block"]
    if amount.token in _WEEKDAYS and folded.endswith(tuple(block["weeks"]), 0, amount.start):
        return True
    is_day = not amount.token.isascii() and amount.low <= _LAST_DAY
    return is_day and folded.endswith(tuple(block["months"]), 0, amount.start)


def _is_quoted_name(folded: str, amount: Amount, before: str) -> bool:
    """“四个围绕”, “万名职工……”: a quotation that opens with a number is a name."""
    if before not in "“「『":
        return False
    return numerals.is_round_word(amount.token) or lexicon.slogan().match(folded, amount.chain) is not None


def _is_structure(folded: str, amount: Amount) -> bool:
    """Whether a small number in words only divides or decorates: 四处碰壁, 分三类, 两组."""
    if amount.token[0].isdigit() or amount.low > _FEW:
        return False
    counts = lexicon.words()["counts"]
    if amount.unit in counts["strict"]:
        return True
    return amount.unit in counts["weak"] and (amount.low < 3 or _is_divided(folded, amount))


def _is_divided(folded: str, amount: Amount) -> bool:
    """分5批, 前三批: the number tells how something is divided."""
    return folded.endswith(tuple(lexicon.words()["counts"]["divides"]), 0, amount.start)
