"""When an activity took place, as far as the text and the date of the issue say."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.measuring import activity_model as model
from pipeline.measuring.activity_lexicon import lexicon, pattern
from pipeline.measuring.activity_spans import holds
from pipeline.text import dates

_NEAR = 18  # characters: 18日，记者从市总工会获悉
_LEAD = 150  # characters: a report's first date is its own, later ones are often of what went before
_OF_A_TYPE = 0.5  # a feature of one type is seen seldom: half its size is four times the penalty
_SENTENCE_ENDS = "。！？!?；;\n"
# what may stand before a date that opens its sentence: 本报讯（记者 李某）
_DATELINE = regex.compile(r"(?:[^，,。（(]{0,12}(?:讯|消息|报道|电))?\s*(?:[（(][^）)]*[）)])?\s*")

Span = tuple[int, int]
Option = tuple[str | None, model.Features]


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says of time: its folded text, the date of its issue, the dates that it names, where its figures start (in order)."""

    text: str
    issue_date: str | None
    mentions: tuple[dates.DateMention, ...]
    figures: tuple[int, ...]


def options(report: Report, spans: Sequence[Span], type_name: str) -> list[Option]:
    """What the date of an activity of this type in these spans may be and what speaks for it.

    It is a date that they name (there more than once where it is named so), the issue's month or year, or nothing.
    """
    dated = known(report, spans)
    begin = spans[0][0] if spans else 0
    vague = next((m for m in _inside(report, spans) if m.kind == "vague" and m.start - begin < _LEAD), None)
    reach = _reach(report, dated, spans)
    out: list[Option] = []
    for rank, mention in enumerate(dated):
        features = _features(mention, rank, begin)
        features["the day of the telling"] = float(_is_of_the_telling(report.text, mention))
        features["far from the issue"] = _years_away(mention, report.issue_date)
        features["after a vague word"] = float(vague is not None and vague.start < mention.start)
        features["opens its sentence"] = float(_opens(report.text, mention))
        features["share of the figures up to the next date"] = reach[rank]
        out.append((mention.edtf, features))
        if len(mention.edtf) == 10:
            out.append((mention.edtf[:7], {f"month of {name}": value for name, value in features.items()}))
    around = _around(report.text, dated, begin)
    around |= {" with a vague word": float(bool(vague)), f" in {type_name}": _OF_A_TYPE}
    return [*out, *((edtf, {name + key: value for key, value in around.items()}) for name, edtf in _unnamed(report.issue_date or ""))]


def known(report: Report, spans: Sequence[Span]) -> list[dates.DateMention]:
    """The mentions in the spans of a report that give a date, without those that are only compared with."""
    return [m for m in _inside(report, spans) if m.edtf and not _is_compared(report.text, m)]


def _inside(report: Report, spans: Sequence[Span]) -> list[dates.DateMention]:
    return [m for m in report.mentions if m.kind != "dateline" and holds(spans, m.start)]


def _unnamed(issue: str) -> list[tuple[str, str | None]]:
    """The dates that no mention gives, by name."""
    found = [("the issue's month", issue[:7] if len(issue) >= 7 else ""), ("the issue's year", issue[:4])]
    return [*((name, edtf) for name, edtf in found if edtf and "/" not in edtf), ("no date", None)]


def _around(text: str, dated: Sequence[dates.DateMention], begin: int) -> model.Features:
    """What the named dates and the text say about one that no mention gives."""
    first_days = [m for m in dated if len(m.edtf) == 10 and m.start - begin < _LEAD]
    return {
        "": 1.0,
        " beside a day": float(any(len(m.edtf) >= 10 for m in dated)),
        " beside a date": float(bool(dated)),
        " beside a day in the lead": float(bool(first_days)),
        " beside a day of the telling": float(any(_is_of_the_telling(text, m) for m in first_days)),
        " with the year so far": float(bool(pattern("year_so_far").search(text))),
    }


def _features(mention: dates.DateMention, rank: int, begin: int) -> model.Features:
    precision = "day" if len(mention.edtf.split("/")[0]) == 10 else "month" if "-" in mention.edtf else "year"
    return {
        f"a {precision}": 1.0,
        f"a {mention.kind}": 1.0,
        f"{mention.kind} of a {precision}": 1.0,
        f"date number {min(rank, 3) + 1}": 1.0,
        "in the lead": float(mention.start - begin < _LEAD),
        "in the first words": float(mention.start - begin < 40),
    }


def _reach(report: Report, dated: Sequence[dates.DateMention], spans: Sequence[Span]) -> list[float]:
    """For each date the share of the figures in the spans that stand from the beginning of its sentence to the next date."""
    figures = [at for at in report.figures if holds(spans, at)]
    ends = [*(bisect_left(figures, m.start) for m in dated[1:]), len(figures)]
    starts = [bisect_left(figures, _sentence_start(report.text, m)) for m in dated]
    return [(end - start) / max(1, len(figures)) for start, end in zip(starts, ends, strict=False)]


def _sentence_start(text: str, mention: dates.DateMention) -> int:
    return max(text.rfind(mark, 0, mention.start) for mark in _SENTENCE_ENDS) + 1


def _opens(text: str, mention: dates.DateMention) -> bool:
    return bool(_DATELINE.fullmatch(text, _sentence_start(text, mention), mention.start))


def _is_of_the_telling(text: str, mention: dates.DateMention) -> bool:
    """Whether a date is that on which the paper was told: 18日，记者从市总工会获悉."""
    return bool(pattern("told").search(text, mention.end, mention.end + _NEAR))


def _is_compared(text: str, mention: dates.DateMention) -> bool:
    """Whether a date is only what the activity's is compared with: 由去年的100万元增加到, 比去年同期."""
    before = text.endswith(tuple(lexicon()["compares"]), 0, mention.start)
    return before or text.startswith(tuple(lexicon()["compared"]), mention.end)


def _years_away(mention: dates.DateMention, issue_date: str | None) -> float:
    """How far a date lies from the issue; 0 within a year that is all that is known of the issue."""
    issue = dates.bounds(issue_date) if issue_date else None
    if not issue:
        return 0.0
    days = max((issue[0] - mention.date_end).days, (mention.date_end - issue[1]).days, 0)
    return min(days / 365, 5.0)


def date(report: Report, spans: Sequence[Span], type_name: str, of: model.Features) -> tuple[str | None, tuple[str, ...]]:
    """The date of an activity of this type in these spans, EDTF or None, by the weights `of`, and the features that chose it.

    Options that say the same date are counted together.
    """
    found = options(report, spans, type_name)
    shares = model.shares([features for _, features in found], of)
    total: dict[str | None, float] = {}
    for (edtf, _), share in zip(found, shares, strict=True):
        total[edtf] = total.get(edtf, 0.0) + share
    best = max(total, key=total.__getitem__)
    strongest = max((i for i, (edtf, _) in enumerate(found) if edtf == best), key=shares.__getitem__)
    return best, (f"date {total[best]:.2f}", *model.strongest(found[strongest][1], of, 1))
