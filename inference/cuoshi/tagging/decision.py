"""From logits to calibrated probabilities and decisions: ``cuoshi.json`` in a model folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuoshi.arrays import Singles
from cuoshi.atomic import replaced
from cuoshi.errors import ModelError
from cuoshi.scheme import Scheme
from cuoshi.tagging import platt
from cuoshi.tagging.windows import LARGEST, SMALLEST, Reading

PER_CATEGORY = ("slopes", "offsets", "thresholds")


@dataclass(frozen=True)
class Decision:
    """How logits become probabilities and decisions.

    Attributes:
        reading: how the model reads a report.
        slopes, offsets: Platt scaling of each category, ``p = sigmoid(slope × logit + offset)``.
        thresholds: probability from which a category is given.
        status_temperature: the status logits are divided by it before the softmax.
        status_offsets: by kind of section, what is then added to each status: a plan's sentences are mostly planned.
        codebook: version of the codebook that the labels follow.
    """

    reading: Reading
    slopes: tuple[float, ...]
    offsets: tuple[float, ...]
    thresholds: tuple[float, ...]
    status_temperature: float
    codebook: str
    status_offsets: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, scheme: Scheme) -> Decision:
        """Read the file that ``cuoshi-train calibrate`` writes.

        Args:
            path: the file.
            scheme: the model's scheme, whose categories the file must have.

        Raises:
            ModelError: the file is missing, is not such a file, has numbers that cannot be, or was made for another
                scheme or codebook.
        """
        try:
            table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            known = {frozenset(table[key]) for key in PER_CATEGORY}
            reading = Reading(int(table["window"]), bool(table.get("title", False)), bool(table.get("alone", True)))
            slopes, offsets, thresholds = (
                tuple(float(table[key].get(category, "nan")) for category in scheme.category_ids)
                for key in PER_CATEGORY
            )
            temperature, codebook = float(table["status_temperature"]), str(table["codebook"])
            added_to: Mapping[str, Mapping[str, float]] = table.get("status_offsets", {})
            known_statuses = {frozenset(added) for added in added_to.values()}
            status_offsets = {
                kind: tuple(float(added.get(status, "nan")) for status in scheme.status_ids)
                for kind, added in added_to.items()
            }
        except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise ModelError(
                f"{path}: not a cuoshi model ({error!r}); make it with `cuoshi-train calibrate`"
            ) from error
        labels = (("categories", known, scheme.category_ids), ("statuses", known_statuses, scheme.status_ids))
        for name, its, wanted in labels:
            if its - {frozenset(wanted)}:
                ids = ", ".join(wanted)
                raise ModelError(f"{path}: its {name} are not the scheme's ({ids}); run `cuoshi-train calibrate`")
        if codebook != scheme.version:
            versions = f"codebook {codebook}, the scheme beside it {scheme.version}"
            raise ModelError(f"{path}: follows {versions}; train on labels of one codebook, then calibrate")
        found = cls(reading, slopes, offsets, thresholds, temperature, codebook, status_offsets)
        for problem in found.problems():
            raise ModelError(f"{path}: {problem}; run `cuoshi-train calibrate`")
        return found

    def problems(self) -> Iterator[str]:
        """Say which of its numbers cannot be, the first thing first."""
        if not SMALLEST <= self.reading.window <= LARGEST:
            yield f"a window of {self.reading.window} tokens; from {SMALLEST} to {LARGEST} can be read"
        for name in PER_CATEGORY:
            if not np.isfinite(getattr(self, name)).all():
                yield f"{name}: one is no number"
        if not 0 < self.status_temperature < np.inf:
            yield f"status_temperature {self.status_temperature}; it is above 0"
        if not np.isfinite([one for added in self.status_offsets.values() for one in added]).all():
            yield "status_offsets: one is no number"

    def write(self, path: Path, scheme: Scheme) -> None:
        """Write the file that :meth:`read` reads."""
        table: dict[str, Any] = {"codebook": self.codebook} | asdict(self.reading)
        for key in PER_CATEGORY:
            table[key] = dict(zip(scheme.category_ids, getattr(self, key), strict=True))
        table["status_temperature"] = self.status_temperature
        table["status_offsets"] = {
            kind: dict(zip(scheme.status_ids, added, strict=True)) for kind, added in self.status_offsets.items()
        }
        with replaced(path) as temporary:
            temporary.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")

    def probabilities(self, logits: Singles) -> NDArray[np.float64]:
        """Calibrated category probabilities (sentences × categories) from logits (sentences × labels)."""
        return platt.probabilities(logits[:, : len(self.slopes)], self.slopes, self.offsets)

    def status_probabilities(self, logits: Singles, sections: Sequence[str]) -> NDArray[np.float64]:
        """Status probabilities (sentences × statuses).

        Args:
            logits: sentences × labels.
            sections: kind of the section of each sentence, empty where its headings say none.
        """
        scaled = logits[:, len(self.slopes) :].astype(float) / self.status_temperature
        none = (0.0,) * scaled.shape[1]
        scaled += np.array([self.status_offsets.get(kind, none) for kind in sections]).reshape(scaled.shape)
        powers = np.exp(scaled - scaled.max(axis=1, keepdims=True, initial=-np.inf))
        result: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return result
