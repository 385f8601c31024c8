"""Linear heads that a user has learnt on the states of an encoder: what ``cuoshi learn`` writes.

A model folder of heads has no encoder of its own: ``encoder.json`` says which one it was learnt on, ``heads.npz`` has
the weights (arrays of numbers and of characters, never pickled objects), ``cuoshi.json`` and ``scheme.toml`` are those
of any model.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuoshi.arrays import Singles
from cuoshi.errors import ModelError, first_line
from cuoshi.tagging.folder import ENCODER_FILE, HEADS_FILE, MODELS, bundled_models, hash_encoder, locate
from cuoshi.tagging.grams import Grams
from cuoshi.tagging.pooling import NO_TOKENS, Scores, Tokens

#: what a damaged file is to the libraries that unpack it; a wrong flag makes an archive that is locked or of tomorrow
BROKEN = (OSError, KeyError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class Heads:
    """One linear function a label of what a sentence's tokens and characters are.

    Attributes:
        weights: labels × 2 · values of a state, of the mean and of the maximum of a sentence's tokens' states.
        gram_weights: labels × grams, of their TF-IDF.
        offsets: of each label.
        grams: which characters are looked at.
    """

    weights: Singles
    gram_weights: Singles
    offsets: Singles
    grams: Grams

    @property
    def width(self) -> int:
        """Values of a token's state."""
        return int(self.weights.shape[1]) // 2

    def score(self, tokens: Tokens, texts: Sequence[str]) -> Scores:
        """Score the sentences of a report.

        A sentence's logit is a sum over its tokens: of their share of the mean, of the maxima that they are, and of
        the grams that begin in them. So what each token adds is known, and shows why.

        Args:
            tokens: states of the report's tokens.
            texts: its sentences.
        """
        added = np.zeros((len(tokens.values), len(self.offsets)), np.float32)
        logits = np.full((len(texts), len(self.offsets)), NO_TOKENS, np.float32)
        for i, text in enumerate(texts):
            own = slice(tokens.starts[i], tokens.starts[i + 1])
            if own.start < own.stop:
                added[own] = self._states(tokens.values[own]) + self._characters(text, tokens.spans[own])
                logits[i] = added[own].sum(axis=0) + self.offsets
        return Scores(logits, added, tokens.spans, tokens.starts)

    def logits(self, pooled: Singles, texts: Sequence[str]) -> Singles:
        """Score sentences whose states are pooled already (sentences × labels).

        Args:
            pooled: their states (:func:`pooled_states`).
            texts: the sentences.
        """
        found: Singles = pooled @ self.weights.T + self.offsets
        for i, text in enumerate(texts):
            numbers, values, _ = self.grams.row(text)
            found[i] += self.gram_weights[:, numbers] @ values
        return found

    def _states(self, states: Singles) -> Singles:
        """What the states of a sentence's tokens add (tokens × labels)."""
        added: Singles = states @ self.weights[:, : self.width].T / np.float32(len(states))
        highest, columns = states.argmax(axis=0), np.arange(self.width)
        maxima = states[highest, columns][:, None] * self.weights[:, self.width :].T
        np.add.at(added, highest, maxima)
        return added

    def _characters(self, text: str, spans: NDArray[np.int64]) -> Singles:
        """What the grams add that begin in each token (tokens × labels)."""
        numbers, values, starts = self.grams.row(text)
        added = np.zeros((len(spans), len(self.offsets)), np.float32)
        places = np.searchsorted(spans[:, 0], np.array(starts, np.int64), side="right") - 1
        np.add.at(added, np.maximum(places, 0), values[:, None] * self.gram_weights[:, numbers].T)
        return added

    def write(self, folder: Path, encoder: Path) -> None:
        """Write the heads and which encoder they go with.

        Args:
            folder: the model folder, which is there.
            encoder: folder of the encoder.
        """
        bundled = encoder.parent == MODELS
        pointer = {"model": encoder.name if bundled else str(encoder.absolute()), "hash": hash_encoder(encoder)}
        (folder / ENCODER_FILE).write_text(json.dumps(pointer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        with (folder / HEADS_FILE).open("wb") as file:
            np.savez_compressed(
                file,
                weights=self.weights,
                gram_weights=self.gram_weights.astype(np.float16),
                offsets=self.offsets,
                grams=np.array(self.grams.known, dtype=np.str_),
                idf=self.grams.idf,
            )


def pooled_states(tokens: Tokens) -> Singles:
    """Mean and maximum of the states of each sentence's tokens (sentences × 2 · values), zeros where it has none."""
    values, lengths = tokens.values, np.diff(tokens.starts)
    pooled = np.zeros((len(lengths), 2 * values.shape[1]), np.float32)
    some = lengths > 0
    if some.any():
        first = tokens.starts[:-1][some]
        pooled[some, : values.shape[1]] = np.add.reduceat(values, first) / lengths[some, None]
        pooled[some, values.shape[1] :] = np.maximum.reduceat(values, first)
    return pooled


def read_heads(folder: Path, labels: int) -> Heads:
    """Read the heads of a model folder.

    Args:
        folder: the model folder.
        labels: how many its scheme has.

    Raises:
        ModelError: they cannot be read, or do not fit the scheme.
    """
    path = folder / HEADS_FILE
    try:
        with np.load(path, allow_pickle=False) as arrays:
            grams = Grams(tuple(arrays["grams"].tolist()), arrays["idf"])
            weights, gram_weights, offsets = (
                arrays[name].astype(np.float32) for name in ("weights", "gram_weights", "offsets")
            )
            heads = Heads(weights, gram_weights, offsets, grams)
    except BROKEN as error:
        reason = first_line(error)
        raise ModelError(f"{path}: no heads can be read from it ({reason}); run `cuoshi learn` anew") from error
    if heads.offsets.shape != (labels,):
        raise ModelError(f"{path}: {heads.offsets.size} heads, its scheme {labels} labels; run `cuoshi learn` anew")
    shapes = heads.weights.shape, heads.gram_weights.shape, grams.idf.shape
    known = len(grams.known)
    if shapes != ((labels, heads.weights.size // labels), (labels, known), (known,)):
        raise ModelError(f"{path}: its arrays do not fit one another; run `cuoshi learn` anew")
    return heads


def encoder_of(folder: Path) -> Path:
    """Find the encoder that a folder's heads were learnt on.

    Raises:
        ModelError: it is not to be found, or is another one by now.
    """
    path = folder / ENCODER_FILE
    try:
        pointer = json.loads(path.read_text(encoding="utf-8"))
        name, known = str(pointer["model"]), str(pointer["hash"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path}: does not say which encoder ({error!r}); run `cuoshi learn` anew") from error
    named = locate(name)
    for encoder in (named, *bundled_models()):  # a bundled one may have another name by now
        if hash_encoder(encoder) == known:
            return encoder
    found = hash_encoder(named)
    raise ModelError(
        f"{folder}: learnt on the encoder {known[:12]}, {name} is {found[:12]} now; run `cuoshi learn` anew"
    )
