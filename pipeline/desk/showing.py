"""What the desk shows, as plain data for the browser: the queue, and one fact with its article, place, checks and history.

All of it is text that the browser sets as text: nothing here is markup, and nothing that stands on a page can become any.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence

from pipeline import labels
from pipeline.correcting.file_format import ACTIVITY_FIELDS, FACT_FIELDS
from pipeline.correcting.lines import line_id
from pipeline.desk import history, ordering, overlay
from pipeline.desk.cards import Card
from pipeline.desk.deciding import written
from pipeline.desk.holdings import Holdings
from pipeline.desk.sources import Crop, SourceLine, data_uri

OCR_KINDS = ("image", "pdf_scan")  # pages whose lines a person may correct


def queue_rows(cards: Sequence[Card], among: Sequence[Card]) -> list[dict]:
    """Some rows of the queue, in their order. `among`: all cards, by which size is judged."""
    return [
        {
            "id": card.fact_id,
            "text": card.text,
            "measure": labels.MEASURES[card.measure],
            "amount": labels.amount(card.value_min, card.value_max, card.unit),
            "who": card.organizer_canonical or card.organizer or card.headline,
            "confidence": round(card.confidence, 2),
            "review": labels.REVIEWS.get(card.review, card.review),
            "pending": card.pending,
            "why": why,
        }
        for card, why in zip(cards, ordering.reasons(cards, among), strict=True)
    ]


def fact_view(fact_id: str, holdings: Holdings, lines: Sequence[SourceLine], crops: tuple[Sequence[Crop], str]) -> dict:
    """All that is shown of one fact."""
    stands = overlay.standing(holdings.facts[fact_id], holdings)
    fact = stands.row
    article, activity = overlay.boundaries(holdings.articles[fact["article_id"]], holdings), holdings.activities.get(fact["activity_id"])
    of = activity and overlay.standing(activity, holdings)
    inside = [row for row in holdings.facts.values() if row["article_id"] == fact["article_id"]]
    targets = [fact_id, fact["activity_id"], fact["article_id"], *(line_id(line.page_id, line.number) for line in lines)]
    return {
        "id": fact_id,
        "review": labels.REVIEWS[stands.review],
        "pending": stands.pending,
        "fact": _fact(fact),
        "reading": {name: written(fact[name]) or "" for name in FACT_FIELDS},
        "activity": of
        and {
            "id": fact["activity_id"],
            "rejected": ordering.NOT_COUNTED if of.review == "rejected" else "",
            **{name: of.row[name] or "" for name in ACTIVITY_FIELDS},
        },
        "activities": [row["activity_id"] for row in holdings.activities.values() if row["article_id"] == fact["article_id"]],
        "article": _article(article),
        "segments": segments(article["text"], [(row["start"], row["end"], row["fact_id"]) for row in inside]),
        "lines": [_line(line, holdings) for line in lines],
        "crops": [{"page": crop.page_id, "src": data_uri(crop.jpeg), "boxes": [list(box) for box in crop.boxes]} for crop in crops[0]],
        "no_crop": crops[1],
        "checks": [_check(row) for row in holdings.checks_of.get(fact_id, ())],
        "history": [_said(row) for row in history.earlier(targets, holdings.ledger)],
    }


def segments(text: str, spans: Iterable[tuple[int, int, str]]) -> list[dict]:
    """The text cut where spans begin and end: [{text, ids of the spans over it}], together the text again."""
    spans = list(spans)
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    return [
        {"text": text[a:b], "ids": [name for start, end, name in spans if start <= a and b <= end]} for a, b in itertools.pairwise(cuts)
    ]


def _fact(fact: Mapping) -> dict:
    return {
        "text": fact["text"],
        "sentence": fact["sentence"],
        "amount": labels.amount(fact["value_min"], fact["value_max"], fact["unit"]),
        "measure": labels.MEASURES[fact["measure"]],
        "qualifier": labels.QUALIFIERS[fact["qualifier"]],
        "scope": labels.SCOPES[fact["scope"]],
        "per": fact["per"] or "",
        "confidence": round(fact["confidence"], 2),
        "second_reading": fact.get("second_reading") or "",
        "machine": fact.get("machine") or "",
        "reasons": "；".join(fact["reasons"] or ()),
    }


def _article(article: Mapping) -> dict:
    names = ("article_id", "headline", "paper", "issue_date", "page_id", "byline", "boundaries", "boundaries_note")
    return {name: article[name] or "" for name in names}


def _line(line: SourceLine, holdings: Holdings) -> dict:
    name = line_id(line.page_id, line.number)
    spans = [(start, end, "hit") for start, end in line.hits]
    return {
        "id": name,
        "page": line.page_id,
        "number": line.number,
        "read": line.read,
        "shown": history.text_of_line(name, line.read, holdings.decisions),
        "parts": segments(line.text, spans),
        "ocr": holdings.pages.get(line.page_id, {}).get("source_kind") in OCR_KINDS,
    }


def _check(check: Mapping) -> dict:
    return {"verdict": check["verdict"], "label": labels.VERDICTS[check["verdict"]], "explanation": check["explanation"]}


def _said(row: Mapping) -> dict:
    new = labels.REVIEWS.get(row["new"], row["new"]) if row["field"] == "review" else row["new"]
    return {
        "target": row["target_id"],
        "field": labels.FIELDS.get(row["field"], row["field"]),
        "old": "" if row["field"] == "review" else row["old"] or "",
        "new": new or "",
        "who": row["reviewer"] or "",
        "note": row["note"] or "",
        "when": row["decided_at"] or "",
        "state": labels.STATES.get(row["state"], row["state"]) + ("，已被后来的代替" if row["superseded"] else ""),
    }
