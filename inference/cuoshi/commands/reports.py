"""Commands that read reports: tag a text, look at a folder, tally it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from cuoshi.commands.options import EngineName, Lang, Language, Model, Ocr
from cuoshi.errors import CuoshiError
from cuoshi.schema import Report

INTERRUPTED = 130


def tag(
    source: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="A sentence, a report file, or - for stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a sentence, all probabilities.")] = False,
    show_removed: Annotated[
        bool, typer.Option("--show-removed", help="List what cleaning took out of the text.")
    ] = False,
    ocr: Ocr = True,
    model: Model = None,
) -> None:
    """Tag every sentence of a text or a report."""
    from cuoshi import terminal
    from cuoshi.tagging.tagger import load

    reports = _reports(source, ocr)
    tagger = load(model)
    for report in map(tagger.tag, reports):
        if as_json:
            for record in terminal.lines(report, tagger.thresholds, show_removed):
                print(json.dumps(record, ensure_ascii=False))
        else:
            terminal.show_report(report, tagger, show_removed)


def _reports(source: str, ocr: bool) -> Iterable[Report]:
    from cuoshi import readers
    from cuoshi.corpus.single import read_all
    from cuoshi.readers.text import decode

    if source == "-":
        return [_of_text(decode(sys.stdin.buffer.read()))]
    if not source.strip():
        raise CuoshiError("no text given; put a sentence in quotes, or name a file")
    path = Path(source)
    try:
        known = path.exists()
    except (OSError, ValueError):  # too long for a file name, or with a null byte: it is text
        return [_of_text(source)]
    if path.is_dir():
        raise CuoshiError(f"{source}: a folder; for many reports run: cuoshi tally {source} --out RESULTS")
    if not known and path.suffix.lower() in readers.SUFFIXES:
        raise CuoshiError(f"{source}: no such file")
    return read_all(path, ocr) if known else [_of_text(source)]


def _of_text(text: str) -> Report:
    """A report of a text that was typed or piped; of a sentence in another language every tag would be nonsense."""
    from cuoshi.reading import from_text
    from cuoshi.text.legible import legibility

    report = from_text(text)
    if report.sentences and not any(legibility(sentence.text).usual for sentence in report.sentences):
        raise CuoshiError("there is no Chinese in the text; the models know Chinese only")
    return report


def inspect(
    paths: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Folders or files of reports.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Manifest to write, correct and give back.")] = Path(
        "manifest.csv"
    ),
    manifest: Annotated[Path | None, typer.Option(help="CSV or Excel: path, county, year …; wins over files.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read files.")] = None,
    ocr: Annotated[
        bool, typer.Option("--ocr/--no-ocr", help="Read pictures of pages, which takes seconds each.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="List all reports, counties and years.")] = False,
    model: Model = None,
) -> None:
    """Show what a folder of reports would be read as, before anything is tagged, and write a manifest to correct."""
    from cuoshi import terminal
    from cuoshi.corpus.inspection import inspect as look
    from cuoshi.corpus.manifest import require_new
    from cuoshi.tagging.folder import locate, read_scheme

    scheme = read_scheme(locate(model))
    used = manifest is not None and out.exists() and out.samefile(manifest)
    if not used:
        require_new(out)
    with terminal.progress("laying out") as advance:
        found = look(paths, manifest=manifest, workers=workers, ocr=ocr, scheme=scheme, progress=advance)
    written = f"{out} stays as it is" if used else f"correct {found.write_manifest(out)}"
    terminal.show_inspection(found, everything)
    given = " ".join([*map(str, paths), *(["--model", model] if model else [])])
    print(written, end="; ")
    print(f"then: cuoshi tally {given} --manifest {out} --out results")


def tally(
    paths: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Folders or files of reports.")],
    out: Annotated[Path, typer.Option(help="Results folder; a run that was stopped goes on there.")],
    by: Annotated[str, typer.Option(help="Columns that make a group, parted by commas.")] = "county,year",
    where: Annotated[str, typer.Option(help="Which sentences to count: 'genre == \"工作总结\"'.")] = "",
    manifest: Annotated[Path | None, typer.Option(help="CSV or Excel: path, county, year …; wins over files.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 1 if any was skipped or doubtful.")] = False,
    xlsx: Annotated[bool, typer.Option(help="Write coverage.xlsx, the slowest of the tables.")] = True,
    keep_duplicates: Annotated[
        bool, typer.Option("--keep-duplicates", help="Count reports that repeat another's text.")
    ] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read files.")] = None,
    engine: Annotated[
        EngineName, typer.Option(help="This machine, or a Ray cluster: needs cuoshi[ray].")
    ] = EngineName.pool,
    address: Annotated[str | None, typer.Option(help="Of the cluster: auto, or ray://host:10001.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show warnings and errors only.")] = False,
    log: Annotated[Path | None, typer.Option(metavar="FILE", help="Note there what is done and skipped.")] = None,
    ocr: Ocr = True,
    model: Annotated[
        list[str] | None,
        typer.Option(
            help="Name of a bundled model, or a folder. Several share a pass of their encoder; the results of each lie "
            "in a folder of its scheme's name.",
            show_default="base",
        ),
    ] = None,
    lang: Lang = Language.zh,
) -> None:
    """Read, tag and tally a folder of reports into coverage tables."""
    from cuoshi import terminal
    from cuoshi.log import logged
    from cuoshi.tagging.tagger import load, load_all
    from cuoshi.tallying import Options, tally_by_each, tally_corpus

    try:
        with logged(log), terminal.progress(quiet=quiet) as advance:
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
                progress=advance,
            )
            if model and len(model) > 1:
                done = tally_by_each(paths, out, load_all(model), options)
            else:
                done = [tally_corpus(paths, out, load(model[0] if model else None), options)]
    except KeyboardInterrupt:
        print(f"\ncuoshi: stopped; what is done is kept. Run the same command again to go on: {out}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    for one in done if not quiet else ():
        terminal.show_coverage(one.results)
        terminal.show_summary(one.summary)
    first = done[0].summary
    if not first.reports or (strict and (first.skipped or first.doubts)):
        raise typer.Exit(1)
