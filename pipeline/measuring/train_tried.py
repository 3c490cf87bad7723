"""What was tried while a model was made: a table beside it in pipeline/models, which training copies into the model's record."""

import tomllib
from importlib import resources


def tried(name: str) -> dict[str, list[dict]]:
    """The tables of a file: by table the rows, each by the names of its columns; None where nothing was measured ("-")."""
    tables = tomllib.loads(resources.files("pipeline.models").joinpath(name).read_text("utf-8"))
    return {
        table: [{column: None if cell == "-" else cell for column, cell in zip(said["columns"], row, strict=True)} for row in said["rows"]]
        for table, said in tables.items()
    }
