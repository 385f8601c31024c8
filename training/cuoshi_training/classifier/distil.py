"""Soft labels for self-training and distillation: what teachers say of corpus sentences that nobody coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from cuoshi.schema import Report
from cuoshi.tagging.tagger import Tagger
from cuoshi_training.classifier.teacher import TfidfTeacher, average, label_with_tagger
from cuoshi_training.data import unlabelled
from cuoshi_training.data.labelled import LabelledReport
from cuoshi_training.data.store import StoredReports, store

Item = TypeVar("Item")
#: passages labelled together
CHUNK = 2000


def soft_labelled(
    corpus: Sequence[Path],
    kinds: Sequence[str],
    labelled: Sequence[LabelledReport],
    taggers: Sequence[Tagger],
    sentences: int,
    seed: int,
    folder: Path,
) -> StoredReports:
    """Draw passages of a corpus and have all teachers label them; what is labelled lies on disk, not in memory.

    Args:
        corpus: shards.
        kinds: kinds of document to draw from.
        labelled: what the TF-IDF teacher learns from; the likelier it sees a measure in a passage, the likelier
            the passage is drawn.
        taggers: teachers beside it.
        sentences: how many to draw.
        seed: of the draw.
        folder: where to keep the passages; they must stay while the result is used.

    Returns:
        The passages with the mean of the teachers' probabilities.
    """
    teacher = TfidfTeacher(labelled)
    found = chunks(unlabelled.passages(corpus, kinds))
    first = store((passage for chunk in found for passage in teacher.label(chunk)), folder / "passages.arrow")
    drawn = first.select(unlabelled.draw(first, sentences, seed))
    return store((passage for chunk in chunks(drawn) for passage in _averaged(chunk, taggers)), folder / "soft.arrow")


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of some thousand items."""
    stream = iter(items)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _averaged(passages: Sequence[LabelledReport], taggers: Sequence[Tagger]) -> list[LabelledReport]:
    reports: list[Report] = [passage.report for passage in passages]
    return average([passages, *(label_with_tagger(tagger, reports) for tagger in taggers)])
