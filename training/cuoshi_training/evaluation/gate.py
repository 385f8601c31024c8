"""The evaluation gate: floors that a model must reach, pinned with the digest of the data they were measured on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cuoshi.atomic import replaced
from cuoshi_training.errors import TrainingError

#: Measures of which less is better; their floor is a ceiling.
CEILINGS = ("ece", "coverage_mae")
MARGIN = {"macro_f1": 0.005, "micro_f1": 0.005, "status_accuracy": 0.005, "ece": 0.005, "coverage_mae": 0.1}

Evaluate = Callable[[Path], dict[str, Any]]


@dataclass(frozen=True)
class Verdict:
    """One floor against what was measured."""

    data: str
    measure: str
    floor: float
    value: float

    @property
    def passed(self) -> bool:
        """Whether the value is on the right side of the floor."""
        return self.value <= self.floor if self.measure in CEILINGS else self.value >= self.floor


class GateError(TrainingError):
    """The floors file and the data do not fit, or floors would be lowered."""


def check(floors_file: Path, evaluate: Evaluate) -> list[Verdict]:
    """Evaluate on every data set of the floors file that is present.

    Args:
        floors_file: JSON, a list of ``{"data", "sha256", "optional", "floors"}``; paths relative to the file.
        evaluate: gives the figures of a labelled file, ``data_sha256`` among them.

    Raises:
        GateError: the file is none of floors, a data set is missing and not optional, or is not the one that the
            floors were measured on.
    """
    verdicts = []
    for entry in _entries(floors_file):
        if (figures := _figures(floors_file, entry, evaluate)) is None:
            continue
        verdicts += [Verdict(entry["data"], m, floor, figures[m]) for m, floor in entry["floors"].items()]
    return verdicts


def raise_floors(floors_file: Path, evaluate: Evaluate, allow_lower: bool = False) -> None:
    """Pin the floors a small margin below what is measured now.

    Args:
        floors_file: the floors, written anew.
        evaluate: measures the model on a file.
        allow_lower: let a floor fall.

    Raises:
        GateError: a floor would be lowered and ``allow_lower`` is false, or as in :func:`check`.
    """
    entries = _entries(floors_file)
    for entry in entries:
        if (figures := _figures(floors_file, entry, evaluate)) is None:
            continue
        for measure, margin in MARGIN.items():
            sign = -1 if measure in CEILINGS else 1
            new, old = round(figures[measure] - sign * margin, 4), entry["floors"].get(measure)
            if old is not None and sign * (new - old) < 0 and not allow_lower:
                raise GateError(
                    f"{entry['data']}: {measure} would go from {old} to {new}; pass --allow-lower to mean it"
                )
            entry["floors"][measure] = new
    with replaced(floors_file) as temporary:
        temporary.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


def _entries(floors_file: Path) -> list[dict[str, Any]]:
    try:
        entries = [{**entry} for entry in json.loads(floors_file.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise GateError(f"{floors_file}: no file of floors ({error}); tests/floors.json is one") from error
    for entry in entries:
        if lacking := {"data", "sha256", "optional", "floors"} - entry.keys():
            raise GateError(
                f"{floors_file}: an entry has no {min(lacking)}; tests/floors.json shows what belongs there"
            )
    return entries


def _figures(floors_file: Path, entry: dict[str, Any], evaluate: Evaluate) -> dict[str, Any] | None:
    path, sha256 = floors_file.parent / entry["data"], entry["sha256"]
    if not path.exists():
        if entry["optional"]:
            return None
        raise GateError(f"{path}: evaluation data is missing")
    figures = evaluate(path)
    if figures["data_sha256"] != sha256:
        raise GateError(f"{path}: not the data that the floors were measured on (sha256 {figures['data_sha256']})")
    return figures
