from pathlib import Path

import numpy as np

from cuoshi.learning.vectors import clusters, vectors
from cuoshi.tagging.tagger import load


def test_like_sentences_are_near_and_in_one_group(encoder: Path) -> None:
    texts = [f"治理污水{i}吨。" for i in range(10)] + [f"完成招商项目{i}个。" for i in range(10)]
    found = vectors(texts, load(encoder))
    near = np.linalg.norm(found[:10] - found[:10].mean(axis=0), axis=1).mean()
    assert near < 0.7 * np.linalg.norm(found[:10].mean(axis=0) - found[10:].mean(axis=0))
    groups = clusters(found, 2, 1)
    assert len(set(groups[:10].tolist())) == len(set(groups[10:].tolist())) == 1 and groups[0] != groups[-1]


def test_more_sentences_than_are_read_at_once_keep_their_order(encoder: Path) -> None:
    texts = [f"{chr(0x4E00 + i)}村修路。" for i in range(300)]
    found = vectors([*texts, texts[0]], load(encoder))
    assert np.allclose(found[0], found[-1]) and not np.allclose(found[0], found[1])
