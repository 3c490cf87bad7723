"""The patterns of hedges, made of the words of lexicon/quantities.toml."""

from functools import cache

import regex

from pipeline.measuring.quantity_words import words
from pipeline.text.patterns import any_of

_QUALIFIERS = ("about", "under", "over", "at_least", "at_most")
_SURNAMES = (  # before 超 a name: 张超5000元; only those that end no ordinary word
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董程曹袁邓许傅沈"
    "曾彭吕苏卢蒋蔡贾丁魏薛叶潘杜戴夏钟汪田任姜范石姚谭廖邹熊陆郝孔崔康邱秦"
)


@cache
def over_round_left() -> regex.Pattern:
    """上 or 过 before a bare round word: 上千人, 过百万元; but not 送上百元 or 通过百人."""
    return regex.compile(f"(?r)(?<![{words()['hedges']['not_after']['上过']}])[上过]")


@cache
def over_number_left() -> regex.Pattern:
    """过 or 破 before another number: 总数已过5.8万人次; but 走过3000家."""
    return regex.compile("(?r)(?:" + "|".join(f"(?<=[{others}]){word}" for word, others in words()["hedges"]["after"].items()) + ")")


@cache
def hedge_left() -> regex.Pattern:
    """A hedge that ends where the number begins; the name of its group is the qualifier."""
    hedges = words()["hedges"]
    parts = [(word, name) for name in _QUALIFIERS for word in hedges["before"].get(name, ())]
    for name, others in hedges["denied"].items():
        parts += [(no + word, name) for no in hedges["denials"] for word in others]
    parts.sort(key=lambda part: (-len(part[0]), part[0]))
    shapes = "|".join(f"(?P<{name}>{_unless_part(word)}{word})" for word, name in parts)
    return regex.compile(rf"(?r)(?:{shapes})\ ?")


def _unless_part(word: str) -> str:
    """What a hedge must not stand behind, for there it belongs to another word: 最近, 预约, 收到应约; but 供应约300份."""
    hedges = words()["hedges"]
    guard = f"(?<![{hedges['not_after'][word]}])" if word in hedges["not_after"] else ""
    if others := hedges["not_after_words"].get(word):
        guard += f"(?<!{any_of(others)})"
    guard += "".join(f"(?<!(?<!{any_of(lifts)}){other})" for other, lifts in hedges["not_after_unless"].get(word, {}).items())
    return guard + rf"(?<!(?<!\p{{Han}})[{_SURNAMES}])" if word == "超" else guard


@cache
def hedge_apart() -> regex.Pattern:
    """A hedge that stands in front of the number at some distance; not where it belongs to a noun (最低工资)."""
    lexicon = words()["hedges"]["apart"]
    after = any_of(lexicon["not_before"])
    return regex.compile("|".join(f"(?P<{name}>{any_of(lexicon[name])})(?!{after})" for name in _QUALIFIERS if name in lexicon))


@cache
def of_another() -> regex.Pattern:
    """What stands between 最多 and a count that is another thing's: 最多的5家 are five, 最多的一家建筑队欠57名."""
    return regex.compile(r"的(?:一(?:[起家件宗案所座支]|个(?!月|星期|小时|季度)).*)?")


@cache
def largest_left() -> regex.Pattern:
    """What makes a sum behind it the largest one."""
    return regex.compile(rf"(?r){any_of(words()['hedges']['largest'])}\p{{Han}}{{0,2}}?")
