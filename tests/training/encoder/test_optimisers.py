import pytest
import torch
from transformers import BertConfig, BertForTokenClassification

from cuoshi_training.encoder.optimisers import layered, set_rates, step

RATES = {"rate": 1e-3, "head_rate": 1e-2, "embedding_factor": 0.1, "layer_decay": 0.5, "weight_decay": 0.01}


@pytest.fixture
def model() -> BertForTokenClassification:
    small = {"hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 16, "num_labels": 3}
    return BertForTokenClassification(BertConfig(vocab_size=20, num_hidden_layers=3, **small))


def rates(optimisers: list[torch.optim.Optimizer], parameter: torch.nn.Parameter) -> tuple[float, float]:
    for group in optimisers[0].param_groups:
        if any(own is parameter for own in group["params"]):
            return group["peak"], group["weight_decay"]
    raise AssertionError("no optimiser has this parameter")


def test_rates_fall_towards_the_embeddings_and_vectors_do_not_decay(model: BertForTokenClassification) -> None:
    optimisers = layered(model, **RATES)
    layers = [layer.output.dense for layer in model.bert.encoder.layer]
    assert [rates(optimisers, layer.weight) for layer in layers] == [(2.5e-4, 0.01), (5e-4, 0.01), (1e-3, 0.01)]
    assert rates(optimisers, layers[2].bias) == (1e-3, 0.0)
    assert rates(optimisers, model.classifier.weight) == (1e-2, 0.01)
    assert rates(optimisers, model.bert.embeddings.word_embeddings.weight)[0] == pytest.approx(1e-4)


def test_every_parameter_is_trained_once(model: BertForTokenClassification) -> None:
    (optimiser,) = layered(model, **RATES)
    trained = [id(parameter) for group in optimiser.param_groups for parameter in group["params"]]
    assert sorted(trained) == sorted(id(parameter) for parameter in model.parameters())


def test_rates_are_shares_of_their_peaks_and_a_step_forgets_the_gradients(model: BertForTokenClassification) -> None:
    optimisers = layered(model, **(RATES | {"layer_decay": 1.0, "weight_decay": 0.0}))
    set_rates(optimisers, 0.5)
    assert all(group["lr"] == group["peak"] / 2 for group in optimisers[0].param_groups)
    before = model.classifier.weight.detach().clone()
    model(input_ids=torch.ones(1, 4, dtype=torch.long)).logits.square().sum().backward()
    step(optimisers)
    assert not torch.equal(model.classifier.weight, before)
    assert all(parameter.grad is None for parameter in model.parameters())
