"""``coverage.xlsx``: the tables of a run as one Excel workbook, with labels in either language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cuoshi.results.formats.excel import workbook
from cuoshi.results.lists.skipped import Skipped
from cuoshi.results.lists.unresolved import Row
from cuoshi.results.measured.coded import Coded
from cuoshi.results.workbook import sheet_rows, sheets
from cuoshi.scheme import Scheme
from cuoshi.words import in_chinese, interface_words

MAX_ROWS = 1_048_576 - 1
MAX_CHARACTERS = 32_767
# XML 1.0 has no place for these; a file with one of them does not open.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Content:
    """What a workbook shows beside the sentences.

    Attributes:
        coverage: the coverage table.
        counties: the coverage table by county alone, with a column ``years``.
        skipped: what could not be read, and why.
        unresolved: the reports of which it is not known where they are from.
        facts: facts of the run by the keys of :data:`cuoshi.results.workbook.sheet_rows.FACTS`.
        validity: what a hand-coded sample said; ``None`` where none was coded.
    """

    coverage: pd.DataFrame
    counties: pd.DataFrame
    skipped: Sequence[Skipped]
    unresolved: Sequence[Row]
    facts: Mapping[str, Any]
    validity: Coded | None = None


@contextmanager
def opened(path: Path, scheme: Scheme, carried: Sequence[str], lang: str = "zh") -> Iterator[Book]:
    """Give a workbook that is put in place when the block ends well.

    Args:
        path: the file.
        scheme: what the sentences were tagged with.
        carried: columns of the sentences table that come from a manifest.
        lang: of sheets, heads and names, ``zh`` or ``en``.

    Raises:
        CuoshiError: it cannot be written.
    """
    with workbook(path, constant_memory=True, nan_inf_to_errors=False) as file:
        yield Book(file, scheme, carried, lang)


def needed_columns(scheme: Scheme, carried: Sequence[str]) -> list[str]:
    """The columns of the sentences table that the workbook shows."""
    return [*sheets.sentence_columns(scheme), *carried]


class Book:
    """A workbook that takes its sentences as they pass by, and the other sheets once all have."""

    def __init__(self, file: xlsxwriter.Workbook, scheme: Scheme, carried: Sequence[str], lang: str) -> None:
        """Begin the sheets that every workbook has.

        Args:
            file: it puts rows to disk as they come, so that the memory needed does not grow with the corpus.
            scheme: what the sentences were tagged with.
            carried: columns of the sentences table that come from a manifest.
            lang: ``zh`` or ``en``.
        """
        self._lang, self._words = lang, interface_words(lang)["workbook"]
        self._file, self._scheme = file, scheme
        self._bold = file.add_format({"bold": True, "bottom": 1})
        self._forms = {
            form: file.add_format({"num_format": form}) for form in (sheets.PERCENT, sheets.PROBABILITY, sheets.NUMBER)
        }
        self._notes: list[tuple[str, str]] = []
        self._columns = sheets.sentence_columns(scheme, lang) | {name: sheets.SheetColumn(name, 14) for name in carried}
        self._coverage, self._counties, sentences = map(self._begin, ("coverage", "counties", "sentences"))
        self._sentences = self._sheet(sentences, list(self._columns.values()))

    def passing(self, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """Pass pieces of the sentences table on, and write their rows.

        Args:
            tables: the pieces, in order, with :func:`needed_columns`.

        Yields:
            The pieces as they are.
        """
        for table in tables:
            for row in sheet_rows.sentence_rows(table, list(self._columns), self._scheme, self._lang):
                self._sentences.add(row)
            yield table

    def write(self, content: Content) -> None:
        """Write the other sheets, once all sentences have passed.

        Args:
            content: what they show.
        """
        scheme, validity, lang = self._scheme, content.validity, self._lang
        statuses = {label.id: sheets.SheetColumn(label.name(lang)) for label in scheme.statuses}
        labels = [statuses.get(name) or sheets.column(name, lang) for name in map(str, content.coverage)]
        self._fill(self._coverage, labels, sheet_rows.coverage_rows(content.coverage, scheme, lang))
        self._fill(self._counties, sheets.county_columns(scheme, lang), sheet_rows.county_rows(content.counties, lang))
        self._notes += self._sentences.end()
        if validity:
            self._add("validity", sheets.validity_columns(lang), sheet_rows.validity_rows(validity, scheme, lang))
        self._add("skipped", sheets.skipped_columns(lang), map(self._skipped, content.skipped))
        why = interface_words(lang)["reasons"]
        unresolved = ([*row[:5], why[row[5]], row[6]] for row in content.unresolved)
        self._add("unresolved", [sheets.column(name, lang) for name in sheets.UNRESOLVED], unresolved)
        learnt = sheet_rows.about_learnt(content.facts, content.coverage, scheme, validity, lang)
        about = [*sheet_rows.about(content.facts, scheme, lang), *learnt, *sheet_rows.about_validity(validity, lang)]
        self._add("about", sheets.about_columns(lang), [*about, *self._notes])

    def _skipped(self, one: Skipped) -> list[str]:
        reason = in_chinese(one.reason) if self._lang == "zh" else one.reason
        return [one.path, reason, sheet_rows.yes(one.counted, self._lang)]

    def _begin(self, name: str) -> Worksheet:
        return self._file.add_worksheet(self._words[f"sheet_{name}"])

    def _add(self, name: str, columns: Sequence[sheets.SheetColumn], rows: Iterable[Sequence[Any]]) -> None:
        self._fill(self._begin(name), columns, rows)

    def _fill(self, worksheet: Worksheet, columns: Sequence[sheets.SheetColumn], rows: Iterable[Sequence[Any]]) -> None:
        sheet = self._sheet(worksheet, columns)
        for row in rows:
            sheet.add(row)
        self._notes += sheet.end()

    def _sheet(self, worksheet: Worksheet, columns: Sequence[sheets.SheetColumn]) -> _Sheet:
        formats = [self._forms.get(column.form or "") for column in columns]
        return _Sheet(worksheet, columns, self._bold, formats, self._words)


class _Sheet:
    """A sheet written row by row, header frozen, and the notes of what did not fit."""

    def __init__(
        self,
        sheet: Worksheet,
        columns: Sequence[sheets.SheetColumn],
        bold: Format,
        formats: Sequence[Format | None],
        words: Mapping[str, str],
    ) -> None:
        self._sheet, self._formats, self._words = sheet, formats, words
        self._rows = self._cut = 0
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.label, bold)

    def add(self, row: Sequence[Any]) -> None:
        """Write a row, values in the order of the columns; one that Excel has no room for is counted."""
        self._rows += 1
        if self._rows <= MAX_ROWS:
            for number, value in enumerate(row):
                self._cut += _write_cell(self._sheet, self._rows, number, value, self._formats[number])

    def end(self) -> list[tuple[str, str]]:
        """Let the header filter the rows, and say what is not there."""
        written, name = min(self._rows, MAX_ROWS), self._sheet.get_name()
        self._sheet.autofilter(0, 0, max(written, 1), len(self._formats) - 1)
        counts = {"left_out": self._rows - written, "cut": self._cut}
        return [
            (self._words[what].format(sheet=name), self._words[f"{what}_means"].format(n=n, most=MAX_CHARACTERS))
            for what, n in counts.items()
            if n
        ]


def _write_cell(sheet: Worksheet, row: int, number: int, value: Any, form: Format | None) -> bool:
    """Write a value by its type, text always as text and never as a formula; says whether it was cut."""
    if value is None or value != value:
        return False
    if isinstance(value, str):
        text = ILLEGAL.sub("", value)
        sheet.write_string(row, number, text[:MAX_CHARACTERS], form)
        return len(text) > MAX_CHARACTERS
    sheet.write_number(row, number, value, form)
    return False
