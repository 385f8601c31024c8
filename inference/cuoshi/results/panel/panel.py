"""The panel: one row a county and year, a column a category and measure, as a regression wants it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cuoshi.atomic import replaced
from cuoshi.coverage.counts import count_reports, sum_by, to_frame
from cuoshi.coverage.shares import coverage_table
from cuoshi.coverage.units import KINDS, unlike
from cuoshi.errors import CuoshiError
from cuoshi.results import files
from cuoshi.results.formats.plain import rows_of, write_csv
from cuoshi.results.formats.stata import label, write_stata
from cuoshi.results.measured.corrected import read_validity, with_corrected
from cuoshi.results.panel.describing import described, fill
from cuoshi.results.panel.wide import Parts, wide
from cuoshi.results.tables import opening
from cuoshi.results.tables.columns import CODED
from cuoshi.results.tables.groups import column_names, group_columns, in_order
from cuoshi.results.tally import opened
from cuoshi.schema import Report
from cuoshi.scheme import Scheme

LOG = logging.getLogger("cuoshi")
DEFAULT_BY = ("county_id", "year")
#: what is said of a unit beside what makes the group
DESCRIBING = ("county", "county_code", "county_id", "level", "genre", "province", "city")
UNITS, TIMES, CODES = ("county_id", "county"), ("year", "covered_year"), ("county_id", "county_code")
#: where ``panel.parquet`` says how it was made
MADE = b"cuoshi"


def panel(
    sentences: Report | Iterable[Report] | pd.DataFrame | Path | str,
    by: Sequence[str] | str = DEFAULT_BY,
    balanced: bool = False,
    scheme: Scheme | None = None,
) -> pd.DataFrame:
    """Lay shares and counts out as a panel: one row a unit and year, the columns of a category beside one another.

    Args:
        sentences: what ``cuoshi.tally`` takes: a results folder, a sentences table, tagged reports.
        by: columns that make a row, as for ``cuoshi.tally``.
        balanced: give every unit a row of every year from the first to the last; where it has no report, ``reports``
            is 0 and shares are missing, not 0; its name and code are those of that year.
        scheme: what the sentences were tagged with; found as ``cuoshi.tally`` finds it if not given.

    Returns:
        The columns of ``by``; ``unit``, a number of each unit; what is known of it (``county``, ``county_code``,
        ``county_id``, ``province``, ``city`` as most of the row's sentences have it; ``level`` and ``genre``, all that
        the row's reports have, joined by ``；``) and its codes as numbers (``…_num``); ``reports``, ``sentences`` and
        ``characters`` (of the sentences); then for each category ``…_share``, ``…_n`` (sentences), ``…_present`` (0 or
        1), a column a status, ``…_expected``, ``…_low`` and ``…_high``, ``…_per1000`` (sentences in 1,000 characters)
        and, where a hand-coded sample corrected such groups, ``…_corr``, ``…_corr_low``, ``…_corr_high``, ``…_method``
        and ``…_dsl``, with ``hand_coded``, the sentences that were coded in all. Reports of unknown county or year are
        in no row, with a line of warning.

    Raises:
        CuoshiError: as ``cuoshi.tally``; or the panel is to be balanced and has no year.
    """
    return _panel(sentences, group_columns(by), balanced, scheme)[0]


def write_panel(
    folder: Path, by: Sequence[str] | str = DEFAULT_BY, balanced: bool = False, again: bool = False
) -> list[Path]:
    """Write the panel of a results folder there: ``panel.csv``, ``panel.parquet`` and ``panel.dta``.

    Args:
        folder: the results folder.
        by: columns that make a row.
        balanced: give every unit a row of every year.
        again: the tables changed since; what ``validate`` says of its sample when it has them written is not repeated.

    Returns:
        The files.

    Raises:
        CuoshiError: as :func:`panel`.
    """
    frame, parts, scheme = _panel(folder, group_columns(by), balanced, None, again)
    made = json.dumps([column_names(by), balanced], ensure_ascii=False)
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata({MADE: made})
    csv, parquet, dta = map(folder.joinpath, files.PANEL)
    write_csv(csv, table.column_names, rows_of(table))
    with replaced(parquet) as temporary:
        pq.write_table(table, temporary, compression="zstd")
    write_stata(dta, frame, {name: label(name, scheme, parts) for name in map(str, frame)})
    return [csv, parquet, dta]


def made_so(folder: Path) -> tuple[list[str], bool]:
    """How the panel of a results folder was made: the columns that make a row, and whether it was balanced.

    Raises:
        CuoshiError: there is none that says.
    """
    path = folder / files.PANEL[1]
    try:
        by, balanced = json.loads(pq.read_schema(path).metadata[MADE])
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise CuoshiError(f"{path} does not say how it was made") from error
    return list(by), bool(balanced)


def _panel(
    sentences: Report | Iterable[Report] | pd.DataFrame | Path | str,
    columns: list[str],
    balanced: bool,
    scheme: Scheme | None,
    again: bool = False,
) -> tuple[pd.DataFrame, Parts, Scheme]:
    """The panel, category and measure of the columns that are of one category, and the scheme."""
    times = [name for name in columns if name in TIMES]
    if balanced and not times:
        raise CuoshiError(f"a panel by {', '.join(columns)} has no year to be balanced over; add year to --by")
    describing = [name for name in DESCRIBING if name not in columns] if set(columns) & set(UNITS) else []
    folder = Path(sentences) if isinstance(sentences, Path | str) and Path(sentences).is_dir() else None
    if folder and describing:
        describing += [name for name in opening.read_run(folder).get("carried", ()) if name not in columns]
    keys = [*columns, *describing]
    lengths: list[pd.DataFrame] = []
    with opened(sentences, [*keys, "text"], scheme) as (scheme, tables):
        counts = count_reports(_measured(tables, columns, lengths), keys, scheme)
    counts = _known(counts, columns)
    coverage = coverage_table(counts, columns, scheme)
    if folder:
        coverage = _corrected(coverage, columns, folder, again)
    rows, parts = wide(coverage, columns, scheme, _characters(lengths, columns), set(describing))
    if describing:
        rows = rows.merge(_described(counts, columns, describing), on=columns, how="left")
    if balanced:
        rows = _balanced(rows, columns, times, describing)
    if CODED in coverage:  # of all rows and categories
        rows.insert(list(rows).index("characters") + 1, CODED, next(iter(coverage[CODED]), 0))
    return _ordered(rows, columns, describing), parts, scheme


def _measured(tables: Iterable[pa.Table], columns: list[str], lengths: list[pd.DataFrame]) -> Iterator[pa.Table]:
    """Pass tables on, and keep of each how many characters its groups have."""
    for table in tables:
        own = to_frame(table.select(columns))
        own["characters"] = pc.utf8_length(table["text"]).to_numpy()
        lengths.append(sum_by(own, columns, ["characters"]) if columns else own.sum().to_frame().T)
        yield table


def _characters(lengths: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    if not lengths:
        return pd.DataFrame(columns=[*columns, "characters"])
    both = pd.concat(lengths, ignore_index=True)
    return sum_by(both, columns, ["characters"]) if columns else both.sum().to_frame().T


def _known(counts: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Leave out the reports of unknown county or year, which are no row of a panel."""
    unknown = np.zeros(len(counts), bool)
    for name in columns:
        if name in TIMES:
            unknown |= counts[name].isna().to_numpy(bool)
        elif name in UNITS:
            unknown |= (counts[name].fillna("") == "").to_numpy(bool)
    if unknown.any():
        number = counts.loc[unknown, "report_id"].nunique()
        LOG.warning("%d reports of unknown %s are in no row of the panel", number, " or ".join(columns))
    return counts[~unknown].reset_index(drop=True)


def _corrected(coverage: pd.DataFrame, columns: list[str], folder: Path, again: bool) -> pd.DataFrame:
    """Put corrected shares beside the counted ones, or say that there are none of such groups.

    Args:
        coverage: the counted ones.
        columns: of the groups.
        folder: the results folder.
        again: leave out what ``validate`` itself says of its sample.
    """
    validity = read_validity(folder)
    if validity is None:
        return coverage
    corrected, by = with_corrected(coverage, columns, validity), ",".join(columns)
    if not validity.barred and "corrected" not in corrected:
        LOG.warning("no corrected shares by %s; validate again with --by %s, then make the panel again", by, by)
    if again:
        return corrected
    if validity.barred:
        LOG.warning("%s: no corrected shares in the panel: %s", folder, validity.barred)
    for warning in validity.few if "corrected" in corrected else ():
        LOG.warning("%s: %s", folder, warning)
    return corrected


def _described(counts: pd.DataFrame, columns: list[str], describing: list[str]) -> pd.DataFrame:
    """What is known of each row's unit, with a line of warning where rows join unlike reports."""
    found = described(counts, columns, describing)
    joined = counts.loc[unlike(counts, columns)[[*KINDS]].any(axis="columns"), columns].drop_duplicates()
    if len(joined):
        own = [name for name in KINDS if name in found]
        LOG.warning(
            "%d of %d rows join reports of several levels or genres, as these columns say (%s …); to compare like with "
            "like: --by %s",
            *(len(joined), len(found), ", ".join(filter(None, found.merge(joined, on=columns)[own].iloc[0]))),
            ",".join([*columns, *own]),
        )
    return found


def _balanced(wide: pd.DataFrame, columns: list[str], times: list[str], describing: list[str]) -> pd.DataFrame:
    """Give every unit a row of every year."""
    units = wide[[name for name in columns if name not in times]].drop_duplicates()
    every = units
    for time in times:
        first, last = (int(end) for end in (wide[time].min(), wide[time].max())) if len(wide) else (0, -1)
        years = pd.DataFrame({time: pd.array(range(first, last + 1), dtype="Int32")})
        every = every.merge(years, how="cross")
    full = every.merge(wide, on=columns, how="left").sort_values(columns, ignore_index=True)
    counted = ["reports", "sentences", "characters"]
    full[counted] = full[counted].fillna(0).astype("int64")
    return fill(full, [*map(str, units)], times[0], describing) if describing and len(units.columns) else full


def _ordered(wide: pd.DataFrame, columns: list[str], describing: list[str]) -> pd.DataFrame:
    """Put what identifies a row first, its unit numbered and its codes as numbers too; rows in the order of groups."""
    wide = in_order(wide, columns)
    units = [name for name in columns if name not in TIMES]
    number = wide.groupby(units, dropna=False).ngroup() + 1 if units else pd.Series(1, wide.index)
    known = {"unit": number.astype("int64")}
    for name in CODES:
        if name in wide:
            digits = wide[name].where(wide[name].fillna("").str.fullmatch(r"\d+"))
            known[f"{name}_num"] = pd.to_numeric(digits).astype("Int64")
    rest = [name for name in wide if name not in {*columns, *describing}]
    keys = wide[columns].astype({name: "int32" for name in columns if name in TIMES})  # formulas take no nullable types
    return pd.concat([keys, pd.DataFrame(known), wide[describing], wide[rest]], axis=1)
