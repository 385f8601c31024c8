"""Tables as Stata files: names that Stata takes, labels in Chinese and English, the same bytes for the same table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from cuoshi.atomic import replaced
from cuoshi.results.files import CREATED
from cuoshi.scheme import Scheme
from cuoshi.words import LANGUAGES, interface_words

#: [U] 11.3 of the Stata manual: the longest name, and the words that are none
LONGEST = 32
RESERVED = frozenset(
    {
        *("_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "byte", "double", "float", "if"),
        *("in", "int", "long", "strL", "using", "with"),
    }
)
RESERVED_STRING = re.compile(r"str\d+")
LONGEST_LABEL, LONGEST_TEXT = 80, 2045


def stata_names(columns: Iterable[str]) -> dict[str, str]:
    """Give columns names that Stata takes: letters, digits and ``_``, 32 characters at most, each once.

    Args:
        columns: names of the columns, each once.

    Returns:
        The name of each; as it was where Stata takes it.
    """
    names: dict[str, str] = {}
    for column in columns:
        name = re.sub(r"\W", "_", column)[:LONGEST] or "_"
        if name[0].isdigit() or name in RESERVED or RESERVED_STRING.fullmatch(name):
            name = f"_{name}"[:LONGEST] if name[0].isdigit() else f"{name}_"
        number = 1
        while name in names.values():
            number += 1
            name = f"{name[: LONGEST - len(str(number))]}{number}"
        names[column] = name
    return names


def label(column: str, scheme: Scheme, parts: Mapping[str, tuple[str, str]] | None = None) -> str:
    """Say in Chinese and English what a column holds.

    Args:
        column: its name.
        scheme: the categories and statuses.
        parts: category and measure of the columns that are of one category.
    """
    category, measure = (parts or {}).get(column, ("", column))
    texts = [_text(category, measure, scheme, lang) for lang in LANGUAGES]
    return " / ".join(dict.fromkeys(texts))[:LONGEST_LABEL]


def _text(category: str, measure: str, scheme: Scheme, lang: str) -> str:
    words = interface_words(lang)["columns"]
    status = {one.id: words["counted_status"].format(status=one.name(lang)) for one in scheme.statuses}
    text = status.get(measure) or words.get(measure, measure)
    if not category:
        return text
    return words["of"].format(category=scheme.category(category).name(lang), measure=text)


def write_stata(path: Path, table: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """Write a table for Stata 14 and later.

    Args:
        path: the file.
        table: texts, numbers and yes or no, any of them missing; yes and no become 1 and 0.
        labels: of its columns.
    """
    names = stata_names(map(str, table))
    plain = pd.DataFrame({names[name]: _plain(table[name]) for name in map(str, table)}, index=table.index)
    known = {names[name]: text for name, text in labels.items() if name in names}
    with replaced(path) as temporary:
        # Version 118 is that of Stata 14, the first that knows Chinese.
        plain.to_stata(
            temporary,
            write_index=False,
            version=118,
            time_stamp=CREATED,
            variable_labels=known,
            data_label="cuoshi",
        )


def _plain(column: pd.Series) -> pd.Series:
    """A column in types that Stata has."""
    if pd.api.types.is_bool_dtype(column):
        return column.astype("int8")
    if pd.api.types.is_numeric_dtype(column):
        whole = pd.api.types.is_integer_dtype(column) and not column.isna().any()
        return column.astype("int32" if whole and (column.abs() < 2**31).all() else "float64")
    return column.astype(object).where(column.notna(), "").astype(str).str.slice(0, LONGEST_TEXT)
