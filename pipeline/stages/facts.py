"""Articles with their entities → the union activities that they report, and the facts with the activity each belongs to."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.measuring import activities as finding
from pipeline.measuring.measures import decide
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
        quantities = find(article.text)
        found = finding.find(article, named[article.article_id], quantities)
        activities += [item.activity for item in found]
        facts += decide(article, named[article.article_id], quantities, found)
    return activities, facts
