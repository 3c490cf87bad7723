"""The page of an article: its text with each fact marked, its activities with their facts, the evidence of each, checks and history."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from pipeline import labels, schema
from pipeline.records import Piece
from pipeline.reporting import addresses, crops, rendering
from pipeline.reporting.crops import Picture


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known of one article: rows of the tables, where its text stands, the pictures of its pages.

    no_picture: why a page has none. same_event: the other activities that report an activity's event: (activity_id, article_id, headline).
    """

    article: Mapping
    pieces: Sequence[Piece]
    pages: Mapping[str, Mapping]
    facts: Sequence[Mapping] = ()
    activities: Sequence[Mapping] = ()
    checks: Sequence[Mapping] = ()
    corrections: Sequence[Mapping] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    no_picture: Mapping[str, str] = field(default_factory=dict)
    same_event: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)


def render(material: Material) -> bytes:
    """The page as HTML; it lies two folders below the report's."""
    article = material.article
    facts = [_fact(row, material) for row in sorted(material.facts, key=lambda row: (row["start"], row["end"]))]
    return rendering.page(
        "article.html",
        up="../../",
        article=article,
        title=article["headline"] or article["article_id"],
        pages=[
            _page(material.pages[page_id], material) for page_id in article["page_ids"] or [article["page_id"]] if page_id in material.pages
        ],
        paragraphs=paragraphs(article["text"], facts),
        activities=[_activity(row, facts, material) for row in material.activities],
        whole=crops.whole(article["boxes"] or [], material.pictures),
        corrections=material.corrections,
        labels=labels,
    )


def paragraphs(text: str, facts: Sequence[Mapping]) -> list[list[tuple[str, Mapping | None]]]:
    """The paragraphs of a text in stretches: (text, the fact that it is). Of facts that overlap the first is marked."""
    marks: list[Mapping] = []
    for fact in facts:
        if not marks or fact["start"] >= marks[-1]["end"]:
            marks.append(fact)
    out, begin = [], 0
    for paragraph in text.split("\n"):
        end, at, stretches = begin + len(paragraph), begin, []
        for fact in (mark for mark in marks if begin <= mark["start"] < end):
            stop = min(fact["end"], end)
            stretches += [(text[at : fact["start"]], None), (text[fact["start"] : stop], fact)]
            at = stop
        out.append([stretch for stretch in (*stretches, (text[at:end], None)) if stretch[0]])
        begin = end + 1
    return out


def _fact(row: Mapping, material: Material) -> dict:
    """A fact as the template shows it."""
    found = crops.windows(row["boxes"] or [], material.pictures)
    reasons = dict.fromkeys(material.no_picture[b["page_id"]] for b in row["boxes"] or [] if b["page_id"] in material.no_picture)
    rejected = {one["activity_id"] for one in material.activities if one["review"] == "rejected"}
    return dict(row) | {
        "rejected": row["review"] == "rejected" or row["activity_id"] in rejected,
        "href": "#" + quote(row["fact_id"], safe=""),
        "value": labels.amount(row["value_min"], row["value_max"], row["unit"]),
        "percent": round(100 * row["confidence"]),
        "machine_said": _machine_said(row),
        "windows": found,
        "no_picture": list(reasons),
        "source": [] if found else crops.source_lines(material.article, material.pieces, row["start"], row["end"]),
    }


def _machine_said(row: Mapping) -> list[tuple[str, str]]:
    """What the machine had read where a person corrected it: (column, value) of those that differ."""
    said = json.loads(row["machine"] or "{}")
    return [(name, _said(name, value)) for name, value in said.items() if row.get(name) != value]


def _said(name: str, value: object) -> str:
    names = {"measure": labels.MEASURES, "scope": labels.SCOPES, "qualifier": labels.QUALIFIERS}.get(name, {})
    return names.get(value, labels.number(value) if isinstance(value, int | float) else str(value or "—"))


def _page(row: Mapping, material: Material) -> dict:
    where = " · ".join(filter(None, (row["paper"], row["issue_date"], row["page_number"] and f"第{row['page_number']}版", row["section"])))
    return {"row": row, "where": where, "no_picture": material.no_picture.get(row["page_id"])}


def _activity(row: Mapping, facts: Sequence[Mapping], material: Material) -> dict:
    """An activity with its facts, its sums and its checks."""
    sums = []
    for name in (*schema.MONEY_COLUMNS, *schema.NUMBER_COLUMNS):
        if row[name] is not None:
            unit = "CNY" if name in schema.MONEY_COLUMNS else ""
            measure = name.removesuffix("_yuan")
            sums.append((measure, labels.MEASURES[measure], labels.amount(row[name], row[name], unit).strip(), row[f"{name}_basis"]))
    others = material.same_event.get(row["activity_id"], ())
    return {
        "row": row,
        "organizer": row["organizer_canonical"] or row["organizer"],
        "type": labels.TYPES[row["type"]],
        "facts": [fact for fact in facts if fact["activity_id"] == row["activity_id"]],
        "sums": sums,
        "checks": [_check(check, facts) for check in material.checks if check["activity_id"] == row["activity_id"]],
        "same_event": [("../../" + addresses.link(article_id, activity_id), headline) for activity_id, article_id, headline in others],
    }


def _check(row: Mapping, facts: Sequence[Mapping]) -> dict:
    known = {fact["fact_id"]: fact for fact in facts}
    return {"row": row, "verdict": labels.VERDICTS[row["verdict"]], "facts": [known[name] for name in row["fact_ids"] if name in known]}
