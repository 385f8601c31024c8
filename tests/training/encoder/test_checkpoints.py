from pathlib import Path

import pytest
import torch
from torch import nn

from cuoshi_training.encoder.checkpoints import restore, save
from cuoshi_training.errors import TrainingError

RUN = {"base": "runs/base", "epochs": 4}


def trained(steps: int = 3) -> tuple[nn.Module, list[torch.optim.Optimizer]]:
    torch.manual_seed(0)
    model = nn.Linear(3, 2)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.1)
    for _ in range(steps):
        model(torch.ones(3)).sum().backward()
        optimiser.step()
    return model, [optimiser]


def test_a_run_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "checkpoint.pt"
    model, optimisers = trained()
    save(path, RUN, model, optimisers, step=3)
    other, its = trained(0)
    assert restore(path, RUN, other, its)["step"] == 3
    assert torch.equal(other.weight, model.weight)
    assert str(its[0].state_dict()) == str(optimisers[0].state_dict())
    assert [file.name for file in path.parent.iterdir()] == ["checkpoint.pt"]


def test_without_a_state_nothing_is_put_back(tmp_path: Path) -> None:
    model, optimisers = trained(0)
    before = model.weight.clone()
    assert restore(tmp_path / "none.pt", RUN, model, optimisers) == {}
    assert torch.equal(model.weight, before)


def test_the_state_of_another_run_is_refused_by_what_differs(tmp_path: Path) -> None:
    model, optimisers = trained()
    save(tmp_path / "a.pt", RUN, model, optimisers)
    with pytest.raises(TrainingError, match=r"a\.pt is of a run with other epochs; delete it to start anew"):
        restore(tmp_path / "a.pt", RUN | {"epochs": 5}, model, optimisers)
