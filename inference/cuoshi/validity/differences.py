"""The sentences to look at again: where coders differ, where coders and model differ, where a coder was unsure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cuoshi.arrays import Flags, Integers
from cuoshi.atomic import replaced
from cuoshi.coding.codes import Codes
from cuoshi.coding.forms import Item, coding_page
from cuoshi.coding.population import Population
from cuoshi.coding.sheet import cell_text
from cuoshi.coding.tasks import codebook, items
from cuoshi.columns import probability
from cuoshi.errors import CuoshiError
from cuoshi.results.formats.excel import workbook
from cuoshi.results.formats.plain import write_csv
from cuoshi.scheme import Scheme
from cuoshi.validity.outcome import Validity
from cuoshi.words import interface_words

CONTEXT = ("sentence_id", "county", "year", "title", "heading_path", "before", "text", "after")
#: the context in the order in which an item takes it
ITEM = ("sentence_id", "text", "heading_path", "before", "after", "title", "county", "year")
#: why a sentence is listed, those to settle first
REASONS = ("coders", "unsure", "model")
ENDINGS = (".html", ".csv", ".xlsx")
#: characters of the workbook's columns: the context, why and disputed
WIDTHS = (14, 14, 8, 24, 24, 36, 60, 36, 20, 20)


def differences(everything: Population, places: Integers, answers: Codes) -> pd.DataFrame:
    """List the sentences to look at again.

    Args:
        everything: the sentences.
        places: rows of the sample's sentences in it.
        answers: what coders said of these.

    Returns:
        One row a sentence, those that coders differ on first: the columns of :data:`CONTEXT`, ``why`` (the reasons that
        hold), ``disputed`` (the model's probability of each category that somebody gave and somebody did not),
        ``said`` (labels and status by coder), ``model`` (its labels and status), ``notes`` (by coder).
    """
    # a row may be coded by some only: who did not code it has no part in it
    given, tagged = answers.labels, everything.tagged[places]
    coders = np.nanmax(given, axis=2, initial=0) != np.nanmin(given, axis=2, initial=1)
    coders &= answers.answered[:, None]
    model = answers.answered[:, None] & (answers.settled != tagged)
    found = {"coders": coders.any(axis=1) | answers.status_differs, "unsure": answers.unsure.any(axis=1)}
    found["model"] = model.any(axis=1)
    rank = np.select(list(found.values()), range(len(REASONS)), len(REASONS))
    listed = [int(i) for i in np.argsort(rank, kind="stable") if rank[i] < len(REASONS)]
    ids = everything.frame["sentence_id"].to_numpy()[places]
    rows = [
        {name: getattr(item, name) for name in CONTEXT}
        | {"why": tuple(reason for reason in REASONS if found[reason][i])}
        | _said(everything, answers, i, int(places[i]), coders[i] | model[i])
        for i, item in zip(listed, items(everything, [str(ids[i]) for i in listed]), strict=True)
    ]
    return pd.DataFrame(rows, columns=[*CONTEXT, "why", "disputed", "said", "model", "notes"], dtype=object)


def check_ending(path: Path) -> str:
    """The ending of a file to write differences into, in small letters.

    Raises:
        CuoshiError: it is none of :data:`ENDINGS`.
    """
    if (ending := path.suffix.lower()) not in ENDINGS:
        raise CuoshiError(
            f"{path}: differences are written as {', '.join(ENDINGS)}; give the file one of these endings"
        )
    return ending


def write_differences(path: Path, validity: Validity, lang: str = "zh") -> int:
    """Write them as a table, or those that coders left open as a page on which another one settles them.

    Args:
        path: ``.csv`` or ``.xlsx`` for a table of all, ``.html`` for a coding page of what is unsettled.
        validity: what was found.
        lang: of the table's heads and labels, or of the page.

    Returns:
        How many sentences are in it.

    Raises:
        CuoshiError: the ending is another, or there is nothing for a page.
    """
    ending, listed = check_ending(path), validity.differences
    if ending == ".html":
        return _page(path, listed[listed["sentence_id"].isin(validity.unsettled)], validity, lang)
    head, rows = _readable(listed, validity.scheme, lang)
    if ending == ".csv":
        write_csv(path, head, rows)
    else:
        _workbook(path, head, rows)
    return len(rows)


def _said(everything: Population, answers: Codes, i: int, place: int, disputed: Flags) -> dict[str, Any]:
    """What coders and model said of one sentence; labels by id."""
    row, names = everything.frame.iloc[place], everything.scheme.category_ids
    said = {}
    for k, coder in enumerate(answers.coders):
        if not np.isnan(answers.labels[i, :, k]).all():
            said[coder] = _labels(
                [name for name, y in zip(names, answers.labels[i, :, k], strict=True) if y == 1], answers.status[i, k]
            )
    return {
        "disputed": {
            name: float(row[probability(name)]) for name, differs in zip(names, disputed, strict=True) if differs
        },
        "said": said,
        "model": _labels(np.array(names)[everything.tagged[place]].tolist(), row["status"]),
        "notes": {coder: note for coder, note in zip(answers.coders, answers.notes[i].tolist(), strict=True) if note},
    }


def _labels(categories: Sequence[str], status: object) -> tuple[str, ...]:
    return (*categories, status) if isinstance(status, str) and status else tuple(categories)


def _readable(listed: pd.DataFrame, scheme: Scheme, lang: str) -> tuple[list[str], list[list[Any]]]:
    """Head and rows with names in place of ids."""
    words, mark = interface_words(lang)["validity"], interface_words(lang)["script"]["list"]
    names = {label.id: label.name(lang) for label in (*scheme.categories, *scheme.statuses)}
    coders = sorted({coder for said in listed["said"] for coder in said})

    def labels(given: Sequence[str] | None) -> str:
        return "" if given is None else mark.join(names[name] for name in given) or words["none"]

    rows = [
        [
            *(row[name] for name in CONTEXT),
            mark.join(words[f"why_{reason}"] for reason in row["why"]),
            mark.join(f"{names[name]} {p:.2f}" for name, p in row["disputed"].items()),
            *(labels(row["said"].get(coder)) for coder in coders),
            labels(row["model"]),
            "; ".join(f"{coder}: {note}" for coder, note in row["notes"].items()),
        ]
        for row in listed.to_dict("records")
    ]
    heads = [interface_words(lang)["columns"][name] for name in CONTEXT]
    heads += [words[f"column_{name}"] for name in ("why", "disputed")]
    heads += [words["column_said"].format(coder=coder) for coder in coders]
    return [*heads, words["column_model"], words["column_notes"]], rows


def _workbook(path: Path, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with workbook(path) as book:
        sheet = book.add_worksheet()
        bold, wrapped = (book.add_format({"text_wrap": True, "valign": "top", "bold": bold}) for bold in (True, False))
        sheet.freeze_panes(1, 0)
        for number, name in enumerate(head):
            sheet.set_column(number, number, WIDTHS[number] if number < len(WIDTHS) else 16)
            sheet.write_string(0, number, name, bold)
            for line, row in enumerate(rows, 1):
                sheet.write_string(line, number, cell_text(row[number]), wrapped)
        sheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)


def _page(path: Path, listed: pd.DataFrame, validity: Validity, lang: str) -> int:
    if not len(listed):
        raise CuoshiError(
            f"{path}: coders disagree on nothing, so there is nothing to settle; a .csv or .xlsx lists the rest"
        )
    scheme, name = validity.scheme, f"{validity.design.name}-settle"
    tasks = [Item(*row) for row in listed[list(ITEM)].itertuples(index=False, name=None)]
    with replaced(path) as temporary:
        page = coding_page(tasks, scheme, codebook(scheme, lang), name, lang, settles=True)
        temporary.write_text(page, encoding="utf-8")
    return len(tasks)
