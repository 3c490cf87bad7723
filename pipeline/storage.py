"""Every path below extracted/, and every read and write there. Writes are whole or not at all."""

import contextlib
import hashlib
import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import filelock
import msgspec

from pipeline import records
from pipeline.correcting import file_format
from pipeline.errors import UsageError

T = TypeVar("T")
_RECORD_TYPES = {name: kind for name, kind in vars(records).items() if isinstance(kind, type)}
_LONGEST_NAME = 200  # bytes; file systems take 255, the rest is for the ending and the temporary name


class _Envelope(msgspec.Struct):
    record: str
    value: msgspec.Raw


@dataclass(frozen=True, slots=True)
class Header:
    """First line of an output: digests of what it was made from and of the lines that follow, what failed, and the code that made it."""

    made_from: str
    body: str
    failures: tuple[records.Failure, ...] = ()
    code: str = ""  # digest of the stage's code


def _safe_name(issue_id: str) -> str:
    """A file name for an issue: its id, shortened by a digest where the file system would not take it."""
    name = issue_id.replace("/", "_").lstrip(".") or "_"
    if len(name.encode()) > _LONGEST_NAME:
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        name = name.encode()[: _LONGEST_NAME - 20].decode(errors="ignore") + "~" + digest
    return name


def output_path(extracted: Path, stage: str, issue_id: str) -> Path:
    """Where a stage's output for an issue lies."""
    return extracted / stage / f"{_safe_name(issue_id)}.jsonl"


def tables_folder(extracted: Path) -> Path:
    """Where the published tables lie."""
    return extracted / "tables"


def table_paths(extracted: Path, names: Iterable[str]) -> dict[str, Path]:
    """The files of some published tables, by name. UsageError where one of them is not there."""
    paths = {name: tables_folder(extracted) / f"{name}.parquet" for name in names}
    for path in paths.values():
        if not path.exists():
            raise UsageError(f"there is no {path}; run the stages first (make)")
    return paths


def recognised_folder(extracted: Path) -> Path:
    """Where what was read from pictures is kept, whatever becomes of the stages' outputs."""
    return extracted / "recognised"


def export_folder(extracted: Path) -> Path:
    """Where `make export` writes."""
    return extracted / "export"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file whole unless it holds just this already; whether it was written.

    For files that are many and compared anew each time: not forced to the disk, so a file lost in a crash is found out and written again.
    """
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return True


def remove_others(folder: Path, own: str, keep: set[str]) -> int:
    """Remove the files in the part `own` of a folder that are not to be kept (paths relative to the folder, with '/'); how many."""
    others = [path for path in (folder / own).rglob("*") if not path.is_dir() and path.relative_to(folder).as_posix() not in keep]
    for path in others:
        path.unlink()
    return len(others)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """For a file too long for memory: a path to write it to, which then takes the place of `path`, or is removed where that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{os.getpid()}.tmp.{path.name}")  # some writers go by the ending
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_records(path: Path, made_from: str, items: Iterable[object], code: str = "") -> Header:
    """Write records as JSON lines under a header that says what they were made from, by which code; failures go into the header."""
    encoder = msgspec.json.Encoder(decimal_format="string")
    failures, lines = [], []
    for item in items:
        if isinstance(item, records.Failure):
            failures.append(item)
        else:
            lines.append(encoder.encode({"record": type(item).__name__, "value": item}) + b"\n")
    body = b"".join(lines)
    header = Header(made_from, hashlib.sha256(body).hexdigest(), tuple(failures), code)
    write_whole(path, encoder.encode(header) + b"\n" + body)
    return header


def read_header(path: Path) -> Header | None:
    """The header of an output, or None where there is no output or it is not whole."""
    try:
        data = path.read_bytes()
        first, _, body = data.partition(b"\n")
        header = msgspec.json.decode(first, type=Header)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return header if hashlib.sha256(body).hexdigest() == header.body else None


def read_records(path: Path) -> list:
    """The records of an output in their order; FileNotFoundError where there is none."""
    lines = path.read_bytes().splitlines()[1:]
    envelopes = (msgspec.json.decode(line, type=_Envelope) for line in lines)
    return [msgspec.json.decode(e.value, type=_RECORD_TYPES[e.record]) for e in envelopes]


def remembered(folder: Path | None, name: str, version: str, make: Callable[[], T], kind: type[T]) -> T:
    """What `make` gives, kept in a folder under a name, so that it is made once a version; other versions of it are removed.

    kind: the type to read it back as. Without a folder it is made each time.
    """
    if folder is None:
        return make()
    path = folder / f"{name}~{version}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.DecodeError):
        pass
    value = make()
    write_whole(path, msgspec.json.encode(value))
    for other in folder.glob(f"{name}~*.json"):
        if other != path:
            other.unlink(missing_ok=True)
    return value


def outputs(extracted: Path, stage: str) -> list[Path]:
    """The outputs of a stage that are there, in order of their names."""
    return sorted((extracted / stage).glob("*.jsonl"))


def leftovers(extracted: Path, stage: str, keep: set[str]) -> list[Path]:
    """The outputs of a stage that are of issues that are not to be kept."""
    names = {_safe_name(issue_id) for issue_id in keep}
    return [path for path in outputs(extracted, stage) if path.stem not in names]


def remove_leftovers(extracted: Path, stages: Sequence[str], keep: set[str]) -> list[str]:
    """Remove the outputs of issues that are not to be kept; their file names, without ending."""
    gone = [path for stage in stages for path in leftovers(extracted, stage, keep)]
    for path in gone:
        path.unlink()
    return sorted({path.stem for path in gone})


@contextlib.contextmanager
def lock(extracted: Path) -> Iterator[None]:
    """Hold the output folder for this process; UsageError names who holds it where somebody does."""
    try:
        extracted.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UsageError(f"the output folder {extracted} cannot be made ({problem.strerror})") from problem
    owner = extracted / ".lock.owner"
    holder = filelock.FileLock(extracted / ".lock")
    try:
        holder.acquire(timeout=0)
    except filelock.Timeout:
        who = owner.read_text(encoding="utf-8") if owner.exists() else "another process"
        raise UsageError(f"{extracted} is in use by {who}; wait for it to end, or give another output folder") from None
    try:
        started = time.strftime("%Y-%m-%d %H:%M:%S")
        owner.write_text(f"process {os.getpid()} on {socket.gethostname()} since {started}", encoding="utf-8")
        yield
    finally:
        owner.unlink(missing_ok=True)
        holder.release()


def manifest_path(tables: Path) -> Path:
    """Where it stands what the tables in a folder were made from. It is written when all of them are."""
    return tables / ".manifest.json"


def read_manifest(tables: Path) -> dict:
    """What the tables in a folder were made from; {} where unknown.

    {"made_from": digest of all of it, "files": {name: sha256}, "code": {stage: digest of its code}, "corrections": digest};
    where issues were made by several codes of a stage, a list of their digests stands in place of its one.
    """
    try:
        return json.loads(manifest_path(tables).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def write_manifest(tables: Path, manifest: dict) -> None:
    """Remember what the tables in a folder were made from, when all of them are written."""
    write_whole(manifest_path(tables), json.dumps(manifest, indent=1).encode())


def sha256_of(path: Path) -> str | None:
    """The digest of a file, None where it is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


CORRECTIONS = "corrections.csv"  # in the corpus folder


def _corrections_text(path: Path) -> str:
    """The text of a corrections file, "" where there is none; LayoutError where it is not UTF-8.

    Bytes that are not UTF-8, such as those of a character that was cut off, are kept as lone surrogates.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ""
    text = data.decode("utf-8", "surrogateescape")
    odd = [number for number, line in enumerate(data.split(b"\n"), 1) if not line.isascii() and not _is_utf8(line)]
    cut_off = odd == [data.count(b"\n") + 1]
    if odd and not cut_off and not any(_is_utf8(line) and not line.isascii() for line in data.split(b"\n")):
        raise file_format.LayoutError(f"line {odd[0]} is not UTF-8; save the file as 'CSV UTF-8'")
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_decisions(path: Path) -> tuple[list[records.Decision], list[records.Failure]]:
    """The decisions in corrections.csv in their order, and a failure for each line that is none; ([], []) where there is no file."""
    try:
        decisions, problems = file_format.from_text(_corrections_text(path))
    except file_format.LayoutError as error:
        return [], [corrections_failure(f"{path.name}: no correction can be applied: {error}")]
    except OSError as error:
        return [], [corrections_failure(f"{path.name} cannot be read ({error.strerror}); check its rights")]
    return decisions, [corrections_failure(f"{path.name} line {line}: {problem}") for line, problem in problems]


def corrections_failure(message: str) -> records.Failure:
    """What is wrong with the corrections file, as a failure of the stage that applies it."""
    return records.Failure("tables", CORRECTIONS, "bad_correction", message)


def append_decisions(path: Path, decisions: Sequence[records.Decision]) -> None:
    """Append decisions to corrections.csv: all of them or none, on disk when it returns, also with several people at it.

    A new file gets the header; a last line that was cut off is closed, so that it swallows nothing. What stood in the file
    stays byte for byte. UsageError, and nothing written, where the file cannot be understood (see `file_format`). The lock is a
    dotfile beside it.
    """
    path = path.resolve()
    with filelock.FileLock(path.with_name(f".{path.name}.lock"), poll_interval=0.01):
        try:
            text = _corrections_text(path)
            how = file_format.layout(text) if text.strip() else file_format.Layout()
        except file_format.LayoutError as error:
            raise UsageError(f"{path}: nothing was added, as the file cannot be understood: {error}") from error
        before = text + file_format.open_end(text, how) if text.strip() else f"{file_format.HEADER}\n"
        added = file_format.to_text(decisions, how).encode()
        write_whole(path, before.encode("utf-8", "surrogateescape") + added)
