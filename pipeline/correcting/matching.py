"""What a decision speaks of: by id where the evidence is the one the person saw, else by the evidence, wherever it stands now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.correcting import hashes
from pipeline.correcting.checking import page_of, target_kind
from pipeline.correcting.readings import of_record
from pipeline.records import Activity, Article, Decision, Fact


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to speak of: the evidence hash of each fact and article, and who has a hash in an article or on a page."""

    hashes: dict[str, str] = field(default_factory=dict)
    holders: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))  # kind, place, hash
    activities: dict[str, Activity] = field(default_factory=dict)


def evidence(articles: Sequence[Article], facts: Sequence[Fact], activities: Sequence[Activity]) -> Evidence:
    """The evidence of some articles."""
    found = Evidence(activities={activity.activity_id: activity for activity in activities})
    for article in articles:
        digest = found.hashes[article.article_id] = hashes.article_hash(article.text)
        found.holders["article", page_of(article.article_id), digest].append(article.article_id)
    texts = {article.article_id: article for article in articles}
    for fact in facts:
        digest = found.hashes[fact.fact_id] = hashes.of_fact(fact, texts[fact.article_id])
        for place in (fact.article_id, page_of(fact.fact_id)):
            found.holders["fact", place, digest].append(fact.fact_id)
    return found


def find(decision: Decision, there: Evidence) -> tuple[str, str]:
    """(id, state) of what a decision speaks of: `live`, `stale` (the id is there, with other evidence) or `orphan` (it is gone).

    Ids follow the machine's counting, so a change of code may renumber them. The word then goes to the only fact of the same
    article, else of the same page, that has the evidence; an article's to the only one of the page that has its text.
    """
    target, digest = decision.target_id, decision.evidence_hash
    kind = target_kind(target)
    if kind == "activity":
        return _activity(decision, there)
    if there.hashes.get(target) == digest:
        return target, "live"
    for place in (target.rsplit("-", 1)[0], page_of(target)) if kind == "fact" else (page_of(target),):
        holders = there.holders.get((kind, place, digest), ())
        if len(holders) == 1:
            return holders[0], "live"
    return target, "stale" if target in there.hashes else "orphan"


def _activity(decision: Decision, there: Evidence) -> tuple[str, str]:
    """Of an activity: its number in the article, or the only activity there that reads as the person saw it."""
    target = decision.target_id
    article, _, number = target.rpartition("-")
    digest = decision.evidence_hash
    same_text = [article] if there.hashes.get(article) == digest else there.holders.get(("article", page_of(target), digest), ())
    if len(same_text) != 1:
        return target, "stale" if target in there.activities else "orphan"
    moved = f"{same_text[0]}-{number}"
    if moved in there.activities:
        return moved, "live"
    alike = [one.activity_id for one in there.activities.values() if one.article_id == same_text[0] and _reads(one, decision)]
    return (alike[0], "live") if len(alike) == 1 else (target, "orphan")


def _reads(activity: Activity, decision: Decision) -> bool:
    """Whether an activity reads as the person saw it who decided."""
    seen = of_record(activity) if decision.field == "review" else getattr(activity, decision.field)
    return seen == decision.old
