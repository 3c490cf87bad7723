"""Money in stories of unpaid wages (FACTS.md, rules 9 and 16): whether the report says that this sum was paid in the end.

What decides stands all over the article: whether the sum is owed or claimed where it stands, whether money was paid later and whether
a later sum is the one that was paid. Feature names begin with `薪`; a number that stands elsewhere too gives `O`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.measuring.measure_context import Context, Place, place
from pipeline.measuring.measure_parts import KEPT, Part, bare
from pipeline.records import Quantity

_WAGES = re.compile("工资|欠薪|工钱|薪|劳务费|劳动报酬")
_PAID = re.compile(
    "(?<![没未不])(?<!没有|没能|未能|不能|无法)(?:拿到|拿回|领到|领回|收到|到账|到手|付清|结清|还清|发清|发放到|发到|兑现|支付到位|执行到位"
    "|支付完毕|发放完毕|履行完毕|打到|打进|转到|转入|汇到|汇入|交到|送到|付给|补发|追回|讨回|要回|帮回|付到|发给|支付了|付了|给了"
    "|结了|结完|清欠|拿上|揣着|拿出|落袋)"
)
_UNPAID = re.compile(
    "没拿到|拿不到|没有拿到|未拿到|仍未|至今未|还没|尚欠|仍欠|没有着落|没着落|没了下文|不肯|拒不|拒绝|没给|没发|一分钱?没|继续追|正在"
)
_OWED = re.compile("拖欠|欠薪|被欠|所欠|欠着|欠下|尚欠|还欠|欠了|没发|未发|没结|未结|未付|没给|克扣|应得|欠款|讨薪|工钱|欠条|少发")
_CLAIMED = re.compile("要求|申请仲裁|起诉|索要|主张|诉请|请求|判令|判决|裁决|裁定|承诺|答应|协议|约定|标的")
_TOGETHER = (  # what is looked at together
    ("欠", "后付", "后额"),
    ("欠", "句付", "后额", "后同"),
    ("欠", "求", "后付"),
    ("欠", "前付", "后付"),
    ("欠", "终付", "后数"),
    ("欠", "后额", "未付"),
    ("欠", "后数", "后付", "未付"),
    ("句付", "欠", "求"),
    ("最大", "欠", "后额"),
    ("欠", "数", "后付"),
    ("本付", "欠", "前同"),
    ("终付", "欠", "求", "后额"),
)


@dataclass(frozen=True)
class _Story:
    """Where an article says that money was paid or was not, and its sums in order."""

    paid: tuple[int, ...]
    unpaid: tuple[int, ...]
    sums: tuple[Quantity, ...]
    paid_sums: frozenset[int]  # starts of the sums in whose clause money is paid


def _story(context: Context) -> _Story | None:
    """The story of an article, None where it is not about wages."""
    return context.once("wages", lambda: _read(context) if _WAGES.search(context.text) else None)


def _read(context: Context) -> _Story:
    paid = tuple(m.start() for m in _PAID.finditer(context.text))
    unpaid = tuple(m.start() for m in _UNPAID.finditer(context.text))
    places = [p for p in context.places if p.quantity.unit_class == "money"]
    of_paid = frozenset(p.quantity.start for p in places if any(p.clause[0] <= at < p.clause[1] for at in paid))
    return _Story(paid, unpaid, tuple(p.quantity for p in places), of_paid)


_OTHER_STORY = bare(["非薪文"])


@lru_cache(KEPT)
def _told_part(told: tuple[tuple[str, object], ...]) -> Part:
    values = dict(told)
    together = ("薪" + "+".join(f"{name}{values[name]}" for name in names) for names in _TOGETHER)
    return bare((*(f"薪{name}={value}" for name, value in told), *together))


def wage_parts(context: Context, index: int) -> list[Part]:
    """What the article tells of the payment of sum `index`; nothing for other quantities."""
    p = place(context, index)
    if p.quantity.unit_class != "money":
        return []
    story = _story(context)
    if story is None:
        return [_OTHER_STORY]
    return [_told_part((*_here(context, p, story).items(), *_elsewhere(p.quantity, story).items()))]


def _here(context: Context, p: Place, story: _Story) -> dict[str, object]:
    """What is said where the sum stands, and before and after its sentence."""
    q, (first, last) = p.quantity, p.sentence
    before, sentence = context.text[first : q.start], context.text[first:last]
    near = "无"
    if any(p.clause[0] <= at < q.start for at in story.paid):
        near = "前"
    elif any(q.end <= at < p.clause[1] for at in story.paid):
        near = "后"
    return {
        "欠": _side(_OWED, before, sentence),
        "求": _side(_CLAIMED, before, sentence),
        "句付": near,
        "本付": any(first <= at < last for at in story.paid),
        "后付": min(2, sum(at >= last for at in story.paid)),
        "前付": any(at < first for at in story.paid),
        "未付": any(at >= q.end for at in story.unpaid),
        "终付": bool(story.paid) and max(story.paid) > max(story.unpaid, default=-1),
    }


def _side(pattern: re.Pattern, before: str, sentence: str) -> str:
    return "前" if pattern.search(before) else "句" if pattern.search(sentence) else "无"


def _elsewhere(q: Quantity, story: _Story) -> dict[str, object]:
    """How the sum stands to the others of the article."""
    later = [o for o in story.sums if o.start > q.end]
    earlier = [o for o in story.sums if o.start < q.start]
    paid_later = [o for o in later if o.start in story.paid_sums]
    kind = "无"
    if any(o.value_max == q.value_max for o in paid_later):
        kind = "同"
    elif paid_later:
        kind = "小" if all(o.value_max < q.value_max for o in paid_later) else "大"
    return {
        "数": min(4, len(story.sums)),
        "后数": min(2, len(later)),
        "后同": any(o.value_max == q.value_max for o in later),
        "前同": any(o.value_max == q.value_max for o in earlier),
        "后额": kind,
        "前额付": any(o.start in story.paid_sums for o in earlier),
        "最大": q.value_max >= max(o.value_max for o in story.sums),
    }


def same_number(out: Part, context: Context, index: int) -> None:
    """Adds the triggers around the first other place where the same number stands: it measures the same."""
    q = context.quantities[index]
    if q.value_max <= 3:  # small numbers come again by chance
        return
    for p in context.places:
        o = p.quantity
        if o.start != q.start and o.unit_class == q.unit_class and o.value_max == q.value_max:
            for t in p.left + p.right:
                for c in t.classes:
                    out[f"O={c}"] = t.text
            return
