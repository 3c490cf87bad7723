"""Why a fact was read as it was, in words a person can check: the features that weighed most for the decision."""

from collections.abc import Mapping
from itertools import islice

from pipeline.measuring.decoding import Decision
from pipeline.measuring.measure_parts import View
from pipeline.measuring.model import Head

_MEASURE_REASONS = 3
_SCOPE_REASONS = 2
_WHERE = {  # the first letters of a feature's name, longest first, as the reader is told them
    "LV0": "同句前",
    "LN0": "同句前",
    "RV0": "同句后",
    "RN": "紧跟",
    "La": "紧前",
    "Ra": "紧跟",
    "LL": "同句更前",
    "RR": "同句更后",
    "PV": "前句",
    "人名": "人名",
    "a0": "时间",
    "a1": "时间",
    "al": "时间",
    "ar": "句后时间",
    "as": "句后时间",
    "c": "前文时间",
    "e0": "前文时间",
    "f0": "前段时间",
    "p0": "段首时间",
    "ha": "标题",
    "gr": "前文",
    "i": "线索",
    "n": "名称",
    "b": "句首",
    "v": "前句时间",
    "w": "后句时间",
    "薪": "讨薪",
    "O": "同一数字",
    "u": "单位",
    "l": "前文",
    "r": "后文",
    "L": "同句前",
    "R": "同句后",
    "P": "前句",
    "N": "后句",
    "S": "本句",
    "Q": "相邻数字",
    "g": "与前一数字之间",
}


def _told(feature: str, words: str) -> str:
    where = _WHERE.get(feature[:3]) or _WHERE.get(feature[:2]) or _WHERE.get(feature[:1], "")
    return f"{words}({where})" if where else words


def _list(head: Head, view: View, label: str, count: int) -> list[str]:
    """Up to `count` reasons of different words, among three times as many of the strongest features."""
    told: dict[str, str] = {}
    for feature, words in islice(head.strongest(view, label), count * 3):
        if words not in told:
            told[words] = _told(feature, words)
            if len(told) == count:
                break
    return list(told.values())


def reasons(heads: Mapping[str, Head], head: str, decision: Decision) -> tuple[str, ...]:
    """Up to seven reasons: what spoke for the measure (by the named head), then what spoke for the scope.

    The last of each is what the encoder, which reads the article as a whole, gives this answer, in percent.
    """
    measure = _list(heads[head], decision.measure_view, decision.measure, _MEASURE_REASONS)
    scope = _list(heads["scope"], decision.scope_view, decision.scope, _SCOPE_REASONS)
    if decision.as_read:
        for part, chance in zip((measure, scope), decision.as_read, strict=True):
            part.append(f"通读全文 {chance:.0%}")
    return (*(f"量:{reason}" for reason in measure), *(f"范围:{reason}" for reason in scope))
