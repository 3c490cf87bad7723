"""Templates filled with data, everything escaped; data files for the browser; the files that are the same in every report."""

import json
from functools import cache
from pathlib import Path

import jinja2

HERE = Path(__file__).parent
STATIC = ("report.css", "report.js", "page.js")
# In a script these would end it, or a line of it; elsewhere they are only longer.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(HERE / "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def page(template: str, **data) -> bytes:
    """A template of templates/ filled in, as UTF-8."""
    return _environment().get_template(template).render(**data).encode()


def script(function: str, *arguments: object) -> bytes:
    """A file of JavaScript that hands data to a function of report.js: pages opened from a disk may read scripts, not other files."""
    values = ",".join(json.dumps(argument, ensure_ascii=False, separators=(",", ":")) for argument in arguments)
    return f"{function}({values.translate(_UNSAFE)});\n".encode()


def static() -> dict[str, bytes]:
    """The files that are the same in every report, by name."""
    return {name: (HERE / "static" / name).read_bytes() for name in STATIC}
