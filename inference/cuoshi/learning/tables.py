"""Tables of coded sentences, CSV or Excel: a row a sentence.

Columns: ``text`` (or 句子, 文本); what it was coded as: ids or names of categories in one column ``categories``
(类别), parted by ``;`` ``,`` or ``、``, empty for none, or a column of 0 and 1 a category, all empty where a sentence
was not coded; and if known ``report`` (报告), ``heading`` (小标题, parted by ``/``), ``title``, ``status`` (状态).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cuoshi.coding.coded_table import plain_answer, read_table
from cuoshi.coding.codes import NO, YES
from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.scheme import Scheme

NAMES = {
    "text": ("text", "sentence", "句子", "文本", "原文"),
    "categories": ("categories", "category", "labels", "类别", "标签"),
    "report": ("report", "report_id", "path", "报告", "文件"),
    "heading": ("heading", "headings", "heading_path", "标题层级", "小标题"),
    "title": ("title", "标题", "报告标题"),
    "status": ("status", "状态"),
}
PARTED = re.compile(r"[;；,，、|\n]+")
NOTHING = frozenset({"", "none", "无", "0", "[]"})


@dataclass(frozen=True, slots=True)
class Row:
    """A coded sentence.

    Attributes:
        text: the sentence.
        categories: ids of its categories.
        status: id of its status, empty where it has none.
        report: names its report, empty where that is not known.
        headings: headings above it, outermost first.
        title: of its report.
        where: file and row, for messages.
    """

    text: str
    categories: tuple[str, ...]
    status: str
    report: str
    headings: tuple[str, ...]
    title: str
    where: str


def names_sentences(path: Path) -> bool:
    """Whether a file names the sentences of a drawn sample, as the coding page and the coding sheet do.

    Raises:
        CuoshiError: it cannot be read.
    """
    return "sentence_id" in read_table(path)


def read_rows(path: Path, scheme: Scheme) -> list[Row]:
    """Read a table.

    Args:
        path: the file.
        scheme: the categories and statuses that are allowed.

    Raises:
        CuoshiError: it cannot be read, lacks a column, or has an unknown label (says which row).
    """
    table = read_table(path)
    columns = _columns(table)
    if "text" not in columns:
        raise CuoshiError(
            f"{path}: no column text, and no sample beside it that `cuoshi sample` drew for learning; put the "
            "sentences into a column text"
        )
    flags = {label.id: name for label in scheme.categories if (name := _flag_column(table, label))}
    if "categories" not in columns and len(flags) < len(scheme.categories):
        missing = next(label.id for label in scheme.categories if label.id not in flags)
        raise CuoshiError(
            f"{path}: no column categories and none called {missing}; put ids of categories into a column categories, "
            "or 0 and 1 into one column a category"
        )
    rows = []
    for number, values in zip(table.index, table.to_numpy(dtype=str).tolist(), strict=True):
        record = dict(zip(map(str, table), values, strict=True))
        rows.append(_row(record, columns, flags, scheme, f"{path}, row {number}"))
    return [row for row in rows if row]


def _columns(table: pd.DataFrame) -> dict[str, str]:
    lowered = {str(name).lower(): str(name) for name in table}
    found = {field: next((lowered[n] for n in names if n in lowered), None) for field, names in NAMES.items()}
    return {field: name for field, name in found.items() if name is not None}


def _flag_column(table: pd.DataFrame, label: Label) -> str | None:
    return next((name for name in (label.id, label.zh, label.en) if name in table), None)


def _row(
    record: Mapping[str, str], columns: Mapping[str, str], flags: Mapping[str, str], scheme: Scheme, where: str
) -> Row | None:
    """A row of the table; ``None`` where nothing was coded."""
    said = {field: str(record[name]).strip() for field, name in columns.items()}
    if not said["text"]:
        return None
    if "categories" in columns:
        categories = tuple(_named(scheme, said["categories"], where))
    else:
        values = {name: plain_answer(record[column]) for name, column in flags.items()}
        if not any(values.values()):
            return None
        categories = tuple(name for name, value in values.items() if _flag(value, name, where))
    status = _status(scheme, said.get("status", ""), where) if categories else ""
    headings = tuple(part.strip() for part in said.get("heading", "").split("/") if part.strip())
    return Row(said["text"], categories, status, said.get("report", ""), headings, said.get("title", ""), where)


def _named(scheme: Scheme, cell: str, where: str) -> Iterator[str]:
    names = {name: label.id for label in scheme.categories for name in (label.id, label.zh, label.en)}
    for part in PARTED.split(cell):
        name = part.strip()
        if name.lower() in NOTHING:
            continue
        if name not in names:
            raise CuoshiError(f"{where}: unknown category {name!r}; the scheme has {', '.join(scheme.category_ids)}")
        yield names[name]


def _flag(value: str, name: str, where: str) -> bool:
    if value not in YES | NO | {""}:
        raise CuoshiError(f"{where}: {value!r} under {name}; a label is 1, 0 or empty")
    return value in YES


def _status(scheme: Scheme, value: str, where: str) -> str:
    names = {name: label.id for label in scheme.statuses for name in (label.id, label.zh, label.en)}
    if value and value not in names and scheme.statuses:
        raise CuoshiError(f"{where}: unknown status {value!r}; the scheme has {', '.join(scheme.status_ids)}")
    return names.get(value, "")
