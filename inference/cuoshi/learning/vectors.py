"""Sentences as vectors of what they mean, so that a sample can be spread over meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cuoshi.arrays import Integers, Singles
from cuoshi.notation.script import simplified
from cuoshi.schema import Report, Sentence
from cuoshi.tagging.heads import pooled_states
from cuoshi.tagging.pooling import alone
from cuoshi.tagging.tagger import Tagger

SENTENCES_AT_ONCE = 256


def vectors(texts: Sequence[str], tagger: Tagger) -> Singles:
    """Mean states of sentences, each read alone (sentences × values), of variance 1 each.

    Args:
        texts: the sentences.
        tagger: the encoder.
    """
    said = [Sentence(simplified(text), i, i) for i, text in enumerate(texts)]
    parts = [Report("", said[i : i + SENTENCES_AT_ONCE]) for i in range(0, len(said), SENTENCES_AT_ONCE)]
    read = alone(tagger.encoder.states, tagger.tokenizer, parts, tagger.decision.reading)
    pooled = np.concatenate([pooled_states(tokens) for tokens in read])
    means = pooled[:, : pooled.shape[1] // 2]
    found: Singles = (means - means.mean(axis=0)) / np.maximum(means.std(axis=0), 1e-6)
    return found


def clusters(found: Singles, count: int, seed: int) -> Integers:
    """Number of each sentence's group of like meaning, by k-means.

    Args:
        found: their vectors.
        count: how many groups, at most.
        seed: of the start.
    """
    from sklearn.cluster import MiniBatchKMeans

    means = MiniBatchKMeans(min(count, len(found)), random_state=seed, n_init=1, batch_size=1024)
    return np.unique(means.fit_predict(found), return_inverse=True)[1].astype(np.int64)
