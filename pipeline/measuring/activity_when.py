"""When an activity took place, as far as the text and the date of the issue say."""

from collections.abc import Sequence

from pipeline.measuring import activity_model as model
from pipeline.measuring.activity_lexicon import lexicon, pattern
from pipeline.text import dates

_NEAR = 18  # characters: 18日，记者从市总工会获悉
_LEAD = 150  # characters: a report's first date is its own, later ones are often of what went before


def options(
    text: str, issue_date: str | None, mentions: Sequence[dates.DateMention], spans: Sequence[tuple[int, int]]
) -> list[tuple[str | None, model.Features]]:
    """What the date of an activity of a folded text may be and what speaks for it: its mentions, the issue's month and year, nothing."""
    dated = known(text, mentions, spans)
    begin = spans[0][0] if spans else 0
    vague = next((m for m in _inside(mentions, spans) if m.kind == "vague" and m.start - begin < _LEAD), None)
    out: list[tuple[str | None, model.Features]] = []
    for rank, mention in enumerate(dated):
        features = _features(mention, rank, begin)
        features["the day of the telling"] = float(bool(pattern("told").search(text, mention.end, mention.end + _NEAR)))
        features["far from the issue"] = _years_away(mention, issue_date)
        features["after a vague word"] = float(vague is not None and vague.start < mention.start)
        out.append((mention.edtf, features))
        if len(mention.edtf) == 10:
            in_month = {f"month of {name}": value for name, value in features.items()}
            out.append((mention.edtf[:7], in_month))
    issue = issue_date or ""
    has_day = float(any(len(m.edtf) >= 10 for m in dated))
    context = {
        "": 1.0,
        " beside a day": has_day,
        " beside a date": float(bool(dated)),
        " with a vague word": float(bool(vague)),
    }
    for name, edtf in (("the issue's month", issue[:7] if len(issue) >= 7 else ""), ("the issue's year", issue[:4])):
        if edtf and "/" not in edtf:
            out.append((edtf, {name + key: value for key, value in context.items()}))
    out.append((None, {"no date" + key: value for key, value in context.items()}))
    return out


def known(text: str, mentions: Sequence[dates.DateMention], spans: Sequence[tuple[int, int]]) -> list[dates.DateMention]:
    """The mentions in the spans of a folded text that give a date, without those that are only compared with."""
    return [m for m in _inside(mentions, spans) if m.edtf and not _is_compared(text, m)]


def _inside(mentions: Sequence[dates.DateMention], spans: Sequence[tuple[int, int]]) -> list[dates.DateMention]:
    return [m for m in mentions if m.kind != "dateline" and any(start <= m.start < end for start, end in spans)]


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


def _is_compared(text: str, mention: dates.DateMention) -> bool:
    """Whether a date is only what the activity's is compared with: 由去年的100万元增加到, 比去年同期."""
    before = text.endswith(tuple(lexicon()["compares"]), 0, mention.start)
    return before or text.startswith(tuple(lexicon()["compared"]), mention.end)


def _years_away(mention: dates.DateMention, issue_date: str | None) -> float:
    issue = dates.bounds(issue_date) if issue_date else None
    return min(abs((issue[1] - mention.date_end).days) / 365, 5.0) if issue else 0.0


def date(
    text: str, issue_date: str | None, mentions: Sequence[dates.DateMention], spans: Sequence[tuple[int, int]], of: model.Features
) -> tuple[str | None, tuple[str, ...]]:
    """The date of the activity in these spans, EDTF or None, by the weights `of`, and the features that chose it."""
    found = options(text, issue_date, mentions, spans)
    shares = model.shares([features for _, features in found], of)
    best = max(range(len(shares)), key=shares.__getitem__)
    return found[best][0], (f"date {shares[best]:.2f}", *model.strongest(found[best][1], of, 1))
