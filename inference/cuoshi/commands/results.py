"""Commands that make something of a results folder: page, panel, figure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuoshi.commands.options import FigureKind, Lang, Language, Map, Results


def report(results: Results, boundaries: Map = None, lang: Lang = Language.zh) -> None:
    """Write the interactive coverage report, one HTML file, of a results folder."""
    from cuoshi.page.report import write_report

    print(write_report(results, lang, boundaries=boundaries))


def panel(
    results: Results,
    by: Annotated[str, typer.Option(help="Columns that make a row, parted by commas.")] = "county_id,year",
    balanced: Annotated[bool, typer.Option("--balanced", help="A row of every year for every unit.")] = False,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Also write sentences.csv, a column of 0 and 1 a category.")
    ] = False,
) -> None:
    """Write a panel for regressions: panel.csv, panel.parquet and panel.dta, a row a county and year."""
    from cuoshi.results.panel.panel import write_panel
    from cuoshi.results.writing.sentences import write_sentences_csv

    for path in write_panel(results, by, balanced):
        print(path)
    if sentences:
        print(write_sentences_csv(results))


def plot(
    results: Results,
    kind: Annotated[FigureKind, typer.Argument(help="What the figure shows.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The figure: .pdf, .svg or .png.")],
    county: Annotated[
        list[str] | None, typer.Option(help="Name or code; may be given several times. Not of a map.")
    ] = None,
    size: Annotated[tuple[float, float] | None, typer.Option(help="Width and height in inches.")] = None,
    dpi: Annotated[int, typer.Option(min=1, help="Dots per inch of a .png.")] = 300,
    corrected: Annotated[
        bool, typer.Option("--corrected", help="Shares corrected by a hand-coded sample. Not of a matrix.")
    ] = False,
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
