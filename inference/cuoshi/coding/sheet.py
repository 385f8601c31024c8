"""The sheet on which coders who prefer Excel code the same sentences as on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cuoshi.coding.forms import NONE, Item, check_items, coded_columns
from cuoshi.results.formats.excel import workbook
from cuoshi.results.workbook.workbook import ILLEGAL, MAX_CHARACTERS
from cuoshi.scheme import Scheme
from cuoshi.words import interface_words

#: text columns of the sheet: field of an item and its width in characters
CONTEXT = {"county": 12, "year": 7, "title": 24, "heading_path": 24, "before": 36, "text": 60, "after": 36}
LABEL_HEADER = ("id", "名称", "name", "说明", "meaning")


def coding_sheet(path: Path, items: Sequence[Item], scheme: Scheme, codebook: str, lang: str) -> None:
    """Write the workbook in which a coder who prefers Excel codes the same sentences.

    Heads are a column's id and, below it in the same cell, what it is called. Cells of answers have drop-downs, all
    others are protected. The second sheet has labels and codebook.

    Args:
        path: the file.
        items: the sentences, in the order in which they are coded.
        scheme: what they are coded with.
        codebook: its rules, as text.
        lang: of heads and help; the ids below which answers are read are the same.

    Raises:
        CuoshiError: as :func:`cuoshi.coding.forms.coding_page`, or the file cannot be written.
    """
    columns = coded_columns(scheme)
    check_items(items)
    with workbook(path) as book:
        _answers(book, items, scheme, columns, lang)
        _codebook(book, scheme, [interface_words(lang)["coding"]["sheet_help"], *codebook.splitlines()])


def _answers(book: Any, items: Sequence[Item], scheme: Scheme, columns: Sequence[str], lang: str) -> None:
    sheet = book.add_worksheet("coding")
    top = {"text_wrap": True, "valign": "top"}
    bold = book.add_format({"text_wrap": True, "bold": True, "bottom": 1})
    plain, strong = book.add_format(top), book.add_format(top | {"bold": True, "bg_color": "#f5f6f4"})
    free = book.add_format(top | {"locked": False, "border": 1, "border_color": "#b9c1c6"})
    heads = _heads(scheme, columns, lang)
    for number, (name, label, width) in enumerate(heads):
        sheet.set_column(number, number, width, None, {"hidden": name in ("sentence_id", "seconds")})
        sheet.write_string(0, number, f"{name}\n{label}", bold)
    sheet.set_row(0, 48)
    for row, item in enumerate(items, 1):
        sheet.write_string(row, 0, item.sentence_id)
        for number, field in enumerate(CONTEXT, 1):
            sheet.write_string(row, number, cell_text(getattr(item, field)), strong if field == "text" else plain)
        for number in range(len(CONTEXT) + 1, len(heads)):
            sheet.write_blank(row, number, None, free)
    _drop_downs(sheet, [name for name, *_ in heads], scheme, len(items), lang)
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _heads(scheme: Scheme, columns: Sequence[str], lang: str) -> list[tuple[str, str, int]]:
    """Ids, labels and widths of the sheet's columns: the sentence's id, its context, the answers."""
    words, given = interface_words(lang)["columns"], {label.id: label.name(lang) for label in scheme.categories}
    given[NONE] = interface_words(lang)["coding"]["none"]
    context = [(name, words[name], width) for name, width in CONTEXT.items()]
    answers = [(name, given.get(name) or words[name], 30 if name == "note" else 10) for name in (NONE, *columns[1:])]
    return [(columns[0], words[columns[0]], 10), *context, *answers]


def cell_text(value: object) -> str:
    """A value as the text of an Excel cell: without what a workbook cannot hold; what is too long ends with ``…``."""
    text = ILLEGAL.sub("", "" if value is None else str(value))
    return text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1] + "…"


def _drop_downs(sheet: Any, names: Sequence[str], scheme: Scheme, last: int, lang: str) -> None:
    """Let cells take nothing but their labels, and say what these mean."""
    words, mark = interface_words(lang)["coding"], interface_words(lang)["script"]["list"]
    lists = {
        label.id: (["1", "0"], f"{label.meaning(lang)}\n{words['sheet_help']}".strip()) for label in scheme.categories
    }
    lists[NONE] = (["1"], words["sheet_help"])
    lists["unsure"] = (["1", "0"], words["sheet_unsure"])
    if scheme.statuses:
        meanings = mark.join(f"{label.id} {label.name(lang)}" for label in scheme.statuses)
        lists["status"] = ([*scheme.status_ids], words["sheet_status"].format(meanings=meanings))
    for name, (source, message) in lists.items():
        column = names.index(name)
        rule = {
            "validate": "list",
            "source": source,
            "input_message": message[:255],
            "error_message": words["sheet_choose"],
        }
        sheet.data_validation(1, column, last, column, rule)


def _codebook(book: Any, scheme: Scheme, lines: Sequence[str]) -> None:
    sheet = book.add_worksheet("codebook")
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    for number, width in enumerate((12, 16, 20, 60, 60)):
        sheet.set_column(number, number, width, wrapped)
    for row, cells in enumerate(_codebook_rows(scheme, lines)):
        if len(cells) == 1:
            sheet.merge_range(row, 0, row, len(LABEL_HEADER) - 1, cells[0], wrapped)
            sheet.set_row(row, 16 * (1 + len(cells[0]) // 90))  # merged cells do not grow by themselves
        for number, cell in enumerate(cells if len(cells) > 1 else ()):
            sheet.write_string(row, number, cell, bold if row == 0 else wrapped)
    sheet.freeze_panes(1, 0)
    sheet.protect()


def _codebook_rows(scheme: Scheme, lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield LABEL_HEADER
    for label in (*scheme.categories, *scheme.statuses):
        yield label.id, label.zh, label.en, label.meaning_zh, label.meaning_en
    for text in lines:
        yield (cell_text(text),)
