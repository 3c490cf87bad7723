"""What is seen of a quantity for one question: a view, made of parts that questions, quantities and articles can share.

A part maps features to the words of the text that made them ("" where there are none). The parts of a view have no feature in
common. A part that is shared is made once, and where its features stand in the model is looked up once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

KEPT = 1 << 14  # of each kind of part that articles share; a kind has some thousand at most


class Part(dict[str, str]):
    """Features with the words that made them; not to be changed once it is part of a view."""

    _like: "Part | None" = None  # a part of the same features that articles share
    _names: Mapping[str, int] | None = None
    _found: list[int]

    def worded(self, words: Iterable[str]) -> "Part":
        """A part of the same features with other words, one for each; their rows are looked up here."""
        part = Part(zip(self, words, strict=True))
        part._like = self
        return part

    def found(self, names: Mapping[str, int]) -> list[int]:
        """The numbers that `names` gives the features, in their order; unknown ones are left out. Kept for the next who asks."""
        if self._like is not None:
            return self._like.found(names)
        if self._names is not names:
            self._found = [number for number in map(names.get, self) if number is not None]
            self._names = names  # last, so that another thread finds both or neither
        return self._found


def bare(features: Iterable[str]) -> Part:
    """A part of features that have no words."""
    return Part.fromkeys(features, "")


@dataclass(slots=True, eq=False)
class View:
    """All that is seen of a quantity for one question: the parts in which features have words, and the bare ones."""

    told: Sequence[Part]
    bare: Sequence[Part] = ()
    _names: Mapping[str, int] | None = field(default=None, init=False, repr=False)
    _rows: "np.ndarray | None" = field(default=None, init=False, repr=False)
    _told: int = field(default=0, init=False, repr=False)

    def features(self) -> dict[str, str]:
        """All features with their words."""
        return dict(chain.from_iterable(part.items() for part in (*self.told, *self.bare)))

    def words(self, feature: str) -> str:
        """The words that made a feature; "" where there are none or it is not seen."""
        for part in self.told:
            if feature in part:
                return part[feature]
        return ""

    def rows(self, names: Mapping[str, int]) -> "np.ndarray":
        """The numbers that `names` gives the features, those with words first; before them the number of names. Kept."""
        import numpy as np

        if self._names is not names:
            found = [len(names)]
            for part in self.told:
                found += part.found(names)
            self._told = len(found)
            for part in self.bare:
                found += part.found(names)
            self._names, self._rows = names, np.array(found, dtype=np.intp)
        return self._rows

    def rows_with_words(self, names: Mapping[str, int]) -> "np.ndarray":
        """The numbers of the features that have words."""
        return self.rows(names)[1 : self._told]
