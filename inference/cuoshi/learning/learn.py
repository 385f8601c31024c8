"""Learn a model of one's own categories from a few hundred coded sentences, on a laptop, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from cuoshi.arrays import Floats, Singles
from cuoshi.atomic import made
from cuoshi.errors import CuoshiError
from cuoshi.learning import coded as coded_sentences
from cuoshi.learning import judging
from cuoshi.learning.coded import CodedSentences
from cuoshi.learning.features import SETTINGS, Setting, groups_of, states, texts_of
from cuoshi.learning.fitting import Examples, heads, out_of_fold, require_sklearn
from cuoshi.learning.outcome import CategoryFigures, Disagreement, Learnt
from cuoshi.results.formats.plain import write_json
from cuoshi.results.measured.coded import Measured
from cuoshi.scheme import Scheme
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.folder import DECISION_FILE, HEADS_FILE, LEARNT_FILE, SCHEME_FILE, locate
from cuoshi.tagging.tagger import Tagger, load

#: drawn sentences from which it is said how frequent a category is among them
LEAST_DRAWN = 50
#: shares of the reports that the learning curve learns from, beside all of them
SHARES = (0.25, 0.5)
MOST_DOUBTS = 10


def learn(
    scheme: Scheme | Path | str,
    coded: Sequence[Path | str],
    out: Path | str,
    encoder: Path | str | None = None,
    blank: str | None = None,
) -> Learnt:
    """Learn linear heads on the encoder's states and on characters, and write a model folder.

    How freely the heads use which features is chosen by cross-validation over reports; probabilities and thresholds
    are fitted on what heads say that did not see a sentence's report.

    Args:
        scheme: the categories, or the TOML file that has them.
        coded: what was coded (``cuoshi.learning.coded.read``).
        out: the model folder to write; one that ``learn`` wrote before is written over.
        encoder: name or folder of the model whose encoder is used; the default model when ``None``.
        blank: what a row without an answer means: ``missing`` that it was not coded, ``none`` that it belongs to no
            category; asked for where it matters and is not given.

    Returns:
        The model's figures.

    Raises:
        CuoshiError: the scheme or a coded file is not right, or too little was coded.
        MissingDependencyError: scikit-learn is not installed.
    """
    require_sklearn()
    known = scheme if isinstance(scheme, Scheme) else Scheme.read(Path(scheme))
    folder = Path(out)
    if folder.exists() and not (folder / HEADS_FILE).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise CuoshiError(f"{out}: there already, and no model that `cuoshi learn` wrote; name another folder")
    found = coded_sentences.read([Path(path) for path in coded], known, blank)
    home = locate(encoder)
    tagger = load(home)
    if tagger.heads is not None:
        raise CuoshiError(f"{encoder}: has no encoder of its own; name the model that it was learnt on")
    examples = _examples(found, states(found, tagger), known)
    setting, logits = choose(examples, found.weights)
    outcome = _judged(found, examples, logits, known, folder, _curve(examples, setting, found.weights))
    made(folder)
    heads(examples, setting).write(folder, home)
    known.write(folder / SCHEME_FILE)
    _decision(tagger, logits, found, known).write(folder / DECISION_FILE, known)
    write_json(folder / LEARNT_FILE, outcome.to_dict())
    return outcome


def _examples(found: CodedSentences, pooled: Singles, scheme: Scheme) -> Examples:
    return Examples(pooled, texts_of(found), found.labels, found.status, len(scheme.statuses), groups_of(found))


def choose(examples: Examples, weights: Floats) -> tuple[Setting, Singles]:
    """Find the setting of least cross-validated loss.

    Args:
        examples: the sentences to learn from.
        weights: how many sentences of the corpus each stands for.

    Returns:
        The setting and its held-out logits (sentences × labels).
    """
    tried = zip(SETTINGS, out_of_fold(examples, SETTINGS), strict=True)
    return min(tried, key=lambda one: _loss(one[1], examples, weights))


def _loss(logits: Singles, examples: Examples, weights: Floats) -> float:
    """Mean cross-entropy of the categories once they are calibrated."""
    p, _ = judging.held_out_probabilities(logits, examples.labels, examples.groups, weights)
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return float(-np.where(examples.labels, np.log(p), np.log(1 - p)).mean())


def _curve(examples: Examples, setting: Setting, weights: Floats) -> list[tuple[int, float]]:
    found = []
    for share in SHARES:
        (logits,) = out_of_fold(examples, [setting], share)
        _, given = judging.held_out_probabilities(logits, examples.labels, examples.groups, weights)
        found.append((round(share * len(weights)), judging.macro_f1(examples.labels, given)))
    return found


def _judged(
    found: CodedSentences,
    examples: Examples,
    logits: Singles,
    scheme: Scheme,
    folder: Path,
    curve: list[tuple[int, float]],
) -> Learnt:
    p, given = judging.held_out_probabilities(logits, examples.labels, examples.groups, found.weights)
    macro, each = judging.with_intervals(examples.labels, given, examples.groups)
    numbers = examples.labels.sum(axis=0).tolist()
    figures = {
        name: CategoryFigures(number, *own)
        for name, number, own in zip(scheme.category_ids, numbers, each, strict=True)
    }
    told = examples.status >= 0
    said = logits[:, len(scheme.categories) :]
    right = float((said[told].argmax(axis=1) == examples.status[told]).mean()) if told.any() else float("nan")
    return Learnt(
        folder=folder,
        scheme=scheme,
        sentences=len(found),
        reports=int(examples.groups.max()) + 1,
        unsettled=found.unsettled,
        chosen=int((~found.drawn).sum()),
        shares=_shares(found, scheme),
        macro_f1=macro,
        categories=figures,
        status_accuracy=right,
        curve=(*curve, (len(found), macro.value)),
        doubts=tuple(_doubts(found, p, scheme)),
    )


def _shares(found: CodedSentences, scheme: Scheme) -> dict[str, Measured]:
    """How frequent the categories are among drawn sentences, where enough were."""
    if found.drawn.sum() < LEAST_DRAWN:
        return {}
    own = judging.shares(found.labels[found.drawn], found.weights[found.drawn])
    return dict(zip(scheme.category_ids, own, strict=True))


def _doubts(found: CodedSentences, p: Floats, scheme: Scheme) -> list[Disagreement]:
    off = np.abs(found.labels - p)
    worst = [divmod(int(i), off.shape[1]) for i in np.argsort(-off, axis=None)[:MOST_DOUBTS]]
    texts = found.texts
    return [
        Disagreement(found.names[i], texts[i], scheme.category_ids[c], bool(found.labels[i, c]), float(p[i, c]))
        for i, c in worst
        if off[i, c] > 0.5
    ]


def _decision(tagger: Tagger, logits: Singles, found: CodedSentences, scheme: Scheme) -> Decision:
    fitted = judging.calibrate(logits, found.labels, found.weights)
    temperature = judging.temperature(logits[:, len(scheme.categories) :], found.status)
    reading = replace(tagger.decision.reading, alone=False)
    return Decision(reading, fitted.slopes, fitted.offsets, fitted.thresholds, temperature, scheme.version)
