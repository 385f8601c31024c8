"""Whether the columns that a user names are there, or are called unlike those of the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from cuoshi.coverage.counts import ORIGINAL, count_columns
from cuoshi.errors import CuoshiError
from cuoshi.results.tables.columns import coverage_schema
from cuoshi.results.tables.rows import sentences_schema
from cuoshi.scheme import Scheme


def taken(scheme: Scheme) -> list[str]:
    """The columns of all tables: those of sentences and of groups, and what only panel or ``sentences.csv`` has.

    Columns whose names end with a measure are not among them.
    """
    tables = coverage_schema(sentences_schema(scheme).names, scheme, True).names
    return [*tables, "sentence_id", "unit", "characters", *scheme.category_ids]


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


def require_groups_free(columns: Sequence[str], scheme: Scheme) -> None:
    """Check that what makes groups is called unlike what is counted of them, a user's own columns being free to be.

    Args:
        columns: the columns that make a group.
        scheme: categories and statuses.

    Raises:
        CuoshiError: one is called like a column of the tables, which would be told from it nowhere.
    """
    counted = {*coverage_schema([], scheme, True).names, *count_columns(scheme), ORIGINAL, "unit", "characters"}
    if named := [name for name in columns if name in counted]:
        raise CuoshiError(f"cannot group by {named[0]!r}, as the tables call a column of their own; rename yours")


def require_single(names: Sequence[str], where: object) -> None:
    """Check that no two columns have one name.

    Args:
        names: names of the columns.
        where: the table, for the message.

    Raises:
        CuoshiError: two have.
    """
    if twice := [name for name, number in Counter(names).items() if number > 1]:
        raise CuoshiError(f"{where}: {', '.join(map(str, twice))} occurs more than once among its columns; keep one")


def require_columns(needed: Sequence[str], present: Sequence[str], where: str) -> None:
    """Check that a table has the columns that are needed.

    Args:
        needed: names of the columns.
        present: names of those that it has.
        where: the table, for the message.

    Raises:
        CuoshiError: one is missing.
    """
    missing = [name for name in needed if name not in present]
    if missing:
        raise CuoshiError(f"{where}: no column {', '.join(missing)}; it has {', '.join(map(str, present))}")


def require_no_lists(keys: Sequence[str], schema: pa.Schema) -> None:
    """Check that groups can be made by columns.

    Raises:
        CuoshiError: one holds lists.
    """
    if lists := [name for name in keys if pa.types.is_list(schema.field(name).type)]:
        raise CuoshiError(f"cannot tally by {', '.join(lists)}: a sentence has a list of them")
