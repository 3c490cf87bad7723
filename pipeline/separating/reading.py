"""The best reading of a page: which line is headline, which begins an article or a paragraph, which goes on.

A reading gives each line one of seven roles, and each article one column width; its score is the sum of the weights
in articles_scores.toml, and the best is found exactly (Viterbi). All lines of a page are read under a few assumptions
(headlines before or after their articles; first lines of paragraphs short by an indent that the text does not show,
or not); the assumption whose best reading scores highest is taken for the page. Time grows with the number of lines.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.separating.lines import TextLine, shared_words
from pipeline.separating.marks import Marks, lexicon

HEADLINE, FURTHER, ARTICLE, PARAGRAPH, GOES_ON, CREDIT, BYLINE = range(7)
_ROLES = 7
_BODY = (ARTICLE, PARAGRAPH, GOES_ON)
_NEVER = -1e9
_MOST_WIDTHS = 40  # column widths that are tried on a page; the commonest ones
_WIDEST = 60  # columns; a longer line is not a column's
_HEADLINES = 3  # lines of a headline at the most where one empty line parts it from its article
_SHORT = 3.0  # columns that stay empty where a number or a word is not broken
_INVISIBLE_INDENT = 2.0  # columns by which a paragraph's first line is short where the dump lost the indent


@dataclass(frozen=True, slots=True)
class Assumption:
    """What holds for a whole page: where headlines stand, and whether paragraphs have an indent that is not shown."""

    headlines_first: bool
    hidden_indent: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A role for each line, the score, and by how much it beats the best reading with headlines on the other side."""

    roles: tuple[int, ...]
    score: float
    margin: float
    assumption: Assumption


def _widths(lines: Sequence[TextLine]) -> np.ndarray:
    """Column widths to try: those that lines of the page have, and infinity (a paragraph a line) at the end."""
    counts = Counter()
    for line in lines:
        columns = round(line.width + line.indent)
        if 4 <= columns <= _WIDEST:
            counts[columns] += 1
    common = sorted(counts, key=lambda c: (-counts[c], c))[:_MOST_WIDTHS]
    return np.array([*sorted(common), np.inf])


def _body_of_one_article(lines: Sequence[TextLine]) -> int | None:
    """Where the article begins on a page whose only empty line stands below its headline; None on other pages."""
    blanks = [i for i, line in enumerate(lines) if line.blank and i]
    if len(blanks) == 1 and blanks[0] <= _HEADLINES and not any(x.marks.stop_inside for x in lines[: blanks[0]]):
        return blanks[0]
    return None


class _Scores:
    """The weights of one page under one assumption, line by line."""

    def __init__(self, lines: Sequence[TextLine], shares: Sequence[float], assumption: Assumption):
        self.lines = lines
        self.shares = shares
        self.assumption = assumption
        self.weights = lexicon("scores")
        self.widths = _widths(lines)
        self.blanks = any(line.blank for line in lines[1:])
        self.indented = sum(line.indent > 0 for line in lines) >= 2
        self.body = _body_of_one_article(lines)
        self._length = np.where(np.isinf(self.widths), self.weights["fullness"]["lines_a_length"], -np.log(np.where(np.isinf(self.widths), 1, self.widths)))
        self._cache: dict = {}

    def blank(self, kind: str, i: int) -> float:
        """The weight of the empty line, or its lack, before line i."""
        if not self.blanks:
            return 0.0
        return self.weights["blank"][kind if self.lines[i].blank else "no_" + kind]

    def _columns(self, i: int, first: bool) -> float:
        line = self.lines[i]
        return line.width + line.indent + (_INVISIBLE_INDENT if first and self.assumption.hidden_indent else 0)

    def middle(self, i: int, first: bool) -> np.ndarray:
        """For each width: line i is followed by more of its paragraph; first: it is the paragraph's first line."""
        line, weights = self.lines[i], self.weights["fullness"]
        following = self.lines[i + 1].text[0]
        unbroken = following in "“‘（《「『(" or following.isascii()
        key = (self._columns(i, first), line.marks.closed, line.marks.hanging, unbroken)
        if key not in self._cache:
            d = key[0] - self.widths
            score = np.where(d > 0, weights["too_long"], weights["wrong"])
            score[(d >= -2) & (d <= 1)] = weights["short"]
            if unbroken:
                score[(d >= -_SHORT) & (d < -0.9)] = weights["short_before_unbroken"]
            if line.marks.closed or line.marks.hanging:
                score[(d > 0.5) & (d <= 2)] = weights["hanging"]
            score[(d >= -1) & (d <= 1)] = np.maximum(score[(d >= -1) & (d <= 1)], weights["near"])
            score[abs(d) <= 0.5] = weights["exact"]
            score[np.isinf(d)] = weights["unwrapped"]
            score += self.weights["line_end"]["closed_middle" if line.marks.closed else "unclosed_middle"]
            self._cache[key] = score
        return self._cache[key]

    def last(self, i: int, first: bool) -> np.ndarray:
        """For each width: line i ends its paragraph."""
        line, weights = self.lines[i], self.weights["line_end"]
        columns = self._columns(i, first)
        end = "closed" if line.marks.closed else "hanging" if line.marks.hanging else "unclosed"
        if line.text[-1] in "：:" or end == "unclosed" and self._needs_no_end(line.marks):
            end = "label"
        key = (columns, end, line.marks.closed)
        if key not in self._cache:
            reach = 2 if line.marks.closed else 1
            over = columns > self.widths + reach
            self._cache[key] = np.where(over, self.weights["fullness"]["too_long"], self._length) + weights[end + "_last"]
        return self._cache[key]

    @staticmethod
    def _needs_no_end(mark: Marks) -> bool:
        return mark.byline or mark.clause or mark.names or mark.date or mark.inner_label or mark.photo_credit

    def headline(self, i: int) -> float:
        """Line i by its form as a headline."""
        line, weights, mark = self.lines[i], self.weights["headline_form"], self.lines[i].marks
        lean = self.shares[i] * weights["shared_words"]
        flags = {
            "closed": mark.closed and line.text[-1] in "。.",
            "comma_end": mark.hanging,
            "stop_inside": mark.stop_inside,
            "opening": mark.opening and not mark.byline,
            "clause": mark.clause,
            "credit": mark.photo_credit or mark.byline or mark.names or mark.date,
            "inner_label": mark.inner_label,
            "unbalanced": mark.unbalanced,
            "bad_start": mark.bad_start,
            "long": line.width > weights["longest"],
            "tiny": line.width < 4,
        }
        score = self.weights["structure"]["headline"] + weights["commas"] * max(0, mark.commas - 1)
        score += lean if self.assumption.headlines_first else -lean
        score += sum(weights[name] for name, holds in flags.items() if holds)
        score += weights["one_article"] * (self.body is not None and i >= self.body)
        return score + (self.weights["indent"]["headline"] if self.indented and line.indent else 0)

    def opens_article(self, i: int) -> float:
        """Line i by its form as the first of an article."""
        mark, weights = self.lines[i].marks, self.weights["opening"]
        score = weights["article"] if mark.opening else weights["plain_article"]
        score += self.weights["headline_form"]["one_article"] * (self.body is not None and i > self.body)
        score += weights["time_article"] * mark.time_opening + weights["referring_article"] * mark.referring
        score += weights["clause_article"] * mark.clause
        return score + self._indent(i, "paragraph") + (weights["sign_article"] if i and self._signed(i - 1) else 0)

    def opens_paragraph(self, i: int) -> float:
        """Line i by its form as the first of a later paragraph."""
        mark, weights = self.lines[i].marks, self.weights["opening"]
        before = self.lines[i - 1].marks
        score = weights["paragraph"] * (mark.opening and not before.byline)
        score += weights["referring_paragraph"] * mark.referring
        score += weights["attribution_paragraph"] * (mark.attribution and self.lines[i - 1].text[-1] in "”」")
        score += weights["clause_paragraph"] * mark.clause
        return score + self._indent(i, "paragraph") + (weights["sign_paragraph"] if self._signed(i - 1) else 0)

    def goes_on(self, i: int) -> float:
        """Line i by its form as the continuation of the line before."""
        mark, weights = self.lines[i].marks, self.weights["opening"]
        score = weights["clause_continued"] * mark.clause + weights["continued"] * mark.opening
        score += weights["numbered_continued"] * mark.numbered
        score += weights["list_continued"] * (mark.clause and self.lines[i - 1].text[-1] in "：:")
        return score + (self.weights["indent"]["continued"] if self.indented and self.lines[i].indent else 0)

    def _signed(self, i: int) -> bool:
        return self.lines[i].marks.signed

    def _indent(self, i: int, kind: str) -> float:
        if not self.indented:
            return 0.0
        return self.weights["indent"][kind if self.lines[i].indent else "no_" + kind]


def _best(*rows: tuple[int, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Elementwise best of rows (role, scores by width): the scores, and where each came from (role × widths + width)."""
    scores, sources = rows[0][1], np.full(len(rows[0][1]), rows[0][0])
    for role, row in rows[1:]:
        better = row > scores
        scores, sources = np.where(better, row, scores), np.where(better, role, sources)
    return scores, sources * len(scores) + np.arange(len(scores))


class _Trellis:
    """The best scores of all readings of the lines so far, by last line's role and column width."""

    def __init__(self, scores: _Scores):
        self.s = scores
        self.first = scores.assumption.headlines_first
        self.k = len(scores.widths)
        self.shape = scores.weights["structure"]
        self.now = np.full((_ROLES, self.k), _NEVER)
        self.back = np.zeros((len(scores.lines), _ROLES, self.k), dtype=np.int32)
        self.choose = self.shape["other_width"] - np.log(self.k)
        self.now[ARTICLE] = scores.opens_article(0) - np.log(self.k) + (self.shape["no_headline"] if self.first else 0)
        if self.first:
            self.now[HEADLINE] = scores.headline(0)

    def _ended(self, i: int) -> tuple[np.ndarray, np.ndarray]:
        """Paragraphs that end with line i: the best scores and their sources."""
        rest = self.s.last(i, False)
        lead = self.s.last(i, True)
        return _best(*((r, self.now[r] + (rest if r == GOES_ON else lead)) for r in _BODY))

    def _set(self, i: int, role: int, found: tuple[np.ndarray, np.ndarray], gain: float) -> None:
        self.next[role] = found[0] + gain
        self.back[i, role] = found[1]

    def step(self, i: int) -> None:
        """Take in line i."""
        s, shape = self.s, self.shape
        self.next = np.full((_ROLES, self.k), _NEVER)
        full, rest = s.middle(i - 1, True), s.middle(i - 1, False)
        inside = _best(*((r, self.now[r] + (rest if r == GOES_ON else full)) for r in _BODY))
        ended, source = self._ended(i - 1)
        ended = ended + shape["paragraph_ends"]
        heads = _best(*((r, self.now[r]) for r in (HEADLINE, FURTHER, BYLINE)))
        self._set(i, GOES_ON, inside, shape["continues"] + s.blank("in_paragraph", i) + s.goes_on(i))
        paragraph = shape["same_article"] + s.blank("between_paragraphs", i) + s.opens_paragraph(i)
        self._set(i, PARAGRAPH, (ended, source), paragraph)
        over = self._either(ended, source, CREDIT)
        self._heads(i, over)
        self._opens(i, heads, over)
        mark = s.lines[i].marks
        if mark.photo_credit:
            gain = shape["credit"] + s.blank("between_paragraphs", i)
            self._set(i, CREDIT, over, gain)
        if mark.byline and not self.first:
            self._set(i, BYLINE, heads, shape["byline"])
        self.now = self.next

    def _either(self, ended: np.ndarray, source: np.ndarray, role: int) -> tuple[np.ndarray, np.ndarray]:
        better = self.now[role] > ended
        return np.where(better, self.now[role], ended), np.where(better, role * self.k + np.arange(self.k), source)

    def _heads(self, i: int, over: tuple[np.ndarray, np.ndarray]) -> None:
        s, shape, form = self.s, self.shape, self.s.headline(i)
        blank = s.blank("around_headline", i)
        self._set(i, HEADLINE, over, shape["next_article"] + blank + form)
        third = self.now[FURTHER] + shape["third_headline"]
        more = _best((HEADLINE, self.now[HEADLINE]), (FURTHER, third))
        self._set(i, FURTHER, more, shape["further_headline"] + form)

    def _opens(self, i: int, heads: tuple, over: tuple) -> None:
        """An article's first line: after its headline, or after the headline or the end of the one before."""
        s, shape = self.s, self.shape
        bare = shape["next_article"] + shape["no_headline"] + s.blank("between_paragraphs", i)
        a = heads[0] + s.blank("around_headline", i)
        b = over[0] + bare
        better = b > a
        score, source = np.where(better, b, a), np.where(better, over[1], heads[1])
        top = int(np.argmax(score))
        other = score[top] + self.choose
        same = score + np.logaddexp(shape["same_width"], self.choose)
        keeps = same >= other
        self._set(i, ARTICLE, (np.where(keeps, same, other), np.where(keeps, source, source[top])), s.opens_article(i))

    def finish(self) -> tuple[float, list[int]]:
        """The score and roles of the best reading."""
        ended, source = self._ended(len(self.s.lines) - 1)
        ended, source = self._either(ended, source, CREDIT)
        if not self.first:
            ended = ended + self.shape["no_headline"]
            heads = _best(*((r, self.now[r]) for r in (HEADLINE, FURTHER, BYLINE)))
            better = heads[0] > ended
            ended, source = np.where(better, heads[0], ended), np.where(better, heads[1], source)
        top = int(np.argmax(ended))
        state, roles = int(source[top]), []
        for i in range(len(self.s.lines) - 1, -1, -1):
            role, column = divmod(state, self.k)
            roles.append(role)
            state = int(self.back[i, role, column])
        return float(ended[top]), roles[::-1]


def _read(lines: Sequence[TextLine], shares: Sequence[float], assumption: Assumption) -> tuple[float, list[int]]:
    trellis = _Trellis(_Scores(lines, shares, assumption))
    for i in range(1, len(lines)):
        trellis.step(i)
    return trellis.finish()


def read(lines: Sequence[TextLine]) -> Reading:
    """The best reading of a page's lines (at least one)."""
    shares = shared_words(lines)
    readings = []
    sides = (True, False) if _body_of_one_article(lines) is None else (True,)
    for first in sides:
        for hidden in (False, True):
            assumption = Assumption(first, hidden)
            score, roles = _read(lines, shares, assumption)
            readings.append((score, assumption, roles))
    score, assumption, roles = max(readings, key=lambda r: r[0])
    other = max((r[0] for r in readings if r[1].headlines_first != assumption.headlines_first), default=_NEVER)
    return Reading(tuple(roles), score, score - other, assumption)
