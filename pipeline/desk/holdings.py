"""All that a desk has on the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.desk import history
from pipeline.records import Decision


@dataclass(frozen=True)
class Holdings:
    """The tables that a desk works on, as rows by id, and the decisions in corrections.csv in their order."""

    facts: Mapping[str, Mapping]
    articles: Mapping[str, Mapping]
    activities: Mapping[str, Mapping]
    pages: Mapping[str, Mapping]
    checks: Sequence[Mapping] = ()
    corrections: Sequence[Mapping] = ()
    decisions: Sequence[Decision] = ()
    bad_lines: Sequence[str] = ()  # what is wrong with lines of corrections.csv
    checks_of: Mapping[str, list[Mapping]] = field(default_factory=dict)  # by fact_id

    @cached_property
    def ledger(self) -> history.Ledger:
        """What the decisions say beside what the tables know of them."""
        return history.ledger(self.decisions, self.corrections)
