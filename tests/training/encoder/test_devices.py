import pytest
import torch

from cuoshi_training.encoder import devices


@pytest.mark.parametrize(("gpu", "kind", "attention"), [(True, "cuda", "sdpa"), (False, "cpu", "eager")])
def test_a_gpu_is_used_where_there_is_one_with_its_own_attention(
    monkeypatch: pytest.MonkeyPatch, gpu: bool, kind: str, attention: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    assert (devices.device().type, devices.attention()) == (kind, attention)
