"""Tags reports: windows in, calibrated probabilities, decisions and evidence out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from numbers import Integral
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from cuoshi.errors import ModelError, first_line
from cuoshi.notation.script import simplified
from cuoshi.schema import Heading, Report, Sentence, Tags
from cuoshi.scheme import Scheme
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.encoder import OnnxEncoder
from cuoshi.tagging.evidence import evidence, word_starts
from cuoshi.tagging.folder import (
    DECISION_FILE,
    HEADS_FILE,
    MODEL_FILE,
    TOKENIZER_FILE,
    hash_model,
    locate,
    read_learnt,
    read_scheme,
)
from cuoshi.tagging.heads import Heads, encoder_of, read_heads
from cuoshi.tagging.pooling import Scores, Tokens, in_windows, pooled

REPORTS_PER_BATCH = 16


class Tagger:
    """A model that tags reports. Make one with ``load``.

    Attributes:
        encoder: what reads tokens.
        scheme: what it can say.
        decision: how it reads and decides.
        model_hash: digest of all that decides a tag.
        heads: what was learnt on the encoder's states; ``None`` where its own logits count.
        learnt: what ``cuoshi learn`` said of it; empty for other models.
    """

    def __init__(
        self,
        encoder: OnnxEncoder,
        tokenizer: Tokenizer,
        scheme: Scheme,
        decision: Decision,
        model_hash: str,
        heads: Heads | None = None,
        learnt: Mapping[str, Any] | None = None,
    ) -> None:
        self.encoder = encoder
        self.tokenizer = tokenizer
        self.scheme = scheme
        self.decision = decision
        self.model_hash = model_hash
        self.heads = heads
        self.learnt = learnt or {}

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
        read = self.encoder.states if self.heads else self.encoder
        while batch := list(islice(stream, REPORTS_PER_BATCH)):
            seen = list(map(known_characters, batch))
            within = in_windows(read, self.tokenizer, seen, self.decision.reading)
            yield from self.tag_tokens(batch, seen, within)

    def tag_tokens(
        self, reports: Sequence[Report], seen: Sequence[Report], within: Iterable[Tokens]
    ) -> Iterator[Report]:
        """Tag reports whose tokens the encoder has read.

        Args:
            reports: the reports.
            seen: the same in the characters that the encoder knows.
            within: their tokens in their windows: states where there are heads, else logits.
        """
        for report, known, scores in zip(reports, seen, self._scores(seen, within), strict=True):
            yield report.with_tags(self._tags(known, scores))

    def _scores(self, seen: Sequence[Report], within: Iterable[Tokens]) -> Iterator[Scores]:
        if self.heads is None:
            count = len(self.scheme.categories)
            yield from pooled(within, self.encoder, self.tokenizer, seen, self.decision.reading, count)
            return
        for report, tokens in zip(seen, within, strict=True):
            yield self.heads.score(tokens, [sentence.text for sentence in report.sentences])

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


def known_characters(report: Report) -> Report:
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
    """Load a model: a folder that ``cuoshi-train export`` or ``cuoshi learn`` wrote.

    Args:
        model: name of a bundled model, or a folder; the default model when ``None``.
        threads: windows that are read side by side, a CPU thread each; one for every core when ``None``.

    Returns:
        The model, ready to tag.

    Raises:
        ModelError: a file is missing or broken, or they do not fit together.
    """
    return load_all([model], threads)[0]


def load_all(models: Sequence[Path | str | None], threads: int | None = None) -> list[Tagger]:
    """Load models; those of one encoder share it.

    Args:
        models: as for :func:`load`.
        threads: windows that are read side by side, a CPU thread each; one for every core when ``None``.

    Raises:
        ModelError: a file is missing or broken, or they do not fit together.
    """
    if threads is not None and (not isinstance(threads, Integral) or threads < 1):
        raise ModelError(f"threads is {threads!r}; give a whole number from 1, or None for one a core")
    encoders: dict[Path, tuple[OnnxEncoder, Tokenizer]] = {}
    return [_load(locate(model), encoders, threads) for model in models]


def _load(folder: Path, encoders: dict[Path, tuple[OnnxEncoder, Tokenizer]], threads: int | None) -> Tagger:
    scheme = read_scheme(folder)
    decision = Decision.read(folder / DECISION_FILE, scheme)
    learnt = (folder / HEADS_FILE).is_file()
    home = encoder_of(folder) if learnt else folder
    if home not in encoders:
        tokenizer = read_tokenizer(home / TOKENIZER_FILE)
        encoders[home] = OnnxEncoder(home / MODEL_FILE, threads), tokenizer
        encoders[home][0].require(max(tokenizer.get_vocab().values()))
    encoder, tokenizer = encoders[home]
    labels = len(scheme.label_ids)
    heads = read_heads(folder, labels) if learnt else None
    if heads is None and encoder.heads is not None and encoder.heads != labels:
        parts = f"{len(scheme.categories)} categories and {len(scheme.statuses)} statuses"
        raise ModelError(f"{folder}: the model has {encoder.heads} heads, its scheme {parts}; export it anew")
    return Tagger(encoder, tokenizer, scheme, decision, hash_model(folder), heads, read_learnt(folder, scheme))


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
        raise ModelError(
            f"{path}: no tokenizer can be read from it ({first_line(error)}); export the model anew"
        ) from error
