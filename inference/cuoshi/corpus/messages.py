"""What a run asks of those who read files for it, and what these answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cuoshi.corpus import remote
from cuoshi.readers.text import decode_name
from cuoshi.schema import Report

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read.

    Attributes:
        path: the file.
        name: the path as the tables show it.
        stamp: digest of the model and of this version; part of every key and digest.
        known: the key under which the file was finished before; it is not read again when it still fits.
        rows: its manifest rows, by archive member or table row, ``""`` for the file as a whole.
        ocr: whether pictures of pages are to be read.
        ocr_state: what decides their text, part of the key of files with such.
    """

    path: Path
    name: str
    stamp: str
    known: str | None = None
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ocr: bool = True
    ocr_state: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A report of the file.

    Attributes:
        number: which of the file's reports it is, from 0.
        digest: of all that its rows depend on.
        tagged_as: digest of all that its tags depend on: title, headings, sentences, model.
        words: digest of its wording, equal for copies in other formats.
        sentences: the set of its sentences, as :func:`cuoshi.text.wording.sentence_digests` lays it out.
        report: the report.
        reader: what it was read as.
        encoding: of the file if it is a text, else empty.
        rows: its rows of the sentences table where it was tagged already.
    """

    number: int
    digest: str
    tagged_as: str
    words: str
    sentences: bytes
    report: Report
    reader: str = ""
    encoding: str = ""
    rows: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read, and why.

    Attributes:
        path: the file or the part of it.
        reason: what is wrong and what to do.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What cannot be right in a report that was read all the same: a year that its table states, a part of its text.

    Attributes:
        path: the report.
        reason: what is wrong.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person should know of a file that was read."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The last message of a file.

    Attributes:
        count: reports that were read, ``None`` when the file is unchanged and was not read again.
        key: digest of all that the reports depend on; ``None`` when the file is to be read again next time.
    """

    count: int | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Working:
    """A sign of life while a file takes long, as one whose pages are read by OCR."""


Message = Parsed | Failure | Doubt | Notice | Finished


def warning(message: Message) -> str:
    """What a person should know who reads files without a run that lists it; empty where there is nothing."""
    match message:
        case Failure(path, reason):
            return f"{path}: skipped: {reason}"
        case Doubt(path, reason):
            return f"{path}: {reason}"
        case Notice(text):
            return text
        case _:
            return ""


def shown(path: Path) -> str:
    """A file's path, or the address that it stands for, as the tables show it."""
    return remote.address(path) or printable(str(path))


def printable(path: str) -> str:
    """A path whose bytes are not UTF-8, as archives made on Chinese Windows leave them, in readable characters."""
    raw = os.fsencode(path)
    name = decode_name(raw)
    return raw.decode("utf-8", "replace") if name is None else name
