import numpy as np
import pytest
from tests.inference.learning.conftest import rows

from cuoshi_training.errors import TrainingError
from cuoshi_training.evaluation.few_labels import Pool, measure


def pool(reports: int, seed: int, telling: float) -> Pool:
    """Sentences of two categories and a third that is never asked for; one state tells the first category."""
    table = rows(reports)
    labels = np.array([[c in row["categories"] for c in ("eco", "village", "water")] for row in table])
    states = np.random.default_rng(seed).normal(size=(len(table), 16)).astype(np.float32)
    states[:, 0] += telling * labels[:, 0]
    return Pool(states, [row["text"] for row in table], labels, np.repeat(np.arange(reports), 8))


def test_both_are_measured_on_the_same_draws() -> None:
    found = measure(pool(30, 0, 0), pool(8, 1, 0), [(0, 1)], [20, 80], draws=2)
    assert found[["coded", "draw"]].to_numpy().tolist() == [[20, 0], [20, 1], [80, 0], [80, 1]]
    assert found["learn"].between(0, 1).all() and found["tfidf"].iloc[-1] > 0.9


def test_states_count_where_words_do_not_tell() -> None:
    parts = [pool(30, 0, 6), pool(8, 1, 6)]
    mute = [Pool(one.pooled, ["修路。"] * len(one.texts), one.labels, one.groups) for one in parts]
    found = measure(mute[0], mute[1], [(0,)], [60], draws=1)
    assert found["learn"].iloc[0] > 0.9 > found["tfidf"].iloc[0]


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(TrainingError, match="500 sentences to draw and 80 labelled"):
        measure(pool(10, 0, 0), pool(2, 1, 0), [(0, 1)], [500])
    with pytest.raises(TrainingError, match="leave rare ones out"):
        measure(pool(10, 0, 0), pool(2, 1, 0), [(0, 2)], [20])
