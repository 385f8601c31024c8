"""The labelled-report format: one JSON object a line, a report with what coders said of its sentences.

The keys are ``id``, ``title``, ``county``, ``year``, ``genre``, ``source`` … and ``units``, which are
``{"kind": "heading", "level": 1, "text": "…"}`` or ``{"kind": "sentence", "paragraph": 0, "text": "…",
"categories": ["law"], "status": "done"}``, in reading order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cuoshi.errors import CuoshiError
from cuoshi.schema import Heading, Place, Report, Sentence
from cuoshi.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Labels:
    """What a coder said of one sentence: category ids, and the id of the status, ``None`` without a category."""

    categories: tuple[str, ...] = ()
    status: str | None = None


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """A report and the labels of its sentences.

    Attributes:
        report: headings and sentences; heading paths are not worked out yet.
        labels: one a sentence, in order.
        facts: the line's further keys, such as ``source``.
    """

    report: Report
    labels: tuple[Labels, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


def read(path: Path, scheme: Scheme) -> Iterator[LabelledReport]:
    """Read a file of labelled reports, line by line.

    Args:
        path: the ``.jsonl`` file, UTF-8.
        scheme: the labels that are allowed.

    Raises:
        CuoshiError: it cannot be opened, or a line is no labelled report (says which line and why).
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _line(line, scheme, f"{path}, line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise CuoshiError(f"{path}: cannot be read as UTF-8 text ({error})") from error


def parse(entry: Mapping[str, Any], scheme: Scheme) -> LabelledReport:
    """Make a labelled report of the keys of a line.

    Args:
        entry: the keys.
        scheme: the labels that are allowed.

    Raises:
        ValueError: a label is none of the scheme's.
        KeyError: a key is missing.
        TypeError: a value is of another type.
    """
    units: list[Heading | Sentence] = []
    labels: list[Labels] = []
    for unit in entry["units"]:
        if unit["kind"] == "heading":
            units.append(Heading(int(unit["level"]), str(unit["text"])))
            continue
        units.append(Sentence(str(unit["text"]), int(unit["paragraph"]), len(labels)))
        labels.append(_labels(unit, scheme))
    year = entry.get("year")
    report = Report(
        id=str(entry["id"]),
        units=units,
        title=str(entry.get("title") or ""),
        place=Place(county=str(entry.get("county") or "")),
        year=None if year is None else int(year),
        genre=str(entry.get("genre") or ""),
    )
    known = {"id", "units", "title", "county", "year", "genre"}
    return LabelledReport(report, tuple(labels), {key: entry[key] for key in entry if key not in known})


def write(path: Path, reports: Iterable[LabelledReport]) -> int:
    """Write labelled reports.

    Args:
        path: the ``.jsonl`` file; its folder is made if it is not there.
        reports: taken one by one.

    Returns:
        How many were written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for labelled in reports:
            file.write(json.dumps(to_entry(labelled), ensure_ascii=False) + "\n")
            count += 1
    return count


def to_entry(labelled: LabelledReport) -> dict[str, Any]:
    """The keys of a line, as :func:`parse` reads them; what is not known is left out."""
    report, labels = labelled.report, iter(labelled.labels)
    known = {"title": report.title, "county": report.place.county, "year": report.year, "genre": report.genre}
    head = {"id": report.id} | {key: value for key, value in known.items() if value not in ("", None)}
    return head | dict(labelled.facts) | {"units": [_unit(unit, labels) for unit in report.units]}


def _line(line: str, scheme: Scheme, where: str) -> LabelledReport:
    try:
        return parse(json.loads(line), scheme)
    except KeyError as error:
        raise CuoshiError(f"{where}: not a labelled report, it has no {error}") from error
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise CuoshiError(f"{where}: not a labelled report ({error})") from error


def _labels(unit: Mapping[str, Any], scheme: Scheme) -> Labels:
    categories, status = tuple(unit["categories"]), unit["status"]
    for label, known in (*((one, scheme.category_ids) for one in categories), (status, (*scheme.status_ids, None))):
        if label not in known:
            raise ValueError(f"unknown label {label!r}; known are {', '.join(filter(None, known))}")
    return Labels(categories, status)


def _unit(unit: Heading | Sentence, labels: Iterator[Labels]) -> dict[str, Any]:
    if isinstance(unit, Heading):
        return {"kind": "heading", "level": unit.level, "text": unit.text}
    given = next(labels)
    said = {"categories": list(given.categories), "status": given.status}
    return {"kind": "sentence", "paragraph": unit.paragraph, "text": unit.text} | said
