"""The first page of the report, and the lists of articles by paper and month that it leads to."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import dictionary
from pipeline.desk import labels
from pipeline.reporting import addresses, rendering
from pipeline.text.dates import bounds
from pipeline.vocabulary import COUNTS, MONEY, PEOPLE, REVIEWS, SCOPES, VERDICTS

MOST_FAILURES = 200  # listed; the rest is in the table
MOST_CONFLICTS = 30
MOST_OPEN = 100
OPEN = ("stale", "orphan")  # decisions that somebody should look at again
_GROUPS = (("金额 money", MONEY), ("人数 people", PEOPLE), ("数量 counts", COUNTS))


@dataclass(slots=True)
class Counts:
    """What is counted over all articles."""

    pages: Sequence[Mapping]
    failures: Sequence[Mapping]
    corrections: Sequence[Mapping]
    articles: int = 0
    activities: int = 0
    facts: int = 0
    rates: int = 0  # facts with a `per`
    kinds: Counter = field(default_factory=Counter)
    scopes: Counter = field(default_factory=Counter)
    reviews: Counter = field(default_factory=Counter)
    verdicts: Counter = field(default_factory=Counter)
    confidence: Counter = field(default_factory=Counter)  # by the lower end of the band
    conflicts: list[tuple[str, str]] = field(default_factory=list)  # (address, explanation)
    months: dict[tuple[str | None, str], list[dict]] = field(default_factory=lambda: defaultdict(list))  # rows of lists


def count(counts: Counts, article: Mapping, activities: Sequence[Mapping], facts: Sequence[Mapping], checks: Sequence[Mapping]) -> None:
    """Add an article to the counts."""
    counts.articles += 1
    counts.activities += len(activities)
    counts.facts += len(facts)
    counts.kinds[article["kind"]] += 1
    for fact in facts:
        counts.rates += fact["per"] is not None
        counts.scopes[fact["scope"]] += 1
        counts.reviews[fact["review"]] += 1
        counts.confidence[_band(fact["confidence"])["from"]] += 1
    for check in checks:
        counts.verdicts[check["verdict"]] += 1
        if check["verdict"] == "conflicts":
            counts.conflicts.append((addresses.link(article["article_id"], check["check_id"]), check["explanation"]))
    listed = {
        "date": article["issue_date"],
        "headline": article["headline"] or article["article_id"],
        "href": addresses.link(article["article_id"]),
        "organizers": list(dict.fromkeys(one["organizer"] for one in activities if one["organizer"])),
        "n": len(facts),
    }
    counts.months[article["paper"], month_of(article["issue_date"])].append(listed)


def month_of(date: str | None) -> str:
    """The month (2015-02) in which an EDTF date lies, else its year (2015), else ""."""
    days = bounds(date) if date else None
    if not days or None in days or days[0].year != days[1].year:
        return ""
    first, last = days
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"


def _reliability() -> list[dict]:
    return json.loads(dictionary.RECORD.read_text(encoding="utf-8"))["reliability"]


def _band(confidence: float, bands: Sequence[dict] = tuple(_reliability())) -> dict:
    return next((band for band in bands if confidence < band["to"]), bands[-1])


def index(counts: Counts, shards: int, notebooks: Sequence[str]) -> bytes:
    """The first page as HTML. shards: number of files of rows; notebooks: names of files in notebooks/."""
    coverage = _coverage(counts)
    bands = [
        {"low": band["from"], "high": band["to"], "n": counts.confidence[band["from"]], "right": round(100 * band["right"])}
        for band in _reliability()
    ]
    return rendering.page(
        "index.html",
        up="",
        labels=labels,
        counts=counts,
        shards=shards,
        notebooks=notebooks,
        measures=_GROUPS,
        papers=sorted({paper for paper, _ in counts.months if paper}),
        years=sorted({month[:4] for _, month in counts.months if month}, reverse=True),
        coverage=coverage,
        funnel=_funnel(counts),
        rates=counts.rates,
        scopes=_in_order(counts.scopes, SCOPES),
        confidence=bands,
        verdicts=_in_order(counts.verdicts, VERDICTS),
        reviews=_in_order(counts.reviews, REVIEWS),
        conflicts=counts.conflicts[:MOST_CONFLICTS],
        more_conflicts=max(0, len(counts.conflicts) - MOST_CONFLICTS),
        states=sorted(Counter(row["state"] for row in counts.corrections).items()),
        open_decisions=[row for row in counts.corrections if row["state"] in OPEN][:MOST_OPEN],
        failures=counts.failures[:MOST_FAILURES],
        more_failures=max(0, len(counts.failures) - MOST_FAILURES),
    )


def lists(counts: Counts) -> Iterator[tuple[str, bytes]]:
    """(address, HTML) of the list of each paper and month."""
    for (paper, month), rows in counts.months.items():
        title = f"{paper or '报名不详'} {month or '日期不详'}"
        rows = sorted(rows, key=lambda row: (row["date"] or "", row["href"]))
        yield addresses.listing(paper, month), rendering.page("list.html", up="../", title=title, rows=rows)


def _in_order(counter: Counter, names: Sequence[str]) -> list[tuple[str, int]]:
    return [(name, counter[name]) for name in names if counter[name]]


def _coverage(counts: Counts) -> list[dict]:
    """A row a paper and year: twelve months and one cell for dates without a month; each {"n", "href", "month"} or None."""
    years = sorted({(paper or "", month[:4]) for paper, month in counts.months})
    rows = []
    for paper, year in years:
        months = [f"{year}-{number:02}" for number in range(1, 13)] if year else [None] * 12
        rows.append({"paper": paper, "year": year, "cells": [_cell(counts, paper or None, month) for month in (*months, year)]})
    return rows


def _cell(counts: Counts, paper: str | None, month: str | None) -> dict | None:
    rows = counts.months.get((paper, month)) if month is not None else None
    return {"n": len(rows), "href": addresses.listing(paper, month), "month": month} if rows else None


def _funnel(counts: Counts) -> list[tuple[str, int, str]]:
    """From pages to checks: (name, count, what else is to be said)."""
    failed = sum(page["status"] == "failed" for page in counts.pages)
    sources = Counter(page["source_kind"] for page in counts.pages)
    told = "，".join(f"{_SOURCES[kind]} {n:,}" for kind, n in sorted(sources.items()))
    return [
        ("版面 pages", len(counts.pages), told + (f"；{failed:,} 个没有读出 could not be read" if failed else "")),
        ("文章 articles", counts.articles, "，".join(f"{_KINDS[kind]} {n:,}" for kind, n in counts.kinds.most_common())),
        ("活动 activities", counts.activities, ""),
        ("数字 figures", counts.facts, ""),
        ("算术核对 checks", counts.verdicts.total(), ""),
    ]


_SOURCES = {"text": "文本", "pdf_text": "PDF", "pdf_scan": "扫描 PDF", "image": "图片"}
_KINDS = {"news": "新闻", "opinion": "评论", "regulation": "规定", "caption": "图片说明", "notice": "启事", "other": "其他"}
