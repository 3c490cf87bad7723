"""The best reading of a page: which line is headline, which begins an article or a paragraph, which goes on.

A reading gives each line one of seven roles, and each article one column width; its score is the sum of the weights
in articles_scores.toml, and the best is found exactly (Viterbi). A page is read under a few assumptions (headlines
before or after their articles; first lines of paragraphs short by an indent that the text does not show, or not); the
one whose best reading scores highest holds for the page. The page's own habits (how often an empty line stands
within a paragraph, ...) are then counted, and the page is read once more with them. Time grows with the lines.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.separating.lines import TextLine, shared_words
from pipeline.separating.marks import SCORES, lexicon
from pipeline.separating.scoring import Assumption, Habits, Scores, body_of_one_article, usual_habits

HEADLINE, FURTHER, ARTICLE, PARAGRAPH, GOES_ON, CREDIT, BYLINE = range(7)
_ROLES = 7
_BODY = (ARTICLE, PARAGRAPH, GOES_ON)
_HEADS = (HEADLINE, FURTHER, BYLINE)
_NEVER = -1e9
_SAMPLE = 2000  # lines of a page that the assumption is chosen by: ten full pages of a newspaper

Found = tuple[np.ndarray, np.ndarray]  # scores by width, and where each came from: role × number of widths + width


@dataclass(frozen=True, slots=True)
class Reading:
    """A role and a column width (infinite: a paragraph a line) for each line.

    `margin` is by how much, in logarithms, it beats the best reading with headlines on the other side of their
    articles; None where that was not to be asked.
    """

    roles: tuple[int, ...]
    widths: tuple[float, ...]
    score: float
    margin: float | None
    assumption: Assumption


class _Trellis:
    """The best scores of all readings of the lines so far, by the last line's role and column width."""

    def __init__(self, scores: Scores):
        self.s = scores
        self.first = scores.assumption.headlines_first
        self.k = len(scores.widths)
        self.own = np.arange(self.k)
        self.shape = scores.weights["structure"]
        self.bare = math.log(scores.habits.no_headline)
        self.any_width = math.log(1 - scores.habits.same_width) - math.log(self.k)
        self.this_width = np.logaddexp(math.log(scores.habits.same_width), self.any_width)
        self.now = np.full((_ROLES, self.k), _NEVER)
        self.next = self.now
        self.back = np.zeros((len(scores.lines), _ROLES, self.k), dtype=np.int16)
        self.now[ARTICLE] = scores.opens_article(0) - math.log(self.k) + (scores.no_headline(0) if self.first else 0)
        if self.first:
            self.now[HEADLINE] = scores.headline(0)

    def _best(self, *rows: tuple[int, np.ndarray]) -> Found:
        scores, roles = rows[0][1], np.full(self.k, rows[0][0])
        for role, row in rows[1:]:
            better = row > scores
            scores, roles = np.where(better, row, scores), np.where(better, role, roles)
        return scores, roles * self.k + self.own

    def _set(self, i: int, role: int, found: Found, gain: float) -> None:
        self.next[role] = found[0] + gain
        self.back[i, role] = found[1]

    def _ended(self, i: int) -> Found:
        """Articles, or paragraphs, that end with line i."""
        lead, rest = self.s.last(i, True), self.s.last(i, False)
        return self._best(*((r, self.now[r] + (rest if r == GOES_ON else lead)) for r in _BODY))

    def step(self, i: int) -> None:
        """Take in line i."""
        s, shape, mark = self.s, self.shape, self.s.lines[i].marks
        self.next = np.full((_ROLES, self.k), _NEVER)
        lead, rest = s.middle(i - 1, True), s.middle(i - 1, False)
        inside = self._best(*((r, self.now[r] + (rest if r == GOES_ON else lead)) for r in _BODY))
        ended = self._ended(i - 1)
        ended = (ended[0] + shape["paragraph_ends"], ended[1])
        over = self._or_credit(ended)
        heads = self._best(*((r, self.now[r]) for r in _HEADS))
        between = s.blank("between_paragraphs", i)
        self._set(i, GOES_ON, inside, shape["continues"] + s.blank("in_paragraph", i) + s.goes_on(i))
        self._set(i, PARAGRAPH, ended, shape["same_article"] + between + s.opens_paragraph(i))
        self._headlines(i, over)
        self._opening(i, heads, over)
        if mark.photo_credit:
            self._set(i, CREDIT, over, shape["credit"] + between)
        if mark.byline:
            self._set(i, BYLINE, heads, shape["byline"] + shape["reporter_byline"] * mark.opening)
        self.now = self.next

    def _or_credit(self, ended: Found) -> Found:
        credit = self.now[CREDIT]
        better = credit > ended[0]
        return np.where(better, credit, ended[0]), np.where(better, CREDIT * self.k + self.own, ended[1])

    def _headlines(self, i: int, over: Found) -> None:
        shape, form = self.shape, self.s.headline(i)
        self._set(i, HEADLINE, over, shape["next_article"] + self.s.blank("around_headline", i) + form)
        third = self.now[FURTHER] + shape["third_headline"]
        more = self._best((HEADLINE, self.now[HEADLINE]), (FURTHER, third))
        self._set(i, FURTHER, more, shape["further_headline"] + self.s.blank("within_headline", i) + form)

    def _opening(self, i: int, heads: Found, over: Found) -> None:
        """An article's first line: below its headline, or below the headline or the end of the one before."""
        below = heads[0] + self.s.blank("around_headline", i)
        bare = over[0] + self.shape["next_article"] + self.s.no_headline(i) + self.s.blank("between_paragraphs", i)
        better = bare > below
        score, source = np.where(better, bare, below), np.where(better, over[1], heads[1])
        top = int(np.argmax(score))
        other, same = score[top] + self.any_width, score + self.this_width
        keeps = same >= other
        found = (np.where(keeps, same, other), np.where(keeps, source, source[top]))
        self._set(i, ARTICLE, found, self.s.opens_article(i))

    def finish(self) -> tuple[float, list[int], list[float]]:
        """The score, the roles and the widths of the best reading."""
        score, source = self._or_credit(self._ended(len(self.s.lines) - 1))
        if not self.first:
            heads = self._best(*((r, self.now[r]) for r in _HEADS))
            better = heads[0] > score + self.bare
            score, source = np.where(better, heads[0], score + self.bare), np.where(better, heads[1], source)
        top = int(np.argmax(score))
        state, roles, widths = int(source[top]), [], []
        for i in range(len(self.s.lines) - 1, -1, -1):
            role, column = divmod(state, self.k)
            roles.append(role)
            widths.append(float(self.s.widths[column]))
            state = int(self.back[i, role, column])
        return float(score[top]), roles[::-1], widths[::-1]


def _read(scores: Scores) -> Reading:
    trellis = _Trellis(scores)
    for i in range(1, len(scores.lines)):
        trellis.step(i)
    score, roles, widths = trellis.finish()
    return Reading(tuple(roles), tuple(widths), score, None, scores.assumption)


def _place(before: int, role: int) -> str | None:
    """What an empty line between two roles stands in."""
    if role == GOES_ON:
        return "blank_in_paragraph"
    if role == PARAGRAPH:
        return "blank_between_paragraphs"
    if role == FURTHER:
        return "blank_within_headline"
    return "blank_around_headline" if role == HEADLINE or (role == ARTICLE and before in _HEADS) else None


def _habits(lines: Sequence[TextLine], reading: Reading) -> Habits:
    """The shares counted in a reading, the usual ones counting as a few cases more."""
    usual, trust = usual_habits(), lexicon(SCORES)["habits"]["trust"]
    cases: dict[str, list[bool]] = {name: [] for name in Habits.__slots__}
    width = None
    for i, role in enumerate(reading.roles):
        before = reading.roles[i - 1] if i else HEADLINE
        if i and (place := _place(before, role)):
            cases[place].append(lines[i].blank)
        if role == ARTICLE:
            if width is not None:
                cases["same_width"].append(width == reading.widths[i])
            width = reading.widths[i]
            cases["no_headline"].append(reading.assumption.headlines_first and before not in _HEADS)
    shares = {n: (sum(c) + trust * getattr(usual, n)) / (len(c) + trust) for n, c in cases.items()}
    return Habits(**shares)


def read(lines: Sequence[TextLine]) -> Reading:
    """The best reading of a page's lines (at least one)."""
    shares = shared_words(lines)
    sides = (True, False) if body_of_one_article(lines) is None else (True,)
    sample = lines[:_SAMPLE]
    tried = [_read(Scores(sample, shares, Assumption(side, hidden), usual_habits())) for side in sides for hidden in (False, True)]
    best = max(tried, key=lambda r: r.score)
    others = [r.score for r in tried if r.assumption.headlines_first != best.assumption.headlines_first]
    final = _read(Scores(lines, shares, best.assumption, _habits(sample, best)))
    margin = best.score - max(others) if others else None
    return Reading(final.roles, final.widths, final.score, margin, best.assumption)
