"""``coverage.xlsx``: the tables of a run as one Excel workbook, with Chinese labels."""

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

from cuoshi.results import sheet_rows, sheets
from cuoshi.results.coded import Coded
from cuoshi.results.files import workbook
from cuoshi.results.skipped import Skipped
from cuoshi.results.unresolved import Row
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
        facts: facts of the run by the keys of :data:`cuoshi.results.sheet_rows.FACTS`.
        validity: what a hand-coded sample said; ``None`` where none was coded.
    """

    coverage: pd.DataFrame
    counties: pd.DataFrame
    skipped: Sequence[Skipped]
    unresolved: Sequence[Row]
    facts: Mapping[str, Any]
    validity: Coded | None = None


@contextmanager
def opened(path: Path, scheme: Scheme, carried: Sequence[str]) -> Iterator[Book]:
    """Give a workbook that is put in place when the block ends well.

    Args:
        path: the file.
        scheme: what the sentences were tagged with.
        carried: columns of the sentences table that come from a manifest.

    Raises:
        CuoshiError: it cannot be written.
    """
    with workbook(path, constant_memory=True, nan_inf_to_errors=False) as file:
        yield Book(file, scheme, carried)


def needed_columns(scheme: Scheme, carried: Sequence[str]) -> list[str]:
    """The columns of the sentences table that the workbook shows."""
    return [*sheets.sentence_columns(scheme), *carried]


class Book:
    """A workbook that takes its sentences as they pass by, and the other sheets once all have."""

    def __init__(self, file: xlsxwriter.Workbook, scheme: Scheme, carried: Sequence[str]) -> None:
        """Begin the sheets that every workbook has.

        Args:
            file: it puts rows to disk as they come, so that the memory needed does not grow with the corpus.
            scheme: what the sentences were tagged with.
            carried: columns of the sentences table that come from a manifest.
        """
        self._file, self._scheme = file, scheme
        self._bold = file.add_format({"bold": True, "bottom": 1})
        self._forms = {
            form: file.add_format({"num_format": form}) for form in (sheets.PERCENT, sheets.PROBABILITY, sheets.NUMBER)
        }
        self._notes: list[tuple[str, str]] = []
        self._columns = sheets.sentence_columns(scheme) | {name: sheets.Column(name, 14) for name in carried}
        self._coverage, self._counties = map(file.add_worksheet, ("覆盖", "县汇总"))
        self._sentences = self._sheet(file.add_worksheet("句子"), list(self._columns.values()))

    def passing(self, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """Pass pieces of the sentences table on, and write their rows.

        Args:
            tables: the pieces, in order, with :func:`needed_columns`.

        Yields:
            The pieces as they are.
        """
        for table in tables:
            for row in sheet_rows.sentence_rows(table, list(self._columns), self._scheme):
                self._sentences.add(row)
            yield table

    def write(self, content: Content) -> None:
        """Write the other sheets, once all sentences have passed.

        Args:
            content: what they show.
        """
        scheme, validity = self._scheme, content.validity
        statuses = {label.id: sheets.Column(label.zh) for label in scheme.statuses}
        why = interface_words("zh")["reasons"]
        labels = [statuses.get(name) or sheets.column(name) for name in map(str, content.coverage)]
        self._fill(self._coverage, labels, sheet_rows.coverage_rows(content.coverage, scheme))
        self._fill(self._counties, sheets.county_columns(scheme), sheet_rows.county_rows(content.counties))
        self._notes += self._sentences.end()
        if validity:
            self._add("可信度", sheets.validity_columns(), sheet_rows.validity_rows(validity, scheme))
        skipped = ((one.path, in_chinese(one.reason), "是" if one.counted else "否") for one in content.skipped)
        columns = [*(sheets.Column(sheets.labels()[name], 80) for name in sheets.SKIPPED), sheets.Column("计入", 8)]
        self._add("未读取", columns, skipped)
        unresolved = ([*row[:5], why[row[5]], row[6]] for row in content.unresolved)
        self._add("待查明", [*map(sheets.column, sheets.UNRESOLVED)], unresolved)
        learnt = sheet_rows.about_learnt(content.facts, content.coverage, scheme, validity)
        about = [*sheet_rows.about(content.facts, scheme), *learnt, *sheet_rows.about_validity(validity), *self._notes]
        self._add("说明", sheets.ABOUT, about)

    def _add(self, name: str, columns: Sequence[sheets.Column], rows: Iterable[Sequence[Any]]) -> None:
        self._fill(self._file.add_worksheet(name), columns, rows)

    def _fill(self, worksheet: Worksheet, columns: Sequence[sheets.Column], rows: Iterable[Sequence[Any]]) -> None:
        sheet = self._sheet(worksheet, columns)
        for row in rows:
            sheet.add(row)
        self._notes += sheet.end()

    def _sheet(self, worksheet: Worksheet, columns: Sequence[sheets.Column]) -> _Sheet:
        return _Sheet(worksheet, columns, self._bold, [self._forms.get(column.form or "") for column in columns])


class _Sheet:
    """A sheet written row by row, header frozen, and the notes of what did not fit."""

    def __init__(
        self, sheet: Worksheet, columns: Sequence[sheets.Column], bold: Format, formats: Sequence[Format | None]
    ) -> None:
        self._sheet, self._formats = sheet, formats
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
        notes = []
        if left := self._rows - written:
            notes.append((f"“{name}”未写入", f"{left} 行超出 Excel 的行数上限，完整数据见 parquet 文件"))
        if self._cut:
            notes.append((f"“{name}”被截短", f"{self._cut} 个单元格超出 {MAX_CHARACTERS} 字，完整内容见 parquet 文件"))
        return notes


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
