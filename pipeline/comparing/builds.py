"""A build: the published tables of a folder and what they were made from."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from pipeline import schema, storage
from pipeline.errors import UsageError

COUNTED = ("words",)  # by far the most rows, and they follow from the text: counted, not compared
Row = dict


@dataclass(frozen=True, slots=True)
class Build:
    """Rows and names of columns by table, the number of rows of those only counted, and the manifest ({} where there is none)."""

    folder: Path
    rows: dict[str, list[Row]]
    columns: dict[str, list[str]]
    counts: dict[str, int]
    manifest: dict

    def pages(self) -> dict[str, Row]:
        """The pages by id."""
        return {row["page_id"]: row for row in self.rows["pages"]}


def read(folder: Path) -> Build:
    """The build in a folder of results (with tables/ in it) or a folder of tables. UsageError where there are none."""
    tables = folder / "tables" if (folder / "tables").is_dir() else folder
    rows, columns, counts = {}, {}, {}
    for table in schema.TABLES:
        path = tables / f"{table.name}.parquet"
        if not path.exists():
            raise UsageError(f"there is no {path}; give the folder of a build (make EXTRACTED=folder makes one)")
        if table.name in COUNTED:
            counts[table.name] = pq.read_metadata(path).num_rows
        else:
            read_table = pq.read_table(path)
            rows[table.name], columns[table.name] = read_table.to_pylist(), read_table.column_names
    return Build(folder, rows, columns, counts, storage.read_manifest(tables))
