"""The condition of ``--where``: which sentences are counted, or drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cuoshi.errors import CuoshiError, first_line
from cuoshi.results.tables.groups import column_names

#: what stands in quotation marks, and names between: 年份, genre
PARTS = re.compile(r"""("[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|‘[^’]*’)""")
NAME = re.compile(r"[^\W\d]\w*")
EQUALS = re.compile(r"""(\w+)`?\s*==\s*["']([^"']*)["']""")
MOST_VALUES = 5
QUOTES = str.maketrans("“”‘’", "\"\"''")


def matching(sentences: pd.DataFrame, where: str) -> pd.DataFrame:
    """Keep the sentences that a condition holds for.

    Args:
        sentences: rows of the sentences table.
        where: an expression of its columns, as :meth:`pandas.DataFrame.query` reads it: ``year >= 2020``,
            ``genre == "工作总结" and level == "county"``; empty for all. Columns may be named in Chinese, as for
            ``by``, and quotation marks may be Chinese.

    Returns:
        Those rows, with their index.

    Raises:
        CuoshiError: the condition cannot be read, or is none.
    """
    if not isinstance(where, str):
        raise CuoshiError(f"where is {where!r}, no condition; try e.g. 'year >= 2020', or '' for all sentences")
    if not where.strip():
        return sentences
    try:
        kept = sentences.query(_in_columns(where, list(map(str, sentences))), engine="python")
    except Exception as error:  # pandas raises whatever the expression does
        reason = first_line(error)
        raise CuoshiError(f"--where {where!r} cannot be read ({reason}); try e.g. 'year >= 2020'") from error
    if not isinstance(kept, pd.DataFrame) or not kept.index.isin(sentences.index).all():
        raise CuoshiError(f"--where {where!r} is no condition; try e.g. 'year >= 2020'")
    return kept


def unheld(where: str, tables: Iterable[pa.Table]) -> list[str]:
    """Say which values of a condition no sentence has, as 江苏 where provinces are called 江苏省.

    Args:
        where: the condition, which no sentence fulfils.
        tables: the sentences that it was asked of.

    Returns:
        A line a value, with those that there are, the likest first.
    """
    asked = [(column_names([name])[0], value) for name, value in EQUALS.findall(where.translate(QUOTES))]
    values: dict[str, set[str]] = {name: set() for name, _ in asked}
    for table in tables:
        for name, known in values.items():
            if name in table.column_names and pa.types.is_string(table.schema.field(name).type):
                known.update(filter(None, pc.unique(table[name]).to_pylist()))
    return [
        f"no sentence has the {name} {value!r}; there is {', '.join(_likest(value, values[name]))}"
        for name, value in asked
        if values[name] and value not in values[name]
    ]


def _likest(value: str, known: Iterable[str]) -> list[str]:
    """Some of the values that there are, those first that share most characters with what was asked for."""
    return sorted(known, key=lambda one: (-len(set(one) & set(value)), one))[:MOST_VALUES]


def _in_columns(where: str, columns: Sequence[str]) -> str:
    """The condition with columns by their own names: 年份 >= 2020 as year >= 2020; what is quoted stays."""

    def column(found: re.Match[str]) -> str:
        (name,) = column_names([found[0]])
        return name if found[0] not in columns and name in columns else found[0]

    def part(text: str, quoted: bool) -> str:
        if not quoted:
            return NAME.sub(column, text)
        return text.translate(QUOTES) if text[0] in "“‘" else text

    return "".join(part(text, number % 2 == 1) for number, text in enumerate(PARTS.split(where)))
