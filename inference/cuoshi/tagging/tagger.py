"""Tags reports: windows in, calibrated probabilities, decisions and evidence out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from cuoshi.errors import ModelError
from cuoshi.schema import CATEGORIES, STATUSES, Evidence, Report, Sentence, Tags
from cuoshi.tagging.encoder import Floats, Forward, OnnxEncoder, Scores, score
from cuoshi.tagging.windows import Reading

BUNDLED_MODEL = Path(__file__).parent / "models" / "base"
DECISION_FILE = "cuoshi.json"
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
REPORTS_PER_BATCH = 16
MAX_EVIDENCE = 3

_CATEGORY_IDS = tuple(CATEGORIES)
_STATUS_IDS = tuple(STATUSES)


@dataclass(frozen=True)
class Decision:
    """How logits become probabilities and decisions; ``cuoshi.json`` in the model folder.

    Attributes:
        reading: how the model reads a report.
        slopes, offsets: Platt scaling of each category, ``p = sigmoid(slope × logit + offset)``.
        thresholds: probability from which a category is given.
        status_temperature: the status logits are divided by it before the softmax.
        codebook: version of the codebook that the labels follow.
    """

    reading: Reading
    slopes: tuple[float, ...]
    offsets: tuple[float, ...]
    thresholds: tuple[float, ...]
    status_temperature: float
    codebook: str

    @classmethod
    def read(cls, path: Path) -> Decision:
        """Read the file that ``cuoshi-train calibrate`` writes.

        Raises:
            ModelError: the file is missing or is not such a file.
        """
        try:
            table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            slopes, offsets, thresholds = (
                tuple(table[key][c] for c in _CATEGORY_IDS) for key in ("slopes", "offsets", "thresholds")
            )
            temperature, codebook = table["status_temperature"], table["codebook"]
            reading = Reading(table["window"], table.get("title", False), table.get("alone", True))
            return cls(reading, slopes, offsets, thresholds, temperature, codebook)
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"{path}: not a cuoshi model ({error!r}); make it with `cuoshi-train calibrate`"
            ) from error

    def write(self, path: Path) -> None:
        """Write the file that :meth:`read` reads."""
        table: dict[str, Any] = {"codebook": self.codebook} | asdict(self.reading)
        for key in ("slopes", "offsets", "thresholds"):
            table[key] = dict(zip(_CATEGORY_IDS, getattr(self, key), strict=True))
        table["status_temperature"] = self.status_temperature
        path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")

    def probabilities(self, logits: Floats) -> NDArray[np.float64]:
        """Calibrated category probabilities (sentences × 7) from logits (sentences × 11)."""
        scaled = logits[:, : len(_CATEGORY_IDS)] * np.array(self.slopes) + np.array(self.offsets)
        result: NDArray[np.float64] = 1 / (1 + np.exp(-scaled))
        return result

    def status_probabilities(self, logits: Floats) -> NDArray[np.float64]:
        """Status probabilities (sentences × 4) from logits (sentences × 11)."""
        scaled = logits[:, len(_CATEGORY_IDS) :].astype(float) / self.status_temperature
        powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        result: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return result


class Tagger:
    """A model that tags reports. Make one with :func:`load`."""

    def __init__(self, forward: Forward, tokenizer: Tokenizer, decision: Decision, model_hash: str) -> None:
        self.forward = forward
        self.decision = decision
        self.model_hash = model_hash
        self.tokenizer = tokenizer

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Probability from which each category is given."""
        return dict(zip(_CATEGORY_IDS, self.decision.thresholds, strict=True))

    def tag(self, report: Report) -> list[Sentence]:
        """Tag one report in place and return its sentences."""
        return next(self.tag_reports([report])).sentences

    def tag_reports(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Tag reports in place, a few at a time so that their windows share batches; order is kept."""
        stream = iter(reports)
        while batch := list(islice(stream, REPORTS_PER_BATCH)):
            scored = score(self.forward, self.tokenizer, batch, self.decision.reading)
            for report, scores in zip(batch, scored, strict=True):
                self._fill(report.sentences, scores)
                yield report

    def _fill(self, sentences: Sequence[Sentence], scores: Scores) -> None:
        if not sentences:
            return
        probabilities = self.decision.probabilities(scores.logits)
        status = self.decision.status_probabilities(scores.logits)
        given = probabilities >= np.array(self.decision.thresholds)
        for i, sentence in enumerate(sentences):
            chosen = np.flatnonzero(given[i]).tolist()
            own = slice(scores.starts[i], scores.starts[i + 1])
            sentence.tags = Tags(
                categories=tuple(_CATEGORY_IDS[c] for c in chosen),
                status=_STATUS_IDS[int(status[i].argmax())] if chosen else None,
                probabilities=dict(zip(_CATEGORY_IDS, probabilities[i].tolist(), strict=True)),
                status_probabilities=dict(zip(_STATUS_IDS, status[i].tolist(), strict=True)),
                evidence=tuple(e for c in chosen for e in evidence(c, scores.tokens[own, c], scores.spans[own])),
            )


def evidence(category: int, logits: Floats, spans: NDArray[np.int64]) -> list[Evidence]:
    """The runs of characters whose tokens speak most for a category, strongest first.

    In each reading a sentence's logit is the log-sum-exp of its tokens' logits, so the highest tokens count most.
    Kept are, of the reading in its window, tokens in the upper half between the sentence's mean and its maximum,
    joined into runs.
    """
    if not len(logits):
        return []
    smooth = np.convolve(np.pad(logits, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    keep = smooth >= (smooth.mean() + smooth.max()) / 2
    runs: list[tuple[float, int, int]] = []
    for i in np.flatnonzero(keep):
        start, end = spans[i].tolist()
        if runs and i and keep[i - 1]:
            weight, first, _ = runs.pop()
            runs.append((max(weight, float(smooth[i])), first, end))
        else:
            runs.append((float(smooth[i]), start, end))
    strongest = sorted(runs, key=lambda run: (-run[0], run[1]))[:MAX_EVIDENCE]
    return [Evidence(_CATEGORY_IDS[category], start, end) for _, start, end in strongest]


def load(model: Path | str | None = None, threads: int | None = None) -> Tagger:
    """Load a model folder: ``model.onnx``, ``tokenizer.json`` and ``cuoshi.json``.

    Args:
        model: the folder; the bundled model when ``None``.
        threads: CPU threads of ONNX Runtime; its own choice when ``None``.

    Raises:
        ModelError: a file is missing or broken.
    """
    folder = BUNDLED_MODEL if model is None else Path(model)
    tokenizer_file = folder / TOKENIZER_FILE
    if not tokenizer_file.is_file():
        raise ModelError(f"{folder}: no {TOKENIZER_FILE} there; give a folder that `cuoshi-train export` wrote")
    decision = Decision.read(folder / DECISION_FILE)
    encoder = OnnxEncoder(folder / MODEL_FILE, threads)
    return Tagger(encoder, Tokenizer.from_file(str(tokenizer_file)), decision, hash_model(folder))


def hash_model(folder: Path) -> str:
    """SHA-256 over all that decides a tag: weights, tokenizer, thresholds."""
    digest = hashlib.sha256()
    for name in (MODEL_FILE, TOKENIZER_FILE, DECISION_FILE):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
