"""The command line: thin commands over the functions of the package."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from cuoshi.errors import CuoshiError
from cuoshi.schema import Report


def _examples(*lines: str) -> str:
    """Lines to paste; the mark keeps the help from joining them into a paragraph."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


app = typer.Typer(
    name="cuoshi",
    help="Tag the sentences of Chinese county reports with the measures they report, and tally coverage.\n\n"
    "cuoshi（措施）：逐句标注县级报告中的措施，统计各县各年的覆盖情况。",
    epilog=_examples("cuoshi tag '组织45名企业家赴外地参加研修班。'", "cuoshi tally reports/ --out results"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
INTERRUPTED = 130


class Language(StrEnum):
    """Language of labels."""

    zh = "zh"
    en = "en"


class EngineName(StrEnum):
    """What reads the files of a run."""

    pool = "pool"
    ray = "ray"


class FigureKind(StrEnum):
    """Kinds of figures."""

    heatmap = "heatmap"
    trend = "trend"
    profile = "profile"
    panel = "panel"
    matrix = "matrix"
    map = "map"


class Blank(StrEnum):
    """What a row without an answer means."""

    missing = "missing"
    none = "none"


Results = Annotated[Path, typer.Argument(metavar="RESULTS", help="Folder that `cuoshi tally` wrote.")]
Lang = Annotated[Language, typer.Option(help="Language of the labels.")]
Map = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="GeoJSON of your own to draw, by the codes that it has.")
]
Ocr = Annotated[bool, typer.Option("--ocr/--no-ocr", help="Read pictures of pages; needs cuoshi[ocr].")]
Encoder = Annotated[str | None, typer.Option(help="Model whose encoder is used.", show_default="base")]
Model = Annotated[str | None, typer.Option(help="Name of a bundled model, or a folder.", show_default="base")]


def main() -> None:
    """Run the command line; an error that a user can act on is one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except CuoshiError as error:
        print(f"cuoshi: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _show_version(asked: bool) -> None:
    if not asked:
        return
    import cuoshi
    from cuoshi.tagging.folder import BUNDLED_MODEL, hash_model, read_scheme

    try:
        model = f"model {hash_model(BUNDLED_MODEL)[:12]}, codebook {read_scheme(BUNDLED_MODEL).version}"
    except OSError:
        model = "no model bundled"
    print(f"cuoshi {cuoshi.__version__} ({model})")
    raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show version, model and codebook."),
    ] = False,
) -> None:
    pass


@app.command(
    epilog=_examples(
        "cuoshi tag '设立3000万元风险补偿资金池。'", "cuoshi tag 报告.docx --json", "cuoshi tag - < 报告.txt"
    )
)
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
    from cuoshi import readers, reading
    from cuoshi.corpus.single import read_all
    from cuoshi.readers.text import decode

    if source == "-":
        return [reading.from_text(decode(sys.stdin.buffer.read()))]
    if not source.strip():
        raise CuoshiError("no text given; put a sentence in quotes, or name a file")
    path = Path(source)
    try:
        known = path.exists()
    except (OSError, ValueError):  # too long for a file name, or with a null byte: it is text
        return [reading.from_text(source)]
    if path.is_dir():
        raise CuoshiError(f"{source}: a folder; for many reports run: cuoshi tally {source} --out RESULTS")
    if not known and path.suffix.lower() in readers.SUFFIXES:
        raise CuoshiError(f"{source}: no such file")
    return read_all(path, ocr) if known else [reading.from_text(source)]


@app.command(
    epilog=_examples(
        "cuoshi inspect reports/",
        "cuoshi tally reports/ --manifest manifest.csv --out results",
        "cuoshi inspect reports/ --manifest manifest.csv",
    )
)
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
) -> None:
    """Show what a folder of reports would be read as, before anything is tagged, and write a manifest to correct."""
    from cuoshi import terminal
    from cuoshi.corpus.inspection import inspect as look
    from cuoshi.corpus.manifest import require_new

    used = manifest is not None and out.exists() and out.samefile(manifest)
    if not used:
        require_new(out)
    with terminal.progress("laying out") as advance:
        found = look(paths, manifest=manifest, workers=workers, ocr=ocr, progress=advance)
    written = f"{out} stays as it is" if used else f"correct {found.write_manifest(out)}"
    terminal.show_inspection(found, everything)
    given = " ".join(map(str, paths))
    print(written, end="; ")
    print(f"then: cuoshi tally {given} --manifest {out} --out results")


@app.command(
    epilog=_examples(
        "cuoshi tally reports/ --out results",
        "cuoshi tally reports/ --out results --by province,year",
        "cuoshi tally reports/ --out results --model county --model mine-model",
    )
)
def tally(
    paths: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Folders or files of reports.")],
    out: Annotated[Path, typer.Option(help="Results folder; a run that was stopped goes on there.")],
    by: Annotated[str, typer.Option(help="Columns that make a group, parted by commas.")] = "county,year",
    where: Annotated[str, typer.Option(help="Which sentences to count: 'genre == \"工作总结\"'.")] = "",
    manifest: Annotated[Path | None, typer.Option(help="CSV or Excel: path, county, year …; wins over files.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 1 if any file was skipped.")] = False,
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
) -> None:
    """Read, tag and tally a folder of reports into coverage tables."""
    from cuoshi import terminal
    from cuoshi.log import logged
    from cuoshi.results import loading
    from cuoshi.tagging.tagger import load, load_all
    from cuoshi.tallying import tag_corpus, tag_corpus_by_each

    options: dict[str, Any] = {
        "by": by,
        "where": where,
        "manifest": manifest,
        "workers": workers,
        "engine": engine,
        "address": address,
        "xlsx": xlsx,
        "keep_duplicates": keep_duplicates,
        "ocr": ocr,
    }
    try:
        with logged(log), terminal.progress(quiet=quiet) as advance:
            if model and len(model) > 1:
                summaries = tag_corpus_by_each(paths, out, load_all(model), **options, progress=advance)
            else:
                tagger = load(model[0] if model else None)
                summaries = [tag_corpus(paths, out, tagger=tagger, **options, progress=advance)]
    except KeyboardInterrupt:
        print(f"\ncuoshi: stopped; what is done is kept. Run the same command again to go on: {out}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    for summary in summaries if not quiet else ():
        terminal.show_coverage(loading.load(summary.out))
        terminal.show_summary(summary)
    if not summaries[0].reports or (strict and summaries[0].skipped):
        raise typer.Exit(1)


@app.command(epilog=_examples("cuoshi report results", "cuoshi report results --lang en"))
def report(results: Results, boundaries: Map = None, lang: Lang = Language.zh) -> None:
    """Write the interactive coverage report, one HTML file, of a results folder."""
    from cuoshi.page.report import write_report

    print(write_report(results, lang, boundaries=boundaries))


@app.command(epilog=_examples("cuoshi panel results", "cuoshi panel results --by 县编号,年份,文种 --balanced"))
def panel(
    results: Results,
    by: Annotated[str, typer.Option(help="Columns that make a row, parted by commas.")] = "county_id,year",
    balanced: Annotated[bool, typer.Option("--balanced", help="A row of every year for every unit.")] = False,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Also write sentences.csv, a column of 0 and 1 a category.")
    ] = False,
) -> None:
    """Write a panel for regressions: panel.csv, panel.parquet and panel.dta, a row a county and year."""
    from cuoshi.results.panel import write_panel
    from cuoshi.results.sentences import write_sentences_csv

    for path in write_panel(results, by, balanced):
        print(path)
    if sentences:
        print(write_sentences_csv(results))


@app.command(
    epilog=_examples(
        "cuoshi plot results heatmap --out heatmap.pdf",
        "cuoshi plot results trend --out trend.png --county 清禾县 --size 6.5 4",
        "cuoshi plot results map --out map.pdf --category finance --map counties.geojson",
    )
)
def plot(
    results: Results,
    kind: Annotated[FigureKind, typer.Argument(help="What the figure shows.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The figure: .pdf, .svg or .png.")],
    county: Annotated[list[str] | None, typer.Option(help="Name or code; may be given several times.")] = None,
    size: Annotated[tuple[float, float] | None, typer.Option(help="Width and height in inches.")] = None,
    dpi: Annotated[int, typer.Option(min=1, help="Dots per inch of a .png.")] = 300,
    corrected: Annotated[bool, typer.Option("--corrected", help="Shares corrected by a hand-coded sample.")] = False,
    category: Annotated[str, typer.Option(help="Of a panel or map: id or name.", show_default="the first")] = "",
    boundaries: Map = None,
    lang: Lang = Language.zh,
) -> None:
    """Draw a figure for a paper from a results folder."""
    from cuoshi.figures.plot import plot as draw

    print(
        draw(
            results,
            kind,
            out,
            counties=county or (),
            size=size,
            dpi=dpi,
            lang=lang,
            corrected=corrected,
            category=category,
            boundaries=boundaries,
        )
    )


@app.command(
    epilog=_examples(
        "cuoshi sample results --n 300 --out coding",
        "cuoshi sample results --out coding --coders 2",
        "cuoshi sample reports/ --scheme mine.toml --n 200 --out learning",
        "cuoshi sample results --active --n 100 --out learning-2 --earlier learning",
    )
)
def sample(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="RESULTS|REPORTS...", help="Folder that `cuoshi tally` wrote; reports with --scheme."),
    ],
    out: Annotated[Path, typer.Option(help="Folder to write the sample into.")],
    n: Annotated[int, typer.Option(min=2, help="Sentences to draw.")] = 300,
    simple: Annotated[bool, typer.Option("--simple", help="Give all sentences the same probability.")] = False,
    clusters: Annotated[bool, typer.Option("--clusters", help="Draw reports first: coders read passages.")] = False,
    strata: Annotated[str, typer.Option(help="Columns to spread over, parted by commas.")] = "county,year",
    where: Annotated[str, typer.Option(help="Which sentences to draw from: 'year >= 2020'.")] = "",
    coders: Annotated[int, typer.Option(min=1, help="How many people code.")] = 1,
    overlap: Annotated[float, typer.Option(min=0, max=1, help="Share of sentences that all of them code.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Of the draw.")] = 1,
    show_model: Annotated[bool, typer.Option("--show-model", help="Let coders see the model's probabilities.")] = False,
    scheme: Annotated[
        Path | None, typer.Option(metavar="SCHEME.toml", help="Draw from reports, to learn these categories.")
    ] = None,
    active: Annotated[bool, typer.Option("--active", help="Draw what the model should learn next.")] = False,
    earlier: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="Sample to learn from that is not drawn again.")
    ] = None,
    encoder: Encoder = None,
    lang: Lang = Language.zh,
) -> None:
    """Draw sentences to code by hand: to judge a model, or to learn one of your own categories.

    From RESULTS: with known probabilities, more where the model is unsure, to correct shares by. With --scheme, from
    reports that nothing has tagged, and with --active, from results: to learn from (`cuoshi learn`).
    """
    from cuoshi.learning.drawing import sample_active, sample_reports
    from cuoshi.validity.sample import sample as draw

    if scheme is not None and not active:
        first = sample_reports(sources, scheme, n, out, earlier=earlier or (), encoder=encoder, seed=seed, lang=lang)
        print(first.summary())
        print(f"cuoshi learn {scheme} {out}/coded-*.csv --out my-model")
        return
    if len(sources) > 1:
        raise CuoshiError("one results folder at a time; to draw from reports add --scheme SCHEME.toml")
    (results,) = sources
    if active:
        more = sample_active(results, n, out, where=where, earlier=earlier or (), encoder=encoder, seed=seed, lang=lang)
        print(more.summary())
        print(f"cuoshi learn {scheme or 'SCHEME.toml'} {out}/coded-*.csv … --out my-model")
        return
    found = draw(
        results,
        n,
        out,
        simple=simple,
        clusters=clusters,
        strata=strata,
        where=where,
        coders=coders,
        overlap=overlap,
        seed=seed,
        show_model=show_model,
        lang=lang,
    )
    print(found.summary(lang))
    print(f"cuoshi validate {results} {out}/coded-*.csv")


@app.command(
    epilog=_examples(
        "cuoshi validate results coding/coded-*.csv",
        "cuoshi validate results coding/coded-*.csv --disagreements differ.xlsx",
    )
)
def validate(
    results: Results,
    coded: Annotated[list[Path], typer.Argument(metavar="CODED...", help="What coders saved, a file each.")],
    by: Annotated[
        str | None, typer.Option(help="Columns that make a group, parted by commas.", show_default="as tallied")
    ] = None,
    disagreements: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the sentences where coders, or coders and model, differ (.csv, .xlsx), or the page on which to "
            "settle what coders differ on (.html).",
        ),
    ] = None,
    blank: Annotated[
        Blank | None, typer.Option(help="What rows without an answer mean: not coded, or of no category.")
    ] = None,
    lang: Lang = Language.zh,
) -> None:
    """Correct a results folder's shares by its hand-coded sample, and say how good coders and model are."""
    from cuoshi.results.files import VALIDITY
    from cuoshi.tallying import refresh
    from cuoshi.validity import differences
    from cuoshi.validity.validation import validate as run
    from cuoshi.words import interface_words

    if disagreements is not None:
        differences.check_ending(disagreements)
    found = run(results, coded, by, blank=blank)
    print(found.summary(lang))
    if disagreements is not None:
        n = differences.write_differences(disagreements, found, lang)
        print(interface_words(lang)["validity"]["listed"].format(file=disagreements, n=n))
    elif len(found.differences):
        print(interface_words(lang)["validity"]["list_them"])
    print(results / VALIDITY)
    for page in refresh(results, lang):
        print(page)


scheme_app = typer.Typer(
    help="Write and check a scheme of your own categories.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(scheme_app, name="scheme")
SchemeFile = Annotated[Path, typer.Argument(metavar="SCHEME.toml", help="The file of your categories.")]


@scheme_app.command("new", epilog=_examples("cuoshi scheme new mine.toml"))
def scheme_new(path: SchemeFile) -> None:
    """Write a commented template of a scheme, to be changed in any editor."""
    from cuoshi.learning.scheme_file import write_template

    write_template(path)
    print(f"{path}: put your categories there; then: cuoshi scheme check {path}")


@scheme_app.command("check", epilog=_examples("cuoshi scheme check mine.toml"))
def scheme_check(path: SchemeFile) -> None:
    """Say what is wrong with a scheme, and what could be better; list its categories."""
    from cuoshi import terminal
    from cuoshi.learning.scheme_file import doubts
    from cuoshi.scheme import Scheme

    scheme = Scheme.read(path)
    terminal.show_scheme(scheme)
    for doubt in doubts(scheme, path.parent):
        print(f"note: {doubt}")
    print(f"{path}: ok; then: cuoshi sample REPORTS --scheme {path} --n 200 --out learning")


@app.command(epilog=_examples("cuoshi learn mine.toml coding/coded-*.csv --out mine-model"))
def learn(
    path: SchemeFile,
    coded: Annotated[
        list[Path], typer.Argument(metavar="CODED...", help="What coders saved, or tables of coded sentences.")
    ],
    out: Annotated[Path, typer.Option(help="Model folder to write.")],
    encoder: Encoder = None,
) -> None:
    """Learn a model of your own categories from coded sentences, and say how good it is."""
    from cuoshi.learning.learn import learn as run

    print(run(path, coded, out, encoder).summary())
    print(f"{out}; then: cuoshi tally REPORTS --model {out} --out results")


@app.command(epilog=_examples("cuoshi categories"))
def categories(model: Model = None) -> None:
    """List a model's categories and statuses, in Chinese and English."""
    from cuoshi import terminal
    from cuoshi.tagging.folder import locate, read_scheme

    terminal.show_scheme(read_scheme(locate(model)))
