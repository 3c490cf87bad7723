"""A published table as a CSV file: UTF-8 with byte order mark (Excel asks for it), comma, header line, all text in quotes.

Empty and without quotes is null; "" is an empty text. Lists and boxes are JSON text, days ISO 8601, numbers bare.
"""

import codecs
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipeline.exporting import cells

_ROWS = 20_000  # held in memory at once


def _flat_type(kind: pa.DataType) -> pa.DataType:
    return pa.string() if cells.is_nested(kind) else kind


def _flat(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """A batch with lists as JSON and text that is no formula."""
    columns = []
    for column in batch.columns:
        column = cells.as_json(column) if cells.is_nested(column.type) else column
        columns.append(cells.guarded(cells.without_controls(column)) if pa.types.is_string(column.type) else column)
    return pa.record_batch(columns, schema=schema)


def write(table: Path, target: Path) -> int:
    """Write a Parquet file as CSV, some rows at a time; the number of rows."""
    parquet = pq.ParquetFile(table)
    flat = pa.schema([pa.field(field.name, _flat_type(field.type)) for field in parquet.schema_arrow])
    with target.open("wb") as file:
        file.write(codecs.BOM_UTF8)
        with pa_csv.CSVWriter(file, flat) as writer:
            for batch in parquet.iter_batches(_ROWS):
                writer.write_batch(_flat(batch, flat))
    return parquet.metadata.num_rows
