"""Finds names in an article's text: tagger and encoder first, then what is certain, then the same name everywhere.

A span is (start, end, label) in characters of the text; spans never overlap.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from pipeline.engines.segmenter import segment
from pipeline.naming import certain, heard, rules
from pipeline.naming.certain import Span, Token
from pipeline.naming.features import features
from pipeline.reading import encoder
from pipeline.text.date_patterns import years_in_digits

_STRETCH = 4000  # characters that are tagged at once; nearly every article is shorter


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


def find(text: str, words: Sequence[Token], headline: str = "", issue: str = "") -> list[Span]:
    """Spans of names in folded text, in order; `words` are (start, end, tag) of the same text in order.

    headline (folded) and issue (the date of the paper) help the encoder, where they are known.
    """
    classes = encoder.shipped().classes[encoder.NAMES]
    tokens, said = encoder.names(headline, years_in_digits(text), issue)
    chances = np.vstack([np.zeros((0, len(classes))), *(_chances(_tagger(), *part, classes) for part in _parts(text, words))])
    return refine(text, decode(heard.likeliest(chances, text, tokens, said, classes)), words)


def find_alone(text: str, tagger=None) -> list[Span]:
    """Spans of names in folded text that nobody has segmented yet, without the encoder: for its training, which must not hang on it.

    tagger: one of python-crfsuite, the shipped one where there is none.
    """
    words = list(segment(text))
    return refine(text, decode((tagger or _tagger()).tag(features(text, words))), words)


def _parts(text: str, words: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """Stretches of the text, each with its words."""
    done = 0
    for start, end in _stretches(text, words):
        inside = []
        while done < len(words) and words[done][0] < end:
            word_start, word_end, tag = words[done]
            inside.append((word_start - start, word_end - start, tag))
            done += 1
        yield text[start:end], inside


def _chances(tagger, text: str, words: Sequence[Token], classes: Sequence[str]) -> np.ndarray:
    """Characters x classes: how likely a tagger of python-crfsuite takes each label to be; 0 for one that it does not know."""
    out, known = np.zeros((len(text), len(classes))), set(tagger.labels())
    tagger.set(features(text, words))
    for column, label in enumerate(classes):
        if label in known:
            out[:, column] = [tagger.marginal(label, i) for i in range(len(text))]
    return out


def _stretches(text: str, words: Sequence[Token]) -> list[tuple[int, int]]:
    """Where to cut a text, as the tagger needs kilobytes a character: at paragraphs, in a long one between words."""
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
    return [(a, b) for a, b in pairwise(edges) if a < b]


def decode(labels: Sequence[str]) -> list[Span]:
    """Spans of a sequence of B-, I-, E-, S- and O labels; of a broken sequence, the spans that can be read from it."""
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


def refine(text: str, spans: Sequence[Span], words: Sequence[Token]) -> list[Span]:
    """Spans after the rules that need no training; `words` are those of the text, in order."""
    found = rules.unclaused(text, rules.cut(text, rules.trimmed(text, spans), words))
    found = rules.narrowed(text, rules.departments(text, rules.headed(text, found, words)))
    found = rules.plausible(text, rules.whole_unions(text, found))
    found = certain.campaigns(text, rules.titled(text, found))
    found = certain.with_parts(text, certain.bodies(text, found, words))
    found = certain.famous(text, certain.spaced(text, certain.dotted(text, found, words)), words)
    return certain.areas(text, rules.repeated(text, found))
