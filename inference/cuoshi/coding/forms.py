"""What coders code a sample with: a page that opens offline in any browser, or a sheet for Excel.

Both give the columns of :func:`coded_columns`, which :mod:`cuoshi.coding.codes` reads. A sentence whose category
cells are all empty has not been coded and is missing, not "none". One filled cell of a row is enough, empty ones beside
it mean 0; a sheet has a column for "none".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from cuoshi.errors import CuoshiError
from cuoshi.offline.document import json_block, self_contained
from cuoshi.results.files import workbook
from cuoshi.results.workbook import ILLEGAL, MAX_CHARACTERS
from cuoshi.scheme import Label, Scheme
from cuoshi.words import interface_words

TEMPLATES = Path(__file__).parent / "templates"
SCRIPTS = ("answers", "drawing", "files", "coding")  # in the order in which they run
#: what a coder says of a sentence beside its categories
ANSWERS = ("status", "unsure", "note", "seconds", "coder")
#: keys of the page's commands: codebook search, note, undo
COMMAND_KEYS = frozenset("cnu")
#: text columns of the sheet: field of an item and its width in characters
CONTEXT = {"county": 12, "year": 7, "title": 24, "heading_path": 24, "before": 36, "text": 60, "after": 36}
LABEL_HEADER = ("id", "名称", "name", "说明", "meaning")
#: the sheet's column for a sentence of no category
NONE = "none"


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence to be coded, in its context.

    Attributes:
        sentence_id: its name in the sample.
        text: the sentence.
        heading_path: headings above it, outermost first, as the sentences table has them.
        before, after: the sentences beside it, empty where there is none.
        title, county, year: of its report; None for a year that is not known.
        probabilities: the model's by category, only where coders are to see them.
    """

    sentence_id: str
    text: str
    heading_path: str = ""
    before: str = ""
    after: str = ""
    title: str = ""
    county: str = ""
    year: int | None = None
    probabilities: Mapping[str, float] | None = None


def coded_columns(scheme: Scheme) -> tuple[str, ...]:
    """Columns of a coded file: the sentence's id, 0 or 1 by category, and what else the coder said of it.

    Raises:
        CuoshiError: a category has the name of another of these columns.
    """
    if taken := {"sentence_id", NONE, *ANSWERS} & set(scheme.category_ids):
        raise CuoshiError(f"category {min(taken)!r}: a coded file has a column of that name; rename it in the scheme")
    return ("sentence_id", *scheme.category_ids, *ANSWERS)


def label_keys(scheme: Scheme) -> dict[str, str]:
    """Give every label of a scheme a key of its own.

    Args:
        scheme: of up to 40 categories and 8 statuses.

    Returns:
        Keys by id: a letter for a status, 1 to 9 for the first nine categories, then letters, at last capital ones.
        A letter of the label's own id is taken where one is free.
    """
    free = [letter for letter in ascii_lowercase if letter not in COMMAND_KEYS] + list(ascii_uppercase)
    numbered = dict(zip(scheme.category_ids, "123456789", strict=False))
    for name in (*scheme.status_ids, *scheme.category_ids[len(numbered) :]):
        numbered[name] = next((letter for letter in name if letter in free), free[0])
        free.remove(numbered[name])
    return numbered


def coding_page(items: Sequence[Item], scheme: Scheme, codebook: str, sample_id: str, lang: str) -> str:
    """Make the page on which a coder codes a sample.

    Args:
        items: the sentences, in the order in which they are coded.
        scheme: what they are coded with.
        codebook: its rules in Markdown; HTML in it is shown as text.
        sample_id: names the sample; the browser keeps answers under it and the coder's name.
        lang: language of the interface, ``zh`` or ``en``; sentences and codebook stay as they are.

    Returns:
        One HTML file that asks nothing of the network.

    Raises:
        CuoshiError: no items, two of one id, a category's name that the coded file cannot have, an unknown language.
    """
    words, columns = interface_words(lang)["coding"], coded_columns(scheme)
    _check(items)
    keys = label_keys(scheme)

    def shown(label: Label) -> dict[str, str]:
        names = {"id": label.id, "name": label.name(lang), "zh": label.zh, "en": label.en}
        return {**names, "meaning": label.meaning(lang), "key": keys[label.id]}

    data = {
        "sample": sample_id,
        "columns": columns,
        "categories": [*map(shown, scheme.categories)],
        "statuses": [*map(shown, scheme.statuses)],
        "items": [*map(_entry, items)],
        "words": words,
    }
    return self_contained(
        TEMPLATES / "coding.html.jinja",
        (TEMPLATES / "coding.css").read_text("utf-8"),
        [TEMPLATES / f"{name}.js" for name in SCRIPTS],
        lang=lang,
        t=words,
        total=len(items),
        rules=_rules(codebook),
        data=json_block(data),
    )


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
        CuoshiError: as :func:`coding_page`, or the file cannot be written.
    """
    columns = coded_columns(scheme)
    _check(items)
    with workbook(path) as book:
        _answers(book, items, scheme, columns, lang)
        _codebook(book, scheme, [interface_words(lang)["coding"]["sheet_help"], *codebook.splitlines()])


def _check(items: Sequence[Item]) -> None:
    if not items:
        raise CuoshiError("no sentence to code; draw a sample of at least one")
    name, number = Counter(item.sentence_id for item in items).most_common(1)[0]
    if number > 1:
        raise CuoshiError(f"sentence {name!r} occurs {number} times in the sample; give each its own sentence_id")


def _entry(item: Item) -> dict[str, Any]:
    fields = ("text", "heading_path", "before", "after", "title", "county", "year")
    entry = {"id": item.sentence_id} | {field: getattr(item, field) for field in fields}
    return entry if item.probabilities is None else entry | {"p": dict(item.probabilities)}


def _rules(codebook: str) -> Markup:
    """The codebook as HTML: tags in it are escaped, and nothing leads out of the page."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "link", "autolink"])
    return Markup(markdown.render(codebook))  # noqa: S704 - html is off


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
    """A value as the text of an Excel cell: without what a workbook cannot hold, cut where it is too long."""
    return ILLEGAL.sub("", "" if value is None else str(value))[:MAX_CHARACTERS]


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
