"""Recognition of printed text: the PP-OCR models that rapidocr's wheel carries, run directly on onnxruntime.

rapidocr's own pipeline shrinks a broadsheet, runs a direction classifier on every line and pads lines to a common width; driven line by
line at their own width the same models see small print, and tell where each character stands (measured: tests/bench/README.md).
Sessions have one thread each; lines are shared out among THREADS threads, which leaves no core waiting for another. Values so small that
a processor takes many times as long for them (denormals) are taken for 0: detection takes a third of the time, and finds the same.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata, resources

import numpy as np

from pipeline.engines import sessions

THREADS = "OCR_THREADS"  # environment variable: threads of this process; as many as cores where it is not set
HEIGHT = 48  # pixels; the recognition model takes lines of this height
STEP = 8  # pixels of a line's width for one step of the model's answer
NARROWEST = 16  # pixels; the model fails on less
SIDE = 32  # the detection model takes sides that are multiples of this
CANDIDATES = 8  # characters kept for each place, the one that was read included
POSSIBLE = 0.01  # probability of a character that is kept beside the one that was read
BLANK = 0  # the model's class for "no character here"
STOPS = "，。、；：,.;:"  # signs that the model misses on bad scans
NEARLY = 0.05  # probability of all of them together from which a place where nothing was read may have one


@dataclass(frozen=True, slots=True)
class Missed:
    """A place where nothing was read, but a stop may stand: before character `before`, its middle at `at` of the line's width."""

    before: int
    at: float
    stops: tuple[tuple[str, float], ...]  # (stop, probability)


@dataclass(frozen=True, slots=True)
class Reading:
    """A line that was read. For each character: its probability, its middle as a share of the width, and what else it might be.

    missed: where stops may have been missed, in order.
    """

    text: str
    sure: tuple[float, ...]
    at: tuple[float, ...]
    others: tuple[tuple[tuple[str, float], ...], ...]  # (character, probability), the likeliest first, without the one read
    missed: tuple[Missed, ...] = ()

    @property
    def confidence(self) -> float:
        """Mean probability of its characters; 0 where nothing was read."""
        return sum(self.sure) / len(self.sure) if self.sure else 0.0

    def part(self, first: int, last: int) -> "Reading":
        """Its characters from `first` to before `last`; no line begins with a stop."""
        missed = tuple(replace(one, before=one.before - first) for one in self.missed if first < one.before <= last)
        return Reading(*(some[first:last] for some in (self.text, self.sure, self.at, self.others)), missed)


@cache
def version() -> str:
    """Name and version of the engine, for the `reader` of a page."""
    model = _models()["rec"].removesuffix(".onnx").replace("_rec", "")
    return f"rapidocr {metadata.version('rapidocr')} ({model}, onnxruntime {metadata.version('onnxruntime')})"


def threads() -> int:
    """Threads that read lines in this process."""
    chosen = os.environ.get(THREADS, "")
    return int(chosen) if chosen.isdigit() and int(chosen) > 0 else os.cpu_count() or 1


@cache
def _models() -> dict[str, str]:
    """File names of the models in the wheel by task: det, rec. RuntimeError where the wheel does not carry them."""
    names = sorted(item.name for item in (resources.files("rapidocr") / "models").iterdir())
    found = {task: next((n for n in names if n.endswith(".onnx") and f"_{task}" in n), "") for task in ("det", "rec")}
    if not all(found.values()):
        raise RuntimeError(f"rapidocr {metadata.version('rapidocr')} carries no models ({names}); install the version of requirements.lock")
    return found


@cache
def _session(task: str):
    """The session of a model, loaded once a process."""
    with resources.as_file(resources.files("rapidocr") / "models" / _models()[task]) as path:
        return sessions.load(str(path))


@cache
def _characters() -> tuple[str, ...]:
    listed = _session("rec").get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *listed, " ")


def _run(task: str, image: np.ndarray) -> np.ndarray:
    """A model's answer to one image (h × w × 3, 0-255)."""
    session = _session(task)
    values = image.astype(np.float32) / 127.5 - 1.0
    return session.run(None, {session.get_inputs()[0].name: values.transpose(2, 0, 1)[None]})[0][0]


def _shared_out(task: str, work: Callable, items: Sequence) -> list:
    """`work` with a model done on each item by this process's threads, in order."""
    return sessions.at_home(_at_home, task, work, items) if items else []


def _at_home(task: str, work: Callable, items: Sequence) -> list:
    _session(task)  # loaded here: see sessions
    if threads() == 1 or len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(threads()) as pool:
        return list(pool.map(work, items))


def text_maps(tiles: Sequence[np.ndarray]) -> list[np.ndarray]:
    """For each tile (h × w × 3, 0-255) the probability, h × w, that a pixel belongs to a line of text."""
    return _shared_out("det", _text_map, tiles)


def _text_map(tile: np.ndarray) -> np.ndarray:
    height, width = tile.shape[:2]
    padded = np.pad(tile, ((0, -height % SIDE), (0, -width % SIDE), (0, 0)), mode="edge")
    return _run("det", padded)[0, :height, :width]


def read(lines: Sequence[np.ndarray]) -> list[Reading]:
    """The text of each line (HEIGHT × w × 3, 0-255, w at least NARROWEST)."""
    widest_first = sorted(range(len(lines)), key=lambda i: -lines[i].shape[1])  # so that no thread is left with the longest at the end
    answers = _shared_out("rec", lambda i: _reading(_run("rec", lines[i])), widest_first)
    out: list[Reading] = [answers[0]] * len(lines) if lines else []
    for i, answer in zip(widest_first, answers, strict=True):
        out[i] = answer
    return out


def _reading(steps: np.ndarray) -> Reading:
    """The model's answer (steps × characters) as text: the likeliest of each step, repeats and blanks taken out."""
    best = steps.argmax(axis=1)
    first = np.flatnonzero((best != BLANK) & np.r_[True, best[1:] != best[:-1]])
    last = np.r_[first[1:], len(best)] if len(first) else first
    characters = _characters()
    text, sure, at, others = [], [], [], []
    for begin, limit in zip(first, last, strict=True):
        end = begin + 1
        while end < limit and best[end] == best[begin]:
            end += 1
        peak = begin + int(steps[begin:end, best[begin]].argmax())
        possible = np.flatnonzero(steps[peak] >= POSSIBLE)
        ranked = [int(c) for c in sorted(possible, key=lambda c: -steps[peak, c]) if c not in (BLANK, best[begin])]
        text.append(characters[best[begin]])
        sure.append(float(steps[peak, best[begin]]))
        at.append((begin + end) / 2 / len(best))
        others.append(tuple((characters[c], float(steps[peak, c])) for c in ranked[: CANDIDATES - 1]))
    return Reading("".join(text), tuple(sure), tuple(at), tuple(others), _missed(steps, best, first))


@cache
def _stops() -> list[int]:
    """The model's classes for STOPS."""
    return [_characters().index(stop) for stop in STOPS if stop in _characters()]


def _missed(steps: np.ndarray, best: np.ndarray, first: np.ndarray) -> tuple[Missed, ...]:
    """Between the characters, which begin at the steps `first`, the step of each blank stretch that is likest a stop, if any is."""
    if (best == BLANK).all():
        return ()
    chances = steps[:, _stops()]
    together = np.where(best == BLANK, chances.sum(axis=1), 0.0)
    likest: dict[int, int] = {}
    for step in np.flatnonzero(together >= NEARLY).tolist():
        before = int(np.searchsorted(first, step))
        if before == 0:  # no line begins with a stop
            continue
        if before not in likest or together[step] > together[likest[before]]:
            likest[before] = step
    return tuple(
        Missed(before, (step + 0.5) / len(best), tuple(zip([_characters()[c] for c in _stops()], chances[step].tolist(), strict=True)))
        for before, step in likest.items()
    )
