"""The data dictionary: extracted/README.md, made from the schema so that it cannot tell another story."""

import json
from pathlib import Path

from pipeline import schema
from pipeline.schema import Table

RECORD = Path(__file__).parent / "models" / "measures.json"

_INTRODUCTION = """\
# The published tables

Made by `python -m pipeline dictionary` from `pipeline/schema.py`; a test holds the two together. The rest of this folder is made by
`make`, is safe to delete, and is not committed: `<stage>/<issue>.jsonl` one file per stage and issue, `tables/<table>.parquet` what is
published.

- Ids can be read and never change from run to run.
- A span is `start`, `end` (characters, half-open) into `articles.text`, and `articles.text[start:end] = text`, always.
- A box is `{page_id, x0, y0, x1, y1}`, each 0-1 of the page's width and height, origin top left. Pages read from plain text have `lines`
  instead.
- Unknown is null, never 0, "" or a guess. Money is in yuan. Dates are EDTF text.
- **Do not sum facts blindly**: only scope `event` belongs to the activity reported; totals and their parts are both facts; a quantity
  that is repeated in the text is a fact each time; `per` amounts are rates. The wide columns of `activities` are made for sums.
- People's corrections (`corpus/corrections.csv`) are in the tables: `review` says which rows they touch, `machine` what the machine had
  read, `corrections` what became of each. Wide columns, checks and events are computed after them. `confidence` stays the
  machine's, also of a reading that people confirmed or corrected: whoever wants sure rows asks for `review`.
- Identity, phone and bank numbers are masked: each of their digits is `*` in every table, so that spans stay true. `make MASK=no` publishes
  them as printed; `personal_numbers` in the metadata of each Parquet file says which it is.
- `make export` writes the tables as CSV, XLSX and a DuckDB database, with a dataset card, to `export/`.
- The same text stands in the metadata of each Parquet file, column by column.
"""


def _type(column: schema.Column) -> str:
    text = str(column.type)
    return "list of boxes" if "struct<page_id" in text else text


def _references(table: Table) -> str:
    """What the table's columns refer to, as a sentence."""
    said = [f"`{column}` to `{'.'.join(key)}`" for (name, column), key in schema.FOREIGN_KEYS.items() if name == table.name]
    return f" Refers: {', '.join(said)}." if said else ""


def _section(table: Table) -> str:
    lines = [
        f"## {table.name}",
        "",
        f"One row per {table.row}. Key: {', '.join(f'`{name}`' for name in table.key)}.{_references(table)}",
        "",
    ]
    lines += ["| column | type | null | meaning | unit | values |", "|---|---|---|---|---|---|"]
    for column in table.columns:
        values = " ".join(f"`{value}`" for value in column.values or ())
        null = "never" if column.required else "unknown"
        meaning = column.meaning.replace("|", "\\|")
        lines.append(f"| `{column.name}` | {_type(column)} | {null} | {meaning} | {column.unit or ''} | {values} |")
    return "\n".join(lines)


def _reliability() -> str:
    """How often facts were right at each confidence, from the training record of the measures."""
    lines = [
        "## How far `facts.confidence` can be trusted",
        "",
        "Facts of labelled articles, each read by a model that had not seen its article; right: measure, value and scope.",
        "Newspaper articles and articles written for training together; what was found on others is in tests/quality/README.md.",
        "",
        "| confidence | facts | mean confidence | share right |",
        "|---|---|---|---|",
    ]
    for row in json.loads(RECORD.read_text(encoding="utf-8"))["reliability"]:
        lines.append(f"| {row['from']:.1f}-{row['to']:.1f} | {row['facts']} | {row['confidence']:.2f} | {row['right']:.2f} |")
    return "\n".join(lines) + "\n"


def markdown() -> str:
    """The whole dictionary as Markdown."""
    return "\n".join([_INTRODUCTION, *(_section(table) + "\n" for table in schema.TABLES), _reliability()])
