"""Digests of the evidence a person saw: where they still agree, the decision speaks of the same thing, whatever its id is now.

Personal numbers are masked before: their digits could be found again by trying all numbers against a published digest, and a decision
holds whether they are published or not.
"""

import hashlib
from functools import lru_cache

from pipeline.records import Article, Fact
from pipeline.text.masking import mask

_DIGITS = 16  # hexadecimal; 64 bits, so that two of a million pieces of evidence hardly ever share one


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def fact_hash(sentence: str, at: int, text: str) -> str:
    """Of a fact: its sentence, where the span begins in it (characters from 0), and the span's text."""
    return _digest("fact", mask(sentence), str(at), text)


def article_hash(text: str) -> str:
    """Of an article and of the activities that it reports: the article's text."""
    return _digest("article", mask(text))


def line_hash(text: str) -> str:
    """Of a line of a page: its text as the reader read it, before cleaning."""
    return _digest("line", mask(text))


def of_fact(fact: Fact, article: Article) -> str:
    """Of a fact of an article.

    Its sentence is masked as part of the article: a number that goes on behind a semicolon is announced in the sentence before.
    """
    first = article.text.rfind(fact.sentence, 0, fact.start + len(fact.sentence))
    if not 0 <= first <= fact.start:
        return fact_hash(fact.sentence, 0, fact.text)
    return fact_hash(_masked(article.text)[first : first + len(fact.sentence)], fact.start - first, fact.text)


@lru_cache(maxsize=4)  # the facts of an article follow one another
def _masked(text: str) -> str:
    return mask(text)
