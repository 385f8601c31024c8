import json
from pathlib import Path

import numpy as np
import pytest

from cuoshi.errors import ModelError
from cuoshi.tagging import folder
from cuoshi.tagging.folder import BUNDLED_MODEL, MODEL_FILE, TOKENIZER_FILE, hash_encoder
from cuoshi.tagging.grams import Grams
from cuoshi.tagging.heads import Heads, encoder_of, pooled_states, read_heads
from cuoshi.tagging.pooling import NO_TOKENS, Tokens

TEXTS = ["治理污水。", "", "修渠修渠"]
GRAMS = Grams.of(["治理污水", "污水修渠", "治理修渠"])


def tokens() -> Tokens:
    """A token a character, of three sentences, the second of them without any."""
    states = np.random.default_rng(0).normal(size=(9, 3)).astype(np.float32)
    spans = np.array([(i, i + 1) for text in TEXTS for i in range(len(text))])
    return Tokens(states, spans, np.array([0, 5, 5, 9]))


def made() -> Heads:
    generator = np.random.default_rng(1)
    weights, grams = (generator.normal(size=(2, n)).astype(np.float32) for n in (6, len(GRAMS.known)))
    return Heads(weights, grams, np.array([0.5, -1], np.float32), GRAMS)


def test_a_logit_is_linear_in_mean_maximum_and_grams() -> None:
    heads, given = made(), tokens()
    found = heads.score(given, TEXTS).logits
    for i in (0, 2):
        own = given.values[given.starts[i] : given.starts[i + 1]]
        numbers, values, _ = GRAMS.row(TEXTS[i])
        characters = np.bincount(numbers, values, len(GRAMS.known)) @ heads.gram_weights.T
        states = heads.weights @ np.concatenate([own.mean(axis=0), own.max(axis=0)])
        np.testing.assert_allclose(found[i], states + characters + heads.offsets, atol=1e-5)
    assert (found[1] == NO_TOKENS).all()


def test_what_tokens_add_is_the_whole_logit() -> None:
    scores = made().score(tokens(), TEXTS)
    np.testing.assert_allclose(scores.tokens[:5].sum(axis=0) + made().offsets, scores.logits[0], atol=1e-5)


def test_pooled_states_give_the_same_logits() -> None:
    found = made().logits(pooled_states(tokens()), TEXTS)
    np.testing.assert_allclose(found[[0, 2]], made().score(tokens(), TEXTS).logits[[0, 2]], atol=1e-5)


def test_the_pool_is_what_the_heads_see() -> None:
    given, heads = tokens(), made()
    pooled = pooled_states(given)
    none = Heads(heads.weights, np.zeros_like(heads.gram_weights), heads.offsets, GRAMS)
    np.testing.assert_allclose(
        none.score(given, TEXTS).logits[[0, 2]], (pooled @ heads.weights.T + heads.offsets)[[0, 2]], atol=1e-5
    )
    assert not pooled[1].any()


def test_heads_survive_a_round_trip(tmp_path: Path) -> None:
    made().write(tmp_path, BUNDLED_MODEL)
    again = read_heads(tmp_path, 2)
    assert again.grams.known == GRAMS.known
    np.testing.assert_allclose(again.gram_weights, made().gram_weights, atol=1e-3)
    assert encoder_of(tmp_path) == BUNDLED_MODEL
    with pytest.raises(ModelError, match="2 heads, its scheme 3 labels"):
        read_heads(tmp_path, 3)


@pytest.mark.parametrize("flipped", [0x5A, 0xFF, 0x01])
def test_damaged_heads_are_one_line_wherever_the_damage_is(tmp_path: Path, flipped: int) -> None:
    made().write(tmp_path, BUNDLED_MODEL)
    path = tmp_path / "heads.npz"
    whole, refused = path.read_bytes(), 0
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ flipped]) + whole[place + 1 :])
        try:
            read_heads(tmp_path, 2)  # a date, say, is of no consequence
        except ModelError as error:
            refused += 1
            assert str(path) in str(error) and "\n" not in str(error)
    assert refused > len(whole) / 3 / 3


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("weights", np.zeros(6)),
        ("weights", np.zeros((3, 6))),
        ("gram_weights", np.zeros((2, 1))),
        ("idf", np.zeros(())),
    ],
)
def test_arrays_that_do_not_fit_one_another_are_refused(tmp_path: Path, name: str, array: np.ndarray) -> None:
    made().write(tmp_path, BUNDLED_MODEL)
    with np.load(tmp_path / "heads.npz") as file:
        arrays = {**file, name: array}
    np.savez(tmp_path / "heads.npz", **arrays)
    with pytest.raises(ModelError, match="its arrays do not fit one another"):
        read_heads(tmp_path, 2)


def test_a_bundled_encoder_is_known_by_its_digest_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    for name, weights in (("base", "new"), ("small", "old")):
        (models / name).mkdir(parents=True)
        (models / name / MODEL_FILE).write_text(weights, "utf-8")
        (models / name / TOKENIZER_FILE).write_text("", "utf-8")
    monkeypatch.setattr(folder, "MODELS", models)
    pointer = {"model": "base", "hash": hash_encoder(models / "small")}  # what is small now was base when it was learnt
    (tmp_path / "encoder.json").write_text(json.dumps(pointer), "utf-8")
    assert encoder_of(tmp_path) == models / "small"
    (models / "small" / MODEL_FILE).write_text("gone", "utf-8")
    with pytest.raises(ModelError, match=r"base is .* now"):
        encoder_of(tmp_path)


def test_an_encoder_that_is_not_to_be_found_is_named(tmp_path: Path) -> None:
    (tmp_path / "encoder.json").write_text('{"model": "huge", "hash": "0"}', "utf-8")
    with pytest.raises(ModelError, match="huge: no such model"):
        encoder_of(tmp_path)
    (tmp_path / "encoder.json").write_text(f'{{"model": "{tmp_path.as_posix()}", "hash": "0"}}', "utf-8")
    with pytest.raises(ModelError, match="no encoder there"):
        encoder_of(tmp_path)
