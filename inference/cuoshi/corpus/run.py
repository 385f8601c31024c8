"""Runs a whole corpus: files in, sentences and coverage tables out, in a folder that a later run brings up to date."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from cuoshi.corpus.child import TIMEOUT
from cuoshi.corpus.copies import entry_of
from cuoshi.corpus.counted import Counted
from cuoshi.corpus.inputs import Progress, find_files, workers_here
from cuoshi.corpus.manifest import UNMET, Carried, Manifest, find_manifest, read_manifest
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.stamp import stamp
from cuoshi.corpus.store import Store
from cuoshi.corpus.worker import Failure, Job, Message, Notice, Parsed, printable
from cuoshi.coverage.counts import column_names, group_columns
from cuoshi.results import files as names
from cuoshi.results import writing
from cuoshi.results.columns import (
    coverage_schema,
    elsewhere,
    require_free,
    require_groups,
    retagged,
    sentence_table,
    sentences_schema,
)
from cuoshi.results.condition import matching
from cuoshi.results.sections import status_by_section
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
    by: Sequence[str] | str = DEFAULT_BY,
    where: str = "",
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
        by: columns of the sentences table that make a group of the coverage table; see :func:`cuoshi.tally`.
        where: which sentences the tables hold, an expression of their columns such as ``genre == "工作总结"``; empty
            for all.
        manifest: CSV table with county, year … of the files; a folder's own ``manifest.csv`` when ``None``.
        workers: processes that read files; as many as the processor has cores, four at most, when ``None``.
        xlsx: write ``coverage.xlsx`` too, the slowest of the tables.
        keep_duplicates: count reports whose text another report has too. Even then an interval treats copies as one.
        progress: called after every file and report.

    Returns:
        What was done. The tables are in ``out``: ``sentences.parquet``, ``coverage.parquet`` ``.csv`` ``.xlsx``,
        ``skipped.csv``, ``duplicates.csv`` and ``run.json``.

    Raises:
        CuoshiError: there is no file to read, ``out`` cannot be used, ``by`` names no column, or ``where`` is no
            condition.
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
    known = sentences_schema(tagger.scheme)
    require_free(listed.extra, [*coverage_schema(known.names, tagger.scheme, True).names, *elsewhere(tagger.scheme)])
    require_groups(columns, tagger.scheme, listed.extra)
    # a mistake is told before any work
    matching(known.empty_table().to_pandas().assign(**dict.fromkeys(listed.extra, "")), where)
    with Store(Path(out)) as store:
        run = _Run(store, tagger, listed, len(files), progress)
        run.read_and_tag(files, workers or workers_here())
        carried = Carried(listed, {printable(str(path)): path for path in files})
        corpus = Counted(store, keep_duplicates, where, carried)
        counts = corpus.counts()
        facts = _facts(tagger) | {
            "by": column_names(by),
            "where": where,
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
        sections = {"status_by_section": status_by_section(Path(out) / names.SENTENCES, tagger.scheme)}
        scheme = {"scheme": tagger.scheme.to_dict()}
        names.write_json(Path(out) / names.RUN, facts | asdict(summary) | times | sections | scheme)
        LOG.info("%s: %s", out, ", ".join(f"{name} {value}" for name, value in counts.items()))
    return summary


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
            LOG.info("%s: skipped: %s", message.path, message.reason)
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
