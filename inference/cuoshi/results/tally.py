"""Tally tagged sentences into coverage: which measures are reported where and when, and how much of the text."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuoshi.errors import CuoshiError
from cuoshi.schema import Report

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from cuoshi.scheme import Scheme

LOG = logging.getLogger("cuoshi")
DEFAULT_BY = ("county", "year")
TALLIED = "a results folder, a frame of sentences, or a list of tagged reports"


def tally(
    sentences: Report | Iterable[Report] | pd.DataFrame | Path | str,
    by: Sequence[str] | str = DEFAULT_BY,
    scheme: Scheme | None = None,
) -> pd.DataFrame:
    """Count how the categories cover each group of reports.

    Args:
        sentences: tagged reports; or the sentences table; or a results folder or the path of its parquet file,
            which is read in batches and never held in memory as a whole. Of reports, or in a frame, with the same text,
            and so the same id, the first is counted, with a line of warning; a file that has one twice is refused.
        by: columns of that table that make a group: their names in a list, or in a text with commas (``"县，年份"``).
            ``county`` brings ``county_code`` along, because counties of one name exist in several provinces. ``()``
            makes one group of everything.
        scheme: what the sentences were tagged with. If not given, that of the ``run.json`` beside the file, else
            the bundled one if the sentences have its categories, else what can be seen in them.

    Returns:
        One row a group × category, places in the order of their codes, what is not known last, categories in codebook
        order; the columns of ``by``, ``category``, ``reports`` and ``sentences`` of the group, ``tagged`` (sentences
        given the category), ``share`` (tagged / sentences), ``present`` (any tagged), a column a status (tagged
        sentences of that status; the status that is the scheme's rest has none), ``expected`` (sum of the calibrated
        probabilities) and ``low`` ``high``, the share's 95% percentile interval over 1,000 resamplings of the group's
        reports. A single report cannot be resampled; there both are missing.

    Raises:
        CuoshiError: a column is missing or holds lists, a report is not tagged, reports were tagged with different
            categories, a status is none of the scheme, or the file is none that holds a sentences table.
    """
    from cuoshi.coverage.counts import count_reports
    from cuoshi.coverage.shares import coverage_table
    from cuoshi.results.tables.groups import group_columns, in_order

    columns = group_columns(by)
    with opened(sentences, columns, scheme) as (scheme, tables):
        return in_order(coverage_table(count_reports(tables, columns, scheme), columns, scheme), columns)


@contextmanager
def opened(
    sentences: Report | Iterable[Report] | pd.DataFrame | Path | str, columns: Sequence[str], scheme: Scheme | None
) -> Iterator[tuple[Scheme, Iterable[pa.Table]]]:
    """Open sentences that are to be counted.

    Args:
        sentences: what :func:`tally` takes.
        columns: what is needed beside what counting needs.
        scheme: what they were tagged with, if known.

    Yields:
        The scheme, and the sentences as pieces of the table.

    Raises:
        CuoshiError: as :func:`tally`.
    """
    import pandas as pd  # pandas takes a second to import, `import cuoshi` should not

    from cuoshi.results.tables import opening
    from cuoshi.results.tables.checks import require_groups_free, require_single
    from cuoshi.results.tables.copies import KEYS, without_copies

    _require_scheme(scheme)
    if isinstance(sentences, Path | str):
        path = Path(sentences) if Path(sentences).is_file() else opening.sentences_of(Path(sentences))
        with opening.open_table(path) as file:
            scheme = scheme or opening.scheme_of_file(file, path)
            require_groups_free(columns, scheme)
            yield scheme, without_copies(opening.read_batches(file, columns, scheme, path, KEYS), path)
        return
    frame = sentences if isinstance(sentences, pd.DataFrame) else _frame(sentences)
    require_single(list(map(str, frame)), "the sentences table")
    scheme = scheme or opening.scheme_of({}, list(map(str, frame)), lambda: _statuses(frame), "the sentences table")
    require_groups_free(columns, scheme)
    yield scheme, _one_table(_without_copies(frame), columns, scheme)


def _frame(reports: Report | Iterable[Report]) -> pd.DataFrame:
    """The sentences of tagged reports as one table, with the statuses that the tagger knows."""
    import pandas as pd

    if not isinstance(reports, Iterable):
        raise CuoshiError(f"{type(reports).__name__} cannot be tallied; give {TALLIED}")
    frames = [_to_frame(report) for report in ([reports] if isinstance(reports, Report) else reports)]
    if not any(map(len, frames)):
        raise CuoshiError("no sentence to tally: there is no report, or none that has a sentence")
    return pd.concat(frames, ignore_index=True)


def _to_frame(report: object) -> pd.DataFrame:
    if not isinstance(report, Report):
        raise CuoshiError(f"a list of {type(report).__name__} cannot be tallied; give {TALLIED}")
    return report.to_frame()


def _require_scheme(scheme: object) -> None:
    from cuoshi.scheme import Scheme

    if not (scheme is None or isinstance(scheme, Scheme)):
        raise CuoshiError(f"scheme is {scheme!r}; give a cuoshi.Scheme, as cuoshi.load(MODEL).scheme, or leave it out")


def _without_copies(sentences: pd.DataFrame) -> pd.DataFrame:
    """Drop the sentences of reports that came before, which would make one report twice as long.

    Raises:
        CuoshiError: they are other sentences, which ids or positions that were lost make look the same.
    """
    keys = ["report_id", "position"]
    if not set(keys) <= set(sentences):
        return sentences
    again = sentences.duplicated(keys) & sentences["report_id"].notna()
    if not again.any():
        return sentences
    if "text" in sentences and (other := again & ~sentences.duplicated([*keys, "text"])).any():
        first = sentences[other].iloc[0]
        raise CuoshiError(
            f"{other.sum()} sentences have report_id and position of another one, the first {first['report_id']!r} and "
            f"{first['position']}; every report needs an id of its own, and its sentences positions from 0"
        )
    LOG.warning("%d reports occur more than once and are counted once", sentences.loc[again, "report_id"].nunique())
    return sentences[~again]


def _statuses(sentences: pd.DataFrame) -> list[str]:
    return sorted(sentences["status"].dropna().unique()) if "status" in sentences else []


def _values(column: pd.Series[Any]) -> pa.Array:
    """A column of a frame; as texts where it holds texts and numbers both."""
    import pyarrow as pa

    try:
        return pa.Array.from_pandas(column)
    except pa.ArrowException:
        return pa.array([None if missing else str(one) for one, missing in zip(column, column.isna(), strict=True)])


def _one_table(sentences: pd.DataFrame, columns: Sequence[str], scheme: Scheme) -> Iterable[pa.Table]:
    import pyarrow as pa

    from cuoshi.coverage.counts import needed_columns
    from cuoshi.results.tables.before import as_now, now_called
    from cuoshi.results.tables.checks import require_columns, require_no_lists

    needed, names = list(dict.fromkeys([*columns, *needed_columns(scheme)])), list(map(str, sentences))
    read = [name for name in names if now_called(name, names) in needed]
    table = as_now(pa.table({name: _values(sentences[name]) for name in read}), categories=scheme.category_ids)
    require_columns(needed, list(dict.fromkeys([*names, *table.column_names])), "the sentences table")
    require_no_lists([*columns, "report_id"], table.schema)
    return [table.select(needed)]
