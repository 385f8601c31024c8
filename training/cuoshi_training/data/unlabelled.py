"""Passages of the pre-training corpus, outlined as the tagger would see them, for a teacher to label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from cuoshi.schema import Report, Sentence
from cuoshi.text.clean import clean
from cuoshi.text.outline import outline
from cuoshi_training import progress
from cuoshi_training.data.corpus import documents
from cuoshi_training.data.labelled import TrainingReport

LENGTH = 14
SHORTEST = 5
#: What a passage without any measure weighs in the draw, beside the expected share of its sentences with one.
PLAIN = 0.03


def passages(shards: Sequence[Path], kinds: Sequence[str] | None = None) -> Iterator[Report]:
    """Cut corpus documents into runs of 14 consecutive sentences, each with the headings in force before it.

    Args:
        shards: corpus files.
        kinds: kinds of document to keep; all when ``None``.

    Yields:
        Reports without labels; runs of fewer than five sentences are left out.
    """
    for document in progress.track(documents(shards, kinds), "outlining"):
        units = outline(clean(document["text"]).lines).units
        places = [i for i, unit in enumerate(units) if isinstance(unit, Sentence)]
        for start in range(0, len(places), LENGTH):
            run = places[start : start + LENGTH]
            if len(run) >= SHORTEST:
                name, title = f"{document['id']}-{start}", str(document.get("title") or "")
                yield Report(id=name, units=list(units[run[0] : run[-1] + 1]), title=title)


def draw(labelled: Sequence[TrainingReport], sentences: int, seed: int = 1) -> list[int]:
    """Draw passages without replacement, the likelier the more measures the teacher sees (Efraimidis & Spirakis 2006).

    Args:
        labelled: passages with soft labels.
        sentences: stop at so many.
        seed: of the draw.

    Returns:
        Indices of those drawn.
    """
    measures, lengths = np.array([(p.categories.max(axis=1).mean(), len(p.categories)) for p in labelled]).T
    keys = np.random.default_rng(seed).random(len(labelled)) ** (1 / (PLAIN + measures))
    order = np.argsort(-keys)
    before = np.cumsum(lengths[order]) - lengths[order]
    return [int(index) for index in order[before < sentences]]
