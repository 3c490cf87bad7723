"""The notebooks: opened in JupyterLab, or executed from top to bottom and kept as HTML that asks no other address for anything.

They are kept as plain text (notebooks/*.py, jupytext's percent format); .ipynb files are made of them and are in no commit.
"""

import logging
import os
from collections.abc import Sequence
from html import escape
from pathlib import Path

from pipeline import storage
from pipeline.errors import UsageError

FIRST = "03_check"  # the notebook that is opened
_SECONDS = 600  # a cell may take
_LOG = logging.getLogger(f"{__name__}.kernel")
_LOG.setLevel(logging.ERROR)  # a kernel is started and ended for each notebook: no news to whoever runs them
_NEEDED = "notebooks need the extra 'notebooks': make notebooks-html installs it, or: pip install -e '.[notebooks]'"
# JupyterLab speaks Chinese; it asks no other host for news, updates or extensions, nor the person whether it may.
_ASK_NOBODY = (
    f"--LabApp.app_settings_dir={Path(__file__).parent / 'desk' / 'lab'}",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
_STYLE = """body{max-width:1100px;margin:0 auto;padding:1em;color:#1a1a1a;background:#fff;line-height:1.6;
font-family:"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC","WenQuanYi Micro Hei",sans-serif}
table{border-collapse:collapse;margin:.5em 0}td,th{border-bottom:1px solid #ccc;padding:2px 8px;vertical-align:top;text-align:left}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:.5em}details summary{color:#505050;cursor:pointer;font-size:13px}
.output{overflow-x:auto;margin:.4em 0}a{color:#0b57d0}@media print{details{display:none}}
"""


class NotInstalledError(UsageError):
    """What notebooks need is not installed; the message says how it is."""


def sources(folder: Path) -> list[Path]:
    """The notebooks as plain text, in order; UsageError where there are none."""
    found = sorted(folder.glob("[0-9][0-9]_*.py"))
    if not found:
        raise UsageError(f"there are no notebooks in {folder}; run this in the project's folder")
    return found


def open_lab(folder: Path, corpus: Path, extracted: Path, options: Sequence[str]) -> int:
    """Bring the .ipynb files up to date and open JupyterLab on the desk; its exit status. `options` go to JupyterLab as they are."""
    try:
        import jupytext.cli
        from jupyterlab.labapp import LabApp
    except ImportError as error:
        raise NotInstalledError(_NEEDED) from error
    for path in sources(folder):
        jupytext.cli.jupytext(["--quiet", "--sync", str(path)])
    os.environ |= _folders(corpus, extracted)
    chosen = [] if any(not option.startswith("-") for option in options) else [str(folder / f"{FIRST}.ipynb")]
    root = [] if os.geteuid() else ["--allow-root"]
    LabApp.launch_instance([*chosen, f"--ServerApp.root_dir={folder.resolve().parent}", *_ASK_NOBODY, *root, *options])
    return 0


def write_html(folder: Path, corpus: Path, extracted: Path) -> list[Path]:
    """Execute each notebook and write extracted/report/notebooks/<name>.html; the files.

    UsageError where a cell fails, takes longer than 10 minutes or the kernel dies, NotInstalledError where the extra is missing.
    """
    try:
        import jupytext
        from nbclient.exceptions import CellExecutionError, CellTimeoutError
    except ImportError as error:
        raise NotInstalledError(_NEEDED) from error
    os.environ |= _folders(corpus, extracted) | {"NOTEBOOK_REPORT": ".."}
    written = []
    for path in sources(folder):
        book = jupytext.read(path)
        try:
            execute(book, folder)
        except (CellExecutionError, CellTimeoutError, RuntimeError) as error:  # the last: a kernel that died, or never answered
            raise UsageError(f"{path.name} does not run to its end: {error}") from error
        target = extracted / "report" / "notebooks" / f"{path.stem}.html"
        storage.write_whole(target, as_html(book, path.stem).encode())
        written.append(target)
    return written


def execute(book, folder: Path) -> None:
    """Run all cells of a notebook (nbformat) in `folder` with this Python.

    CellExecutionError where one fails, CellTimeoutError where one takes too long, RuntimeError where the kernel dies or does not start.
    """
    from nbclient import NotebookClient

    own = {"resources": {"metadata": {"path": str(folder)}}, "extra_arguments": ["--IPKernelApp.log_level=40"], "log": _LOG}
    NotebookClient(book, timeout=_SECONDS, kernel_name="python3", **own).execute()


def as_html(book, title: str) -> str:
    """An executed notebook as one HTML file: code folded away, no script, no address of another host."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark")
    cells = [markdown.render(cell.source) if cell.cell_type == "markdown" else _code(cell) for cell in book.cells if cell.source.strip()]
    head = '<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    return f"{head}<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{''.join(cells)}</body></html>\n"


def _code(cell) -> str:
    code = f"<details><summary>代码 code</summary><pre>{escape(cell.source)}</pre></details>"
    return code + "".join(f'<div class="output">{_output(output)}</div>' for output in cell.outputs)


def _output(output) -> str:
    """One output of a cell. What only a running kernel can show is left out; HTML is ours or that of pandas, both of which escape."""
    data = output.get("data", {"text/plain": output.get("text", "")})
    if "application/vnd.jupyter.widget-view+json" in data:
        return "<p>（核对台只在 JupyterLab 里运行：make notebooks。 The desk runs in JupyterLab only.）</p>"
    return data["text/html"] if "text/html" in data else f"<pre>{escape(data.get('text/plain', ''))}</pre>"


def _folders(corpus: Path, extracted: Path) -> dict[str, str]:
    return {"CORPUS": str(corpus.resolve()), "EXTRACTED": str(extracted.resolve())}
