import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from transformers import AutoModel

from cuoshi_training.data.corpus import CONTINUES, TOKEN_MASK, documents, pack
from cuoshi_training.encoder import checkpoints
from cuoshi_training.encoder.pretrain import Settings, Windows, bert_config, new_model, pretrain
from cuoshi_training.encoder.vocabulary import load
from cuoshi_training.errors import TrainingError

FIRST_LINE = "全县新增市场主体一千二百户，发放贷款二亿元。"


def settings(shard: Path, out: Path, tokens: Path | None = None, **changes: object) -> Settings:
    small = {"hidden": 32, "layers": 1, "heads": 2, "window": 32, "batch": 8, "steps": 6, "checkpoint_minutes": 0.0}
    return Settings(tokens or shard / "tokens.npy", shard / "tokenizer.json", out, **(small | changes))  # type: ignore[arg-type]


def test_a_shard_holds_the_text_and_the_word_boundaries(shard: Path) -> None:
    tokens = np.load(shard / "tokens.npy")
    ids = json.loads((shard / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    names = {i: token for token, i in ids.items()}
    end = int(np.flatnonzero((tokens & TOKEN_MASK) == ids["[SEP]"])[0])
    line = [names[int(t)] for t in tokens[:end] & TOKEN_MASK]
    assert "".join(line).replace(",", "，") == FIRST_LINE
    assert "读" in ids and ids["读"] not in tokens & TOKEN_MASK  # the law was seen by the vocabulary, not packed
    continues = (tokens & CONTINUES) > 0
    assert not continues[0] and 0 < continues[:end].sum() < end


def test_a_shard_that_must_travel_is_cut(shard: Path, tmp_path: Path) -> None:
    assert pack([shard / "corpus.jsonl"], shard / "tokenizer.json", tmp_path / "cut.npy", most=1000) == 1000
    assert (np.load(tmp_path / "cut.npy") == np.load(shard / "tokens.npy")[:1000]).all()


def test_whole_words_are_masked_and_never_the_window_ends(shard: Path, tmp_path: Path) -> None:
    windows = Windows(settings(shard, tmp_path, mask=0.5), load(shard / "tokenizer.json"))
    batch = windows.masked(0)
    truth = batch.ids.clone().flatten()
    truth[batch.positions] = batch.targets
    chosen = np.zeros(truth.shape, dtype=bool)
    chosen[batch.positions.numpy()] = True
    raw = np.stack([windows.tokens[i * 30 : (i + 1) * 30] for i in windows.order[:8]])
    inside = chosen.reshape(8, 32)[:, 1:-1]
    continues = (raw[:, 1:] & CONTINUES) > 0
    assert (inside[:, 1:][continues] == inside[:, :-1][continues]).all()
    assert not chosen.reshape(8, 32)[:, [0, -1]].any()
    assert 0.3 < inside.mean() < 0.7


def test_a_run_cut_off_and_resumed_ends_where_an_uncut_one_does(shard: Path, tmp_path: Path) -> None:
    whole = pretrain(settings(shard, tmp_path / "whole", decay=0.5))
    cut = settings(shard, tmp_path / "cut", decay=0.5)

    save = checkpoints.save

    def save_and_die(*arguments: Any, step: int) -> None:
        save(*arguments, step=step)
        if step == 3:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoints, "save", save_and_die)
        with pytest.raises(KeyboardInterrupt):
            pretrain(cut)
    resumed = pretrain(cut)
    one, two = (AutoModel.from_pretrained(f, add_pooling_layer=False) for f in (whole, resumed))
    for a, b in zip(one.parameters(), two.parameters(), strict=True):
        assert a.equal(b)
    with pytest.raises(TrainingError, match="of a run with other mask, window"):
        pretrain(settings(shard, tmp_path / "cut", window=48, mask=0.2, steps=9))


def test_the_loss_falls(shard: Path, tmp_path: Path) -> None:
    def final(steps: int) -> float:
        out = pretrain(settings(shard, tmp_path / str(steps), steps=steps))
        lines = (out / "log.jsonl").read_text().splitlines()
        return float(json.loads(lines[-1])["held_out_loss"])

    assert final(150) < final(2) - 0.7


def test_a_run_starts_from_its_base(shard: Path, tmp_path: Path) -> None:
    base = pretrain(settings(shard, tmp_path / "base"))
    still = {"matrix_rate": 0.0, "other_rate": 0.0, "seed": 2, "steps": 1}
    after = pretrain(settings(shard, tmp_path / "after", base=base, **still))
    one, two = (AutoModel.from_pretrained(f, add_pooling_layer=False) for f in (base, after))
    assert all(a.equal(b) for a, b in zip(one.parameters(), two.parameters(), strict=True))


def test_neighbouring_positions_start_alike(shard: Path, tmp_path: Path) -> None:
    embeddings = new_model(bert_config(settings(shard, tmp_path), 100)).bert.embeddings
    places = embeddings.position_embeddings.weight
    near, far = (places[10] @ places[11]).item(), (places[10] @ places[60]).item()
    assert near > 0.8 * (places[10] @ places[10]).item() > far
    words = embeddings.word_embeddings.weight.norm(dim=1).mean().item()
    assert places.norm(dim=1).mean().item() == pytest.approx(words, rel=1e-3)


def test_a_shard_of_another_tokenizer_is_refused(shard: Path, tmp_path: Path) -> None:
    other = settings(shard, tmp_path, tokens=tmp_path / "tokens.npy")
    np.save(tmp_path / "tokens.npy", np.full(20_000, 30_000, dtype=np.uint16))
    with pytest.raises(TrainingError, match="pack again"):
        pretrain(other)


def test_a_base_that_is_not_there_is_named(shard: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="cuoshi-train embed"):
        pretrain(settings(shard, tmp_path, base=tmp_path / "none"))


def test_a_bad_corpus_line_and_an_unknown_kind_are_named(shard: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="there are law, work-report"):
        list(documents([shard / "corpus.jsonl"], ["report"]))
    (tmp_path / "bad.jsonl").write_text('{"id": "a", "kind": "law", "text": ""}\n{"id": "b"}\n')
    with pytest.raises(TrainingError, match=r"bad\.jsonl, line 2: .*kind, text"):
        list(documents([tmp_path / "bad.jsonl"]))


def test_a_misspelt_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_text('tokens = "a"\ntokenizer = "b"\nout = "c"\nstep = 3\n')
    with pytest.raises(TrainingError, match="step"):
        Settings.from_toml(tmp_path / "run.toml")
    (tmp_path / "run.toml").write_text('tokens = "a"\n')
    with pytest.raises(TrainingError, match="out"):
        Settings.from_toml(tmp_path / "run.toml")
