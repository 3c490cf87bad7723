"""Every path below extracted/, and every read and write there. Writes are whole or not at all."""

import contextlib
import hashlib
import json
import os
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import filelock
import msgspec

from pipeline import records
from pipeline.errors import UsageError

_RECORD_TYPES = {name: kind for name, kind in vars(records).items() if isinstance(kind, type)}
_LONGEST_NAME = 200  # bytes; file systems take 255, the rest is for the ending and the temporary name


class _Envelope(msgspec.Struct):
    record: str
    value: msgspec.Raw


@dataclass(frozen=True, slots=True)
class Header:
    """First line of an output: digests of what it was made from and of the lines that follow, and what failed."""

    made_from: str
    body: str
    failures: tuple[records.Failure, ...] = ()


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
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


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


def write_records(path: Path, made_from: str, items: Iterable[object]) -> Header:
    """Write records as JSON lines under a header that says what they were made from; failures go into the header."""
    encoder = msgspec.json.Encoder(decimal_format="string")
    failures, lines = [], []
    for item in items:
        if isinstance(item, records.Failure):
            failures.append(item)
        else:
            lines.append(encoder.encode({"record": type(item).__name__, "value": item}) + b"\n")
    body = b"".join(lines)
    header = Header(made_from, hashlib.sha256(body).hexdigest(), tuple(failures))
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


def outputs(extracted: Path, stage: str) -> list[Path]:
    """The outputs of a stage that are there, in order of their names."""
    return sorted((extracted / stage).glob("*.jsonl"))


def remove_leftovers(extracted: Path, stages: Sequence[str], keep: set[str]) -> list[str]:
    """Remove the outputs of issues that are not to be kept; their file names, without ending."""
    names = {_safe_name(issue_id) for issue_id in keep}
    gone = set()
    for stage in stages:
        for path in outputs(extracted, stage):
            if path.stem not in names:
                path.unlink()
                gone.add(path.stem)
    return sorted(gone)


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


def read_manifest(extracted: Path) -> dict:
    """What the published tables were made from: {"made_from": digest, "files": {name: sha256}}; {} where unknown."""
    try:
        return json.loads((tables_folder(extracted) / ".manifest.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def write_manifest(extracted: Path, made_from: str, files: dict[str, str]) -> None:
    """Remember what the tables were made from, when all of them are written."""
    manifest = json.dumps({"made_from": made_from, "files": files}, indent=1)
    write_whole(tables_folder(extracted) / ".manifest.json", manifest.encode())


def sha256_of(path: Path) -> str | None:
    """The digest of a file, None where it is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
