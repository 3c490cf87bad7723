"""A value as the cell of a spreadsheet: text that no program takes for a formula, lists as JSON, nothing silently cut.

A text that begins like a formula (also behind white space, also in full-width signs) gets an apostrophe in front, and so does a text that
begins with an apostrophe. So `plain_text` undoes it: of a text cell that begins with an apostrophe, take that one away.
"""

import json
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import regex

LONGEST_CELL = 32_767  # UTF-16 units that a cell of a workbook holds
_GUARD = "'"
# What spreadsheets take for the beginning of a formula or a command. RE2's syntax, for whole columns at once.
_FORMULA = r"^(?:[\s\pZ\pC]*[=+\-@＝＋－＠]|[\t\r\n']|[\pZ\pC]*[\t\r\n])"
_CONTROLS = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # XML has no way to write them
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffe}\x{ffff}]"  # the same in RE2's syntax
_PICTURES, _DELETE, _REPLACEMENT = 0x2400, "␡", "\ufffd"  # U+2400 shows NUL, and so on up to U+241F


def is_nested(kind: pa.DataType) -> bool:
    """Whether a column of this type is written as JSON text."""
    return pa.types.is_nested(kind)


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_json(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column of lists, maps or structs as JSON text; null stays null."""
    values = column.to_pylist()
    if pa.types.is_map(column.type):
        values = [None if value is None else dict(value) for value in values]
    return pa.array([_json(value) for value in values], pa.string())


def guarded(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """A column of text whose cells no spreadsheet takes for a formula."""
    risky = pc.match_substring_regex(column, _FORMULA)
    return pc.if_else(risky, pc.binary_join_element_wise(_GUARD, column, ""), column)


def is_risky(text: str) -> bool:
    """Whether `guarded` puts an apostrophe in front of this text."""
    return pc.match_substring_regex(pa.scalar(text), _FORMULA).as_py()


def plain_text(cell: str) -> str:
    """The text that stands in a guarded cell."""
    return cell.removeprefix(_GUARD)


def visible(text: str) -> str:
    """The text with control characters, which tables of text cannot hold, as the signs that show them (NUL as ␀)."""
    return _CONTROLS.sub(_shown, text)


def _shown(match: regex.Match) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return _DELETE if code == 0x7F else _REPLACEMENT


def needing_care(column: pa.Array) -> list[int]:
    """Where in a column of text a cell would be taken for a formula, holds a control character, or may be too long for a workbook."""
    length = pc.multiply(pc.utf8_length(column), 2)  # most UTF-16 units that so many characters take
    care = pc.or_(pc.match_substring_regex(column, _FORMULA), pc.match_substring_regex(column, _CONTROL))
    return pc.indices_nonzero(pc.fill_null(pc.or_(care, pc.greater(length, LONGEST_CELL)), False)).to_pylist()


def without_controls(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """A column of text in which control characters are visible."""
    if not pc.any(pc.match_substring_regex(column, _CONTROL)).as_py():
        return column
    return pa.array([None if text is None else visible(text) for text in column.to_pylist()], pa.string())


@dataclass(frozen=True, slots=True)
class Cell:
    """A text that fits into a cell of a workbook, and whether something of it was cut."""

    text: str
    cut: bool


def fitted(text: str, rest: str) -> Cell:
    """A text as it fits into a cell; where it is too long, its end says how long it is and where the rest stands."""
    units = len(text.encode("utf-16-le")) // 2
    if units <= LONGEST_CELL:
        return Cell(text, False)
    note = f" … [cut: {len(text):,} characters in all, whole in {rest}]"
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(note))].decode("utf-16-le", errors="ignore")
    return Cell(kept + note, True)
