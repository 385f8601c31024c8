"""What coders said: their files, read and checked, and the label that they settle on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cuoshi.arrays import Flags, Floats
from cuoshi.coding.coded_table import plain_answer, read_table
from cuoshi.coding.forms import NONE
from cuoshi.errors import CuoshiError
from cuoshi.scheme import Scheme

YES = frozenset({"1", "true", "yes", "y", "是", "✓", "√"})
NO = frozenset({"0", "false", "no", "n", "否"})
#: answers that are no label and are named in a message
SHOWN = 5
#: what a row without an answer can mean
BLANKS = ("missing", "none")
#: rows with an answer from which it is told that a coder left empty what is of no category
TELLING = 10


@dataclass(frozen=True, slots=True)
class Codes:
    """The answers of all coders to the sentences of a sample.

    Attributes:
        coders: their names.
        labels: sentences × categories × coders, 0 or 1, missing where there is no answer.
        status: sentences × coders, ids of statuses, empty where there is none.
        unsure: sentences × coders.
        notes: sentences × coders, empty where there is none.
    """

    coders: tuple[str, ...]
    labels: Floats
    status: NDArray[np.str_]
    unsure: Flags
    notes: NDArray[np.str_]

    @property
    def answered(self) -> Flags:
        """Whether a sentence was coded by anyone."""
        return np.asarray(~np.isnan(self.labels).all(axis=(1, 2)), np.bool_)

    @property
    def settled(self) -> Floats:
        """The label that most coders gave, sentences × categories; the mean where as many gave the other."""
        with np.errstate(invalid="ignore"):
            counts = (~np.isnan(self.labels)).sum(axis=2)
            mean = np.where(counts > 0, np.nansum(self.labels, axis=2) / np.maximum(counts, 1), np.nan)
        return np.where(mean > 0.5, 1.0, np.where(mean < 0.5, 0.0, mean))

    @property
    def settled_status(self) -> NDArray[np.str_]:
        """The status that most coders gave each sentence; empty where none did, or as many gave another."""
        return np.array([_most(row) for row in self.status.tolist()], dtype=str)

    @property
    def disagreements(self) -> Flags:
        """Whether coders differ on a category of a sentence and no majority settles it."""
        result: Flags = (self.settled == 0.5).any(axis=1)
        return result

    @property
    def status_differs(self) -> Flags:
        """Whether two coders gave a sentence different statuses."""
        return np.array([len({status for status in row if status}) > 1 for row in self.status], bool)

    @property
    def independent(self) -> Flags:
        """For each coder whether agreement can be measured by it: not one who only settled what others left open."""
        kept = np.ones(len(self.coders), bool)
        for k in range(len(self.coders)):
            others = self.part(np.arange(len(self.coders)) != k)
            own = ~np.isnan(self.labels[:, :, k]).all(axis=1)
            kept[k] = len(others.coders) < 2 or bool((own & ~others.disagreements).any())
        return kept

    def part(self, kept: Flags) -> Codes:
        """The answers of some coders.

        Args:
            kept: for each coder whether it is one of them.
        """
        names = tuple(name for name, one in zip(self.coders, kept, strict=True) if one)
        return Codes(names, self.labels[:, :, kept], self.status[:, kept], self.unsure[:, kept], self.notes[:, kept])


def _most(given: Sequence[str]) -> str:
    """The status said most often; empty where there is none, or two are said as often."""
    (most, number), (_, next_one), *_ = [*Counter(filter(None, given)).most_common(2), ("", 0), ("", 0)]
    return most if number > next_one else ""


def read(paths: Sequence[Path], sentence_ids: Sequence[str], scheme: Scheme, blank: str | None = None) -> Codes:
    """Read coded files, CSV or XLSX, one a coder.

    Args:
        paths: the files; a column a category with 0 or 1, ``sentence_id``, and if present ``status`` (id or name),
            ``unsure``, ``note``, ``coder``.
        sentence_ids: of the sample.
        scheme: the categories and statuses.
        blank: what a row without an answer means, one of ``BLANKS``; asked for where it matters and is not given.

    Raises:
        CuoshiError: a file cannot be read, is of another sample, has an unknown label, is of two coders, is a coder's
            second one, or leaves rows empty without a row that is coded as of no category (:func:`_answered`).
    """
    if blank not in (None, *BLANKS):
        raise CuoshiError(f"blank {blank!r} is none of {', '.join(BLANKS)}")
    tables: dict[str, pd.DataFrame] = {}
    for path in paths:
        table = _answered(_table(path, scheme), path, scheme, sentence_ids, blank)
        names = [name for name in table["coder"].unique() if name] if "coder" in table else []
        if len(names) > 1:
            raise CuoshiError(f"{path}: {len(names)} coders in one file: {', '.join(names)}; save a file each")
        name = names[0] if names else path.stem.removeprefix("coded-")
        if name in tables:
            raise CuoshiError(f"{path}: a second file of coder {name}; join them, or rename the coder")
        if strange := sorted(set(table.index) - set(sentence_ids)):
            raise CuoshiError(
                f"{path}: of another sample: {len(strange)} sentences are not in this one ({strange[0]} …)"
            )
        tables[name] = table.reindex(list(sentence_ids)).fillna("")
    columns = scheme.category_ids
    labels = np.stack([_labels(table, columns) for table in tables.values()], axis=2)
    if np.isnan(labels).all():
        raise CuoshiError("nothing of the sample was coded yet")
    status = np.stack([_column(table, "status") for table in tables.values()], axis=1)
    unsure = np.stack([np.isin(_column(table, "unsure"), list(YES)) for table in tables.values()], axis=1)
    notes = np.stack([_column(table, "note") for table in tables.values()], axis=1)
    return Codes(tuple(tables), labels, status, unsure, notes)


def _table(path: Path, scheme: Scheme) -> pd.DataFrame:
    table = read_table(path)
    needed = ["sentence_id", *scheme.category_ids]
    if missing := [name for name in needed if name not in table]:
        heads = ", ".join([*map(str, table)][:SHOWN])
        raise CuoshiError(
            f"{path}: no column {', '.join(missing)} (it begins with {heads}); a coded file has {', '.join(needed)}"
        )
    table["sentence_id"] = table["sentence_id"].str.strip()
    if doubled := table["sentence_id"][table["sentence_id"].duplicated()].tolist():
        raise CuoshiError(f"{path}: sentence {doubled[0]} is in it twice")
    for name in {*scheme.category_ids, NONE, "unsure"} & set(table):
        table[name] = table[name].map(plain_answer)
    for name in {"status", "coder"} & set(table):
        table[name] = table[name].str.strip()
    if "status" in table:
        known = {name.casefold(): label.id for label in scheme.statuses for name in (label.zh, label.en)}
        known |= {name: name for name in scheme.status_ids}
        table["status"] = [known.get(given.casefold(), given) for given in table["status"]]
    _require_known(table, path, scheme)
    return _filled(table.set_index("sentence_id"), path, scheme)


def _require_known(table: pd.DataFrame, path: Path, scheme: Scheme) -> None:
    """Check that answers are labels.

    Raises:
        CuoshiError: some are none; the first ones are named with row and sentence.
    """
    labels = {name: YES | NO | {""} for name in (*scheme.category_ids, NONE) if name in table}
    strange = [
        (row, one, f"{given!r} under {name}")
        for name, known in (labels | {"status": {*scheme.status_ids, ""}}).items()
        if name in table
        for row, one, given in zip(table.index.tolist(), table["sentence_id"], table[name], strict=True)
        if given not in known
    ]
    if not strange:
        return
    told = "; ".join(f"row {row} ({one}): {what}" for row, one, what in sorted(strange)[:SHOWN])
    more = f"; and {len(strange) - SHOWN} more" if len(strange) > SHOWN else ""
    status = f", a status {', '.join(scheme.status_ids)}" if scheme.statuses else ""
    raise CuoshiError(f"{path}: {told}{more}; a label is 1, 0 or empty{status}")


def _filled(table: pd.DataFrame, path: Path, scheme: Scheme) -> pd.DataFrame:
    """A coded table with 0 in a coded row for what its coder left empty."""
    names = list(scheme.category_ids)
    given = table[names]
    none = _said(table, NONE, YES)
    if (both := none & given.isin(YES).any(axis="columns")).any():
        where = f"sentence {table.index[both][0]}"
        raise CuoshiError(f"{path}: {where} is coded as of no category and of one; empty one of the two")
    coded = none | (given != "").any(axis="columns")
    for name in names:
        table[name] = given[name].mask(coded & (given[name] == ""), "0")
    return table


def _answered(
    table: pd.DataFrame, path: Path, scheme: Scheme, sentence_ids: Sequence[str], blank: str | None
) -> pd.DataFrame:
    """A coder's table, its rows without an answer read as they are meant.

    Raises:
        CuoshiError: there are some, and all rows with an answer are of a category, which a coder of any length of text
            hardly has who does not leave the others empty; and what they mean is not said, or is said to be that they
            are not coded yet although they stand among those that are: only who stops somewhere chose by no label.
    """
    names = list(scheme.category_ids)
    empty = (table[names] == "").all(axis="columns")
    if blank == "none":
        table.loc[empty, names] = "0"
    yes = pd.concat([_said(table, name, YES) for name in names], axis="columns").any(axis="columns")
    if blank == "none" or not empty.any() or not yes[~empty].all() or yes.sum() < TELLING:
        return table
    found = f"{path}: {empty.sum()} of {len(table)} sentences have no answer, and none is coded as of no category; if"
    if blank is None:
        raise CuoshiError(f"{found} empty means that, give --blank none, if they are not coded yet, --blank missing")
    order = [name for name in sentence_ids if name in table.index]
    if set(table.index[~empty]) != set(order[: (~empty).sum()]):
        raise CuoshiError(
            f"{found} those of a category alone are coded, every share is too high: code the others too, 1 under none "
            "where nothing fits; if empty means that, give --blank none"
        )
    return table


def _said(table: pd.DataFrame, name: str, words: frozenset[str]) -> pd.Series[bool]:
    """Whether a column says one of some words; nowhere where there is none of that name."""
    values = table[name] if name in table else pd.Series("", table.index)
    return values.isin(words)


def _labels(table: pd.DataFrame, columns: Sequence[str]) -> Floats:
    values = np.stack([_column(table, name) for name in columns], axis=1)
    return np.where(np.isin(values, list(YES)), 1.0, np.where(np.isin(values, list(NO)), 0.0, np.nan))


def _column(table: pd.DataFrame, name: str) -> NDArray[np.str_]:
    values = table[name] if name in table else pd.Series("", index=table.index)
    return np.char.strip(values.astype(str).to_numpy(dtype=str))
