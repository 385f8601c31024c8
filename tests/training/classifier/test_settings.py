from pathlib import Path

from cuoshi.scheme import bundled
from cuoshi_training.classifier.modelling import load_base
from cuoshi_training.classifier.settings import Settings


def test_rates_are_scaled_together() -> None:
    assert Settings().scaled(0.2) == Settings(rate=Settings().rate * 0.2, head_rate=Settings().head_rate * 0.2)


def test_the_head_has_a_rate_of_its_own(base: Path) -> None:
    (optimiser,) = Settings(rate=1e-4, head_rate=1e-3).optimisers(load_base(base, 0.1, bundled()))
    assert {group["peak"] for group in optimiser.param_groups} == {1e-4, 1e-3, 2e-4}
