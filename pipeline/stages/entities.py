"""Articles and their words in, named entities out (FACTS.md, entities): who, where, which document, which campaign."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.naming import canonical, codes, tagger
from pipeline.records import Article, Entity, Word
from pipeline.text.forms import fold

_BODIES = ("UNION", "ORG")  # what has a full name to be resolved


def make(articles: Sequence[Article], words: Sequence[Word]) -> list[Entity]:
    """Entities of each article in order of their place, numbered `<article_id>-e<nn>` from 01.

    `words` are the words of all the articles (stages/words.py), in any order of articles.
    """
    by_article: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        by_article[word.article_id].append(word)
    return [entity for article in articles for entity in _of_article(article, by_article[article.article_id])]


def _of_article(article: Article, words: Sequence[Word]) -> list[Entity]:
    tokens = [(w.start, w.end, w.pos) for w in words]
    spans = tagger.find(fold(article.text), tokens, fold(article.headline), article.issue_date or "")
    found = [
        Entity(f"{article.article_id}-e{n:02d}", article.article_id, label, start, end, article.text[start:end])
        for n, (start, end, label) in enumerate(spans, start=1)
    ]
    return _with_names(article, found)


def _with_names(article: Article, entities: Sequence[Entity]) -> list[Entity]:
    """With full names and codes, which need to know all the names of the article."""
    context = canonical.context(article, entities)
    hints = codes.hints(context)
    named = []
    for entity in entities:
        full = canonical.resolve(entity.text, context, entity.start) if entity.label in _BODIES else entity.text
        code = codes.admin_code(entity.label, full or entity.text, hints, context.year)
        named.append(replace(entity, canonical=full, admin_code=code))
    return named
