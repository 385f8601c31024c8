import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> None:
    """Tiny models gain nothing from threads, and threads of several processes wait for one another."""
    torch.set_num_threads(1)
