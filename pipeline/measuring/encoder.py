"""The encoder: a small transformer that reads an article as a whole and says of each quantity what it may measure.

It is the lower half of multilingual-e5-small (a model of a hundred languages, licence MIT), taught our labels by train_encoder, with
weights of 8 bits. What it says is added to what the linear models hear from their features (decoding): they know the words and rules
that we wrote down, it knows what words mean that no rule names. Sums of whole numbers make most of its work, and they are chosen so
that none runs over on any processor: the same text gives the same answer.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.engines import sessions

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from sentencepiece import SentencePieceProcessor

MODEL = "encoder.onnx"
PIECES = "encoder.pieces"  # its vocabulary, as sentencepiece reads it
QUESTIONS = ("measure", "scope", "recipient", "period")
FIRST, LAST = 1, 2  # tokens around each part of the input; see train_encoder
LONGEST = 512  # tokens at a time; the model has no more positions
HEADLINE = 64  # tokens of a headline that are read
NEAR = 12  # tokens on either side of a quantity that are looked at besides
_BOTH_SIDES = 4  # where a text is cut, a quantity is read in the window that has a LONGEST / _BOTH_SIDES of text behind it
Span = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """A stretch of an article as tokens, and for each quantity read in it (its index, its first token, the token after its last)."""

    ids: list[int]
    quantities: list[tuple[int, int, int]]


@dataclass(frozen=True)
class Outlook:
    """What the encoder says of the quantities of an article: for each question logits, quantities x classes."""

    logits: Mapping[str, "np.ndarray"]
    classes: Mapping[str, tuple[str, ...]]

    def of(self, question: str, classes: Sequence[str], rows: Sequence[int]) -> "np.ndarray":
        """The logits of some quantities for these classes, in this order; 0 for a class that the encoder does not know."""
        import numpy as np

        own = self.classes[question]
        padded = np.pad(self.logits[question][list(rows)], ((0, 0), (0, 1)))
        return padded[:, [own.index(c) if c in own else len(own) for c in classes]]

    def chance(self, question: str, label: str, row: int) -> float:
        """The probability of a class for one quantity by the encoder alone; 0 for a class that it does not know."""
        import numpy as np

        powers = np.exp(self.logits[question][row] - self.logits[question][row].max())
        return float(powers[self.classes[question].index(label)] / powers.sum()) if label in self.classes[question] else 0.0


@dataclass(frozen=True)
class Encoder:
    """A model ready to run, its vocabulary, and its classes by question."""

    session: "InferenceSession"
    pieces: "SentencePieceProcessor"
    classes: Mapping[str, tuple[str, ...]]


def read(headline: str, text: str, quantities: Sequence[Span], taught: Encoder | None = None) -> Outlook:
    """What an encoder, the shipped one where none is given, says of quantities, each [start, end) of the text."""
    import numpy as np

    taught = taught or shipped()
    logits = {question: np.zeros((len(quantities), len(taught.classes[question])), np.float32) for question in QUESTIONS}
    for window in windows(taught.pieces, headline, text, quantities):
        own, near = looks(window)
        answers = taught.session.run(QUESTIONS, {"ids": np.array(window.ids, np.int64), "own": own, "near": near})
        rows = [index for index, _, _ in window.quantities]
        for question, answer in zip(QUESTIONS, answers, strict=True):
            logits[question][rows] = answer
    return Outlook(logits, taught.classes)


def windows(pieces: "SentencePieceProcessor", headline: str, text: str, quantities: Sequence[Span]) -> list[Window]:
    """The article cut so that each part fits: the headline before each, then a stretch of text; stretches overlap by half.

    Each quantity is in one window: the first that has enough text behind it. Windows without quantities are left out.
    """
    head = [FIRST, *(token for token, _, _ in tokens(pieces, headline)[:HEADLINE]), LAST]
    body = tokens(pieces, text)
    room = LONGEST - len(head) - 1
    starts = [0] if len(body) <= room else list(range(0, len(body) - room // 2, room // 2))
    ends = [start + room - room // _BOTH_SIDES for start in starts[:-1]]  # quantities that end behind it are left to the next
    out = []
    for start, (done, until) in zip(starts, pairwise([0, *ends, len(body)]), strict=True):
        part = body[start : start + room]
        found = [(i, span) for i, q in enumerate(quantities) if (span := _inside(part, q)) and done < start + span[1] <= until]
        if found:
            ids = [*head, *(token for token, _, _ in part), LAST]
            out.append(Window(ids, [(i, len(head) + first, len(head) + end) for i, (first, end) in found]))
    return out


def _inside(part: Sequence[tuple[int, int, int]], span: Span) -> Span | None:
    """The tokens of a stretch that hold a span of the text, as [first, end); None where it is elsewhere."""
    own = [k for k, (_, start, end) in enumerate(part) if start < span[1] and end > span[0]]
    return (own[0], own[-1] + 1) if own else None


def tokens(pieces: "SentencePieceProcessor", text: str) -> list[tuple[int, int, int]]:
    """(token, start, end) of the pieces of a text; signs are read in their plain form (NFKC), line ends as spaces."""
    plain = "".join(" " if c.isspace() else n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)
    found = pieces.encode_as_offset_mapping(plain)
    return [(token, start, end) for token, (start, end) in zip(found["ids"], found["offsets"], strict=True)]


def looks(window: Window) -> "tuple[np.ndarray, np.ndarray]":
    """For each quantity the shares by which tokens count, quantities x tokens: its own alone, and those near it; each row sums to 1."""
    import numpy as np

    own, near = np.zeros((2, len(window.quantities), len(window.ids)), np.float32)
    for row, (_, first, end) in enumerate(window.quantities):
        own[row, first:end] = 1 / (end - first)
        low, high = max(0, first - NEAR), min(len(window.ids), end + NEAR)
        near[row, low:high] = 1 / (high - low)
    return own, near


@cache
def shipped() -> Encoder:
    """The encoder of pipeline/models; FileNotFoundError where it was never trained."""
    folder = resources.files("pipeline.models")
    return load(folder.joinpath(MODEL).read_bytes(), folder.joinpath(PIECES).read_bytes())


def load(model: bytes, pieces: bytes) -> Encoder:
    """An encoder from the bytes of its two files. It runs in one thread: pages are shared out among processes."""
    from sentencepiece import SentencePieceProcessor

    session = sessions.at_home(sessions.load, model)
    told = session.get_modelmeta().custom_metadata_map
    return Encoder(session, SentencePieceProcessor(model_proto=pieces), {q: tuple(told[q].split()) for q in QUESTIONS})
