"""Whether the columns that a user names are there, or are called unlike those of the tables."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from cuoshi.errors import CuoshiError
from cuoshi.results.rows import sentences_schema
from cuoshi.scheme import Scheme


def elsewhere(scheme: Scheme) -> list[str]:
    """The columns that only the panel or ``sentences.csv`` has, beside those whose names end with a measure."""
    return ["sentence_id", "unit", "characters", *scheme.category_ids]


def require_free(carried: Sequence[str], taken: Sequence[str]) -> None:
    """Check that a manifest's own columns are called unlike those of the tables.

    Raises:
        CuoshiError: one is not.
    """
    if named := [name for name in carried if name in taken]:
        raise CuoshiError(
            f"the manifest's column {named[0]!r} is called like one of the tables; give it another name, or one that "
            "begins with _ if it is not to be carried into them"
        )


def require_groups(columns: Sequence[str], scheme: Scheme, carried: Sequence[str] = ()) -> None:
    """Check that groups can be made by these columns.

    Args:
        columns: names of columns.
        scheme: categories and statuses of the sentences table.
        carried: columns that the table has beside its own.

    Raises:
        CuoshiError: one of them is no column of the sentences table, or holds lists.
    """
    possible = [field.name for field in sentences_schema(scheme, carried) if not pa.types.is_list(field.type)]
    for name in columns:
        if name not in possible:
            raise CuoshiError(f"cannot tally by {name!r}; choose from {', '.join(possible)}")
