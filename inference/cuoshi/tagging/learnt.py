"""What ``cuoshi learn`` said of a model that it wrote, as ``learnt.json`` and ``run.json`` have it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: a figure and its 95% interval, not numbers where nothing bears on them
Ends = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class LearntFrom:
    """What tally, page and workbook say of such a model.

    Attributes:
        sentences, reports: how much was coded.
        chosen: coded sentences that were not drawn.
        macro_f1: mean F1 of the categories, on reports that it had not seen.
        shares: how frequent each category is by those that were drawn; empty where these are few.
    """

    sentences: int
    reports: int
    chosen: int
    macro_f1: Ends
    shares: Mapping[str, Ends]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> LearntFrom | None:
        """Read it; nothing is stored of other models.

        Raises:
            KeyError: something is not there.
            TypeError: something is of another kind.
            ValueError: something is no number, or too many.
        """
        if not stored:
            return None
        return cls(
            sentences=int(stored["sentences"]),
            reports=int(stored["reports"]),
            chosen=int(stored["chosen"]),
            macro_f1=_ends(stored["macro_f1"]),
            shares={name: _ends(ends) for name, ends in dict(stored["shares"]).items()},
        )


def _ends(stored: Any) -> Ends:
    value, low, high = (math.nan if end is None else float(end) for end in stored)
    return value, low, high
