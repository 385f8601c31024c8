"""Runs a whole corpus: files in, sentences and coverage tables out, in a folder that a later run brings up to date."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from cuoshi.corpus.child import TIMEOUT
from cuoshi.corpus.copies import entry_of, find_copies
from cuoshi.corpus.inputs import Progress, find_files, workers_here
from cuoshi.corpus.manifest import UNMET, Carried, Manifest, find_manifest, read_manifest
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.stamp import stamp
from cuoshi.corpus.store import Store
from cuoshi.corpus.worker import Failure, Job, Message, Notice, Parsed, printable
from cuoshi.coverage.counts import group_columns
from cuoshi.results import files as names
from cuoshi.results import writing
from cuoshi.results.columns import (
    as_copy,
    coverage_schema,
    require_free,
    require_groups,
    retagged,
    sentence_table,
    sentences_schema,
    with_carried,
)
from cuoshi.results.tally import DEFAULT_BY
from cuoshi.schema import Report
from cuoshi.scheme import Scheme

LOG = logging.getLogger("cuoshi")


class ReportTagger(Protocol):
    """What a run needs of a tagger; :class:`cuoshi.Tagger` has it."""

    @property
    def scheme(self) -> Scheme:
        """The categories and statuses that it gives."""

    @property
    def model_hash(self) -> str:
        """Digest of all that decides a tag."""

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Probability from which each category is given."""

    def tag(self, report: Report) -> Report:
        """Tag one report."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did.

    Attributes:
        out: the results folder.
        files: files found.
        reports: reports in the tables.
        sentences: sentences in the tables.
        new: reports that this run tagged.
        reused: reports whose headings and sentences had been tagged before, in this file or another.
        skipped: files, or parts of one, that could not be read; ``skipped.csv`` lists them.
        duplicates: reports whose text another report has too; ``duplicates.csv`` lists them. They are not in the
            tables unless copies were to be kept.
        near_duplicates: reports that have at least 90% of all sentences in common with another; in the tables.
        keep_duplicates: whether copies were to be kept.
        counties: distinct counties, those unknown left out.
        years: distinct years.
        seconds: wall time.
    """

    out: Path
    files: int
    reports: int
    sentences: int
    new: int
    reused: int
    skipped: int
    duplicates: int
    near_duplicates: int
    keep_duplicates: bool
    counties: int
    years: int
    seconds: float


def tag_corpus(
    paths: Iterable[Path | str] | Path | str,
    out: Path | str,
    *,
    tagger: ReportTagger | None = None,
    by: Sequence[str] = DEFAULT_BY,
    manifest: Path | str | None = None,
    workers: int | None = None,
    xlsx: bool = True,
    keep_duplicates: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read, tag and tally reports; a run that was stopped, or whose files changed, goes on from where it was.

    Args:
        paths: files and folders of reports; folders are walked.
        out: the results folder, made if it is not there. A folder inside ``paths`` is not read as input.
        tagger: the encoder; the bundled one when ``None``.
        by: columns of the sentences table that make a group of the coverage table.
        manifest: CSV table with county, year … of the files; a folder's own ``manifest.csv`` when ``None``.
        workers: processes that read files; as many as the processor has cores, four at most, when ``None``.
        xlsx: write ``coverage.xlsx`` too, the slowest of the tables.
        keep_duplicates: count reports whose text another report has too. Even then an interval treats copies as one.
        progress: called after every file and report.

    Returns:
        What was done. The tables are in ``out``: ``sentences.parquet``, ``coverage.parquet`` ``.csv`` ``.xlsx``,
        ``skipped.csv``, ``duplicates.csv`` and ``run.json``.

    Raises:
        CuoshiError: there is no file to read, ``out`` cannot be used, or ``by`` names no column.
    """
    started = datetime.now(UTC)
    columns = group_columns(by)
    roots = [Path(path) for path in ([paths] if isinstance(paths, Path | str) else paths)]
    chosen = find_manifest(roots) if manifest is None else Path(manifest)
    files = find_files(roots, Path(out), chosen)
    listed = read_manifest(chosen) if chosen else Manifest({})
    if tagger is None:
        from cuoshi.tagging.tagger import load

        tagger = load()
    require_free(listed.extra, coverage_schema(sentences_schema(tagger.scheme).names, tagger.scheme, True).names)
    require_groups(columns, tagger.scheme, listed.extra)
    with Store(Path(out)) as store:
        run = _Run(store, tagger, listed, len(files), progress)
        run.read_and_tag(files, workers or workers_here())
        carried = Carried(listed, {printable(str(path)): path for path in files})
        corpus = _Corpus(store, keep_duplicates, carried)
        counts = corpus.counts()
        facts = _facts(tagger) | {
            "by": list(by),
            "carried": list(listed.extra),
            "inputs": [printable(str(root)) for root in roots],
            "files": len(files),
            **counts,
            "keep_duplicates": keep_duplicates,
            "skipped": len(store.skipped()),
        }
        corpus.warn()
        skipped, duplicates = store.skipped(), corpus.duplicates()
        results = writing.Run(corpus.tables(), skipped, columns, tagger.scheme, facts, xlsx, duplicates, listed.extra)
        _write(store, Path(out), results, carried.state())
        finished = datetime.now(UTC)
        summary = Summary(
            out=Path(out),
            files=len(files),
            **counts,
            keep_duplicates=keep_duplicates,
            skipped=len(store.skipped()),
            new=run.new,
            reused=run.reports - run.new,
            seconds=round((finished - started).total_seconds(), 1),
        )
        times = {"started": started.isoformat(timespec="seconds"), "finished": finished.isoformat(timespec="seconds")}
        scheme = {"scheme": tagger.scheme.to_dict()}
        names.write_json(Path(out) / names.RUN, facts | asdict(summary) | times | scheme)
    return summary


class _Corpus:
    """The reports of a store, those that repeat another found."""

    def __init__(self, store: Store, keep_duplicates: bool, carried: Carried) -> None:
        self._store = store
        self._carried = carried
        self._keep = keep_duplicates
        self._entries = store.entries()
        self._copies = find_copies(self._entries)

    def _counted(self, path: str, number: int) -> bool:
        copy = self._copies.get((path, number))
        return copy is None or self._keep or not copy.exact

    def tables(self) -> Iterator[pa.Table]:
        """The rows of the reports that count, in the order of the sentences table."""
        for path, number, rows in self._store.tables():
            if self._counted(path, number):
                copy = self._copies.get((path, number))
                rows = as_copy(rows, copy.id, copy.original.id) if copy else rows
                yield with_carried(rows, self._carried.of(path, rows["path"][0].as_py()))

    def duplicates(self) -> list[list[object]]:
        """The rows of ``duplicates.csv``, copies of one report together."""
        copies = sorted(self._copies.values(), key=lambda c: (c.original.path, c.original.number, c.entry.path, c.id))
        return [copy.row(self._counted(copy.entry.path, copy.entry.number)) for copy in copies]

    def warn(self) -> None:
        """Say how many copies are known as another county's or year's."""
        if odd := sum(copy.differs for copy in self._copies.values()):
            LOG.warning("%d copies have another county or year than their original; see %s", odd, names.DUPLICATES)

    def counts(self) -> dict[str, int]:
        """Count what is in the tables, and the copies."""
        counted = [entry for entry in self._entries if self._counted(entry.path, entry.number)]
        exact = sum(copy.exact for copy in self._copies.values())
        return {
            "reports": len(counted),
            "sentences": sum(entry.sentences for entry in counted),
            "duplicates": exact,
            "near_duplicates": len(self._copies) - exact,
            "counties": len({entry.county for entry in counted} - {""}),
            "years": len({entry.year for entry in counted} - {None}),
        }


def _facts(tagger: ReportTagger) -> dict[str, Any]:
    """What decided the tags."""
    return {
        "versions": {name: version(name) for name in ("cuoshi", "onnxruntime", "tokenizers")},
        "model_hash": tagger.model_hash,
        "codebook_version": tagger.scheme.version,
        "thresholds": dict(tagger.thresholds),
    }


def _write(store: Store, out: Path, run: writing.Run, carried: str) -> None:
    """Write the tables, unless they are there already and nobody has touched them since."""
    content = repr((store.fingerprint(), carried, run.columns, run.scheme, run.facts, run.xlsx))
    if store.written != content + writing.state(out):
        writing.write_results(run, out)
        store.written = content + writing.state(out)


class _Run:
    """The reading and tagging of one run."""

    def __init__(
        self,
        store: Store,
        tagger: ReportTagger,
        manifest: Manifest,
        total: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.new = 0
        self._store = store
        self._tagger = tagger
        self._manifest = manifest
        self._stamp = stamp(tagger)
        self._files = self.reports = self._skipped = 0
        self._total = total
        self._progress = progress or (lambda _: None)

    def read_and_tag(self, files: Sequence[Path], workers: int) -> None:
        """Bring the store up to date with the files."""
        with Pool(min(workers, len(files)), TIMEOUT) as pool:
            for job, message in pool.read(map(self._job, files)):
                self._take(job, message)
                self._progress(Progress(self._files, self._total, self.reports, self._skipped))
        self._store.forget_unseen()
        for path in self._manifest.unmet():
            self._store.skip(printable(str(path)), UNMET)

    def _job(self, path: Path) -> Job:
        name = printable(str(path))
        self._store.see(name)
        return Job(path, name, self._stamp, self._store.key(name), self._manifest.rows(path))

    def _take(self, job: Job, message: Message) -> None:
        if isinstance(message, Parsed):
            self._tag(job, message)
        elif isinstance(message, Failure):
            self._store.skip(message.path, message.reason)
            self._skipped += 1
        elif isinstance(message, Notice):
            LOG.warning("%s", message.text)
        else:
            self._files += 1
            if message.count is None:
                self.reports += self._store.reports_in(job.name)
            else:
                self._store.finish(job.name, message.key, message.count)

    def _tag(self, job: Job, parsed: Parsed) -> None:
        report = parsed.report
        self.reports += 1
        if self._store.digest(job.name, parsed.number) == parsed.digest:
            return
        if known := self._store.tagged(parsed.units):
            rows = retagged(report, known, self._tagger.scheme)
        else:
            # One report at a time: the encoder's last digits may depend on what shares a batch, and a run that was
            # stopped and goes on must give the bytes of one that was not.
            rows = sentence_table(self._tagger.tag(report), self._tagger.scheme)
            self.new += 1
        self._store.put(entry_of(job, parsed), rows, parsed.digest, parsed.units)
