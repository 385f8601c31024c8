"""Sentences that a person has coded, in the reports that they stand in: what a model is learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cuoshi.arrays import Flags, Floats, Integers
from cuoshi.coding import codes
from cuoshi.coding.tasks import SAMPLE
from cuoshi.errors import CuoshiError
from cuoshi.learning import drawn
from cuoshi.learning.tables import Row, names_sentences, read_rows
from cuoshi.schema import Report
from cuoshi.scheme import Scheme
from cuoshi.text.outline import with_paths

#: a weight above this many times the mean would let single sentences decide
MOST_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class CodedSentences:
    """Coded sentences.

    Attributes:
        reports: the reports that they stand in.
        report: for each coded sentence the index of its report.
        position: and which of its report's sentences it is.
        labels: sentences × categories.
        status: index of each one's status, -1 where it has none.
        weights: how many sentences of the corpus each stands for, 1 on average; equal where that is not known.
        names: where each was coded.
        drawn: whether each was drawn with a known probability, not chosen in a way that nothing is known of.
        unsettled: sentences left out because coders differ on them.
    """

    reports: tuple[Report, ...]
    report: Integers
    position: Integers
    labels: Flags
    status: Integers
    weights: Floats
    names: tuple[str, ...]
    drawn: Flags
    unsettled: int = 0

    def __len__(self) -> int:
        return len(self.report)

    @property
    def texts(self) -> list[str]:
        """The sentences."""
        said = [report.sentences for report in self.reports]
        return [said[r][p].text for r, p in zip(self.report.tolist(), self.position.tolist(), strict=True)]


def read(paths: Sequence[Path], scheme: Scheme, blank: str | None = None) -> CodedSentences:
    """Read coded sentences.

    Args:
        paths: what coders saved beside the page of a sample that ``cuoshi sample`` drew for learning, or tables with
            the sentences themselves (:mod:`cuoshi.learning.tables`).
        scheme: the categories and statuses.
        blank: what a row without an answer means, see :func:`cuoshi.coding.codes.read`.

    Raises:
        CuoshiError: a file cannot be read or does not fit the scheme, codes contradict one another, or too little was
            coded to learn from.
    """
    if not paths:
        raise CuoshiError("no coded file given; `cuoshi sample REPORTS --scheme SCHEME.toml` makes a page to code on")
    folders: dict[Path, list[Path]] = {}
    tables = []
    for path in paths:
        if drawn.has_sample(path.parent) and names_sentences(path):
            folders.setdefault(path.parent, []).append(path)
        elif (path.parent / SAMPLE).is_file():
            raise CuoshiError(
                f"{path}: of the sample that judges a model, which must not learn from it; draw one to learn from with "
                "`cuoshi sample RESULTS --active`"
            )
        else:
            tables.append(path)
    parts = [_of_sample(folder, files, scheme, blank) for folder, files in folders.items()]
    if tables:
        parts.append(_of_tables(tables, scheme))
    found = _joined(parts)
    _check(found, scheme)
    return found


def _of_sample(folder: Path, files: Sequence[Path], scheme: Scheme, blank: str | None) -> CodedSentences:
    """What coders made of a drawn sample; several settle a sentence by majority."""
    known = drawn.read(folder)
    _same_scheme(known.scheme, scheme, folder)
    answers = codes.read(files, known.frame["sentence_id"].tolist(), scheme, blank)
    kept = answers.answered & ~answers.disagreements
    has: Flags = np.any(answers.settled > 0.5, axis=1)
    ids = list(scheme.status_ids)
    said = zip(answers.settled_status.tolist(), has, strict=True)
    index = [ids.index(status) if status and some else -1 for status, some in said]
    weights = 1 / known.frame["inclusion"].to_numpy(np.float64)[kept]
    reports, report, position = known.reports()
    names = tuple(f"{folder.name} {name}" for name in known.frame["sentence_id"].to_numpy()[kept])
    return CodedSentences(
        reports=reports,
        report=report[kept],
        position=position[kept],
        labels=answers.settled[kept] > 0.5,
        status=np.array(index, np.int64)[kept],
        weights=np.minimum(weights / max(weights.mean(), 1e-12), MOST_WEIGHT),
        names=names,
        drawn=np.ones(int(kept.sum()), bool),
        unsettled=int((answers.answered & answers.disagreements).sum()),
    )


def _same_scheme(then: Scheme, now: Scheme, folder: Path) -> None:
    for kind, before, after in (
        ("category", then.category_ids, now.category_ids),
        ("status", then.status_ids, now.status_ids),
    ):
        if changed := sorted(set(before) ^ set(after)):
            what = "taken out of" if changed[0] in before else "added to"
            raise CuoshiError(
                f"{folder}: {kind} {changed[0]!r} was {what} the scheme after these sentences were drawn; put the "
                "scheme back, or draw and code anew"
            )
    if then.version != now.version:
        raise CuoshiError(
            f"{folder}: coded by version {then.version} of the rules, the scheme is of version {now.version}; give it "
            f"version {then.version} if the codes still hold, else code anew"
        )


def _of_tables(paths: Sequence[Path], scheme: Scheme) -> CodedSentences:
    """The sentences of tables: those of one report make a report of their own, in the order of the rows."""
    seen: dict[tuple[str, str], Row] = {}
    for row in (row for path in paths for row in read_rows(path, scheme)):
        earlier = seen.setdefault((row.report, row.text), row)
        if differ := sorted(set(earlier.categories) ^ set(row.categories)):
            raise CuoshiError(
                f"{row.where}: coded unlike the same sentence at {earlier.where} ({differ[0]}); settle which is right"
            )
    by_report: dict[str, list[Row]] = {}
    for row in seen.values():
        by_report.setdefault(row.report or row.text, []).append(row)
    rows = [row for own in by_report.values() for row in own]
    counts = [len(own) for own in by_report.values()]
    return CodedSentences(
        reports=tuple(_report(name, own) for name, own in by_report.items()),
        report=np.repeat(np.arange(len(counts)), counts),
        position=np.concatenate([np.arange(count) for count in counts]) if counts else np.zeros(0, np.int64),
        labels=np.array([[c in row.categories for c in scheme.category_ids] for row in rows], bool).reshape(
            len(rows), len(scheme.categories)
        ),
        status=np.array([list(scheme.status_ids).index(row.status) if row.status else -1 for row in rows], np.int64),
        weights=np.ones(len(rows)),
        names=tuple(row.where for row in rows),
        drawn=np.zeros(len(rows), bool),
    )


def _report(name: str, rows: Sequence[Row]) -> Report:
    units = drawn.units((row.text, row.headings, i, i) for i, row in enumerate(rows))
    return Report(id=name, units=with_paths(units), title=rows[0].title)


def _joined(parts: Sequence[CodedSentences]) -> CodedSentences:
    firsts = np.cumsum([0, *(len(part.reports) for part in parts[:-1])])
    return CodedSentences(
        reports=tuple(report for part in parts for report in part.reports),
        report=np.concatenate([part.report + first for part, first in zip(parts, firsts, strict=True)]),
        position=np.concatenate([part.position for part in parts]),
        labels=np.concatenate([part.labels for part in parts]),
        status=np.concatenate([part.status for part in parts]),
        weights=np.concatenate([part.weights for part in parts]),
        names=tuple(name for part in parts for name in part.names),
        drawn=np.concatenate([part.drawn for part in parts]),
        unsettled=sum(part.unsettled for part in parts),
    )


def _check(coded: CodedSentences, scheme: Scheme) -> None:
    """Refuse what nothing can be learnt from."""
    if not len(coded):
        raise CuoshiError("no sentence was coded yet; code some, then give the file that the page saves")
    groups = {coded.reports[i].id for i in coded.report.tolist()}
    if len(groups) < 2:
        raise CuoshiError(
            f"all {len(coded)} coded sentences are of one report; a model is judged on reports that it has not seen: "
            "code sentences of at least 2, better 20"
        )
    for number, name in zip(coded.labels.sum(axis=0).tolist(), scheme.category_ids, strict=True):
        if number < 2:
            had = "no coded sentence has it" if not number else "one coded sentence has it"
            raise CuoshiError(f"category {name!r}: {had}; code at least 2, better 20, or take it out of the scheme")
    for i, name in enumerate(scheme.status_ids):
        if not (coded.status == i).any():
            raise CuoshiError(f"status {name!r}: no coded sentence has it; code some, or take it out of the scheme")
