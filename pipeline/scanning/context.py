"""What a doubted character or sign is, by what stands around it: the recogniser's own candidates weighed by what the language allows.

Characters: a chain of the candidates for each, weighed by pairs of characters. Stops (，。、；：), also those that were missed: by what
stands before and after, in the lines above and below, too, as the model of language and the encoder know it. Numerals, what stands
behind one (its unit), and stops within numbers and addresses are never touched.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

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
OF_STOPS = 0.9  # 0.7, 1.1: 425, 424
# How much the encoder weighs on stops, and the model of language the rest. Of 372 stops hidden in articles that neither had seen a
# share of 0.796, 0.812, 0.815, 0.812, 0.801, 0.801 was told at 0, 0.2 ... 1, with a log loss of 0.57, 0.53, 0.51, 0.52, 0.55, 0.62.
OF_ENCODER = 0.4
TOO_LITTLE = 2.5  # log odds: what the recogniser gives a stop that it misses; 1.5, 2: 429, 427
LEAST = 0.003  # probability of what the recogniser did not think of
# Shares of the stops in the articles that the model has learnt from: what it knows without looking.
USUAL = {"，": 0.53, "。": 0.23, "、": 0.185, "；": 0.035, "：": 0.02}
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
    """The line with doubted stops as the context has them, and with those that were missed. above, below: the text around.

    Where a stop or point may have been missed within a number stays in `missed`.
    ask: what tells the probabilities of stops at each HIDDEN of a text.
    """
    heard = _heard(reading, above, below, ask)
    above, below = plain(above), plain(below)
    missed = {one.before: one for one in reading.missed}
    out: list[tuple[str, float, float, tuple]] = []
    within: list[Missed] = []
    for i in range(len(reading.text) + 1):
        char = reading.text[i : i + 1]
        possible = _stops_at(reading, i) if char else {}
        if i in missed or possible:
            before = (above + plain("".join(char for char, *_ in out)))[-REACH:]
            after = (plain(reading.text[i:]) + below)[:REACH]
            stands_already = any(char in SIGNS for char in before[-1:] + after[:1])  # no two stops follow each other
            if i in missed and _belong_together(before[-1:], after[:1]):
                within.append(replace(missed[i], before=len(out)))
            elif i in missed and not stands_already and (stop := _missed_stop(missed[i], _both(model.stands(before, after), heard.get(i)))):
                out.append((*stop, missed[i].at, ()))
                before += stop[0]
            if possible and not _belong_together(before[-1:], after[1:2]):
                best = _likeliest(possible, _both(model.stands(before, after[1:]), heard.get(i)))
                char = char if best == char.translate(WIDE_SIGNS) else best
        if char:
            out.append((char, reading.sure[i], reading.at[i], reading.others[i]))
    text, *rest = zip(*out, strict=True) if out else ((), (), (), ())
    return reading if "".join(text) == reading.text else Reading("".join(text), *rest, tuple(within))


def _heard(reading: Reading, above: str, below: str, ask: Ask) -> dict[int, dict[str, float]]:
    """What the encoder says of each doubted stop of a line, and of each place where one may have been missed, by the character's number."""
    missed, asked, text = {one.before for one in reading.missed}, [], ""
    for i in range(len(reading.text) + 1):
        char = reading.text[i : i + 1]
        beside = {one.translate(WIDE_SIGNS) for one in reading.text[max(0, i - 1) : i + 1]}
        if char and _stops_at(reading, i):
            asked.append(i)
            char = HIDDEN
        elif i in missed and beside.isdisjoint(SIGNS):
            asked.append(i)
            char = HIDDEN + char
        text += char
    return dict(zip(asked, ask(above + text + below), strict=True)) if asked else {}


def _both(stands: Mapping[str, float], heard: Mapping[str, float] | None) -> dict[str, float]:
    """The probabilities of stops by the model of language and the encoder together; by the first alone where the other was not asked."""
    if heard is None:
        return dict(stands)
    weighed = {stop: chance ** (1 - OF_ENCODER) * heard[stop] ** OF_ENCODER for stop, chance in stands.items()}
    return {stop: chance / sum(weighed.values()) for stop, chance in weighed.items()}


def _belong_together(before: str, after: str) -> bool:
    """Are two characters, in plain form, parts of one number or of one address, whatever stands between them?"""
    in_number = before in NUMERALS and after in NUMERALS
    return in_number or (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())


def _stops_at(reading: Reading, i: int) -> dict[str, float]:
    """Which stops a stop may be, in wide form, with probabilities; nothing where it is sure."""
    char = reading.text[i].translate(WIDE_SIGNS)
    possible = _in_wide_form([(char, reading.sure[i]), *reading.others[i]]) if char in SIGNS else {}
    return possible if len(possible) > 1 else {}


def _in_wide_form(chances: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The stops among some characters, the forms of one taken together."""
    out: dict[str, float] = {}
    for char, chance in chances:
        form = char.translate(WIDE_SIGNS)
        if form in SIGNS:
            out[form] = out.get(form, 0.0) + chance
    return out


def _likeliest(possible: Mapping[str, float], stands: Mapping[str, float]) -> str:
    """The stop that recogniser and language together think likeliest."""
    return max(possible, key=lambda stop: math.log(max(possible[stop], LEAST)) + OF_STOPS * math.log(stands[stop] / USUAL[stop]))


def _missed_stop(missed: Missed, stands: Mapping[str, float]) -> tuple[str, float] | None:
    """The stop that stands where the recogniser gave none, and its probability; None where it is likelier that there is none."""
    possible = _in_wide_form(missed.stops)
    together = min(sum(possible.values()), 1 - LEAST)
    odds = math.log(together / (1 - together)) + OF_STOPS * math.log(max(1 - stands[NO_STOP], 1e-6) / stands[NO_STOP]) + TOO_LITTLE
    stop = _likeliest(possible, stands)
    return (stop, possible[stop]) if odds > 0 else None
