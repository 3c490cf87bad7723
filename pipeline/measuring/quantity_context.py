"""What the words around a number say about it: what it counts, its hedge, whom a share goes to, and whether it is a
quantity of a report at all. Every function looks a bounded number of characters left or right in folded text."""

import regex

from pipeline.measuring import quantity_words as lexicon
from pipeline.measuring.quantity_amounts import Amount
from pipeline.records import Quantity
from pipeline.text import numerals

_CLAUSE_MARKS = "，。；！？：,;!?:\n"
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
_PART = regex.compile(r"(?r)\d[/／∕·•・]")  # of a fraction or a date: 2/3以上职工, 6·1儿童节
_MARKS = _CLAUSE_MARKS + "、）)”」』由"  # what may stand behind a number that has no noun
_ROUND = "百千万亿"
_WEEKDAYS = tuple("一二三四五六")
_LAST_DAY = 30  # of a month of the lunar calendar
_COUNTED = ("person", "person_time", "household", "count", "days")
_LEFT = 24  # characters that a word for money or a hedge apart may stand before its number
_NEAR = 60  # characters around days in which a word of leave makes them an entitlement
_PHRASE = 6  # characters around 户 in which a word for enterprises says what it counts
_MANY_BLOCKS = 100  # more things in 块 than this are less likely than a sum told in speech
_SPOKEN = 10**6  # yuan; a larger sum told in speech is told with its 元
_NEARBY = 12  # characters before a classifier in which the word stands that it needs: 就业专列5趟
_RANKS = 100  # up to here 前 ranks: 前30名; 入冬前500户 are many
_FEW = 10  # up to here a number in words may only divide or decorate: 四处, 分三类


def kind(folded: str, amount: Amount) -> str:
    """What an amount counts (see quantity_words.unit_kinds), as its unit and the context say; "" where nothing says."""
    if not amount.unit:
        return _bare(folded, amount)
    if _is_corner(folded, amount) or amount.token in ("零", "〇"):  # 零件
        return ""
    if amount.kind == "CNY":
        name = lexicon.foreign_left().match(folded, max(0, amount.start - _PHRASE), amount.start)
        return lexicon.words()["money"]["foreign"][name["currency"]] if name else "CNY"
    if amount.unit == "块":
        return _blocks(folded, amount)
    if amount.unit == "个":
        return _individuals(folded, amount)
    if amount.unit == "号" and not (amount.qualifier or set(amount.token) & set(_ROUND)):
        return ""  # 16号职工们 is a date, 两百号职工 and 30多号人 are many
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
    return amount.token == "一" or folded.endswith(tuple(others), 0, amount.start)


def _blocks(folded: str, amount: Amount) -> str:
    """5块月饼 and 砖茶300块 are things; 2000块 and 五十块， are money; 这一块 is neither."""
    after = folded[amount.end : amount.end + 2].lstrip(" ")[:1]
    if after == "钱":
        return "CNY"
    if amount.token in ("一", "两"):
        return ""
    if folded.endswith(tuple(lexicon.words()["counts"]["blocks"]), 0, amount.start):
        return "count"
    is_noun = after and after not in _MARKS + "的就多左" and not after.isspace()
    return "count" if is_noun and amount.low < _MANY_BLOCKS else "CNY"


def _bare(folded: str, amount: Amount) -> str:
    """Money or people without a unit, where a sign or a noun says so: ￥500, 讨回工钱400余万, 56万农民工."""
    start, _ = hedge_before(folded, amount)
    sign = lexicon.words()["money"]["sign"].get(folded[amount.start - 1 : amount.start])
    is_blocked = lexicon.blocked_right().match(folded, amount.end)
    if sign or (not is_blocked and lexicon.sum_repeated_left().match(folded, max(0, start - _PHRASE), start)):
        return sign or "CNY"
    is_big = any(char in "万亿" for char in amount.token)
    if is_big and lexicon.right_of_bare_sum().match(folded, amount.end):
        return "CNY"
    if is_blocked or folded.startswith("几", amount.end) or _PART.match(folded, 0, amount.start):
        return ""
    is_number = len(amount.token) > 1 or amount.token.isdigit() or amount.qualifier
    is_plain = is_number and (is_big or amount.token.isascii() or amount.qualifier)
    if is_plain and lexicon.persons_behind().match(folded, amount.end):
        return "person"
    if _is_spoken_sum(folded, amount, start):
        return "CNY"
    return _bare_sum(folded, amount, start) if is_big and is_number else ""


def _is_spoken_sum(folded: str, amount: Amount, start: int) -> bool:
    """Thousands in words at the end of a phrase, behind a word that makes them a sum: 欠五千, 一个月拿三千多."""
    is_thousands = not amount.token[0].isdigit() and len(amount.token) > 1 and set(amount.token) & set("千万") and amount.low < _SPOKEN
    return bool(is_thousands and _is_end(folded, amount.end) and lexicon.spoken_sum_left().match(folded, max(0, start - _LEFT), start))


def _bare_sum(folded: str, amount: Amount, start: int) -> str:
    """Money or people for a bare 万 or 亿 by the words before it: at the end of a phrase the nearest one decides."""
    if amount.end == len(folded) or folded[amount.end] in _MARKS:
        left = max(0, start - _LEFT, folded.rfind("。", 0, start) + 1)
        topics = [match.lastgroup for match in lexicon.topic().finditer(folded, left, start)]
        return topics[-1] if topics else ""
    is_sum = lexicon.left_of_bare_sum().match(folded, max(0, start - _LEFT), start) and not lexicon.goods_behind().match(folded, amount.end)
    return "CNY" if is_sum else ""


def _is_end(folded: str, position: int) -> bool:
    """Whether a phrase ends there."""
    return position == len(folded) or folded[position] in _CLAUSE_MARKS + "、（(）)”"


def _individuals(folded: str, amount: Amount) -> str:
    """个 counts persons, households or things, as the noun behind it (or the medal before it) says."""
    end = amount.end
    if lexicon.household_behind().match(folded, end):
        return "household"
    if lexicon.thing_of_persons_behind().match(folded, end):
        return "count"
    if lexicon.persons_behind().match(folded, end) or folded.startswith("人", end):
        return "person"
    start, _ = hedge_before(folded, amount)
    named = lexicon.persons_left().match(folded, max(0, start - _NEARBY), start)
    if named and _is_end(folded, end):
        return named.lastgroup
    if lexicon.medal_left().match(folded, 0, amount.start) or lexicon.medal_behind().match(folded, end):
        return "person"
    return "count"


def _counts_firms(folded: str, amount: Amount) -> bool:
    """户 counts enterprises where such a word stands beside it in the same phrase."""
    behind = lexicon.firm().search(folded, amount.end, amount.end + _NEARBY)
    if behind and behind.end() > amount.end + _PHRASE and folded[behind.start() - 1] != "的":
        behind = None  # 2户拒不改正的单位, but 2户困难职工得到一家企业的资助
    before = lexicon.firm().search(folded, max(0, amount.start - _PHRASE), amount.start)
    gaps = [folded[amount.end : behind.start()]] if behind else []
    gaps += [folded[before.end() : amount.start]] if before else []
    return any(not set(gap) & set(_CLAUSE_MARKS + "、和") and not lexicon.persons_behind().search(gap) for gap in gaps)


def hedge_before(folded: str, amount: Amount) -> tuple[int, str]:
    """(start of the text with the hedge or sign right before the number, qualifier); "" where there is no hedge."""
    start, qualifier = amount.start, ""
    if folded[start - 1 : start] in lexicon.words()["money"]["sign"]:
        start -= 1
    if amount.token[0] in _ROUND and lexicon.over_round_left().match(folded, max(0, start - 2), start):
        return start - 1, "over"
    while match := lexicon.hedge_left().match(folded, max(0, start - _PHRASE), start):
        if qualifier and match.lastgroup != qualifier:
            break
        start, qualifier = match.start(), match.lastgroup
    return start, qualifier


def hedge_apart(folded: str, start: int, is_money: bool) -> str:
    """The qualifier of a hedge that stands apart, in the same clause and with no number between; "" without one.

    最多的5000元 is the largest sum, 人数最多的5家 are five.
    """
    hedges = list(lexicon.hedge_apart().finditer(folded, max(0, start - _LEFT), start))
    between = folded[hedges[-1].end() : start] if hedges else ""
    if not hedges or any(char.isdigit() or char in _CLAUSE_MARKS + "、" for char in between) or (between == "的" and not is_money):
        return ""
    return hedges[-1].lastgroup


def share(folded: str, start: int, end: int) -> str | None:
    """Whom or what one share goes to (person, household/month, year), by the number's form or prefix; else None."""
    behind = lexicon.share_behind().match(folded, end)
    if behind:
        names = [behind["every"], behind["period"]]
    else:
        before = lexicon.share_left().match(folded, max(0, start - _LEFT), start)
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
    return _is_name(folded, amount, before) or _is_structure(folded, amount) or _lacks_noun(folded, amount)


def _is_torn(folded: str, amount: Amount) -> bool:
    """The end of a number whose head is not known to belong to it (_TORN_PARTS). Better none than a wrong one."""
    return _TORN.match(folded, amount.chain) is not None


def _names_unit(folded: str, amount: Amount) -> bool:
    """The unit of a table's figures, without a number: 金额（万元）, 单位：万元."""
    if not numerals.is_round_word(amount.token):
        return False
    named = lexicon.unit_named_left().match(folded, max(0, amount.start - _PHRASE), amount.start)
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
    if amount.unit == "人" and amount.token in ("两", "二", "俩") and before in _MARKS:
        return True
    is_bare_round = numerals.is_round_word(amount.token) and not amount.qualifier
    if is_bare_round and amount.unit in lexicon.words()["counts"]["named"] and not hedge_before(folded, amount)[1]:
        return True
    idioms = lexicon.idiom().finditer(folded, max(0, amount.start - 4), amount.end + 4)
    return not amount.token[0].isdigit() and any(m.end() >= amount.end and not amount.start < m.start() < amount.end for m in idioms)


def _is_given(folded: str, amount: Amount) -> bool:
    """轮椅一辆, 每人一份: one behind the goods or the share, at the end of a phrase, is no article."""
    if amount.token != "一" or amount.qualifier or not (_is_end(folded, amount.end) or folded[amount.end] in "和及与"):
        return False
    return lexicon.given_left(amount.unit).match(folded, max(0, amount.start - _PHRASE), amount.start) is not None


def _lacks_noun(folded: str, amount: Amount) -> bool:
    """A classifier that counts only beside certain nouns, and none stands there: 跑了9趟, 高三2班."""
    nouns = lexicon.beside(amount.unit)
    if nouns is None:
        return False
    left = max(amount.start - _NEARBY, *(folded.rfind(mark, 0, amount.start) for mark in "。；;\n"), 0)
    return not nouns.search(folded, left, amount.end + _PHRASE)


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
