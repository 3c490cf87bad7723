"""What lies in the corpus: one Scan a page file, with what its path and its .toml say. Nothing here is ever changed."""

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.records import Failure, Scan

SOURCE_KINDS = {
    ".txt": "text",
    ".pdf": "pdf_text",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".jp2"), "image"),
}
METADATA_KEYS = ("paper", "issue_date", "page_number", "section", "source", "rights")
_NOT_PAGES = {".toml", ".csv", ".md", ""}  # what may lie beside pages
_NOBODYS_FILES = (".", "~$")  # hidden ones, and those by which Office marks a document as open
_OF_WINDOWS = {"thumbs.db", "ehthumbs.db", "desktop.ini"}  # what its Explorer leaves in folders
_PART = r"\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?"
EDTF = re.compile(rf"{_PART}(?:/{_PART})?")
_PAGE_LABEL = re.compile(r"[pP]?(\d+)")
_FOR_IDS = re.compile(r"[\s/\\\x00-\x1f]+")


def date_of(folder: str) -> str | None:
    """The EDTF date that a folder's name says (`..` stands for `/`), or None."""
    date = folder.replace("..", "/")
    return date if EDTF.fullmatch(date) else None


def _page_label(stem: str) -> str:
    """01, p01 and P01 are all page 01; any other name is kept."""
    match = _PAGE_LABEL.fullmatch(stem)
    return match[1] if match else stem


def identifier(*parts: str | None) -> str:
    """A readable id from its parts; unknown ones are left out, and white space and slashes become one underscore."""
    return "-".join(_FOR_IDS.sub("_", part.replace("/", "..")) for part in parts if part)


def _metadata(toml: Path) -> dict[str, str]:
    """What the .toml beside a page says; ValueError (also for broken TOML) with a message that helps."""
    values = tomllib.loads(toml.read_text(encoding="utf-8-sig"))  # Notepad begins files with a mark
    if unknown := sorted(set(values) - set(METADATA_KEYS)):
        raise ValueError(f"unknown keys {', '.join(unknown)}; known are {', '.join(METADATA_KEYS)}")
    metadata = {key: str(value).strip() for key, value in values.items()}
    if "issue_date" in metadata and not EDTF.fullmatch(metadata["issue_date"]):
        raise ValueError(f"issue_date {metadata['issue_date']!r} is not an EDTF date such as 2015-02-12 or 2015-02")
    return {key: value for key, value in metadata.items() if value}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _why_not_taken(corpus: Path, path: Path) -> tuple[str, str] | None:
    """(kind, message) where a path is no file of this corpus, else None."""
    try:
        target = path.resolve()
    except (OSError, RuntimeError):  # RuntimeError: a loop of links
        return "broken_link", "the symbolic link leads nowhere; put the page itself in its place"
    if not target.is_relative_to(corpus.resolve()):
        return "outside_corpus", "the symbolic link leads out of the corpus; copy the page into the corpus"
    if target.exists() and not target.is_file():
        return "no_file", "this is not a regular file; put the page itself in its place"
    return None


def _scan(corpus: Path, relative: PurePosixPath, toml: PurePosixPath | None) -> Scan:
    """The Scan of one page file; what is wrong with the file or its .toml is in `error`."""
    path = corpus / relative
    metadata, sha256, error = {}, None, _why_not_taken(corpus, path)
    if error is None:
        try:
            metadata = _metadata(corpus / toml) if toml else {}
            sha256 = _sha256(path)
        except ValueError as problem:  # of the .toml, as nothing else raises it
            error = ("bad_metadata", f"{toml.name} cannot be used: {problem}; correct it")
        except OSError as problem:
            error = (
                "unreadable_file",
                f"the file cannot be read ({problem.strerror}); check that it is there and its rights",
            )
    folders = relative.parts[:-1]
    date_folder = folders[1] if len(folders) > 1 else None
    known = {"paper": folders[0] if folders else None, "issue_date": date_of(date_folder) if date_folder else None}
    known |= metadata
    label = "-".join((*folders[2:], _page_label(relative.stem)))
    known.setdefault("page_number", label if label.isalnum() and label.isascii() and len(label) <= 6 else None)
    date = known["issue_date"] or (date_folder if date_folder != "undated" else None)
    page_label = "p" + (_page_label(metadata["page_number"]) if "page_number" in metadata else label)
    issue_id = identifier(known["paper"], date)
    return Scan(
        page_id=identifier(known["paper"], date, page_label),
        issue_id=issue_id or identifier(page_label),
        path=str(relative),
        source_kind=SOURCE_KINDS[path.suffix.lower()],
        sha256=sha256,
        error=error,
        **known,
    )


def _bad_name(path: PurePosixPath) -> Failure | None:
    """The failure of a file or folder whose name is not UTF-8, as unpacking an archive made on Windows leaves it; else None."""
    name = os.fsencode(path)
    shown = name.decode("utf-8", "backslashreplace")
    if shown == str(path):
        return None
    guess = os.fsencode(path.name).decode("gb18030", "replace")
    message = f"{shown}: its name is not UTF-8 (as GB18030 it reads {guess}); rename it, or unpack the archive with its encoding"
    return Failure("pages", shown, "bad_name", message)


def _walk(corpus: Path, failures: list[Failure], but: Path | None) -> Iterator[PurePosixPath]:
    """The files below the corpus, `but` for those of a folder, in order of paths; a folder that cannot be listed or named is a failure."""
    left_out = but and PurePosixPath(os.path.relpath(but.resolve(), corpus.resolve()))

    def unreadable(error: OSError) -> None:
        folder = os.path.relpath(error.filename, corpus)
        message = f"the folder {folder} cannot be listed ({error.strerror}); check its rights"
        failures.append(Failure("pages", folder, "unreadable_folder", message))

    for folder, folders, files in os.walk(corpus, onerror=unreadable):
        here = PurePosixPath(os.path.relpath(folder, corpus))
        folders[:] = sorted(name for name in folders if not name.startswith(".") and here / name != left_out)
        for name in list(folders):
            if bad := _bad_name(here / name):
                failures.append(bad)
                folders.remove(name)
            elif (Path(folder) / name).is_symlink():
                message = f"the folder {here / name} is a symbolic link, which is not followed; copy it into the corpus"
                failures.append(Failure("pages", str(here / name), "linked_folder", message))
        for name in sorted(files):
            if not name.startswith(_NOBODYS_FILES) and name.lower() not in _OF_WINDOWS and not name.upper().startswith("README"):
                yield here / name


def _without_clashes(scans: list[Scan]) -> Iterator[Scan]:
    """Two files that claim the same page: the first in order keeps the id, the other is an error under its own name."""
    taken: dict[str, str] = {}
    for scan in scans:
        if scan.page_id in taken:
            message = f"{taken[scan.page_id]} is already page {scan.page_id}; rename one or give a page_number in its .toml"
            own_id = f"{scan.page_id}-{identifier(PurePosixPath(scan.path).name)}"
            if own_id in taken:  # a file of the same name in another folder claims the page, too
                own_id = f"{scan.page_id}-{identifier(scan.path)}"
            taken[own_id] = scan.path
            yield replace(scan, page_id=own_id, error=("same_page", message))
        else:
            taken[scan.page_id] = scan.path
            yield scan


def _tomls(files: Sequence[PurePosixPath], failures: list[Failure]) -> dict[PurePosixPath, PurePosixPath]:
    """The .toml files by the path without ending of what they lie beside; one that lies beside no page becomes a failure."""
    pages = {path.with_suffix("") for path in files if path.suffix.lower() not in _NOT_PAGES}
    tomls: dict[PurePosixPath, PurePosixPath] = {}
    for toml in sorted(path for path in files if path.suffix.lower() == ".toml")[::-1]:  # 02.toml before 02.TOML
        beside = toml.with_suffix("")
        if beside in pages and beside not in tomls:
            tomls[beside] = toml
        else:
            why = f"{tomls[beside]} says it already" if beside in tomls else "there is no page of that name beside it"
            lost = Failure("pages", str(toml), "unused_metadata", f"{toml}: {why}; rename it as its page, or remove it")
            failures.append(_bad_name(toml) or lost)
    return tomls


def scans(corpus: Path, but: Path | None = None) -> tuple[list[Scan], list[Failure]]:
    """The pages of a corpus in order of their paths, and what is wrong with folders and files that are no pages.

    but: a folder whose files are none of them, as that of the results may lie in the corpus.
    """
    failures: list[Failure] = []
    found = []
    files = list(_walk(corpus, failures, but))
    tomls = _tomls(files, failures)
    for relative in files:
        if relative.suffix.lower() in _NOT_PAGES:
            continue
        if bad := _bad_name(relative):
            failures.append(bad)
        elif relative.suffix.lower() in SOURCE_KINDS:
            found.append(_scan(corpus, relative, tomls.get(relative.with_suffix(""))))
        else:
            message = f"{relative}: {relative.suffix} is not a page format; known are {' '.join(SOURCE_KINDS)}"
            failures.append(Failure("pages", str(relative), "unknown_format", message))
    return list(_without_clashes(found)), failures
