"""Statuses by the kind of section that sentences stand in: whether what headings say and what the model says agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa

from cuoshi.scheme import Scheme

#: a section whose headings say nothing of its kind
UNSAID = "other"
COLUMNS = ["section_kind", "status"]
#: sentences by kind of section and status
Counts = Counter[tuple[str, str | None]]


def collected(tables: Iterable[pa.Table], counts: Counts) -> Iterator[pa.Table]:
    """Pass pieces of the sentences table on, and count their statuses by kind of section.

    Args:
        tables: the pieces, with ``COLUMNS``.
        counts: what is found is added to it.

    Yields:
        The pieces as they are.
    """
    for table in tables:
        for row in table.group_by(COLUMNS).aggregate([([], "count_all")]).to_pylist():
            counts[row["section_kind"] or UNSAID, row["status"]] += row["count_all"]
        yield table


def status_by_section(counts: Counts, scheme: Scheme) -> dict[str, dict[str, int]]:
    """Lay out how many sentences have each status, by kind of section.

    Args:
        counts: what :func:`collected` counted.
        scheme: what the sentences were tagged with.

    Returns:
        For each kind of section (``review``, ``plan``, ``problems``, ``other``) that has tagged sentences, how many
        have each status. A sentence that a plan calls done, or a review calls planned, contradicts its heading; many of
        them are a reason to look.
    """
    kinds = sorted({kind for kind, status in counts if status in scheme.status_ids})
    return {kind: {status: counts[kind, status] for status in scheme.status_ids} for kind in kinds}
