"""The encoder: a small transformer that reads an article as a whole and says of each quantity what it may measure, of each token whether
it belongs to a name, and which stop stands where one cannot be read. Text comes folded, its years in digits (naming.tagger, Context).

It is the lower half of multilingual-e5-small (a model of a hundred languages, licence MIT), taught our labels by train_encoder, with
weights of 8 bits. What it says is added to what the linear models hear from their features (decoding): they know the words and rules
that we wrote down, it knows what words mean that no rule names. The same text gives the same answer on the same machine; on others it
may differ by what rounding makes of it, no more: most of the work are sums of whole numbers, which run over on no processor.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline.engines import sessions

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from sentencepiece import SentencePieceProcessor

MODEL = "encoder.onnx"
PIECES = "encoder.pieces"  # its vocabulary, as sentencepiece reads it
QUESTIONS = ("measure", "scope", "recipient", "period", "type")  # of a quantity; the last: of the activity that it belongs to
NAMES = "names"  # what is asked of each token: whether it begins (B-), goes on (I-), ends (E-) or is (S-) a name of some label, or none (O)
STOPS = "stops"  # what is asked of each HIDDEN: which stop stands there, in wide form, or NO_STOP
OF_TOKENS = (NAMES, STOPS)
HIDDEN = "\ue000"  # stands for a place where there may be a stop; no text has it, and no piece
SIGNS = "，。、；："  # the stops that are told apart
NO_STOP = "0"  # the class of places where none stands
SHARE_HIDDEN, SHARE_ASKED = 0.4, 0.03  # of the stops, and of the other places, that are hidden where it is taught
BEGIN, END = 1, 2  # tokens before the input and after each of its two parts; see encoder_base
LONGEST = 512  # tokens at a time; the model has no more positions
HEADLINE = 64  # tokens of a headline that are read
NEAR = 12  # tokens on either side of a quantity that are looked at besides
_BEHIND = 4  # where a text is cut, a quantity is read in the first window that has a _BEHIND-th of itself after it
_YEAR = re.compile(r"(?<![\d.—～~-])((?:19|20)\d\d)年")
_FAR = 2  # years from now on that are called the same
_CALLED = {-2: "前年", -1: "去年", 0: "今年", 1: "明年", _FAR: "后年"}
Span = tuple[int, int]
Token = tuple[int, int, int]  # its number, start and end in the text


@dataclass(frozen=True)
class Window:
    """A stretch of an article as tokens, and for each quantity read in it (its index, its first token, the token after its last).

    spans: what each token stands for in the text; those of the headline and the marks, which are not in it, have none.
    """

    ids: list[int]
    quantities: list[tuple[int, int, int]]
    spans: list[Span | None]


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


def read(headline: str, text: str, quantities: Sequence[Span], issue: str = "", taught: Encoder | None = None) -> Outlook:
    """What an encoder, the shipped one where none is given, says of quantities, each [start, end) of the text, not empty.

    issue: the date of the paper, YYYY-MM-DD or its beginning, empty where it is not known.
    """
    import numpy as np

    taught = taught or shipped()
    logits = {question: np.zeros((len(quantities), len(taught.classes[question])), np.float32) for question in QUESTIONS}
    for window in windows(taught.pieces, headline, text, quantities, issue):
        answers = _answers(taught, QUESTIONS, window)
        rows = [index for index, _, _ in window.quantities]
        for question, answer in zip(QUESTIONS, answers, strict=True):
            logits[question][rows] = answer
    return Outlook(logits, taught.classes)


def _answers(taught: Encoder, asked: Sequence[str], window: Window) -> "list[np.ndarray]":
    import numpy as np

    own, near = looks(window)
    return taught.session.run(asked, {"ids": np.array(window.ids, np.int64), "own": own, "near": near})


def windows(pieces: "SentencePieceProcessor", headline: str, text: str, quantities: Sequence[Span], issue: str = "") -> list[Window]:
    """The article cut so that each part fits: month and headline before each, then a stretch of text; stretches overlap by half.

    Each quantity is in one window: the first that has enough text behind it; what of it is longer than a window is left out.
    Windows without quantities are left out, and so are quantities without characters.
    """
    head, body, room = _cut(pieces, headline, text, issue)
    starts = [0] if len(body) <= room else list(range(0, len(body) - room // 2, room // 2))
    limits = [*(start + room - room // _BEHIND for start in starts[:-1]), len(body)]  # a quantity that ends behind it is left to the next
    token_starts, token_ends = [start for _, start, _ in body], [end for _, _, end in body]
    found: dict[int, list[tuple[int, int, int]]] = {}
    for index, (start, end) in enumerate(quantities):
        first, last = bisect_right(token_ends, start), bisect_left(token_starts, end)
        if first < last:
            number = bisect_left(limits, last)
            low, high = max(first - starts[number], 0), min(last - starts[number], room)
            found.setdefault(number, []).append((index, len(head) + low, len(head) + high))
    return [_window(head, body[starts[number] : starts[number] + room], found[number]) for number in sorted(found)]


def _cut(pieces: "SentencePieceProcessor", headline: str, text: str, issue: str) -> tuple[list[int], list[Token], int]:
    """The tokens before each stretch of text, those of the text, and how many fit a stretch."""
    year, month = (int(part) if part.isdigit() else 0 for part in (issue[:4], issue[5:7]))
    head = [BEGIN, *(token for token, _, _ in tokens(pieces, f"{month}月 {headline}" if month else headline)[:HEADLINE]), END]
    body = tokens(pieces, text, year)
    return head, body, LONGEST - len(head) - 1


def _window(head: Sequence[int], part: Sequence[Token], quantities: Sequence[tuple[int, int, int]] = ()) -> Window:
    ids = [*head, *(token for token, _, _ in part), END]
    return Window(ids, list(quantities), [*[None] * len(head), *((start, end) for _, start, end in part), None])


def names(headline: str, text: str, issue: str = "", taught: Encoder | None = None) -> tuple[list[Span], "np.ndarray"]:
    """What an encoder says of names: the tokens' spans of the text, and tokens x classes (of NAMES) the logarithms of the chances.

    Spans are in order and may be empty or share a sign (㎡ is m and 2). Stretches of a long text overlap by a quarter.
    """
    return _of_tokens(NAMES, headline, text, issue, taught or shipped())


def stops(text: str, taught: Encoder | None = None) -> list[dict[str, float]]:
    """For each HIDDEN of a text the probabilities of the stops that may stand there, and of none (NO_STOP), as at any place of a text."""
    import numpy as np

    taught = taught or shipped()
    spans, said = _of_tokens(STOPS, "", text, "", taught)
    rows = {at: i for i, span in enumerate(spans) for at in range(*span)}  # a HIDDEN beside a sign without a piece shares its token
    chances = np.exp(said[[rows[i] for i, char in enumerate(text) if char == HIDDEN]])
    chances[:, taught.classes[STOPS].index(NO_STOP)] *= SHARE_HIDDEN / SHARE_ASKED
    chances /= chances.sum(axis=1, keepdims=True)
    return [dict(zip(taught.classes[STOPS], row, strict=True)) for row in chances.tolist()]


def _of_tokens(question: str, headline: str, text: str, issue: str, taught: Encoder) -> tuple[list[Span], "np.ndarray"]:
    import numpy as np

    head, body, room = _cut(taught.pieces, headline, text, issue)
    edge = room // 8
    said = np.zeros((len(body), len(taught.classes[question])), np.float32)
    for start in range(0, max(len(body) - 2 * edge, 1), room - 2 * edge):
        window = _window(head, body[start : start + room])
        (answer,) = _answers(taught, [question], window)
        first = edge if start else 0  # of two stretches that both hold a token, the one that shows more around it
        said[start + first : start + room] = answer[len(head) + first : -1]
    said -= said.max(axis=1, keepdims=True)
    return [(start, end) for _, start, end in body], said - np.log(np.exp(said).sum(axis=1, keepdims=True))


def window_of(pieces: "SentencePieceProcessor", text: str) -> Window:
    """The window in which `stops` reads a text; what does not fit is left out."""
    head, body, room = _cut(pieces, "", text, "")
    return _window(head, body[:room])


def tokens(pieces: "SentencePieceProcessor", text: str, year: int = 0) -> list[Token]:
    """(token, start, end) of the pieces of a text, whose signs are read in their plain form (NFKC).

    year: that of the paper; a year near it is read as what people call it, lest the encoder have to reckon. 0 where it is not known.
    """
    plain = [" " if c.isspace() else unicodedata.normalize("NFKC", c) for c in text]
    if year:
        for m in _YEAR.finditer(text):
            called = _CALLED.get(min(int(m[1]) - year, _FAR))
            if called:  # its first sign where the year begins, its last where it ends
                plain[m.start() : m.end()] = [called[0], *[""] * (m.end() - m.start() - 2), called[1]]
    whose = [i for i, form in enumerate(plain) for _ in form]  # which sign of the text one of the plain text belongs to
    whose.append(len(text))
    found = pieces.encode_as_offset_mapping("".join(plain))
    spans = zip(found["ids"], found["offsets"], strict=True)
    return [(token, whose[start], whose[end - 1] + 1 if start < end else whose[start]) for token, (start, end) in spans]


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
    return Encoder(
        session, SentencePieceProcessor(model_proto=pieces), {q: tuple(told[q].split()) for q in (*QUESTIONS, *OF_TOKENS) if q in told}
    )
