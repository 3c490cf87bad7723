"""What a decision speaks of: by id where the evidence is the one the person saw, else by the evidence, wherever it stands now."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.correcting import hashes
from pipeline.correcting.checking import page_of, target_kind
from pipeline.correcting.file_format import ACTIVITY_FIELDS
from pipeline.records import Activity, Article, Decision, Fact

# What tells the activities of an article apart. Not their days, which they often share: between builds of 2,633 texts with other code
# the only other one that read as before was the same activity in 75 of 100 cases by its type, in 16 of 30 by its date.
_TELLING = ("organizer", "type", "place")
ISSUE = ""  # the place of all that an issue holds
Seen = Mapping[str, Sequence[str | None]]  # by column: what the machine read first, then what it may read since


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to speak of: the evidence hash of each fact and article, and who has a hash in an article, a page, the issue."""

    hashes: dict[str, str] = field(default_factory=dict)
    holders: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))  # kind, place, hash
    activities: dict[str, Activity] = field(default_factory=dict)
    seen: dict[int, Seen] = field(default_factory=dict)  # by the line of a decision on an activity


def evidence(
    articles: Sequence[Article], facts: Sequence[Fact], activities: Sequence[Activity], decisions: Iterable[Decision] = ()
) -> Evidence:
    """The evidence of some articles, and of some decisions (in the order in which they were made) what they were made of."""
    found = Evidence(activities={activity.activity_id: activity for activity in activities}, seen=_seen(decisions))
    for article in articles:
        digest = found.hashes[article.article_id] = hashes.article_hash(article.text)
        for place in (page_of(article.article_id), ISSUE):
            found.holders["article", place, digest].append(article.article_id)
    texts = {article.article_id: article for article in articles}
    for fact in facts:
        digest = found.hashes[fact.fact_id] = hashes.of_fact(fact, texts[fact.article_id])
        for place in (fact.article_id, page_of(fact.fact_id), ISSUE):
            found.holders["fact", place, digest].append(fact.fact_id)
    return found


def find(decision: Decision, there: Evidence) -> tuple[str, str]:
    """(id, state) of what a decision speaks of: `live`, `stale` (the id is there, with other evidence) or `orphan` (it is gone).

    Ids follow the machine's counting, so a change of code may renumber them, and they name a page, which may be renamed. The word then
    goes to the only fact of the same article, else of the same page, else of the issue, that has the evidence; an article's to the only
    one of the page or the issue that has its text.
    """
    target, digest = decision.target_id, decision.evidence_hash
    kind = target_kind(target)
    if kind == "activity":
        return _activity(decision, there)
    if there.hashes.get(target) == digest:
        return target, "live"
    if holder := _only_holder(kind, digest, (target.rsplit("-", 1)[0], page_of(target), ISSUE), there):
        return holder, "live"
    return target, "stale" if target in there.hashes else "orphan"


def _only_holder(kind: str, digest: str, places: Iterable[str], there: Evidence) -> str | None:
    """Who alone has a hash in the first of some places where anybody alone has it."""
    found = (there.holders.get((kind, place, digest), ()) for place in places)
    return next((holders[0] for holders in found if len(holders) == 1), None)


def _activity(decision: Decision, there: Evidence) -> tuple[str, str]:
    """Of an activity: its number in the article, unless that reads otherwise now and only one other reads as the person saw it."""
    target = decision.target_id
    article, _, number = target.rpartition("-")
    digest = decision.evidence_hash
    same_text = article if there.hashes.get(article) == digest else _only_holder("article", digest, (page_of(target), ISSUE), there)
    if same_text is None:
        return target, "stale" if target in there.activities else "orphan"
    seen = there.seen.get(decision.line, {})
    numbered = there.activities.get(f"{same_text}-{number}")
    if numbered:
        seen = {name: values for name, values in seen.items() if name in _TELLING and values[0] is not None}
        if all(getattr(numbered, name) in values for name, values in seen.items()):
            return numbered.activity_id, "live"
    inside = [one for one in there.activities.values() if one.article_id == same_text]
    alike = [one.activity_id for one in inside if seen and all(getattr(one, name) == values[0] for name, values in seen.items())]
    if len(alike) == 1:
        return alike[0], "live"
    return (numbered.activity_id, "live") if numbered else (target, "orphan")


def _seen(decisions: Iterable[Decision]) -> dict[int, Seen]:
    """By the line of each decision on an activity, what it tells of the activity together with others of its moment, as one sitting."""
    first: dict[tuple[str, ...], str | None] = {}  # what the machine had read where a person later saw another's word
    moments: dict[tuple, dict[str, list[str | None]]] = defaultdict(lambda: defaultdict(list))
    out: dict[int, Seen] = {}
    for decision in decisions:
        if target_kind(decision.target_id) != "activity":
            continue
        of = decision.target_id, decision.evidence_hash
        out[decision.line] = moment = moments[*of, decision.reviewer, decision.decided_at or decision.line]
        for name, old in _told(decision).items():
            read = first.get((*of, name, old), old)
            moment[name] += [read, old]
            if name == decision.field:
                first[*of, name, decision.new] = read
                moment[name].append(decision.new)
    return out


def _told(decision: Decision) -> dict[str, str | None]:
    """The reading that a person saw, as far as a decision on an activity tells it: a column, or organizer and type, which none share."""
    if decision.field in ACTIVITY_FIELDS:
        return {decision.field: decision.old}
    try:
        reading = json.loads(decision.old or "")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(reading, dict):
        return {}
    return {name: reading[name] for name in ("organizer", "type") if isinstance(reading.get(name, 0), str | None)}
