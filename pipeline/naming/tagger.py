"""Finds names in an article's text: the trained tagger first, then what is certain, then the same name everywhere.

A span is (start, end, label) in characters of the text; spans never overlap.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import regex

from pipeline.naming.features import features, word_set

Span = tuple[int, int, str]

# A name found once is the same name wherever it stands; short bodies (工会) would match inside other words.
_SHORTEST = {"PERSON": 2, "ORG": 3, "UNION": 3}
_TITLED = regex.compile(r"《([^《》\n]{1,120})》")
_STRETCH = 4000  # characters that are tagged at once; nearly every article is shorter
_TRIM = " \t\u3000,，、。:：;；"


@cache
def _model() -> bytes:
    """The trained model. Cached because crfsuite reads from these very bytes for as long as the tagger lives."""
    return files("pipeline.models").joinpath("names.crfsuite").read_bytes()


@cache
def _tagger():
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(_model())
    return tagger


def find(text: str, words: Sequence[tuple[int, int, str]]) -> list[Span]:
    """Spans of names in folded text, in order; `words` are (start, end, tag) of the same text in order."""
    spans, done = [], 0
    for start, end in _stretches(text, words):
        inside = []
        while done < len(words) and words[done][0] < end:
            word_start, word_end, tag = words[done]
            inside.append((word_start - start, word_end - start, tag))
            done += 1
        labels = _tagger().tag(features(text[start:end], inside))
        spans += [(s + start, e + start, label) for s, e, label in decode(labels)]
    return refine(text, spans)


def _stretches(text: str, words: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Cuts a text for the tagger, which needs some kilobytes a character: at paragraphs, in a very long one between words."""
    ends = [start for start, _, _ in words[1:]]
    cuts, start, paragraph, last = [], 0, 0, 0
    for at in ends:
        if "\n" in text[last:at]:
            paragraph = at
        if at - start > _STRETCH:
            start = paragraph if paragraph > start else at
            cuts.append(start)
        last = at
    edges = [0, *cuts, len(text)]
    return [(a, b) for a, b in zip(edges, edges[1:], strict=False) if a < b]


def decode(labels: Sequence[str]) -> list[Span]:
    """Spans of a sequence of B-, I-, E-, S- and O labels; a broken sequence gives the spans that can be read from it."""
    spans, start, label = [], None, ""
    for i, tag in enumerate([*labels, "O"]):
        if start is not None and (tag[0] in "OBS" or tag[2:] != label):
            spans.append((start, i, label))
            start = None
        if tag != "O" and start is None:
            start, label = i, tag[2:]
    return spans


def encode(length: int, spans: Sequence[Span]) -> list[str]:
    """Labels of `length` characters for spans: S- one character, B- first, E- last, I- between, O outside."""
    labels = ["O"] * length
    for start, end, label in spans:
        labels[start:end] = [f"I-{label}"] * (end - start)
        labels[start], labels[end - 1] = f"B-{label}", f"E-{label}"
        if end - start == 1:
            labels[start] = f"S-{label}"
    return labels


def refine(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans after the rules that need no training: clean ends, titles in 《》, and each name wherever it stands again."""
    return repeated(text, titled(text, [s for s in (_trimmed(text, s) for s in spans) if s[0] < s[1]]))


def _trimmed(text: str, span: Span) -> Span:
    start, end, label = span
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end, label


def titled(text: str, spans: Sequence[Span]) -> list[Span]:
    """With all that stands in 《》 as a document, except a short form (《办法》) and what the tagger took as a whole already."""
    exact = {span[:2] for span in spans}
    documents = [
        (*match.span(1), "DOCUMENT")
        for match in _TITLED.finditer(text)
        if match[1] not in word_set("documents", "short") and match.span(1) not in exact
    ]
    inside = _mask(text, documents)
    return sorted([s for s in spans if not any(inside[s[0] : s[1]])] + documents)


def _mask(text: str, spans: Sequence[Span]) -> bytearray:
    """One byte for each character: 1 inside a span."""
    mask = bytearray(len(text))
    for start, end, _ in spans:
        mask[start:end] = b"\x01" * (end - start)
    return mask


def repeated(text: str, spans: Sequence[Span]) -> list[Span]:
    """With every further place where a name of a person or body stands that was found at least once."""
    taken = _mask(text, spans)
    labels: dict[str, str] = {}
    for start, end, label in spans:
        if end - start >= _SHORTEST.get(label, len(text) + 1):
            labels.setdefault(text[start:end], label)
    found = list(spans)
    for name in sorted(labels, key=lambda n: (-len(n), n)):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(taken[at:end]):
                found.append((at, end, labels[name]))
                taken[at:end] = b"\x01" * len(name)
            at = text.find(name, end)
    return sorted(found)
