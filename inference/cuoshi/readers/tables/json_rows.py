"""Reports as JSON objects: one a line, or all in one list; a line may also be a labelled report."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

from cuoshi import aliases
from cuoshi.documents import Document, Unreadable
from cuoshi.errors import ReadError
from cuoshi.readers.source import MAX_CHARACTERS, Source
from cuoshi.readers.tables.table import WANTED, document_of_row
from cuoshi.readers.text import decode, decode_file

Object = dict[Any, Any]
LOG = logging.getLogger("cuoshi")
LONGEST_LINE = 8 * MAX_CHARACTERS
#: problems that are kept until a report is found; without one the first is the file's
KEPT = 16
#: objects around the list of reports
DEEPEST = 3


def read(source: Source) -> Iterator[Document | Unreadable]:
    """Read objects with a text, or labelled reports with ``units``; numbered by line, those of a list from 1.

    Yields:
        A document an object, :class:`Unreadable` for a line that is none.

    Raises:
        ReadError: no object holds a report, or a line is too long.
    """
    problems: list[Unreadable] = []
    known: set[str] = set()
    found = False
    for number, row in _rows(source):
        name = f"{source.name}#{number}"
        document = Unreadable(name, row) if isinstance(row, str) else _document(name, row)
        if isinstance(document, Document):
            found = True
            yield from problems
            problems.clear()
            known.update(aliases.unknown(document.metadata) if "units" not in row else ())
            yield document
        elif found:
            yield document
        elif len(problems) < KEPT:
            problems.append(document)
    if not found:
        where = problems[0] if problems else None
        raise source.error(
            f"line {where.path.rpartition('#')[2]}: {where.reason}" if where else "the file is empty; check its origin"
        )
    for doubt in aliases.doubts(sorted(known)):
        LOG.warning("%s: %s", source.name, doubt)


def _rows(source: Source) -> Iterator[tuple[int, Object | str]]:
    """Number and object of every line, or of every entry of a list; what is wrong in place of one that is none."""
    begins = source.head().lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins == b"[" or (begins == b"{" and source.size <= LONGEST_LINE):
        try:
            entries = _entries(json.loads(decode_file(source).removeprefix("\ufeff")))
        except (ValueError, RecursionError):
            entries = None  # an object a line
        if entries is not None:
            yield from ((number, _object(entry)) for number, entry in enumerate(entries, start=1))
            return
    for number, line in enumerate(_lines(source), start=1):
        if line.strip():
            yield number, _parsed(line)


def _entries(found: object, depth: int = 0) -> list[object] | None:
    """The reports of a JSON file: a list, one object, or the list that an object holds, as websites' interfaces do."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        return None
    inside = [value for value in found.values() if isinstance(value, dict) or (value and _is_rows(value))]
    if "units" in found or aliases.find(list(found), "text") or len(inside) != 1 or depth == DEEPEST:
        return [found]
    return _entries(inside[0], depth + 1)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _lines(source: Source) -> Iterator[str]:
    source.stream.seek(0)
    while raw := source.stream.readline(LONGEST_LINE):
        if len(raw) == LONGEST_LINE:
            raise source.error("a line is too long for one report; split it")
        try:
            yield decode(raw)
        except ReadError as error:
            raise source.error(str(error)) from error


def _parsed(line: str) -> Object | str:
    try:
        return _object(json.loads(line))
    except (ValueError, RecursionError):
        return "not JSON; every line must be one object"


def _object(entry: object) -> Object | str:
    return entry if isinstance(entry, dict) else "not a JSON object; every line must be one"


def text_of(units: list[Any]) -> str:
    """Write units of a labelled report as text, headings on lines of their own, the sentences of a paragraph in one.

    Args:
        units: what the line has under ``units``; what is no unit is passed over.
    """
    lines: list[str] = []
    paragraph = None
    for unit in units:
        if not isinstance(unit, dict) or not isinstance(unit.get("text"), str):
            continue
        current = unit.get("paragraph") if unit.get("kind") == "sentence" else None
        if current is not None and current == paragraph:
            lines[-1] += unit["text"]
        else:
            lines.append(unit["text"])
        paragraph = current
    return "\n".join(lines)


def _document(name: str, row: Object) -> Document | Unreadable:
    if isinstance(row.get("units"), list):
        row = {**{key: value for key, value in row.items() if key != "units"}, "text": text_of(row["units"])}
    column = aliases.find(list(row), "text")
    if column is None:
        return Unreadable(name, f"no text among {', '.join(list(row)[:12]) or 'no keys'}; {WANTED}")
    return document_of_row(name, row, column)
