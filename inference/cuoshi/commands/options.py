"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
Lang = Annotated[Language, typer.Option(help="Language of pages, sheets, tables and figures.")]
Map = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="GeoJSON of your own to draw, by the codes that it has.")
]
Empty = Annotated[
    Blank | None, typer.Option("--blank", help="What rows without an answer mean: not coded, or of no category.")
]
Ocr = Annotated[bool, typer.Option("--ocr/--no-ocr", help="Read pictures of pages; needs cuoshi[ocr].")]
Encoder = Annotated[str | None, typer.Option(help="Model whose encoder is used.", show_default="base")]
Model = Annotated[str | None, typer.Option(help="Name of a bundled model, or a folder.", show_default="base")]
SchemeFile = Annotated[Path, typer.Argument(metavar="SCHEME.toml", help="The file of your categories.")]
