"""A run and all that is made of its tables, together: what ``cuoshi tally`` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cuoshi.atomic import named
from cuoshi.corpus.engines import engine_of
from cuoshi.corpus.inputs import Corpus, Progress
from cuoshi.corpus.run import Summary, Wanted, run
from cuoshi.corpus.store import FOLDER
from cuoshi.corpus.work import ReportTagger
from cuoshi.errors import CuoshiError
from cuoshi.refreshing import refreshed
from cuoshi.results.loading.folder import Results
from cuoshi.results.tally import DEFAULT_BY
from cuoshi.words import interface_words

if TYPE_CHECKING:
    from cuoshi.tagging.tagger import Tagger


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Wanted):
    """What :func:`tag_corpus` takes beside files, folder and tagger, under the same names."""

    manifest: Path | str | None = None
    workers: int | None = None
    engine: str = "pool"
    address: str | None = None
    ocr: bool = True
    progress: Callable[[Progress], None] | None = None


@dataclass(frozen=True, slots=True)
class Tallied:
    """What a run did, and what was loaded of its results for the page: a terminal need not read them again."""

    summary: Summary
    results: Results


def tag_corpus(
    paths: Iterable[Path | str] | Path | str,
    out: Path | str,
    *,
    tagger: ReportTagger | None = None,
    by: Sequence[str] | str = DEFAULT_BY,
    where: str = "",
    manifest: Path | str | None = None,
    workers: int | None = None,
    engine: str = "pool",
    address: str | None = None,
    xlsx: bool = True,
    keep_duplicates: bool = False,
    ocr: bool = True,
    lang: str = "zh",
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read, tag and tally reports; a run that was stopped, or whose files changed, goes on from where it was.

    Args:
        paths: files and folders of reports; folders are walked.
        out: the results folder, made if it is not there. A folder inside ``paths`` is not read as input.
        tagger: the encoder; the bundled one when ``None``.
        by: columns of the sentences table that make a group of the coverage table; see ``cuoshi.tally``.
        where: which sentences the tables hold, an expression of their columns such as ``genre == "工作总结"``; empty
            for all.
        manifest: CSV table or workbook with county, year … of the files; a folder's own ``manifest.csv`` when
            ``None``.
        workers: processes that read files, as many as the processor has cores, four at most, when ``None``; of the
            engine ``ray`` processes that read and tag, one for every core of the cluster when ``None``.
        engine: ``pool`` for this machine, ``ray`` for a cluster (``pip install 'cuoshi[ray]'``). Tables are the same
            bytes.
        address: the cluster's for ``ray``, ``auto`` for the one that this machine is part of; one of this machine
            alone is started for the run when ``None``.
        xlsx: write ``coverage.xlsx`` too, the slowest of the tables.
        keep_duplicates: count reports whose text another report has too. Even then an interval treats copies as one.
        ocr: whether pictures of pages are read, where rapidocr is installed.
        lang: of the workbook and the page, ``zh`` or ``en``.
        progress: called after every file and report.

    Returns:
        What was done. In ``out`` are the tables ``sentences.parquet``, ``coverage.parquet`` ``.csv`` ``.dta``
        ``.xlsx``, the lists ``skipped.csv``, ``unresolved.csv`` and ``duplicates.csv``, ``run.json`` and the page
        ``report.html``, ``report.en.html`` in English. What was made there of tables of before (a panel, a page in
        another language) is made again.

    Raises:
        CuoshiError: there is no file to read, ``out`` cannot be used, ``by`` names no column, ``where`` is no
            condition, or the engine cannot be had.
    """
    options = Options(
        by=by,
        where=where,
        manifest=manifest,
        workers=workers,
        engine=engine,
        address=address,
        xlsx=xlsx,
        keep_duplicates=keep_duplicates,
        ocr=ocr,
        lang=lang,
        progress=progress,
    )
    return tally_corpus(paths, out, tagger, options).summary


def tally_corpus(
    paths: Iterable[Path | str] | Path | str, out: Path | str, tagger: ReportTagger | None, options: Options
) -> Tallied:
    """Read, tag and tally reports, and keep what was loaded for the page; see :func:`tag_corpus`.

    Args:
        paths: files and folders of reports.
        out: the results folder.
        tagger: the encoder; the bundled one when ``None``.
        options: how.
    """
    interface_words(options.lang)  # an unknown language is refused before anything is read
    folder = named(out, FOLDER)
    corpus = Corpus.of(paths, manifest=options.manifest, out=folder, ocr=options.ocr)
    if tagger is None:
        from cuoshi.tagging.tagger import load

        tagger = load()
    reader = engine_of(options.engine, tagger, options.workers, options.address)
    summary = run(corpus, folder, tagger, reader, wanted=options, progress=options.progress)
    # also of nothing: a page of an earlier run must not stay beside empty tables
    return Tallied(summary, refreshed(summary.out, options.lang)[0])


def tally_by_each(
    paths: Iterable[Path | str] | Path | str, out: Path | str, taggers: Sequence[Tagger], options: Options
) -> list[Tallied]:
    """Read, tag and tally reports by several models, whose shared encoder reads every report once.

    Args:
        paths: files and folders of reports.
        out: the folder of the results; each model's lie in a folder there that has the name of its scheme.
        taggers: the models, made by :func:`cuoshi.tagging.tagger.load_all`.
        options: how, the same for all. The engine ``ray`` reads anew for every model.

    Returns:
        What was done, by model.

    Raises:
        CuoshiError: as of :func:`tag_corpus`; or two schemes have one name, or one that no folder can have.
    """
    from cuoshi.tagging.together import Together

    folders = [Path(out) / _folder(tagger.scheme.name) for tagger in taggers]
    for name, number in Counter(folders).items():
        if number > 1:
            raise CuoshiError(f"{number} models have schemes called {name.name}; give each scheme another name")
    given = [Path(path) for path in ([paths] if isinstance(paths, Path | str) else paths)]
    turns: Sequence[ReportTagger] = taggers if options.engine == "ray" else Together(taggers).turns
    return [tally_corpus(given, own, turn, options) for own, turn in zip(folders, turns, strict=True)]


def _folder(name: str) -> str:
    if not name.strip(". ") or set(name) & set('/\\:*?"<>|\0'):
        raise CuoshiError(f"the scheme {name!r} cannot name a folder; give it a name of letters and digits")
    return name
