"""The condition of ``--where``: which sentences are counted, or drawn from."""

from __future__ import annotations

import pandas as pd

from cuoshi.errors import CuoshiError, first_line


def matching(sentences: pd.DataFrame, where: str) -> pd.DataFrame:
    """Keep the sentences that a condition holds for.

    Args:
        sentences: rows of the sentences table.
        where: an expression of its columns, as :meth:`pandas.DataFrame.query` reads it: ``year >= 2020``,
            ``genre == "工作总结" and level == "county"``; empty for all.

    Returns:
        Those rows, with their index.

    Raises:
        CuoshiError: the condition cannot be read, or is none.
    """
    if not where.strip():
        return sentences
    try:
        kept = sentences.query(where, engine="python")
    except Exception as error:  # pandas raises whatever the expression does
        reason = first_line(error)
        raise CuoshiError(f"--where {where!r} cannot be read ({reason}); try e.g. 'year >= 2020'") from error
    if not isinstance(kept, pd.DataFrame) or not kept.index.isin(sentences.index).all():
        raise CuoshiError(f"--where {where!r} is no condition; try e.g. 'year >= 2020'")
    return kept
