"""Decisions on the facts, activities and articles of an issue → the corrected records, and what became of each decision."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.correcting import matching, readings
from pipeline.correcting.checking import confirmed_reading, page_of, problem, reading_problem
from pipeline.correcting.organizers import with_full_name
from pipeline.records import Activity, Article, Decision, Entity, Fact, Page


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a decision. `target`: what it speaks of now; `taken_by`: the line of the decision that took its place."""

    decision: Decision
    target: str
    state: str  # applied, confirmed, stale, orphan, invalid
    taken_by: int | None = None


@dataclass(slots=True)
class Corrected:
    """An issue as people left it. `reviews`: by fact or activity what was said of it, and the machine's reading where it differs."""

    facts: list[Fact]
    activities: list[Activity]
    reviews: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    boundaries: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # by article: the flag and the note
    settled: list[Settled] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # what is wrong with decisions, each with its line

    def counts(self, fact: Fact) -> bool:
        """Whether a fact may go into sums and checks: neither it nor its activity was rejected."""
        return "rejected" not in (self.reviews.get(fact.fact_id, "-")[0], self.reviews.get(fact.activity_id, "-")[0])


@dataclass(frozen=True, slots=True)
class Found:
    """The records of an issue that decisions may speak of."""

    articles: Sequence[Article] = ()
    entities: Sequence[Entity] = ()
    facts: Sequence[Fact] = ()
    activities: Sequence[Activity] = ()
    pages: Sequence[Page] = ()  # cleaned


def apply(found: Found, decisions: Iterable[Decision]) -> Corrected:
    """What the issue becomes by some decisions, in the order in which they were made; each must know its line."""
    out = Corrected(list(found.facts), list(found.activities))
    decisions = list(decisions)
    there = matching.evidence(found.articles, found.facts, found.activities, decisions)
    placed: list[Settled] = []
    for decision in decisions:
        if what := problem(decision):
            out.problems.append(f"line {decision.line}: {what}")
            out.settled.append(Settled(decision, decision.target_id, "invalid"))
        elif decision.field == "text":
            placed.append(_of_line(decision, found.pages))
        else:
            placed.append(Settled(decision, *matching.find(decision, there)))
    live = defaultdict(list)
    for one in placed:
        if one.state == "live":
            live[one.target].append(one.decision)
    states = _apply_live(found, live, out)
    settled = [replace(one, state=states.get(one.decision.line, one.state)) for one in placed]
    out.settled += _with_successors(settled, live)
    for one in out.settled:
        if one.state == "stale" and one.taken_by is None and one.target not in live:
            out.reviews[one.target] = ("stale", None)
    return out


def _of_line(decision: Decision, pages: Sequence[Page]) -> Settled:
    """What stage `cleaned` made of a decision on a line; stale where it has not seen it, as the issue was not chosen in this run."""
    page = next((page for page in pages if page.page_id == page_of(decision.target_id)), None)
    if page is None:
        return Settled(decision, decision.target_id, "orphan")
    for line in page.settled:
        if (line.target_id, line.evidence_hash) == (decision.target_id, decision.evidence_hash):
            return Settled(decision, line.line_id or decision.target_id, line.state)
    return Settled(decision, decision.target_id, "stale")


def _apply_live(found: Found, live: Mapping[str, list[Decision]], out: Corrected) -> dict[int, str]:
    """Change the records of `out`; the state of each decision by its line."""
    states: dict[int, str] = {}
    known = {activity.activity_id for activity in found.activities}
    articles = {article.article_id: article for article in found.articles}
    for position, fact in enumerate(found.facts):
        if fact.fact_id in live:
            out.facts[position] = _settle(fact, live[fact.fact_id], (out, states, known))
    for position, activity in enumerate(found.activities):
        if activity.activity_id in live:
            settled = _settle(activity, live[activity.activity_id], (out, states, known))
            out.activities[position] = with_full_name(settled, activity, articles[activity.article_id], found.entities)
    for article_id in articles.keys() & live.keys():
        last = live[article_id][-1]
        out.boundaries[article_id] = (last.new, last.note)
        states |= {decision.line: "applied" for decision in live[article_id]}
    return states


def in_force(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """The last decision on each field, in the order in which they were made. A correction takes back an earlier rejection."""
    last: dict[str, Decision] = {}
    for decision in decisions:
        last.pop(decision.field, None)
        last[decision.field] = decision
        if decision.field != "review" and "review" in last and last["review"].new == "rejected":
            del last["review"]
    return last


def asked(record: readings.Record, decisions: Sequence[Decision], activities: Container[str]) -> dict[str, readings.Value]:
    """The columns that the decisions in force give a record, whether or not they fit together. `activities`: as of `settle`."""
    values: dict[str, readings.Value] = {}
    for decision in in_force(decisions).values():
        if not _leads_nowhere(decision, activities):
            values |= _values(record, decision)
    return values


def settle(
    record: readings.Record, decisions: Sequence[Decision], activities: Container[str]
) -> tuple[readings.Record, str | None, str | None]:
    """A record of the machine as decisions on it leave it, its review (None: nobody decided), and why they cannot be applied.

    Each decision must be one that can be meant. `activities`: the ids to which a fact may be moved.
    """
    out = Corrected([], [])
    numbered = [replace(decision, line=n) for n, decision in enumerate(decisions)]
    changed = _settle(record, numbered, (out, {}, activities))
    review, _ = next(iter(out.reviews.values()), (None, None))
    wrong = reading_problem(readings.with_values(record, asked(record, decisions, activities))) if out.problems else None
    return changed, review, wrong


def _leads_nowhere(decision: Decision, activities: Container[str]) -> bool:
    """Whether a decision moves a fact to an activity that there is not."""
    return decision.field == "activity_id" and decision.new not in activities


def _settle(
    record: readings.Record, decisions: Sequence[Decision], to: tuple[Corrected, dict[int, str], Container[str]]
) -> readings.Record:
    """The record as people left it; its review goes into the first of `to`, the states of the decisions into the second.

    The third are the activities that there are: a fact cannot be moved to another.
    """
    out, states, activities = to
    last = in_force(decisions)
    gone = {d.line for d in decisions if _leads_nowhere(d, activities)}
    given = {d.line: said for d in last.values() if d.line not in gone and (said := _values(record, d))}
    changed = _given(record, given)
    name = record.fact_id if isinstance(record, Fact) else record.activity_id
    wrong = reading_problem(changed) if given else None
    spoilers = _spoilers(record, given) if wrong else []
    if spoilers:
        out.problems.append(f"line {', '.join(map(str, sorted(spoilers)))}: {name}: {wrong}")
        changed = _given(record, given, spoilers)
    for decision in decisions:
        states[decision.line] = "stale" if decision.line in gone else _state(record, decision)
    states |= dict.fromkeys(spoilers, "invalid")
    if review := _review(record, changed, last, states):
        out.reviews[name] = review
    return changed


def _given(record: readings.Record, given: Mapping[int, Mapping[str, readings.Value]], without: Iterable[int] = ()) -> readings.Record:
    """The record with the values that some decisions (by line, in order) give it, `without` some of them."""
    kept = {name: value for line, said in given.items() if line not in without for name, value in said.items()}
    return readings.with_values(record, kept)


def _spoilers(record: readings.Record, given: Mapping[int, Mapping[str, readings.Value]]) -> list[int]:
    """Lines of the decisions but for which the reading can be: the last of those that spoil it alone, else the last, until it can be."""
    out: list[int] = []
    while len(out) < len(given) and reading_problem(_given(record, given, out)):
        left = [line for line in given if line not in out]
        alone = [line for line in left if not reading_problem(_given(record, given, [*out, line]))]
        out.append((alone or left)[-1])
    return out


def _state(record: readings.Record, decision: Decision) -> str:
    """Whether the machine now says the same."""
    agrees = all(getattr(record, name) == value for name, value in _values(record, decision).items())
    return "confirmed" if agrees and _affirms(decision) else "applied"


def _affirms(decision: Decision) -> bool:
    """Whether a decision gives a reading, which the machine may come to share."""
    return decision.field != "review" or decision.new == "confirmed"


def _values(record: readings.Record, decision: Decision) -> dict[str, readings.Value]:
    """The columns that a decision fixes: the one it corrects, or those of the reading that it confirms."""
    said = confirmed_reading(decision) if decision.field == "review" else {decision.field: decision.new}
    return {name: readings.value_of(name, text) for name, text in said.items() if name in readings.columns_of(record)}


def _review(
    machine: readings.Record, person: readings.Record, last: Mapping[str, Decision], states: Mapping[int, str]
) -> tuple[str, str | None] | None:
    """What the column `review` says, and the machine's reading where it differs; None where nobody has decided anything."""
    reading = readings.of_record(machine) if person != machine else None
    if "review" in last and last["review"].new == "rejected":
        return "rejected", reading
    if reading:
        return "corrected", reading
    affirming = {states[decision.line] for decision in last.values() if _affirms(decision)} - {"invalid"}
    if not affirming:
        return None
    return "stale" if affirming == {"stale"} else "confirmed", None


def _with_successors(settled: Sequence[Settled], live: Mapping[str, list[Decision]]) -> list[Settled]:
    """The settled decisions in their order, each with the later one on the same field of the same thing that took its place.

    One whose evidence is no longer there takes the place of none that is applied. A confirmation takes the place of a correction where
    the reading that it confirms says something else.
    """
    kept = {one.decision.line for one in settled if one.state in ("applied", "confirmed")}
    overridden = {line: by for decisions in live.values() for line, by in _overridden(decisions).items() if by in kept}
    later: dict[tuple[str, str], int] = {}
    later_live: dict[tuple[str, str], int] = {}
    out = []
    for one in reversed(settled):
        key, line = (one.target, one.decision.field), one.decision.line
        alive = one.state in ("applied", "confirmed")
        taken_by = (later_live if alive else later).get(key) or overridden.get(line)
        if taken_by is None and one.decision.new == "rejected" and one.target in live:
            taken_by = next((d.line for d in live[one.target] if d.line > line and d.field != "review"), None)
        out.append(replace(one, taken_by=taken_by))
        later[key] = line
        if alive:
            later_live[key] = line
    return out[::-1]


def _overridden(decisions: Sequence[Decision]) -> dict[int, int]:
    """By line, the corrections in force where a reading confirmed later says something else, each with the line of that confirmation."""
    last = in_force(decisions)
    if "review" not in last:
        return {}
    review, names = last["review"], list(last)
    reading = {name: readings.value_of(name, text) for name, text in confirmed_reading(review).items()}
    before = names[: names.index("review")]
    return {last[n].line: review.line for n in before if n in reading and reading[n] != readings.value_of(n, last[n].new)}
