"""Articles in, words out: a blank Chinese spaCy pipeline over the segmenter of engines/segmenter.py.

spaCy never changes the text: a token's place in the document is its place in the article.
"""

from collections.abc import Sequence
from functools import cache

from pipeline.engines import segmenter
from pipeline.records import Article, Word
from pipeline.text.forms import fold


@cache
def _pipeline():
    import spacy

    nlp = spacy.blank("zh")
    nlp.tokenizer = lambda text: _document(nlp.vocab, text)
    # Articles come one at a time from a page, so spaCy's guard against texts over a million characters only hurts.
    nlp.max_length = 10**9
    return nlp


def _document(vocab, text: str):
    """A spaCy document over the text as printed; words are found in its folded form, which has the same length."""
    from spacy.tokens import Doc

    words, spaces, tags, at = [], [], [], 0
    for start, end, tag in segmenter.segment(fold(text)):
        if start > at:
            _add_blanks(text[at:start], words, spaces, tags)
        words.append(text[start:end])
        spaces.append(False)
        tags.append(tag)
        at = end
    if at < len(text):
        _add_blanks(text[at:], words, spaces, tags)
    return Doc(vocab, words=words, spaces=spaces, tags=tags)


def _add_blanks(blanks: str, words: list[str], spaces: list[bool], tags: list[str]) -> None:
    """White space in spaCy's way: one space goes with the word before it, anything else is a token of its own."""
    if words and blanks[0] == " ":
        spaces[-1] = True
        blanks = blanks[1:]
    if blanks:
        words.append(blanks)
        spaces.append(False)
        tags.append("x")


def make(articles: Sequence[Article]) -> list[Word]:
    """The words of each article's text in order, with jieba's part-of-speech tags; white space is in no word."""
    nlp = _pipeline()
    return [
        Word(article.article_id, token.idx, token.idx + len(token), token.text, token.tag_)
        for article in articles
        for token in nlp(article.text)
        if not token.is_space
    ]
