"""Runs a whole corpus: files in, sentences and coverage tables out, in a folder that a later run brings up to date."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cuoshi.corpus.counted import Counted
from cuoshi.corpus.engine import Engine
from cuoshi.corpus.extra import ExtraColumns
from cuoshi.corpus.inputs import Corpus, Progress
from cuoshi.corpus.messages import shown
from cuoshi.corpus.store import Store
from cuoshi.corpus.work import ReportTagger, Work
from cuoshi.results import files as names
from cuoshi.results.formats.plain import write_json
from cuoshi.results.lists.skipped import Skipped
from cuoshi.results.tables.checks import require_free, require_groups, taken
from cuoshi.results.tables.condition import matching
from cuoshi.results.tables.groups import column_names, group_columns
from cuoshi.results.tables.rows import sentences_schema
from cuoshi.results.tally import DEFAULT_BY
from cuoshi.results.writing.folder import Run, state_of, write_results
from cuoshi.scheme import Scheme

LOG = logging.getLogger("cuoshi")


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
        doubts: what is doubtful in reports that were read, as a year in the manifest that is none; also listed there.
        duplicates: reports whose text another report has too; ``duplicates.csv`` lists them. They are not in the
            tables unless copies were to be kept.
        near_duplicates: reports that have at least 90% of all sentences in common with another, or of which a longer
            one has 90%; in the tables.
        keep_duplicates: whether copies were to be kept.
        counties: distinct counties, those unknown left out.
        years: distinct years.
        seconds: wall time.
        where: the condition that sentences in the tables fulfil, empty where all are there.
        manifest: which manifest was in use and how many rows it has, empty where there is none.
    """

    out: Path
    files: int
    reports: int
    sentences: int
    new: int
    reused: int
    skipped: int
    doubts: int
    duplicates: int
    near_duplicates: int
    keep_duplicates: bool
    counties: int
    years: int
    seconds: float
    where: str = ""
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the tables of a run are to hold.

    Attributes:
        by: columns of the sentences table that make a group of the coverage table.
        where: condition on the sentences, empty for all.
        xlsx: whether there is a workbook, the slowest of the tables.
        keep_duplicates: whether reports count whose text another report has too.
        lang: of the workbook, ``zh`` or ``en``.
    """

    by: Sequence[str] | str = DEFAULT_BY
    where: str = ""
    xlsx: bool = True
    keep_duplicates: bool = False
    lang: str = "zh"


def run(
    corpus: Corpus,
    out: Path,
    tagger: ReportTagger,
    engine: Engine,
    wanted: Wanted = Wanted(),
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read, tag and tally reports; a run that was stopped, or whose files changed, goes on from where it was.

    Args:
        corpus: the files.
        out: the results folder, made if it is not there.
        tagger: the encoder.
        engine: what reads; it is started and ended here.
        wanted: what the tables are to hold.
        progress: called after every file and report.

    Returns:
        What was done. The tables are in ``out``.

    Raises:
        CuoshiError: ``out`` cannot be used, ``by`` names no column, or ``where`` is no condition.
    """
    started = datetime.now(UTC)
    _check(corpus.manifest.extra, group_columns(wanted.by), wanted.where, tagger.scheme)
    with Store(out) as store:
        work = Work(store, tagger, corpus, progress or (lambda _: None))
        work.read_and_tag(engine)
        carried = ExtraColumns(corpus.manifest, {shown(path): path for path in corpus.files})
        counted = Counted(store, wanted.keep_duplicates, wanted.where, carried)
        counted.warn()
        counts, skipped = counted.counts(), store.skipped()
        doubts = sum(one.counted for one in skipped)
        facts = _facts(tagger, corpus, wanted) | counts | {"skipped": len(skipped) - doubts, "doubts": doubts}
        tables = _tables(counted, skipped, facts, corpus, tagger, wanted)
        sections = {"status_by_section": _write(store, out, tables, carried.state())}
        finished = datetime.now(UTC)
        seconds = round((finished - started).total_seconds(), 1)
        done: dict[str, Any] = {
            "new": work.new,
            "reused": work.reports - work.new,
            "seconds": seconds,
            "manifest": corpus.manifest.said,
        }
        known = {field.name: facts[field.name] for field in fields(Summary) if field.name in facts}
        summary = Summary(out=out, **known, **done)
        times = {"started": started.isoformat(timespec="seconds"), "finished": finished.isoformat(timespec="seconds")}
        scheme = {"scheme": tagger.scheme.to_dict()}
        write_json(out / names.RUN, facts | asdict(summary) | times | sections | scheme)
        LOG.info("%s: %s", out, ", ".join(f"{name} {value}" for name, value in counts.items()))
    return summary


def _check(carried: Sequence[str], columns: Sequence[str], where: str, scheme: Scheme) -> None:
    """Find a mistake of the user's before any work.

    Raises:
        CuoshiError: there is one.
    """
    known = sentences_schema(scheme)
    require_free(carried, taken(scheme))
    require_groups(columns, scheme, carried)
    matching(known.empty_table().to_pandas().assign(**dict.fromkeys(carried, "")), where)


def _facts(tagger: ReportTagger, corpus: Corpus, wanted: Wanted) -> dict[str, Any]:
    """What decided tags and tables."""
    return {
        "versions": {name: version(name) for name in ("cuoshi", "onnxruntime", "tokenizers")},
        "model_hash": tagger.model_hash,
        "codebook_version": tagger.scheme.version,
        "learnt": dict(tagger.learnt),
        "thresholds": dict(tagger.thresholds),
        "by": column_names(wanted.by),
        "where": wanted.where,
        "lang": wanted.lang,
        "carried": list(corpus.manifest.extra),
        "inputs": [shown(root) for root in corpus.roots],
        "files": len(corpus.files),
        "keep_duplicates": wanted.keep_duplicates,
    }


def _tables(
    counted: Counted,
    skipped: Sequence[Skipped],
    facts: Mapping[str, Any],
    corpus: Corpus,
    tagger: ReportTagger,
    wanted: Wanted,
) -> Run:
    """What there is to write."""
    return Run(
        tables=counted.tables(),
        skipped=skipped,
        columns=group_columns(wanted.by),
        scheme=tagger.scheme,
        facts=facts,
        xlsx=wanted.xlsx,
        duplicates=counted.duplicates(),
        carried=corpus.manifest.extra,
    )


def _write(store: Store, out: Path, run: Run, carried: str) -> dict[str, dict[str, int]]:
    """Write the tables, unless they are there already and nobody has touched them since; give statuses by section."""
    content = repr((store.fingerprint(), carried, run.columns, run.scheme, run.facts, run.xlsx))
    state, _, known = (store.written or "").rpartition("\n")
    if state == content + state_of(out):
        sections: dict[str, dict[str, int]] = json.loads(known)
        return sections
    sections = write_results(run, out)
    store.written = f"{content}{state_of(out)}\n{json.dumps(sections)}"
    return sections
