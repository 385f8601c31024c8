"""Tags reports: windows in, calibrated probabilities, decisions and evidence out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from cuoshi.errors import ModelError
from cuoshi.notation.script import simplified
from cuoshi.schema import Heading, Report, Sentence, Tags
from cuoshi.scheme import Scheme
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.encoder import Forward, OnnxEncoder, Scores, score
from cuoshi.tagging.evidence import evidence, word_starts
from cuoshi.tagging.folder import (
    DECISION_FILE,
    MODEL_FILE,
    TOKENIZER_FILE,
    hash_model,
    locate,
    read_scheme,
)

REPORTS_PER_BATCH = 16


class Tagger:
    """A model that tags reports. Make one with ``load``.

    Attributes:
        scheme: what it can say.
        decision: how it reads and decides.
        model_hash: digest of all that decides a tag.
    """

    def __init__(
        self, forward: Forward, tokenizer: Tokenizer, scheme: Scheme, decision: Decision, model_hash: str
    ) -> None:
        self.forward = forward
        self.tokenizer = tokenizer
        self.scheme = scheme
        self.decision = decision
        self.model_hash = model_hash

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Probability from which each category is given."""
        return dict(zip(self.scheme.category_ids, self.decision.thresholds, strict=True))

    def tag(self, report: Report) -> Report:
        """Tag one report.

        Args:
            report: as it was read.

        Returns:
            A report that differs in its sentences' tags only.
        """
        return next(self.tag_reports([report]))

    def tag_reports(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Tag reports, a few at a time so that their windows share batches.

        Args:
            reports: as they were read; taken as they are needed.

        Yields:
            Each with its sentences' tags, in the same order.
        """
        stream = iter(reports)
        categories = len(self.scheme.categories)
        while batch := list(islice(stream, REPORTS_PER_BATCH)):
            seen = list(map(_simplified, batch))
            scored = score(self.forward, self.tokenizer, seen, self.decision.reading, categories)
            for report, known, scores in zip(batch, seen, scored, strict=True):
                yield report.with_tags(self._tags(known, scores))

    def _tags(self, report: Report, scores: Scores) -> Iterator[Tags]:
        if not len(scores.logits):
            return
        categories, statuses = self.scheme.category_ids, self.scheme.status_ids
        probabilities = self.decision.probabilities(scores.logits)
        status = self.decision.status_probabilities(scores.logits, [s.section_kind for s in report.sentences])
        given = probabilities >= np.array(self.decision.thresholds)
        for i, sentence in enumerate(report.sentences):
            chosen = np.flatnonzero(given[i]).tolist()
            own = slice(scores.starts[i], scores.starts[i + 1])
            tokens, spans = scores.tokens[own], scores.spans[own]
            words = word_starts(sentence.text) if chosen else spans[:, 0]
            yield Tags(
                categories=tuple(categories[c] for c in chosen),
                status=statuses[int(status[i].argmax())] if chosen and statuses else None,
                probabilities=dict(zip(categories, probabilities[i].tolist(), strict=True)),
                status_probabilities=dict(zip(statuses, status[i].tolist(), strict=True)),
                evidence=tuple(e for c in chosen for e in evidence(categories[c], tokens[:, c], spans, words)),
            )


def _simplified(report: Report) -> Report:
    """A report in the simplified characters that the encoder knows, every one of them in its place."""
    texts = [report.title, *(unit.text for unit in report.units)]
    texts += [heading for sentence in report.sentences for heading in sentence.headings]
    known = {text: shown for text in texts if (shown := simplified(text)) != text}
    if not known:
        return report

    def seen(unit: Heading | Sentence) -> Heading | Sentence:
        text = known.get(unit.text, unit.text)
        if isinstance(unit, Heading):
            return replace(unit, text=text)
        return replace(unit, text=text, headings=tuple(known.get(heading, heading) for heading in unit.headings))

    return replace(report, title=known.get(report.title, report.title), units=list(map(seen, report.units)))


def load(model: Path | str | None = None, threads: int | None = None) -> Tagger:
    """Load a model: ``model.onnx``, ``tokenizer.json``, ``scheme.toml`` and ``cuoshi.json`` of its folder.

    Args:
        model: name of a bundled model, or a folder; the default model when ``None``.
        threads: windows that are read side by side, a CPU thread each; one for every core when ``None``.

    Returns:
        The model, ready to tag.

    Raises:
        ModelError: a file is missing or broken, or they do not fit together.
    """
    folder = locate(model)
    tokenizer = read_tokenizer(folder / TOKENIZER_FILE)
    scheme = read_scheme(folder)
    decision = Decision.read(folder / DECISION_FILE, scheme)
    encoder = OnnxEncoder(folder / MODEL_FILE, threads)
    heads = len(scheme.label_ids)
    if encoder.heads is not None and encoder.heads != heads:
        parts = f"{len(scheme.categories)} categories and {len(scheme.statuses)} statuses"
        raise ModelError(f"{folder}: the model has {encoder.heads} heads, its scheme {parts}; export it anew")
    return Tagger(encoder, tokenizer, scheme, decision, hash_model(folder))


def read_tokenizer(path: Path) -> Tokenizer:
    """Read a ``tokenizer.json``.

    Raises:
        ModelError: it is missing or broken.
    """
    if not path.is_file():
        raise ModelError(f"{path.parent}: no {path.name} there; give a folder that `cuoshi-train export` wrote")
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises Exception itself
        reason = (str(error).splitlines() or ["no reason given"])[0]
        raise ModelError(f"{path}: no tokenizer can be read from it ({reason}); export the model anew") from error
