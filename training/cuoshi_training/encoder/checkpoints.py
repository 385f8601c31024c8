"""The state of a training run on disk, so that a run that was cut off goes on where it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from cuoshi.atomic import replaced
from cuoshi_training.errors import TrainingError


def save(
    path: Path, run: Mapping[str, Any], model: nn.Module, optimisers: Sequence[torch.optim.Optimizer], **more: Any
) -> None:
    """Write a run's state so that a kill at any moment leaves the old or the new one whole.

    Args:
        path: the file.
        run: what the run is made of: settings, base, amount of data.
        model: its state is written.
        optimisers: so are theirs.
        more: written with them.
    """
    state = {"run": dict(run), "model": model.state_dict(), "optimisers": [o.state_dict() for o in optimisers]} | more
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        torch.save(state, temporary)


def restore(
    path: Path, run: Mapping[str, Any], model: nn.Module, optimisers: Sequence[torch.optim.Optimizer]
) -> dict[str, Any]:
    """Put a run's state back, if there is one.

    Args:
        path: the file.
        run: what the run is made of, as :func:`save` was given it.
        model: gets its weights back.
        optimisers: get their state back.

    Returns:
        What was saved with it; empty where there is no state.

    Raises:
        TrainingError: the state is of a run made of other things.
    """
    if not path.exists():
        return {}
    state: dict[str, Any] = torch.load(path, weights_only=True)
    if other := sorted(key for key in run if state["run"].get(key) != run[key]):
        raise TrainingError(f"{path} is of a run with other {', '.join(other)}; delete it to start anew")
    model.load_state_dict(state.pop("model"))
    for optimiser, saved in zip(optimisers, state.pop("optimisers"), strict=True):
        optimiser.load_state_dict(saved)
    return state
