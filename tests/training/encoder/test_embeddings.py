from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel

from cuoshi_training.encoder import embeddings
from cuoshi_training.encoder.embeddings import cooccurrences, positive_mutual_information, word_vectors, write_base
from cuoshi_training.encoder.pretrain import Settings
from cuoshi_training.errors import TrainingError

END = 3


def shard_of(lines: list[list[int]]) -> np.ndarray:
    return np.array([token for line in lines for token in [*line, END]], dtype=np.uint16)


def settings_of(shard: Path, base: Path, **size: int) -> Settings:
    return Settings(shard / "tokens.npy", shard / "tokenizer.json", base / "out", base=base, **size)  # type: ignore[arg-type]


def test_neighbours_are_counted_by_distance_within_a_line() -> None:
    counts = cooccurrences(shard_of([[5, 6, 7], [5]] * 40), 8, END)
    assert counts[5, 6] == counts[6, 5] == 40
    assert counts[5, 7] == pytest.approx(20)
    assert counts[7, 5] == pytest.approx(20)  # the 5 of the next line is no neighbour
    assert counts[END].sum() == 0


def test_mutual_information_is_that_of_the_counts() -> None:
    counts = torch.tensor([[0.0, 30.0, 10.0], [30.0, 0.0, 10.0], [10.0, 10.0, 4.0]])
    share = counts.sum(1).pow(0.75) / counts.sum(1).pow(0.75).sum()
    expected = (30.0 / 40.0 / share[1]).log()
    assert positive_mutual_information(counts.clone())[0, 1] == pytest.approx(expected.item(), rel=1e-5)
    assert positive_mutual_information(counts.clone()).min() == 0


def test_words_with_the_same_neighbours_get_the_same_vector() -> None:
    random = np.random.default_rng(0)
    twins = (5, 6)  # stand before the same words
    lines = [[int(random.choice(twins)), int(random.integers(7, 10))] for _ in range(3000)]
    lines += [[int(random.integers(10, 20)), int(random.integers(20, 30))] for _ in range(6000)]
    vectors = word_vectors(positive_mutual_information(cooccurrences(shard_of(lines), 30, END)), 4)
    assert vectors[5] @ vectors[6] > 0.95
    assert abs(vectors[5] @ vectors[15]) < 0.5
    assert not vectors[0].any() and vectors[5].norm() == pytest.approx(1.0)


def test_a_base_has_counted_words_and_loads_in_transformers(shard: Path, tmp_path: Path) -> None:
    settings = settings_of(shard, tmp_path, hidden=8, layers=1, heads=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embeddings, "RAREST", 5)
        folder = write_base(settings)
    table = AutoModel.from_pretrained(folder, add_pooling_layer=False).embeddings
    norms = table.word_embeddings.weight.norm(dim=1)
    place = table.position_embeddings.weight.norm(dim=1).mean().item()
    assert norms.max().item() / place == pytest.approx(embeddings.WORD_NORM, rel=1e-3)
    assert (folder / "tokenizer.json").is_file()


def test_too_little_text_is_named(shard: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="too few for vectors of 384"):
        write_base(settings_of(shard, tmp_path, hidden=384))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embeddings, "RAREST", 10**9)
        with pytest.raises(TrainingError, match="pack more text"):
            write_base(settings_of(shard, tmp_path, hidden=8, heads=2))


def test_settings_without_a_base_are_refused(shard: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="base = "):
        write_base(Settings(shard / "tokens.npy", shard / "tokenizer.json", tmp_path))
