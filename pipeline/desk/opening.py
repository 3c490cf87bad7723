"""How a notebook begins: it finds the folders, opens the tables, or stops with a message instead of a traceback."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline import query
from pipeline.desk import answers, loading
from pipeline.errors import UsageError

# A row a fact with what leads back to its page, not its article's first; notebooks join it to whatever they answer.
# `counted`: neither it nor its activity was rejected.
_EVIDENCE = """create view evidence as
select f.fact_id as evidence, f.*, a.headline, a.paper, a.issue_date, p.source_path, p.source_path || ' 第' || f.lines[1] || '行' as place,
       f.review <> 'rejected' and v.review is distinct from 'rejected' as counted
from facts f join articles a using (article_id) join pages p on p.page_id = f.page_ids[1] left join activities v using (activity_id)"""


_NO_TABLES = """还没有（完好的）数据表：请先在终端运行 make，再从头运行这个笔记本。
There are no tables yet, or not whole ones: run make in a terminal, then run this notebook again."""


class NoTablesError(UsageError):
    """There is nothing to work on yet. A notebook shows the message alone."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True, slots=True)
class Notebook:
    """What every notebook needs: the folders, a connection with a view for each table and `evidence`, a function that shows an answer."""

    corpus: Path
    extracted: Path
    connection: duckdb.DuckDBPyConnection
    ask: Callable[..., object]


def start() -> Notebook:
    """Open the tables for a notebook; NoTablesError, in Chinese and English, where there are none or broken ones."""
    corpus, extracted = (folder.resolve() for folder in loading.folders())
    try:
        connection = query.connect(extracted)
    except (UsageError, duckdb.Error) as error:  # not there, or not whole
        raise NoTablesError(f"{_NO_TABLES}\n({error})") from error
    connection.execute(_EVIDENCE)
    report = answers.report_address(extracted)

    def ask(sql: str, *values: object) -> object:
        """The answer to a question in SQL, shown as a table. `values`: what stands for each ? in it."""
        return show(answers.table(connection.sql(sql, params=list(values)).to_arrow_table().to_pylist(), report))

    return Notebook(corpus, extracted, connection, ask)


def show(html: str) -> object:
    """HTML or SVG that a notebook shows in place."""
    from IPython.display import HTML

    return HTML(html)
