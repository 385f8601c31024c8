"""Soft labels for self-training and distillation: what teachers say of corpus sentences that nobody coded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cuoshi.tagging.tagger import Tagger
from cuoshi_training.classifier.teacher import TfidfTeacher, average, label_with_tagger
from cuoshi_training.data import unlabelled
from cuoshi_training.data.labelled import LabelledReport


def soft_labelled(
    corpus: Sequence[Path],
    kinds: Sequence[str],
    labelled: Sequence[LabelledReport],
    taggers: Sequence[Tagger],
    sentences: int,
    seed: int,
) -> list[LabelledReport]:
    """Draw passages of a corpus and have all teachers label them.

    Args:
        corpus: shards.
        kinds: kinds of document to draw from.
        labelled: what the TF-IDF teacher learns from; the likelier it sees a measure in a passage, the likelier
            the passage is drawn.
        taggers: teachers beside it.
        sentences: how many to draw.
        seed: of the draw.

    Returns:
        The passages with the mean of the teachers' probabilities.
    """
    drawn = unlabelled.draw(TfidfTeacher(labelled).label(unlabelled.passages(corpus, kinds)), sentences, seed)
    reports = [passage.report for passage in drawn]
    return average([drawn, *(label_with_tagger(tagger, reports) for tagger in taggers)])
