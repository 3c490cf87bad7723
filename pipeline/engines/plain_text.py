"""Reads a page that is a text file. Every line of the file is a line of the page, at its place for ever."""

import re
from pathlib import Path

from pipeline.errors import DataError
from pipeline.text import encodings

VERSION = "plain-text 1"
LARGEST = 64 * 1024 * 1024  # bytes; a newspaper page has some 20,000 characters, this is a thousand times as much
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def read(path: Path) -> tuple[list[str], str]:
    """The lines of a text file without their ends, and the name of its encoding.

    DataError for a file that is empty, too large, binary or in an unknown encoding; OSError where it cannot be read.
    """
    if path.stat().st_size > LARGEST:
        raise DataError("too_large", f"the file is larger than {LARGEST >> 20} MiB; split it into pages")
    data = path.read_bytes()
    if not data:
        raise DataError("empty_file", "the file is empty; put the page's text into it or remove it")
    text, encoding = encodings.decode(data)
    if not text.strip():
        raise DataError("empty_file", "there is nothing but white space in the file; put the page's text into it")
    lines = _LINE_END.split(text)
    if not lines[-1]:
        lines.pop()  # the end of the last line, not a line more
    return lines, encoding
