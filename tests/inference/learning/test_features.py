import numpy as np
from tests.inference.learning.conftest import rows

from cuoshi.learning.features import Features, Setting
from cuoshi.tagging.pooling import Tokens

TEXTS = [row["text"] for row in rows(3)]


def test_heads_say_of_plain_states_what_was_fitted_on_scaled_ones() -> None:
    generator = np.random.default_rng(0)
    values = generator.normal(2, 3, size=(5 * len(TEXTS), 8)).astype(np.float32)
    spans = np.array([(i, i + 1) for _ in TEXTS for i in range(5)])
    tokens = Tokens(values, spans, np.arange(len(TEXTS) + 1) * 5)
    each = values.reshape(len(TEXTS), 5, 8)
    pooled = np.concatenate([each.mean(axis=1), each.max(axis=1)], axis=1)
    features = Features.of(pooled, TEXTS)
    seen = features(pooled, TEXTS)
    weights = generator.normal(size=(2, seen.shape[1])).astype(np.float32)
    offsets = np.array([1, -1], np.float32)
    found = features.heads(weights, offsets).score(tokens, TEXTS).logits
    np.testing.assert_allclose(found, seen @ weights.T + offsets, atol=2e-2)  # grams are stored in 16 bits


def test_parts_are_on_one_scale() -> None:
    pooled = np.random.default_rng(0).normal(5, [1, 1, 9, 9, 1, 1, 30, 0.1], size=(len(TEXTS), 8)).astype(np.float32)
    features = Features.of(pooled, TEXTS)
    seen = features(pooled, TEXTS).toarray()
    for part in (seen[:, :2], seen[:, 2:4], seen[:, 4:]):
        assert 0.9 < (part**2).sum(axis=1).mean() < 1.1
    assert features.weights(Setting(0.0, 0.7, 3.0))[:5].tolist() == [1, 1, 0, 0, np.float32(0.7)]
