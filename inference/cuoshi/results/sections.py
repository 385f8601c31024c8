"""Statuses by the kind of section that sentences stand in: whether what headings say and what the model says agree."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from cuoshi.scheme import Scheme

#: a section whose headings say nothing of its kind
UNSAID = "other"


def status_by_section(sentences: Path, scheme: Scheme) -> dict[str, dict[str, int]]:
    """Count the statuses given, by kind of section.

    Args:
        sentences: the sentences table's file.
        scheme: what its sentences were tagged with.

    Returns:
        For each kind of section (``review``, ``plan``, ``problems``, ``other``) that has tagged sentences, how many
        have each status. A sentence that a plan calls done, or a review calls planned, contradicts its heading; many of
        them are a reason to look.
    """
    table = pq.read_table(sentences, columns=["section_kind", "status"])
    counted = table.group_by(["section_kind", "status"]).aggregate([([], "count_all")]).to_pylist()
    found: dict[str, dict[str, int]] = {}
    for row in sorted(counted, key=lambda row: row["section_kind"] or ""):
        if row["status"] in scheme.status_ids:
            kind = found.setdefault(row["section_kind"] or UNSAID, dict.fromkeys(scheme.status_ids, 0))
            kind[row["status"]] += row["count_all"]
    return found
