"""Reports of the pre-training corpus, outlined as the tagger would see them, for a teacher to label."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from cuoshi.clean import clean
from cuoshi.outline import outline
from cuoshi.schema import Heading, Report, Sentence
from cuoshi_training.corpus import documents


def sample(shards: Sequence[Path], kinds: Sequence[str], reports: int, sentences: int, seed: int = 1) -> list[Report]:
    """Draw documents at random, and from each a run of consecutive sentences.

    Args:
        shards: corpus files.
        kinds: kinds of document to draw from.
        reports: how many documents.
        sentences: the most sentences taken from one, so that many places are seen rather than few whole ones.
        seed: of the draw.

    Returns:
        Reports without labels.
    """
    random = np.random.default_rng(seed)
    found = list(documents(shards, kinds))
    chosen = random.permutation(len(found))[:reports]
    drawn = []
    for index in sorted(chosen):
        units = outline(clean(found[index]["text"]).lines).units
        report = Report(id=str(found[index]["id"]), units=_run(units, sentences, random))
        if report.sentences:
            drawn.append(report)
    return drawn


def _run(units: Sequence[Heading | Sentence], sentences: int, random: np.random.Generator) -> list[Heading | Sentence]:
    positions = [i for i, unit in enumerate(units) if isinstance(unit, Sentence)]
    if len(positions) <= sentences:
        return list(units)
    first = int(random.integers(len(positions) - sentences))
    return list(units[positions[first] : positions[first + sentences - 1] + 1])
