"""The weights of articles_scores.toml as they fall on the lines of one page under one assumption.

All figures are logarithms: how much likelier a line is if it has the role asked about. What depends on the column
width comes as an array with one figure for each width tried.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.separating.lines import TextLine
from pipeline.separating.marks import SCORES, Marks, lexicon

_MOST_WIDTHS = 40  # column widths that are tried on a page; the commonest ones
_NARROWEST, _WIDEST = 4, 60  # columns; other lines are no column's
_WORD = 3.0  # columns that stay empty where a number or a word is not broken
_BRACKET = 1.5  # ... or where a line may not end in an opening bracket
_HIDDEN_INDENT = 2.0  # columns by which a paragraph's first line is short where the dump lost the indent
_HEADLINES = 3  # lines of a headline at the most where one empty line parts it from its article


@dataclass(frozen=True, slots=True)
class Assumption:
    """What holds for a whole page: where headlines stand, and whether paragraphs have an indent that is not shown."""

    headlines_first: bool
    hidden_indent: bool


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares, 0-1, of what a page does: empty lines by place, neighbours of one width, articles without headline."""

    blank_in_paragraph: float
    blank_between_paragraphs: float
    blank_around_headline: float
    blank_within_headline: float
    same_width: float
    no_headline: float


def usual_habits() -> Habits:
    """What is expected before a page was read."""
    return Habits(**{name: lexicon(SCORES)["habits"][name] for name in Habits.__slots__})


def column_widths(lines: Sequence[TextLine]) -> np.ndarray:
    """Column widths to try, and infinity (a paragraph a line) at the end.

    A column shows in lines of about its width that end within a sentence; where a page has not even two such lines
    of any width, each of them may be a column's.
    """
    counts = Counter(round(line.width + line.indent) for line in lines if not line.marks.closed)
    possible = [c for c in counts if _NARROWEST <= c <= _WIDEST]
    shown = [c for c in possible if counts[c - 1] + counts[c] + counts[c + 1] > 1]
    common = sorted(shown or possible, key=lambda c: (-counts[c], c))[:_MOST_WIDTHS]
    return np.array([*sorted(common), np.inf])


def body_of_one_article(lines: Sequence[TextLine]) -> int | None:
    """Where the article begins on a page whose only empty line stands below its headline; None on other pages."""
    empty = [i for i, line in enumerate(lines) if line.empty and i]
    if len(empty) == 1 and empty[0] <= _HEADLINES and not any(map(_is_of_text, lines[: empty[0]])):
        return empty[0]
    return None


def _is_of_text(line: TextLine) -> bool:
    """Whether a line shows that a text has begun, so that an empty line below it stands between articles or paragraphs."""
    mark = line.marks
    return bool(
        mark.stop_inside or mark.full_stop or mark.hanging or (mark.opening and not mark.byline) or (line.indent and not mark.plain)
    )


def _needs_no_end(mark: Marks) -> bool:
    """Whether a line may end its paragraph without a mark."""
    return mark.byline or mark.clause or mark.names or mark.date or mark.inner_label or mark.photo_credit


class Scores:
    """The weights of one page: methods take a line's index in `lines`."""

    def __init__(self, lines: Sequence[TextLine], shares: Sequence[float], assumption: Assumption, habits: Habits):
        self.lines = lines
        self.shares = shares
        self.assumption = assumption
        self.habits = habits
        self.weights = lexicon(SCORES)
        self.widths = column_widths(lines)
        self._blanks = any(line.blank for line in lines[1:])
        self._indented = sum(line.indent > 0 for line in lines) >= 2
        self._body = body_of_one_article(lines)
        finite = np.where(np.isinf(self.widths), 1, self.widths)
        unwrapped = self.weights["fullness"]["lines_a_length"]
        self._any_length = np.where(np.isinf(self.widths), unwrapped, -np.log(finite))
        self._known: dict[tuple, np.ndarray] = {}

    def blank(self, kind: str, i: int) -> float:
        """The empty line, or its lack, before line i; kind as in Habits: in_paragraph, between_paragraphs, ..."""
        if not self._blanks:
            return 0.0
        share = getattr(self.habits, "blank_" + kind)
        return math.log(share if self.lines[i].blank else 1 - share)

    def middle(self, i: int, first: bool) -> np.ndarray:
        """For each width: line i is followed by more of its paragraph; first: it is the paragraph's first line."""
        mark, following = self.lines[i].marks, self.lines[i + 1].text[0]
        unbroken = "word" if following.isascii() and following.isalnum() else "bracket" if following in "“‘（《「『(" else ""
        key = (self._columns(i, first), mark.closed, mark.hanging, unbroken)
        if key not in self._known:
            end = self.weights["line_end"]["closed_middle" if mark.closed else "unclosed_middle"]
            self._known[key] = self._fullness(key[0], unbroken, mark.closed or mark.hanging) + end
        return self._known[key]

    def _columns(self, i: int, first: bool) -> float:
        line = self.lines[i]
        return line.width + line.indent + (_HIDDEN_INDENT if first and self.assumption.hidden_indent else 0)

    def _fullness(self, columns: float, unbroken: str, mark_at_end: bool) -> np.ndarray:
        weights, d = self.weights["fullness"], columns - self.widths
        score = np.where(d > 0, weights["too_long"], weights["wrong"])
        score[(d >= -2) & (d <= 1)] = weights["short"]
        if unbroken:
            reach = _WORD if unbroken == "word" else _BRACKET
            score[(d >= -reach) & (d < -0.9)] = weights["before_" + unbroken]
        if mark_at_end:
            score[(d > 0.5) & (d <= 2)] = weights["hanging"]
        near = (d >= -1) & (d <= 1)
        score[near] = np.maximum(score[near], weights["near"])
        score[abs(d) <= 0.5] = weights["exact"]
        score[np.isinf(d)] = weights["unwrapped"]
        return score

    def last(self, i: int, first: bool) -> np.ndarray:
        """For each width: line i ends its paragraph; first: it is the paragraph's first line too."""
        line = self.lines[i]
        end = "closed" if line.marks.closed else "hanging" if line.marks.hanging else "unclosed"
        if line.text[-1] in "：:）)】" or (end == "unclosed" and (line.row or _needs_no_end(line.marks))):
            end = "closed" if end == "closed" else "label"
        key = (self._columns(i, first), end)
        if key not in self._known:
            reach = 2 if end == "closed" else 1
            too_long = self.weights["fullness"]["too_long"]
            length = np.where(key[0] > self.widths + reach, too_long, self._any_length)
            self._known[key] = length + self.weights["line_end"][end + "_last"]
        return self._known[key]

    def headline(self, i: int) -> float:
        """Line i by its form, and by the words it shares with its neighbours, as a headline."""
        line, weights, mark = self.lines[i], self.weights["headline_form"], self.lines[i].marks
        flags = {
            "plain": mark.plain,
            "closed": mark.full_stop,
            "comma_end": mark.hanging,
            "stop_inside": mark.stop_inside,
            "opening": mark.opening and not mark.byline,
            "clause": mark.clause,
            "credit": mark.photo_credit or mark.byline or mark.names or mark.date,
            "inner_label": mark.inner_label,
            "referring": mark.referring,
            "unbalanced": mark.unbalanced,
            "bad_start": mark.bad_start,
            "bracketed": mark.bracketed,
            "caption": line.caption,
            "after_jump": line.since,
            "row": line.row,
            "tiny": line.width < _NARROWEST,
            "one_article": self._body is not None and i >= self._body,
        }
        score = self.weights["structure"]["headline"] + sum(weights[name] for name, holds in flags.items() if holds)
        score += weights["plain_a_column"] * min(line.width, weights["plain_columns"]) * mark.plain
        score += max(weights["too_long"], weights["long_a_column"] * max(0, line.width - weights["longest"]))
        score += weights["commas"] * max(0, mark.commas - 1)
        score += weights["shared_words"] * self.shares[i] * (1 if self.assumption.headlines_first else -1)
        return score + (self.weights["indent"]["headline"] if self._indented and line.indent else 0)

    def opens_article(self, i: int) -> float:
        """Line i by its form as the first of an article."""
        mark, weights = self.lines[i].marks, self.weights["opening"]
        score = weights["article"] if mark.opening else weights["plain_article"]
        score += (
            weights["row_article"] * self.lines[i].row
            + weights["time_article"] * mark.time_opening
            + weights["referring_article"] * mark.referring
        )
        score += weights["clause_article"] * mark.clause + weights["caption_article"] * self.lines[i].caption
        if self._body is not None and i > self._body:
            score += self.weights["headline_form"]["one_article"]
        return score + self._indent(i) + (weights["sign_article"] if i and self.lines[i - 1].marks.signed else 0)

    def no_headline(self, i: int) -> float:
        """Line i as the first of an article without a headline, on a page whose headlines stand first."""
        return self.weights["structure"]["bare_after_jump"] if self.lines[i].since else math.log(self.habits.no_headline)

    def opens_paragraph(self, i: int) -> float:
        """Line i by its form as the first of a later paragraph."""
        mark, before, weights = self.lines[i].marks, self.lines[i - 1], self.weights["opening"]
        # A round-up has signed items, each with a dateline: the two are not counted against it twice.
        unlike = [weights["paragraph"] * (mark.opening and not before.marks.byline), weights["sign_paragraph"] * before.marks.signed]
        score = min(unlike) + weights["referring_paragraph"] * mark.referring + weights["clause_paragraph"] * mark.clause
        score += weights["caption_paragraph"] * self.lines[i].caption + weights["after_jump"] * self.lines[i].since
        score += weights["signature_paragraph"] * (mark.signed and mark.bracketed)
        score += weights["attribution_paragraph"] * (mark.attribution and before.text[-1] in "”」")
        return score + self._indent(i)

    def goes_on(self, i: int) -> float:
        """Line i by its form as the continuation of the line before."""
        mark, weights = self.lines[i].marks, self.weights["opening"]
        score = weights["clause_continued"] * mark.clause + weights["continued"] * mark.opening
        score += (
            weights["time_continued"] * (mark.time_opening and not self.lines[i - 1].marks.closed) + weights["date_continued"] * mark.date
        )
        score += weights["numbered_continued"] * mark.numbered + weights["after_jump"] * self.lines[i].since
        score += weights["row_continued"] * (self.lines[i].row or self.lines[i - 1].row) + weights["list_continued"] * (
            mark.clause and self.lines[i - 1].text[-1] in "：:"
        )
        return score + (self.weights["indent"]["continued"] if self._indented and self.lines[i].indent else 0)

    def _indent(self, i: int) -> float:
        if not self._indented:
            return 0.0
        return self.weights["indent"]["paragraph" if self.lines[i].indent else "no_paragraph"]
