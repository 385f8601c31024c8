"""Training labels that out-of-fold models doubt (the self-confidence of confident learning, Northcutt et al. 2021)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from cuoshi.scheme import Scheme
from cuoshi_training.classifier.teacher import TfidfTeacher
from cuoshi_training.data.labelled import TrainingReport, gold, report_index


def rank(train: Sequence[TrainingReport], scheme: Scheme) -> pd.DataFrame:
    """All sentence × category labels, the least believed first.

    Args:
        train: labelled reports.
        scheme: names of the categories.

    Returns:
        Columns ``id`` and ``position`` of the sentence, ``category``, ``label`` (0 or 1), ``probability`` (out of
        fold) and ``self_confidence``, the probability of the label given.
    """
    probabilities = TfidfTeacher(train).out_of_fold
    labels = gold(train)
    ids = np.array([labelled.report.id for labelled in train])[report_index(train)]
    positions = np.concatenate([np.arange(len(labelled.categories)) for labelled in train])
    rows, columns = np.indices(labels.shape)
    table = pd.DataFrame(
        {
            "id": ids[rows.ravel()],
            "position": positions[rows.ravel()],
            "category": np.array(scheme.category_ids)[columns.ravel()],
            "label": labels.ravel().astype(int),
            "probability": probabilities.ravel().round(4),
        }
    )
    table["self_confidence"] = np.where(table["label"] == 1, table["probability"], 1 - table["probability"]).round(4)
    return table.sort_values("self_confidence", kind="stable", ignore_index=True)


def write(train: Sequence[TrainingReport], scheme: Scheme, out: Path, most: int = 200) -> int:
    """Write the most doubtful labels as CSV.

    Args:
        train: labelled reports.
        scheme: their categories.
        out: the file.
        most: rows at the most.

    Returns:
        How many rows were written.
    """
    table = rank(train, scheme).head(most)
    out.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(out, index=False)
    return len(table)
