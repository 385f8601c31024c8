from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from cuoshi.label import Label
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging.tagger import load
from cuoshi.tagging.windows import Reading
from cuoshi_training.classifier import batches
from cuoshi_training.classifier import finetune as steps
from cuoshi_training.classifier.calibrate import calibrate_folder
from cuoshi_training.classifier.export import export
from cuoshi_training.classifier.finetune import finetune
from cuoshi_training.classifier.modelling import forward, load_base, pool, predict
from cuoshi_training.classifier.runs import train
from cuoshi_training.classifier.settings import Settings
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.encoder.optimisers import step
from cuoshi_training.errors import TrainingError
from cuoshi_training.evaluation.evaluate import evaluate

Reports = Callable[[int, int], list[TrainingReport]]


def test_a_tiny_encoder_learns_and_repeats_itself(base: Path, tokenizer: Tokenizer, reports: Reports) -> None:
    settings = Settings(epochs=10, rate=5e-3, head_rate=5e-3, batch_tokens=256, dropout=0.0)
    train, dev = reports(60, 1), reports(10, 2)
    log: list[str] = []
    kept: list[float] = []
    given = {"train": train, "dev": dev, "scheme": bundled(), "settings": settings}
    model, best = finetune(base, tokenizer, **given, log=log.append, keep=lambda _, f1: kept.append(f1))
    gold = np.concatenate([d.categories for d in dev]) > 0.5
    logits = predict(forward(model), tokenizer, dev, settings.reading)
    assert ((logits[:, :7] > 0) == gold).mean() > 0.99
    again, _ = finetune(base, tokenizer, **given, log=lambda _: None)
    np.testing.assert_allclose(predict(forward(again), tokenizer, dev, settings.reading), logits, atol=0.05)
    assert len(log) == 10
    assert kept == sorted(kept) and kept[-1] == best and len(kept) <= 10


def test_a_run_cut_off_and_resumed_ends_where_an_uncut_one_does(
    base: Path, tokenizer: Tokenizer, reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "SECONDS_BETWEEN_STATES", 0.0)
    settings, state = Settings(epochs=3, batch_tokens=256), tmp_path / "state.pt"
    train, dev = reports(20, 1), reports(5, 2)
    random = np.random.default_rng((settings.seed, 0))
    drawn = batches.epoch(train, tokenizer, settings.context, batch_tokens=256, random=random)
    steps_an_epoch = len(list(drawn))
    given = {"train": train, "dev": dev, "scheme": bundled(), "settings": settings}
    whole, best = finetune(base, tokenizer, **given)

    done = 0

    def die_in_the_second_epoch(optimisers: list[torch.optim.Optimizer]) -> None:
        nonlocal done
        done += 1
        if done == steps_an_epoch + 4:
            raise KeyboardInterrupt
        step(optimisers)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(steps, "step", die_in_the_second_epoch)
        finetune(base, tokenizer, **given, checkpoint=state)
    log: list[str] = []
    kept: list[float] = []
    resumed, f1 = finetune(
        base, tokenizer, **given, log=log.append, keep=lambda _, f1: kept.append(f1), checkpoint=state
    )
    assert f1 == best
    assert log[0] == "going on after 3 steps of epoch 2 of 3" and len(log) == 3
    assert kept, "the best model so far is handed over again"
    for a, b in zip(whole.parameters(), resumed.parameters(), strict=True):
        torch.testing.assert_close(a, b)
    with pytest.raises(TrainingError, match="of a run with other head_rate, rate"):
        finetune(base, tokenizer, **(given | {"settings": settings.scaled(0.5)}), checkpoint=state)


def test_torch_pools_as_the_inference_code_does() -> None:
    logits = torch.randn(4, 11)
    pooled = pool(logits, torch.tensor([0, 0, -1, 1]), 2, 7)
    torch.testing.assert_close(pooled[0, :7], logits[:2, :7].logsumexp(0))
    torch.testing.assert_close(pooled[0, 7:], logits[:2, 7:].mean(0))
    torch.testing.assert_close(pooled[1], logits[3])


def test_the_head_of_a_trained_base_is_kept(base: Path, tokenizer: Tokenizer, tmp_path: Path) -> None:
    model = load_base(base, 0.1, bundled())
    model.save_pretrained(tmp_path)
    assert torch.equal(load_base(tmp_path, 0.1, bundled()).classifier.weight, model.classifier.weight)


def test_a_tokenizer_of_another_base_is_refused(
    base: Path, tmp_path: Path, tokenizer: Tokenizer, reports: Reports
) -> None:
    config = BertConfig.from_pretrained(base)
    config.vocab_size = 64
    BertModel(config).save_pretrained(tmp_path)
    with pytest.raises(TrainingError, match="only 64"):
        given = {"train": reports(2, 1), "dev": reports(2, 2), "scheme": bundled()}
        finetune(tmp_path, tokenizer, **given, settings=Settings())


@pytest.mark.parametrize(
    "scheme",
    [
        Scheme("one", "1", (Label("eco", "生态", "Ecology"),)),
        Scheme(
            "many",
            "1",
            tuple(Label(f"c{i}", f"类{i}", f"Kind {i}") for i in range(12)),
            (Label("done", "已做", "Done"), Label("open", "未做", "Open")),
        ),
    ],
    ids=["one category", "twelve"],
)
def test_any_scheme_is_trained_calibrated_exported_and_tags(
    base: Path, tokenizer: Tokenizer, reports: Reports, tmp_path: Path, scheme: Scheme
) -> None:
    random = np.random.default_rng(0)
    given = []
    for labelled in reports(24, 6):
        categories = (random.random((6, len(scheme.categories))) < 0.4).astype(np.float32)
        status = np.zeros((6, len(scheme.statuses)), np.float32)
        if scheme.statuses:
            status[np.arange(6), random.integers(len(scheme.statuses), size=6)] = categories.any(axis=1)
        given.append(TrainingReport(labelled.report, categories, status))
    settings = Settings(epochs=1, batch_tokens=256)
    made = {"reports": given, "dev": given, "scheme": scheme, "settings": settings, "out": tmp_path / "trained"}
    (f1,) = train(base, tokenizer, **made, log=lambda _: None)
    assert 0 <= f1 <= 1
    calibrate_folder(tmp_path / "trained", given, Reading(title=True))
    export(tmp_path / "trained", tmp_path / "out", given)
    tagger = load(tmp_path / "out")
    assert tagger.scheme == scheme
    figures = evaluate(tagger, given, [])
    assert set(figures["per_category"]) == set(scheme.category_ids)
    assert figures["macro_f1"] == figures["macro_f1"], "a number"
