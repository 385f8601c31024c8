"""Labelled reports on disk: memory-mapped Arrow tables, so that a million sentences do not sit in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, overload

import numpy as np
from datasets import Dataset, Features, List, Value, concatenate_datasets
from datasets.arrow_writer import ArrowWriter

from cuoshi.atomic import replaced
from cuoshi.labelled import read
from cuoshi.schema import Heading, Report, Sentence
from cuoshi.scheme import Scheme
from cuoshi_training.data.labelled import TrainingReport, of
from cuoshi_training.errors import TrainingError

#: a unit's level is 0 where it is a sentence
FEATURES = Features(
    {
        **{name: Value("string") for name in ("id", "title", "genre", "source", "draw")},
        "units": List(
            {"level": Value("int8"), "paragraph": Value("int32"), "text": Value("string")}
            | {"headings": List(Value("string")), "section_kind": Value("string")}
        ),
        "categories": List(List(Value("float32"))),
        "status": List(List(Value("float32"))),
    }
)


class StoredReports(Sequence[TrainingReport]):
    """Labelled reports that are read from disk when they are asked for."""

    def __init__(self, dataset: Dataset, folder: TemporaryDirectory[str] | None = None) -> None:
        """Take a table.

        Args:
            dataset: of the columns of :data:`FEATURES`.
            folder: where its file lies, if that shall go with the last view of it.
        """
        self.dataset, self._folder = dataset, folder

    def __len__(self) -> int:
        return len(self.dataset)

    def __iter__(self) -> Iterator[TrainingReport]:
        return map(_report, self.dataset)

    @overload
    def __getitem__(self, index: int) -> TrainingReport: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[TrainingReport]: ...
    def __getitem__(self, index: int | slice) -> TrainingReport | Sequence[TrainingReport]:
        """One report, or a view of several."""
        if isinstance(index, slice):
            return self.select(range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return _report(self.dataset[index])

    def select(self, indices: Iterable[int]) -> StoredReports:
        """A view of some reports, in the order given."""
        return StoredReports(self.dataset.select(list(indices)), self._folder)


def load(paths: Sequence[Path], scheme: Scheme) -> StoredReports:
    """Read labelled reports; those without a sentence are left out.

    Every line is checked as it is read, so that an error names it, and goes to a temporary file, of the size of those
    given, which goes with the result: one that were kept would have to be told when they change, and reading 160,000
    sentences takes five seconds. It lies where temporary files do (``TMPDIR``), nothing in the user's home.

    Args:
        paths: files of them.
        scheme: the labels that are allowed, in the order of the arrays.

    Raises:
        CuoshiError: a line is not JSON, or a label is none of the scheme's (says file and line); or there is no
            sentence at all.
    """
    folder = TemporaryDirectory(prefix="cuoshi-labelled-")
    said = (one for path in paths for one in read(path, scheme) if one.labels)
    found = store((of(one, scheme) for one in said), Path(folder.name) / "reports.arrow")
    if not found:
        raise TrainingError(f"no labelled sentence in {', '.join(map(str, paths))}")
    return StoredReports(found.dataset, folder)


def store(reports: Iterable[TrainingReport], path: Path) -> StoredReports:
    """Write labelled reports, one at a time, and map the file into memory; a file of that name is whole.

    Args:
        reports: any number; taken one by one.
        path: the Arrow file; it must stay while the result is used.

    Returns:
        The same reports, read when asked for.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary, ArrowWriter(features=FEATURES, path=str(temporary)) as writer:
        for labelled in reports:
            writer.write(_row(labelled))
        writer.finalize()
    return opened(path)


def opened(path: Path) -> StoredReports:
    """What :func:`store` has written."""
    return StoredReports(Dataset.from_file(str(path)))


def concatenate(parts: Sequence[StoredReports]) -> StoredReports:
    """Reports of several files, one after the other; nothing is copied."""
    return StoredReports(concatenate_datasets([part.dataset for part in parts]))


def _row(labelled: TrainingReport) -> dict[str, Any]:
    report = labelled.report
    units = [
        {"level": unit.level, "paragraph": -1, "text": unit.text, "headings": [], "section_kind": ""}
        if isinstance(unit, Heading)
        else {"level": 0} | {name: getattr(unit, name) for name in ("paragraph", "text", "headings", "section_kind")}
        for unit in report.units
    ]
    head = {"id": report.id, "title": report.title, "genre": report.genre}
    said = {"source": labelled.source, "draw": labelled.draw}
    return head | said | {"units": units, "categories": labelled.categories, "status": labelled.status}


def _report(row: dict[str, Any]) -> TrainingReport:
    units: list[Heading | Sentence] = []
    sentences = 0
    for unit in row["units"]:
        if unit["level"]:
            units.append(Heading(unit["level"], unit["text"]))
        else:
            path, kind = tuple(unit["headings"]), unit["section_kind"]
            units.append(Sentence(unit["text"], unit["paragraph"], sentences, path, kind))
            sentences += 1
    report = Report(id=row["id"], units=units, title=row["title"], genre=row["genre"])
    categories, status = (np.array(row[name], np.float32).reshape(sentences, -1) for name in ("categories", "status"))
    return TrainingReport(report, categories, status, row["source"], row["draw"])
