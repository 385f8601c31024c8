"""Draw the sentences that are to be coded by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.atomic import replaced
from cuoshi.coding import design
from cuoshi.coding.population import load
from cuoshi.coding.tasks import SAMPLE, write_tasks
from cuoshi.errors import CuoshiError
from cuoshi.results.groups import column_names
from cuoshi.validity.cells import LEAST_CODED, LEAST_IN_ALL
from cuoshi.words import interface_words

ABOUT = b"cuoshi"
EACH = 15  # sentences of a report where reports are drawn first
#: Coded sentences below which publishing is warned of: where a simulated model is confidently wrong, 0.75 of the 95%
#: intervals hold the truth at 100, 0.89 at 200, 0.94 at 300 (docs/en/intervals.md).
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
            "width": f"{self.width / 2:.1%}",
            "widest": f"{self.widest / 2:.1%}",
            "simple": f"{self.simple_width / 2:.1%}",
            "cells": cells,
            "own": own,
            "least": LEAST_CODED,
            "strata": ", ".join(how.strata),
        }
        told = ["drawn", *(["files", "sheet"] if self.files else []), "width"]
        if how.n < min(LEAST_IN_ALL, how.population):
            told.append("fewest")
        elif cells > 1:
            told.append("cells")
        return "\n".join(words[f"sample_{name}"].format(**said) for name in told)


def sample(
    results: Path | str,
    n: int = 300,
    out: Path | str | None = None,
    *,
    simple: bool = False,
    clusters: bool = False,
    strata: Sequence[str] | str = ("county", "year"),
    where: str = "",
    coders: int = 1,
    overlap: float = 1.0,
    seed: int = 1,
    show_model: bool = False,
    lang: str = "zh",
) -> Sample:
    """Draw a sample with known probabilities of selection, more where the model is unsure.

    Args:
        results: results folder.
        n: sentences to draw.
        out: folder to write the sample, the coding page and the sheet into; nothing is written when ``None``.
        simple: give all sentences the same probability.
        clusters: draw reports first, so that coders read whole passages; ``n`` is then about the number.
        strata: columns to spread the sample over: their names in a list, or in a text with commas.
        where: which sentences to draw from, as in ``year >= 2020``.
        coders: how many people code.
        overlap: share of the sentences that all of them code; the rest are shared out.
        seed: of the draw; the same seed and results give the same sample.
        show_model: let coders see the model's probabilities; who sees them tends to agree with them.
        lang: language of the coding page.

    Returns:
        The sample.

    Raises:
        CuoshiError: the results cannot be read, the folder holds a sample already, or ``n`` is too small.
    """
    if out is not None and (Path(out) / SAMPLE).exists():
        raise CuoshiError(f"{out} holds a sample already, which may have been coded; name another folder")
    population = load(results, where)
    if n < 2:
        raise CuoshiError("a sample needs at least 2 sentences; 300 are a good start")
    if clusters and n < 2 * EACH:
        raise CuoshiError(f"clusters draws {EACH} sentences of a report: take at least {2 * EACH}, better 300")
    generator = np.random.default_rng(seed)
    probabilities = population.probabilities
    sizes = np.ones(len(probabilities)) if simple else design.uncertainty(probabilities)
    spread, of_report = tuple(column_names(strata)), None
    layers = population.strata(spread)
    if clusters:
        drawn, inclusion, of_report = design.clusters(sizes, population.reports, n, EACH, layers, generator)
    else:
        inclusion = design.inclusion(sizes, n)
        drawn = design.systematic(inclusion, layers, generator)
    drawn = generator.permutation(drawn)
    frame = pd.DataFrame(
        {
            "sentence_id": population.frame["sentence_id"].to_numpy()[drawn],
            "inclusion": inclusion[drawn],
            "stratum": layers[drawn],
            "coders": _shared_out(len(drawn), coders, overlap),
        }
        | ({} if of_report is None else {"report_inclusion": of_report[drawn]})
    )
    how = Design(
        n=len(drawn),
        population=len(layers),
        fingerprint=population.fingerprint,
        simple=simple,
        clusters=clusters,
        strata=spread,
        where=where,
        seed=seed,
        coders=coders,
        overlap=overlap,
        show_model=show_model,
    )
    widths, alone = design.widths(probabilities, inclusion, len(drawn))
    found = Sample(frame, how, float(widths.mean()), float(alone.mean()), widest=float(widths.max()))
    if out is not None:
        Path(out).mkdir(parents=True, exist_ok=True)
        files = write_tasks(population, frame, sample_name(how), Path(out), show_model, lang)
        _write(found, Path(out))  # last, so that what cannot be coded is no sample
        found = replace(found, files=tuple(files))
    return found


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


def sample_name(how: Design) -> str:
    """Name of a sample, under which a browser keeps its answers."""
    return f"{how.fingerprint}-{how.seed}-{how.n}"


def _write(found: Sample, out: Path) -> None:
    about = asdict(found.design) | {"widths": [found.width, found.simple_width, found.widest]}
    table = pa.Table.from_pandas(found.frame, preserve_index=False)
    with replaced(out / SAMPLE) as temporary:
        pq.write_table(table.replace_schema_metadata({ABOUT: json.dumps(about, ensure_ascii=False)}), temporary)


def _shared_out(n: int, coders: int, overlap: float) -> list[list[int]]:
    """Numbers of the coders of each sentence: all of them for the first ones, one in turn for the rest."""
    together = round(n * overlap)
    everyone = list(range(1, coders + 1))
    return [everyone if i < together else [i % coders + 1] for i in range(n)]
