"""Draw the sentences that are to be coded by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from numbers import Integral, Real
from pathlib import Path

import numpy as np
import pandas as pd

from cuoshi.atomic import made, named
from cuoshi.coding import design
from cuoshi.coding.population import Population, load
from cuoshi.coding.tasks import SAMPLE, write_tasks
from cuoshi.errors import CuoshiError
from cuoshi.results.tables.groups import column_names
from cuoshi.validity.sampled import Design, Sample
from cuoshi.words import interface_words

EACH = 15  # sentences of a report where reports are drawn first


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
    interface_words(lang)
    _check(n, coders, overlap, seed)
    folder = None if out is None else named(out, SAMPLE)
    population = load(results, where)
    if clusters and n < 2 * EACH:
        raise CuoshiError(f"clusters draws {EACH} sentences of a report: take at least {2 * EACH}, better 300")
    how = Design(
        n=int(n),
        population=len(population.frame),
        fingerprint=population.fingerprint,
        simple=simple,
        clusters=clusters,
        strata=tuple(column_names(strata)),
        where=where,
        seed=int(seed),
        coders=int(coders),
        overlap=float(overlap),
        show_model=show_model,
    )
    found = _drawn(population, how)
    if folder is None:
        return found
    files = write_tasks(population, found.frame, found.design.name, made(folder), show_model, lang)
    found.write(folder)  # last, so that what cannot be coded is no sample
    return replace(found, files=tuple(files))


def _check(n: int, coders: int, overlap: float, seed: int) -> None:
    """Check the numbers of a design, which Python is given as they are.

    Raises:
        CuoshiError: one of them is none that a sample can have.
    """
    if not isinstance(n, Integral) or n < 2:
        raise CuoshiError("a sample needs at least 2 sentences; 300 are a good start")
    for name, value, least in (("coders", coders, 1), ("seed", seed, 0)):
        if not isinstance(value, Integral) or value < least:
            raise CuoshiError(f"{name} is {value!r}; give a whole number from {least}")
    if not isinstance(overlap, Real) or not 0 <= overlap <= 1:
        raise CuoshiError(f"overlap is {overlap!r}; give the share of sentences that all code, from 0 to 1")


def _drawn(population: Population, how: Design) -> Sample:
    """Draw a sample.

    Args:
        population: the sentences to draw from.
        how: by which design; where reports are drawn first the sample has about ``n`` sentences.
    """
    generator = np.random.default_rng(how.seed)
    probabilities, layers = population.probabilities, population.strata(how.strata)
    sizes = np.ones(len(probabilities)) if how.simple else design.uncertainty(probabilities)
    of_report = None
    if how.clusters:
        drawn, inclusion, of_report = design.clusters(sizes, population.reports, how.n, EACH, layers, generator)
    else:
        inclusion = design.inclusion(sizes, how.n)
        drawn = design.systematic(inclusion, layers, generator)
    drawn = generator.permutation(drawn)
    frame = pd.DataFrame(
        {
            "sentence_id": population.frame["sentence_id"].to_numpy()[drawn],
            "inclusion": inclusion[drawn],
            "stratum": layers[drawn],
            "coders": _shared_out(len(drawn), how.coders, how.overlap),
        }
        | ({} if of_report is None else {"report_inclusion": of_report[drawn]})
    )
    widths, alone = design.widths(probabilities, inclusion, len(drawn))
    how = replace(how, n=len(drawn))
    return Sample(frame, how, float(widths.mean()), float(alone.mean()), widest=float(widths.max()))


def _shared_out(n: int, coders: int, overlap: float) -> list[list[int]]:
    """Numbers of the coders of each sentence: all of them for the first ones, one in turn for the rest."""
    together = round(n * overlap)
    everyone = list(range(1, coders + 1))
    return [everyone if i < together else [i % coders + 1] for i in range(n)]
