"""Decisions until the issue is found that holds what they speak of: by their page, else by their issue, else by the evidence alone.

Page ids come from folders and files. Where one is renamed, gets its date from a .toml, or an article turns out to begin on another page,
the id that a person saw is gone, while the sentence that they saw is still there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.correcting import matching
from pipeline.correcting.applying import Found
from pipeline.correcting.checking import page_of, problem
from pipeline.records import Decision


@dataclass(frozen=True, slots=True)
class Share:
    """What an issue has to do with the decisions: those that are its own, and the evidence (kind, hash) that it holds."""

    decisions: Sequence[Decision]
    holds: Counter[tuple[str, str]]


class Waiting:
    """The decisions that no issue has taken yet. Each must know its line."""

    def __init__(self, decisions: Iterable[Decision]):
        self._left = {decision.line: decision for decision in decisions}
        self._by_name: dict[str, list[Decision]] = defaultdict(list)  # by page, and by all that may be the issue in its id
        self._sought = Counter(map(_evidence, self._left.values()))  # the evidence of those that are left
        self._holders: Counter[tuple[str, str]] = Counter()  # how often the issues hold a piece of evidence
        for decision in self._left.values():
            page = page_of(decision.target_id) or ""
            for name in {page, *(page[: dash.start()] for dash in re.finditer("-p", page))}:
                self._by_name[name].append(decision)

    def take(self, names: Iterable[str], unread: set[str], found: Found) -> Share:
        """What an issue has to do with the decisions; its own wait no longer, except those that speak of nothing that is there.

        `names`: the ids of the issue and of its pages; `unread`: of pages that could not be read, whose decisions go nowhere else.
        """
        if not self._left:
            return Share((), Counter())
        near = {decision.line: decision for name in names for decision in self._by_name.get(name, ()) if decision.line in self._left}
        there = matching.evidence(found.articles, found.facts, found.activities, near.values())
        holds = Counter({(kind, digest): len(ids) for (kind, place, digest), ids in there.holders.items() if place == matching.ISSUE})
        self._holders += holds
        pages = unread | {page.page_id for page in found.pages}
        own = [one for _, one in sorted(near.items()) if self._is_own(one, pages, unread) or matching.find(one, there)[1] != "orphan"]
        self._let_go(own)
        return Share(own, holds)

    def _let_go(self, decisions: Iterable[Decision]) -> None:
        for decision in decisions:
            del self._left[decision.line]
            self._sought[_evidence(decision)] -= 1

    @staticmethod
    def _is_own(decision: Decision, pages: set[str], unread: set[str]) -> bool:
        """Whether a decision stays with its page, whatever is found there: words on lines do, and those that cannot be meant."""
        page = page_of(decision.target_id)
        return page in unread or (page in pages and (decision.field == "text" or problem(decision) is not None))

    def seeks(self, share: Share) -> bool:
        """Whether a decision that waits may be of this issue, by its evidence."""
        return any(self._sought[evidence] for evidence in share.holds)

    def adopt(self, share: Share) -> list[Decision]:
        """The decisions of an issue, with those whose evidence it alone holds, once; to be asked when all issues have taken theirs."""
        mine = [one for one in self._left.values() if self._holders[_evidence(one)] == 1 == share.holds[_evidence(one)]]
        self._let_go(mine)
        return sorted([*share.decisions, *mine], key=lambda decision: decision.line)

    def rest(self) -> list[Decision]:
        """The decisions that nothing in the corpus answers to, in their order."""
        return [decision for _, decision in sorted(self._left.items())]


def _evidence(decision: Decision) -> tuple[str, str]:
    """Kind and hash of what the person saw: of an activity it is the article's text; a line's is not looked for elsewhere."""
    kind = matching.target_kind(decision.target_id)
    return ("article" if kind == "activity" else kind or ""), decision.evidence_hash
