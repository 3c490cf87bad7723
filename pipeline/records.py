"""What flows from stage to stage: frozen records, no logic.

Offsets are characters, half-open (Python slices). Boxes are shares (0-1) of the page's width and height, origin top left.
"""

from dataclasses import dataclass, field
from decimal import Decimal

SPOTS = 10_000  # of a line's box along its text: no eye sees a ten-thousandth of a line


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, each side 0-1 of the page's width or height, origin top left."""

    page_id: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Scan:
    """A page file as it lies in the corpus; the only record that has a path. Unknown metadata is None."""

    page_id: str
    issue_id: str
    path: str  # relative to the corpus, with '/'
    source_kind: str  # text, pdf_text, pdf_scan, image
    paper: str | None = None
    issue_date: str | None = None  # EDTF
    page_number: str | None = None
    section: str | None = None
    source: str | None = None  # where the file came from, in words
    rights: str | None = None
    sha256: str | None = None  # of the content; None where it could not be read
    error: tuple[str, str] | None = None  # (kind, message): why the file cannot be taken at all


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, at its place for ever. `text` may be changed or emptied by cleaning, never moved."""

    text: str
    box: Box | None = None
    confidence: float | None = None
    font_size: float | None = None  # points
    dropped: dict[str, int] = field(default_factory=dict)  # characters that cleaning took away, by reason
    vertical: bool = False  # set from top to bottom; lines of a vertical text follow each other from right to left
    font: str | None = None  # the face that most of the line is set in, as the file names it
    read: str | None = None  # what the reader read, where a person corrected the line
    spots: tuple[int, ...] = ()  # start and end of each character along the line, in SPOTS of its box; () where that is not known
    second: str | None = None  # what OCR read the second time, or nearly, where digits or units of it differ from `text`
    unrepaired: str | None = None  # what OCR read, where characters of it were put right


@dataclass(frozen=True, slots=True)
class SettledLine:
    """What became of a decision on a line of a page; `line_id` is the line that it goes to, None where there is none."""

    target_id: str
    evidence_hash: str
    new: str
    state: str  # applied, confirmed, stale, orphan
    line_id: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read. `lines[i]` is line i of the source for ever."""

    page_id: str
    issue_id: str
    source_path: str
    source_sha256: str
    source_kind: str
    reader: str  # engine and version
    lines: tuple[Line, ...]
    paper: str | None = None
    issue_date: str | None = None
    page_number: str | None = None
    section: str | None = None
    width: float | None = None  # points, or pixels of an image
    height: float | None = None
    confidence: float | None = None
    rules: tuple[Box, ...] = ()  # thin lines
    frames: tuple[Box, ...] = ()  # stroked rectangles and tinted areas
    pictures: tuple[Box, ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)  # characters that are in no line, by reason
    turn: int = 0  # quarter turns clockwise that bring the picture in the file upright; width and height are of the upright page
    slant: float = 0.0  # degrees, clockwise, by which its lines slant; the boxes are those of the page made straight
    bend: tuple[float, ...] | None = None  # how bent paper was made level (scanning/bending.py)
    settled: tuple[SettledLine, ...] = ()  # of a cleaned page: what became of what people said of its lines


@dataclass(frozen=True, slots=True)
class Piece:
    """`article.<part>[start:end]` is `page.lines[line].text[offset:offset + end - start]`, to the letter."""

    part: str  # text, headline or byline
    start: int
    end: int
    page_id: str
    line: int
    offset: int


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of a line that belongs to no article: masthead, page number, editors' names."""

    page_id: str
    line: int
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article; after the stage that makes it nobody changes its text. Paragraphs are joined by a line feed."""

    article_id: str
    page_id: str
    kind: str  # news, opinion, regulation, caption, notice, other
    headline: str
    text: str
    pieces: tuple[Piece, ...]
    byline: str = ""
    reporters: tuple[str, ...] = ()
    paper: str | None = None
    issue_date: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A token of an article's text."""

    article_id: str
    start: int
    end: int
    text: str
    pos: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing where it stands in an article's text; label as in FACTS.md (UNION, ORG, PERSON, ...)."""

    entity_id: str
    article_id: str
    label: str
    start: int
    end: int
    text: str
    canonical: str | None = None  # full name, short forms resolved
    admin_code: str | None = None  # GB/T 2260


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its hedge and unit, before anybody says what it measures. Values are exact, money in yuan."""

    start: int
    end: int
    text: str
    value_min: Decimal
    value_max: Decimal
    unit: str  # CNY, person, person_time, household, or the classifier as written
    unit_class: str  # money, people, count
    qualifier: str  # exact, about, over, under, at_least, at_most, range
    per: str | None = None  # only what the number's own form says: 200元/月


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity with its measure, scope and activity. `reasons`: the rules or the strongest features that decided."""

    fact_id: str
    article_id: str
    activity_id: str
    measure: str
    value_min: Decimal
    value_max: Decimal
    unit: str
    qualifier: str
    per: str | None
    scope: str
    start: int
    end: int
    text: str
    sentence: str
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """A union activity that an article reports. `date` is EDTF, unknown is None."""

    activity_id: str
    article_id: str
    type: str
    organizer: str | None = None
    organizer_canonical: str | None = None
    place: str | None = None
    admin_code: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """An arithmetic check between facts of one activity; a conflict is shown, never repaired."""

    check_id: str
    activity_id: str
    rule: str
    verdict: str  # agrees, conflicts, not_checkable
    stated: Decimal | None
    expected_min: Decimal | None
    expected_max: Decimal | None
    fact_ids: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A stage that a page failed in: what is wrong, and what to do about it."""

    stage: str
    page_id: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of corrections.csv: what a person said of a fact, an activity, an article or a line. Empty columns are None."""

    target_id: str
    field: str  # review, boundaries, text (of a line), or the column corrected
    old: str | None  # what the person saw; of a review the reading as JSON
    new: str | None
    reviewer: str | None
    note: str | None
    evidence_hash: str | None
    decided_at: str | None  # ISO 8601; for people, the order of the lines decides
    line: int | None = field(default=None, compare=False)  # of the file, from 1
