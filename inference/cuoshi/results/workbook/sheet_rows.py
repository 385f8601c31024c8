"""What the workbook's sheets say, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

import pandas as pd
import pyarrow as pa

from cuoshi.coverage.shares import YEARS_JOINT
from cuoshi.results.measured import learnt
from cuoshi.results.measured.coded import Coded, warnings
from cuoshi.results.tables.groups import LAST
from cuoshi.scheme import Scheme
from cuoshi.tagging.learnt import LearntFrom
from cuoshi.words import interface_words

#: rows that are Python's own at a time
AT_ONCE = 1024
#: what is said of a run, by the names of ``run.json``
FACTS = (
    *("versions", "model_hash", "codebook_version", "thresholds", "by", "where", "inputs", "files", "reports"),
    *("sentences", "duplicates", "keep_duplicates", "near_duplicates", "counties", "years", "skipped"),
)


def about(facts: Mapping[str, Any], scheme: Scheme, lang: str = "zh") -> Iterator[tuple[str, str]]:
    """Yield what a run's sheet of facts says, a pair a row.

    Args:
        facts: facts of the run, ``FACTS`` among them.
        scheme: what the sentences were tagged with.
        lang: ``zh`` or ``en``.
    """
    words = interface_words(lang)["workbook"]
    for name in FACTS:
        yield words[f"fact_{name}"], _text(facts[name], scheme, lang)
    yield words["share"], words["share_means"]
    if scheme.rest and scheme.counted_ids:
        counted = words["names"].join(scheme.status(name).name(lang) for name in scheme.counted_ids)
        yield words["status"], words["status_means"].format(counted=counted, rest=scheme.rest.name(lang))
    yield words["expected"], words["expected_means"]
    yield words["interval"], words["interval_means"]


def about_learnt(
    facts: Mapping[str, Any], coverage: pd.DataFrame, scheme: Scheme, validity: Coded | None, lang: str = "zh"
) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of a model that a user learnt, with warnings where no sample corrects its shares.

    Args:
        facts: facts of the run.
        coverage: the coverage table.
        scheme: what the sentences were tagged with.
        validity: what a hand-coded sample said, if there is one.
        lang: ``zh`` or ``en``.
    """
    words, found = interface_words(lang)["workbook"], LearntFrom.of(facts.get("learnt") or {})
    if said := learnt.description(found, lang):
        yield words["model"], said
    sums = coverage.groupby("category")[["tagged", "sentences"]].sum()
    shares = dict(zip(sums.index, sums["tagged"] / sums["sentences"].clip(lower=1), strict=True))
    for warning in () if validity and validity.of_all else learnt.warnings(found, shares, scheme, lang):
        yield words["note"], warning


def about_validity(validity: Coded | None, lang: str = "zh") -> Iterator[tuple[str, str]]:
    """Yield what the sheet of facts says of a hand-coded sample, nothing where there is none."""
    if validity is None:
        return
    words = interface_words(lang)["workbook"]
    yield (
        words["coded"],
        words["coded_where" if validity.where else "coded_means"].format(
            coders=words["names"].join(validity.coders),
            coded=validity.coded,
            population=f"{validity.population:,}",
            where=validity.where,
        ),
    )
    yield words["open"], words["open_means"].format(missing=validity.missing, unsettled=validity.unsettled)
    for warning in warnings(validity.told, lang):
        yield words["note"], warning
    for name in ("corrected", "method", "dsl"):
        yield words[name], words[f"{name}_means"]


def validity_rows(validity: Coded, scheme: Scheme, lang: str = "zh") -> Iterator[list[Any]]:
    """Yield a row a category, in the order of :func:`cuoshi.results.workbook.sheets.validity_columns`.

    Args:
        validity: what the hand-coded sample said.
        scheme: what the sentences were tagged with.
        lang: ``zh`` or ``en``.
    """
    for label in scheme.categories:
        own = validity.categories[label.id]
        row = [label.name(lang), own.coded, own.tagged, own.naive, *astuple(own.corrected), *own.wide]
        for figure in own.measured.values():
            row += astuple(figure)
        yield [*row, own.needed]


def yes(fact: bool, lang: str) -> str:
    """Yes or no in the language."""
    return interface_words(lang)["workbook"]["yes" if fact else "no"]


def _text(fact: Any, scheme: Scheme, lang: str) -> str:
    words = interface_words(lang)["workbook"]
    if isinstance(fact, Mapping):
        names = {label.id: label.name(lang) for label in scheme.categories}
        return words["parts"].join(f"{names.get(name, name)} {value}" for name, value in fact.items())
    if isinstance(fact, bool):
        return yes(fact, lang)
    if isinstance(fact, list):
        return words["items"].join(map(str, fact))
    return str(fact)


def coverage_rows(coverage: pd.DataFrame, scheme: Scheme, lang: str = "zh") -> Iterator[list[Any]]:
    """Yield the rows of the coverage table, categories by their names.

    Args:
        coverage: the table.
        scheme: what the sentences were tagged with.
        lang: ``zh`` or ``en``.
    """
    shown = coverage.assign(
        category=coverage["category"].map({label.id: label.name(lang) for label in scheme.categories}),
        present=coverage["present"].map({True: yes(True, lang), False: yes(False, lang)}),
    )
    for row in shown.itertuples(index=False, name=None):
        yield [None if pd.isna(value) else value for value in row]


def county_rows(counties: pd.DataFrame, lang: str = "zh") -> Iterator[list[Any]]:
    """Yield a row a county, by code, those without one last; cells in the order of :func:`sheets.county_columns`.

    Args:
        counties: the coverage table by county alone, with a column ``years``.
        lang: ``zh`` or ``en``.
    """
    words = interface_words(lang)["workbook"]
    groups = counties.groupby(["county", "county_code"])
    for (county, code), group in sorted(groups, key=lambda one: (one[0][1] or LAST, one[0][0])):
        first = group.iloc[0]
        covered = int(group["present"].sum())
        years = first["years"].replace(YEARS_JOINT, words["names"])
        facts = [county or words["unknown"], code, years, int(first["reports"]), int(first["sentences"])]
        yield [*facts, covered, *group["share"].tolist()]


def sentence_rows(table: pa.Table, columns: Sequence[str], scheme: Scheme, lang: str = "zh") -> Iterator[list[Any]]:
    """Yield a row a sentence, categories and status by their names.

    Args:
        table: a piece of the sentences table.
        columns: which of its columns, in this order.
        scheme: what it was tagged with.
        lang: ``zh`` or ``en``.
    """
    parts = interface_words(lang)["workbook"]["parts"]
    categories = {label.id: label.name(lang) for label in scheme.categories}
    statuses = {label.id: label.name(lang) for label in scheme.statuses}
    for piece in table.select(columns).to_batches(AT_ONCE):
        for row in piece.to_pylist():
            row["categories"] = parts.join(categories[category] for category in row["categories"])
            if scheme.statuses:
                row["status"] = statuses.get(row["status"] or "")
            yield [row[name] for name in columns]
