"""A sample that was drawn to judge a model by: how it was drawn, how exact shares will be, and its file."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.atomic import replaced
from cuoshi.coding.tasks import SAMPLE
from cuoshi.decimals import percent
from cuoshi.errors import CuoshiError
from cuoshi.validity.cells import LEAST_CODED, LEAST_IN_ALL
from cuoshi.words import interface_words

#: where the file says how the sample was drawn
ABOUT = b"cuoshi"
#: Coded sentences below which publishing is warned of: where a simulated model is confidently wrong, 0.78 of the 95%
#: intervals hold the truth at 100, 0.90 at 200, 0.95 at 300 (docs/en/intervals.md).
FEWEST = 200


@dataclass(frozen=True, slots=True)
class Design:
    """How a sample was drawn; stored with it.

    Attributes:
        n: sentences drawn.
        population: sentences drawn from.
        fingerprint: of the results.
        simple: whether all had the same probability.
        clusters: whether reports were drawn first.
        strata: columns over which the sample was spread.
        where: condition on the sentences, empty for all.
        seed: of the draw.
        coders: how many coders there are to be.
        overlap: share of the sentences that all of them code.
        show_model: whether coders see the model's probabilities.
    """

    n: int
    population: int
    fingerprint: str
    simple: bool = False
    clusters: bool = False
    strata: tuple[str, ...] = ()
    where: str = ""
    seed: int = 1
    coders: int = 1
    overlap: float = 1.0
    show_model: bool = False

    @property
    def name(self) -> str:
        """Name of the sample, under which a browser keeps its answers."""
        return f"{self.fingerprint}-{self.seed}-{self.n}"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample.

    Attributes:
        frame: one row a sentence in the order in which to code: ``sentence_id``, ``inclusion`` (probability of
            selection), ``stratum``, ``coders`` (numbers of those who code it); ``report_inclusion`` (probability of its
            report) where reports were drawn first.
        design: how it was drawn.
        width: width of the 95% interval to expect of a corrected share, were the model's probabilities right: the
            mean over categories.
        simple_width: the same if as many were coded of a simple random sample and the model were not used.
        files: what coders are given, if it was written: pages and sheets.
        widest: that of the category whose share will be known least exactly; missing in a sample that was drawn before
            this was kept.
    """

    frame: pd.DataFrame
    design: Design
    width: float
    simple_width: float
    files: tuple[Path, ...] = ()
    widest: float = math.nan

    @property
    def cells(self) -> tuple[int, int]:
        """Over how many groups the sample is spread, and how many got enough sentences for an error of their own."""
        counts = self.frame["stratum"].value_counts()
        return len(counts), int((counts >= LEAST_CODED).sum())

    def summary(self, lang: str = "en") -> str:
        """Say in some lines what was drawn, how to code it, and how exact the shares will be.

        Args:
            lang: ``zh`` or ``en``.
        """
        words, how = interface_words(lang)["validity"], self.design
        cells, own = self.cells
        said = {
            "n": how.n,
            "population": f"{how.population:,}",
            "files": "  ".join(map(str, self.files)),
            "width": percent(self.width / 2),
            "widest": percent(self.widest / 2),
            "simple": percent(self.simple_width / 2),
            "cells": cells,
            "own": own,
            "least": LEAST_CODED,
            "strata": ", ".join(how.strata),
        }
        told = ["drawn", *(["files", "sheet"] if self.files else []), "width"]
        if how.n < min(LEAST_IN_ALL, how.population):
            told.append("fewest")
        elif own < cells:
            told.append("cells")
        return "\n".join(words[f"sample_{name}"].format(**said) for name in told)

    def write(self, out: Path) -> None:
        """Write it into the folder that it is to be coded in."""
        about = asdict(self.design) | {"widths": [self.width, self.simple_width, self.widest]}
        table = pa.Table.from_pandas(self.frame, preserve_index=False)
        with replaced(out / SAMPLE) as temporary:
            pq.write_table(table.replace_schema_metadata({ABOUT: json.dumps(about, ensure_ascii=False)}), temporary)


def read(folder: Path) -> Sample:
    """Read the sample of a coding folder.

    Raises:
        CuoshiError: there is none, or an earlier version drew it without what is needed now.
    """
    path = folder / SAMPLE
    try:
        table = pq.read_table(path)
        about = json.loads(table.schema.metadata[ABOUT])
        widths = about.pop("widths")
        how = Design(**about | {"strata": tuple(about["strata"])})
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise CuoshiError(
            f"{path}: no sample there; put the coded files into the folder that `cuoshi sample` wrote"
        ) from error
    if how.clusters and "report_inclusion" not in table.column_names:
        raise CuoshiError(
            f"{path}: drawn by an earlier version, which did not keep the probabilities of the reports, without which "
            "intervals are too narrow; draw and code a new sample"
        )
    widest = widths[2] if len(widths) > 2 else math.nan
    return Sample(table.to_pandas(), how, widths[0], widths[1], widest=widest)
