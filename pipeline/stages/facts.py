"""Articles with their entities → the union activities that they report, and the facts with the activity each belongs to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.measuring import activities as finding
from pipeline.measuring import activity_heard as hearing
from pipeline.measuring import activity_model, measures
from pipeline.measuring.activities import ActivityFound
from pipeline.measuring.quantities import find
from pipeline.records import Activity, Article, Entity, Fact


def make(articles: Sequence[Article], entities: Sequence[Entity]) -> tuple[list[Activity], list[Fact]]:
    """Activities and facts in the order of the articles and of their text."""
    named: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        named[entity.article_id].append(entity)
    activities: list[Activity] = []
    facts: list[Fact] = []
    for article in articles:
        found, measured = _told(article, named[article.article_id])
        activities += [item.activity for item in found]
        facts += measured
    return activities, facts


def _told(article: Article, entities: Sequence[Entity]) -> tuple[list[ActivityFound], list[Fact]]:
    """The activities of an article, and its facts; none where it reports no activity."""
    quantities = find(article.text)
    reading = finding.read(article, entities, quantities, activity_model.weights())
    if not finding.is_reported(reading):
        return [], []
    measurable = measures.measurable(quantities)
    seen = measures.outlook(article, measurable)
    found = finding.activities_of(replace(reading, heard=hearing.of(seen, measurable)), quantities)
    return found, measures.decide(article, entities, measurable, found, seen)
