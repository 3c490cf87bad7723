"""What a doubted character or sign is, by what stands around it: the recogniser's own candidates weighed by what the language allows.

Characters: a chain of the candidates for each, weighed by pairs of characters. Stops (，。、；：), also those that were missed: by what
stands before and after, in the lines above and below, too, as the model of language and the encoder know it. Numerals, what stands
behind one (its unit), and stops within numbers and addresses are never touched.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.engines.ocr import Missed, Reading
from pipeline.layout.shapes import across
from pipeline.reading import encoder
from pipeline.reading.encoder import HIDDEN, NO_STOP, SIGNS
from pipeline.scanning import language
from pipeline.scanning.language import REACH, WIDE_SIGNS, Language, plain
from pipeline.scanning.recognising import Printed, is_wide
from pipeline.scanning.repairing import NUMERALS

# Chosen on six bad scans (150 dpi, 20,942 characters in articles), where they leave 420 wrong characters of 569; they lie on a plateau.
DOUBTED = 0.95  # probability under which a character has candidates; 0.8, 0.9, 0.99: 437, 427, 422
# How much the language weighs against the recogniser (1).
OF_CHARACTERS = 0.5  # 0.4, 0.6, 0.8: 429, 427, 444
# A character stays where the context speaks for another one only a little: it counts as so many times as likely. Of the characters changed
# on eight bad scans 93 had been read wrong and 7 right; with 1, 2, 5 it were 112 and 22, 102 and 10, 88 and 4.
KEEP = 3.0
LEAST = 0.003  # probability of what the recogniser did not think of
# What stands at a place in doubt: the stop, or none, for which most speaks. The weights of the logarithms of the probabilities, and what
# is set against none, were fitted (maximum likelihood) to the 6,800 places where a stop or a dot was read, or may have been missed, on 20
# bad scans of 150 dpi. With weights from twelve of them 116 of the 2,954 of the eight others come out wrong, with the constants that were
# set one by one before, which never took a stop out, 143.
OF_READ, OF_MISSED = 1.0, 0.75  # the recogniser's of a stop that it read, that it missed
OF_LANGUAGE, OF_ENCODER = 0.65, 0.3  # what the model of language and the encoder say
OF_USUAL = 0.8  # the share of the stop in the articles that these have learnt from, which they know without looking: taken off
USUAL = {"，": 0.53, "。": 0.23, "、": 0.185, "；": 0.035, "：": 0.02}
AGAINST_NONE, AGAINST_NO_DOT, AGAINST_MISSED = 5.0, 5.5, 2.7  # where a stop was read, a dot, nothing
OF_DOUBT = 0.35  # what is left besides the stops that the recogniser thought of speaks for none
DOTS = "·•-"  # what small stops look like on bad scans, and specks
DOTTED = 0.99  # probability under which one of them may be a stop or nothing, but for dots in a name in quotes (“红围巾·暖人心”)
OPENING, CLOSING = "“《", "”》"
BEYOND = 3  # lines above and below that are read besides
LINE = (0.5, 2.2)  # em from the top of a line to that of the next one
SAME_TYPE = 0.15  # of the em
Ask = Callable[[str], list[dict[str, float]]]


def in_context(lines: Sequence[Printed]) -> list[Printed]:
    """The lines with doubted characters and stops as the context has them; `read` keeps what the recogniser gave."""
    doubtful = [not line.vertical and (bool(line.reading.missed) or min(line.reading.sure, default=1.0) < DOUBTED) for line in lines]
    if not any(doubtful):
        return list(lines)
    model = language.load()
    out = [_changed(line, with_characters(line.reading, model)) if doubted else line for line, doubted in zip(lines, doubtful, strict=True)]
    following = _next_lines(out)
    before = {after: i for i, after in following.items()}
    for i, line in enumerate(out):
        if doubtful[i]:
            above, below = "".join(_along(out, i, before)[::-1]), "".join(_along(out, i, following))
            out[i] = _changed(line, with_stops(line.reading, above, below, model))
    return out


def _along(lines: Sequence[Printed], i: int, steps: Mapping[int, int]) -> list[str]:
    """The texts of the next lines from one on, on the side that `steps` leads to."""
    texts: list[str] = []
    while len(texts) < BEYOND and i in steps:
        i = steps[i]
        texts.append(lines[i].text)
    return texts


def _changed(line: Printed, reading: Reading) -> Printed:
    return line if reading is line.reading else replace(line, reading=reading, read=line.read or line.text)


def _next_lines(lines: Sequence[Printed]) -> dict[int, int]:
    """For each line the one below it in the same column and type, where there is one."""
    by_top = sorted((i for i, line in enumerate(lines) if not line.vertical), key=lambda i: lines[i].box[1])
    out = {}
    for n, i in enumerate(by_top):
        line = lines[i]
        for j in by_top[n + 1 :]:
            other = lines[j]
            step = (other.box[1] - line.box[1]) / line.em
            if step > LINE[1]:
                break
            narrower = min(box[2] - box[0] for box in (line.box, other.box))
            if step > LINE[0] and across(line.box, other.box) > 0.5 * narrower and abs(other.em - line.em) < SAME_TYPE * line.em:
                out[i] = j
                break
    return out


def with_characters(reading: Reading, model: Language) -> Reading:
    """The line with doubted Chinese characters as the likeliest chain of the candidates has them."""
    candidates = [_characters_at(reading, i) for i in range(len(reading.text))]
    if all(len(found) == 1 for found in candidates):
        return reading
    best: dict[str, tuple[float, str]] = {"": (0.0, "")}  # by the last character in plain form: how likely, and the line so far
    for found in candidates:
        after: dict[str, tuple[float, str]] = {}
        for char, chance in found:
            form = plain(char)
            score, before = max(
                (so_far + math.log(chance) + (OF_CHARACTERS * math.log(model.follows(last, form)) if form else 0.0), text)
                for last, (so_far, text) in best.items()
            )
            key = form or char
            after[key] = max(after.get(key, (-math.inf, "")), (score, before + char))
        best = after
    text = max(best.values())[1]
    return reading if text == reading.text else replace(reading, text=text)


def _characters_at(reading: Reading, i: int) -> list[tuple[str, float]]:
    """What a character may be, with probabilities; only itself where it was read surely, or is no plain Chinese character."""
    char, sure = reading.text[i], reading.sure[i]
    itself = [(char, KEEP * max(sure, LEAST))]
    before = reading.text[max(0, i - 1) : i]
    if sure >= DOUBTED or not is_wide(char) or not NUMERALS.isdisjoint(before + char):
        return itself
    return itself + [(other, chance) for other, chance in reading.others[i] if is_wide(other) and other not in NUMERALS]


def with_stops(reading: Reading, above: str, below: str, model: Language, ask: Ask = encoder.stops) -> Reading:
    """The line with doubted stops as the context has them or without them, and with those that were missed. above, below: the text around.

    Where a stop or point may have been missed within a number stays in `missed`.
    ask: what tells the probabilities of stops at each HIDDEN of a text.
    """
    places = _places(reading, above, below)
    heard = _heard(reading.text, places, above, below, ask)
    above, below = plain(above), plain(below)
    missed = {one.before: one for one in reading.missed}
    out: list[tuple[str, float, float, tuple]] = []
    within: list[Missed] = []
    for i in range(len(reading.text) + 1):
        char, place = reading.text[i : i + 1], places.get(i)
        before = (above + plain("".join(char for char, *_ in out)))[-REACH:] if place or i in missed else ""
        if place:
            after = (plain(reading.text[i + place.length :]) + below)[:REACH]
            stop = _stop_at(place, before, model.stands(before, after), heard[i])
            same = place.length and stop == char.translate(WIDE_SIGNS)
            if stop:
                at = reading.at[i] if place.length else missed[i].at
                certain, others = (reading.sure[i], reading.others[i]) if same else (place.chances.get(stop, LEAST), ())
                out.append((char if same else stop, certain, at, others))
        elif i in missed and _belong_together(before[-1:], (plain(reading.text[i:]) + below)[:1]):
            within.append(replace(missed[i], before=len(out)))
        if char and not (place and place.length):
            out.append((char, reading.sure[i], reading.at[i], reading.others[i]))
    text, *rest = zip(*out, strict=True) if out else ((), (), (), ())
    return reading if "".join(text) == reading.text else Reading("".join(text), *rest, tuple(within))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stop is in doubt: how many characters were read there (one or none), what the recogniser gives each stop, by its wide form,
    how much that counts, and what speaks for none.
    """

    length: int
    chances: Mapping[str, float]
    weight: float
    none: float


def _places(reading: Reading, above: str, below: str) -> dict[int, _Place]:
    """The places of a line where a stop is in doubt, by the number of the character."""
    text, missed, out = reading.text, {one.before: one for one in reading.missed}, {}
    for i in range(len(text) + 1):
        is_read = i < len(text) and _is_doubted_stop(reading, i, above + text[:i])
        if not is_read and i not in missed:
            continue
        before, after = plain(above + text[:i])[-1:], plain(text[i + is_read :] + below)[:1]
        if _belong_together(before, after):
            continue
        if is_read and not (before == "0" and not text[i + 1 :] + below):
            out[i] = _read_there(reading, i)
        elif not is_read and {before, after}.isdisjoint(SIGNS + DOTS):  # no two follow each other
            chances = _in_wide_form(missed[i].stops)
            rest = 1 - min(sum(chances.values()), 1 - LEAST)
            out[i] = _Place(0, chances, OF_MISSED, OF_DOUBT * math.log(rest) - AGAINST_MISSED)
    return out


def _is_doubted_stop(reading: Reading, i: int, before: str) -> bool:
    char, sure = reading.text[i], reading.sure[i]
    if char in DOTS:
        return sure < DOTTED and not _is_open(before)
    return sure < DOUBTED and char.translate(WIDE_SIGNS) in SIGNS


def _is_open(before: str) -> bool:
    """Does a text end within quotes?"""
    return max(map(before.rfind, OPENING)) > max(map(before.rfind, CLOSING))


def _read_there(reading: Reading, i: int) -> _Place:
    char, sure = reading.text[i], reading.sure[i]
    chances = _in_wide_form([(char, sure), *reading.others[i]])
    if char in DOTS:
        return _Place(1, chances, OF_READ, -AGAINST_NO_DOT)
    return _Place(1, chances, OF_READ, OF_DOUBT * math.log(max(1 - sure, LEAST)) - AGAINST_NONE)


def _heard(text: str, places: Mapping[int, _Place], above: str, below: str, ask: Ask) -> dict[int, dict[str, float]]:
    """What the encoder says of each place where a stop is in doubt."""
    if not places:
        return {}
    hidden = "".join(HIDDEN + text[i + places[i].length : i + 1] if i in places else text[i : i + 1] for i in range(len(text) + 1))
    return dict(zip(places, ask(above + hidden + below), strict=True))


def _belong_together(before: str, after: str) -> bool:
    """Are two characters, in plain form, parts of one number or of one address, whatever stands between them?"""
    in_number = before in NUMERALS and after in NUMERALS
    return in_number or (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())


def _in_wide_form(chances: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The stops among some characters, the forms of one taken together."""
    out: dict[str, float] = {}
    for char, chance in chances:
        form = char.translate(WIDE_SIGNS)
        if form in SIGNS:
            out[form] = out.get(form, 0.0) + chance
    return out


def _stop_at(place: _Place, before: str, stands: Mapping[str, float], heard: Mapping[str, float]) -> str:
    """The stop that most speaks for, in wide form; "" where that is none, as it is behind another stop."""
    if before[-1:] and before[-1] in SIGNS:
        return ""
    scores = {
        stop: OF_LANGUAGE * _log(stands[stop])
        + OF_ENCODER * _log(heard[stop])
        + (place.none if stop == NO_STOP else place.weight * _log(place.chances.get(stop, 0.0)) - OF_USUAL * math.log(USUAL[stop]))
        for stop in stands
    }
    best = max(scores, key=scores.__getitem__)
    return "" if best == NO_STOP else best


def _log(chance: float) -> float:
    return math.log(max(chance, LEAST))
