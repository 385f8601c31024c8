"""The condition of ``--where``: which sentences are counted, or drawn from."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from cuoshi.errors import CuoshiError, first_line
from cuoshi.results.groups import column_names

#: what stands in quotation marks, and names between: 年份, genre
PARTS = re.compile(r"""("[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|‘[^’]*’)""")
NAME = re.compile(r"[^\W\d]\w*")
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
