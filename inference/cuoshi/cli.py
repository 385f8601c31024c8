"""The command line: which commands there are, and what becomes of their errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from cuoshi.commands import coding, own, reports, results
from cuoshi.errors import CuoshiError


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
    except OSError as error:
        if error.filename is None:
            raise
        print(f"cuoshi: {error.filename}: {error.strerror}; name another place, or free this one", file=sys.stderr)
        sys.exit(2)


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


#: in the order in which the help lists them, with lines to paste
COMMANDS: tuple[tuple[Callable[..., None], tuple[str, ...]], ...] = (
    (
        reports.tag,
        (
            "cuoshi tag '设立3000万元风险补偿资金池。'",
            "cuoshi tag 报告.docx --json",
            "cuoshi tag - < 报告.txt",
        ),
    ),
    (
        reports.inspect,
        (
            "cuoshi inspect reports/",
            "cuoshi tally reports/ --manifest manifest.csv --out results",
            "cuoshi inspect reports/ --manifest manifest.csv",
        ),
    ),
    (
        reports.tally,
        (
            "cuoshi tally reports/ --out results",
            "cuoshi tally reports/ --out results --by province,year",
            "cuoshi tally reports/ --out results --model county --model mine-model",
        ),
    ),
    (
        results.report,
        (
            "cuoshi report results",
            "cuoshi report results --lang en",
        ),
    ),
    (
        results.panel,
        (
            "cuoshi panel results",
            "cuoshi panel results --by 县编号,年份,文种 --balanced",
        ),
    ),
    (
        results.plot,
        (
            "cuoshi plot results heatmap --out heatmap.pdf",
            "cuoshi plot results trend --out trend.png --county 清禾县 --size 6.5 4",
            "cuoshi plot results map --out map.pdf --category finance --map counties.geojson",
        ),
    ),
    (
        coding.sample,
        (
            "cuoshi sample results --n 300 --out coding",
            "cuoshi sample results --out coding --coders 2",
            "cuoshi sample reports/ --scheme mine.toml --n 200 --out learning",
            "cuoshi sample results --active --n 100 --out learning-2 --earlier learning",
        ),
    ),
    (
        coding.validate,
        (
            "cuoshi validate results coding/coded-*",
            "cuoshi validate results coding/coded-* --disagreements differ.xlsx",
        ),
    ),
    (own.learn, ("cuoshi learn mine.toml learning/coded-* --out mine-model",)),
    (own.categories, ("cuoshi categories",)),
)
for command, lines in COMMANDS:
    app.command(epilog=_examples(*lines))(command)

scheme_app = typer.Typer(
    help="Write and check a scheme of your own categories.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(scheme_app, name="scheme")
scheme_app.command("new", epilog=_examples("cuoshi scheme new mine.toml"))(own.scheme_new)
scheme_app.command("check", epilog=_examples("cuoshi scheme check mine.toml"))(own.scheme_check)
