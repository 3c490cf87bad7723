"""Answers to questions as HTML tables for notebooks: everything escaped, numbers to be read, each answer with a link to its evidence."""

import math
import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path

from pipeline import labels
from pipeline.reporting import addresses

EVIDENCE = "evidence"  # the column that holds fact_ids: one, or a list
_LINKS = 8  # in one cell; more are counted


def report_address(extracted: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Where the report lies as seen from a notebook: beside it where `make report` keeps the notebook, else below `extracted`."""
    return environment.get("NOTEBOOK_REPORT") or os.path.relpath(extracted / "report").replace(os.sep, "/")


def table(rows: Sequence[Mapping], report: str) -> str:
    """The rows as an HTML table, in their order; a sentence where there are none. `report`: address of the report's folder."""
    if not rows:
        return "<p>没有符合的记录。 No rows.</p>"
    head = "".join(f"<th>{escape(name)}</th>" for name in rows[0])
    body = "".join("<tr>" + "".join(_cell(name, value, report) for name, value in row.items()) + "</tr>" for row in rows)
    return f'<table class="answer"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(name: str, value: object, report: str) -> str:
    if name == EVIDENCE:
        return f"<td>{_links(value, report)}</td>"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f'<td style="text-align:right">{escape(_number(value))}</td>'
    return f'<td style="text-align:left">{escape(_words(value))}</td>'


def _number(value: float | Decimal) -> str:
    return "" if math.isnan(value) else labels.number(value)


def _words(value: object) -> str:
    if value is None:
        return ""
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _links(value: str | Sequence[str] | None, report: str) -> str:
    """A link a fact, named by the end of its id."""
    names = [value] if isinstance(value, str) else sorted(set(value or ()))
    more = f" … {len(names) - _LINKS} more" if len(names) > _LINKS else ""
    return " ".join(_link(name, report) for name in names[:_LINKS]) + more


def _link(fact_id: str, report: str) -> str:
    article_id = fact_id.rpartition("-f")[0]
    short = "-".join(fact_id.rsplit("-", 2)[-2:])
    return f'<a href="{escape(f"{report}/{addresses.link(article_id, fact_id)}")}" title="{escape(fact_id)}">{escape(short)}</a>'
