from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from cuoshi.scheme import bundled
from cuoshi.tagging.folder import DECISION_FILE
from cuoshi_training.classifier.batches import Batch
from cuoshi_training.classifier.modelling import batch_loss, load_base, pool, save

OWNER = torch.tensor([-1, 0, 0, 1, -1])
LOGITS = torch.tensor([[9.0, 9.0, 9.0], [1.0, -2.0, 4.0], [3.0, 0.0, 2.0], [-1.0, 5.0, 7.0], [9.0, 9.0, 9.0]])


def test_categories_are_pooled_by_their_summed_exponentials_and_status_by_its_mean() -> None:
    pooled = pool(LOGITS, OWNER, 2, 2).numpy()
    np.testing.assert_allclose(pooled[0], [np.log(np.exp(1) + np.exp(3)), np.log(np.exp(-2) + 1), 3.0], rtol=1e-5)
    np.testing.assert_allclose(pooled[1], [-1.0, 5.0, 7.0], rtol=1e-5)


def test_large_logits_do_not_overflow() -> None:
    assert torch.isfinite(pool(LOGITS * 100, OWNER, 2, 2)).all()


class Constant(torch.nn.Module):
    """Gives the same logits for every batch."""

    device = torch.device("cpu")

    def forward(self, **_: torch.Tensor) -> object:
        return type("Output", (), {"logits": LOGITS[None]})


@pytest.mark.parametrize("weight", [0.0, 0.5])
def test_the_loss_is_the_mean_over_sentences_with_the_status_weighed(weight: float) -> None:
    categories, status = torch.tensor([[1.0, 0.0], [0.0, 1.0]]), torch.tensor([[1.0], [0.0]])
    batch = Batch(torch.zeros(1, 5).long(), torch.ones(1, 5), OWNER, categories, status)
    pooled = pool(LOGITS, OWNER, 2, 2)
    probabilities = torch.sigmoid(pooled[:, :2])
    expected = -(categories * probabilities.log() + (1 - categories) * (1 - probabilities).log()).sum(1).mean()
    loss = batch_loss(Constant(), batch, weight)  # type: ignore[arg-type]
    assert float(loss) == pytest.approx(float(expected), rel=1e-3), "one status alone is always certain"


def test_a_scheme_without_statuses_has_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Constant, "forward", lambda self, **_: type("Output", (), {"logits": LOGITS[None, :, :2]}))
    batch = Batch(torch.zeros(1, 5).long(), torch.ones(1, 5), OWNER, torch.zeros(2, 2), torch.zeros(2, 0))
    assert torch.isfinite(batch_loss(Constant(), batch, 0.5))  # type: ignore[arg-type]


def test_an_earlier_decision_rule_does_not_outlive_its_weights(
    base: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    (tmp_path / DECISION_FILE).write_text("{}")
    save(load_base(base, 0.1, bundled()), tokenizer, tmp_path)
    assert not (tmp_path / DECISION_FILE).exists()
