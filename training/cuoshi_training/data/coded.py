"""Coded sentences, as ``cuoshi learn`` takes them, as labelled reports to fine-tune on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cuoshi.labelled import LabelledReport, Labels
from cuoshi.learning import drawn
from cuoshi.learning.coded import CodedSentences
from cuoshi.schema import Report
from cuoshi.scheme import Scheme
from cuoshi_training.errors import TrainingError


def split(
    coded: CodedSentences, scheme: Scheme, held_out: float = 0.2, seed: int = 1
) -> tuple[list[LabelledReport], list[LabelledReport]]:
    """Part coded sentences by report into those to train on and those to calibrate on.

    A report holds its coded sentences only, under their headings: what stands between them has no labels.

    Args:
        coded: the sentences.
        scheme: their categories and statuses.
        held_out: share of the reports that are not trained on.
        seed: of the draw of these.

    Returns:
        Reports to train on, and reports held out.

    Raises:
        TrainingError: there are too few reports.
    """
    reports = [_labelled(coded, i, scheme) for i in range(len(coded.reports)) if (coded.report == i).any()]
    count = round(held_out * len(reports))
    if not 0 < count < len(reports):
        raise TrainingError(f"{len(reports)} reports cannot be parted; code sentences of more reports")
    away = set(np.random.default_rng(seed).choice(len(reports), count, replace=False).tolist())
    parts: Sequence[list[LabelledReport]] = ([], [])
    for i, report in enumerate(reports):
        parts[i in away].append(report)
    return parts[0], parts[1]


def _labelled(coded: CodedSentences, index: int, scheme: Scheme) -> LabelledReport:
    own = np.flatnonzero(coded.report == index)
    own = own[np.argsort(coded.position[own])]
    source = coded.reports[index]
    said = [source.sentences[p] for p in coded.position[own].tolist()]
    lines = ((one.text, one.headings, one.paragraph, i) for i, one in enumerate(said))
    labels = tuple(
        Labels(
            tuple(name for name, given in zip(scheme.category_ids, coded.labels[row], strict=True) if given),
            scheme.status_ids[coded.status[row]] if coded.status[row] >= 0 else None,
        )
        for row in own.tolist()
    )
    return LabelledReport(Report(source.id, drawn.units(lines), title=source.title), labels, {"source": "coded"})
