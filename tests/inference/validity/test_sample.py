from pathlib import Path

import numpy as np
import pytest
from tests.conftest import fictional_rows, write_results

from cuoshi.errors import CuoshiError
from cuoshi.validity.sample import sample


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_results(tmp_path_factory.mktemp("results") / "r", fictional_rows(6, 2))


def test_the_files_for_coders_are_named(results: Path, tmp_path: Path) -> None:
    found = sample(results, 60, tmp_path, coders=2, overlap=0.5)
    assert {path.name for path in found.files} == {f"{kind}-{k}.{end}" for kind, end in KINDS for k in (1, 2)}
    for lang in ("zh", "en"):
        assert all(str(path) in found.summary(lang) for path in found.files)
    assert sample(results, 60).files == ()
    assert "sheet" not in sample(results, 60).summary("en")


KINDS = (("coding", "html"), ("sheet", "xlsx"))


def test_a_seed_gives_the_same_sample_and_every_coder_has_a_share(results: Path) -> None:
    first, again, other = (sample(results, 40, coders=2, overlap=0.5, seed=seed) for seed in (1, 1, 2))
    assert first.frame.equals(again.frame) and not first.frame.equals(other.frame)
    assert first.frame["coders"].map(list).tolist() == [[1, 2]] * 20 + [[1], [2]] * 10
    assert first.design.n == len(first.frame) == 40


STRANGE = [
    *({"n": "30"}, {"n": 1}, {"coders": 0}, {"coders": -1}, {"overlap": 2}, {"overlap": -1}, {"overlap": float("nan")}),
    *({"overlap": "1"}, {"seed": -1}, {"seed": None}, {"strata": None}, {"where": None}),
]


@pytest.mark.parametrize("strange", STRANGE)
def test_a_number_that_no_sample_can_have_is_refused_in_a_line(results: Path, tmp_path: Path, strange) -> None:
    with pytest.raises(CuoshiError, match=r"^[^\n]+(give|needs|try)[^\n]+$"):
        sample(results, **{"n": 30, "out": tmp_path / "s", **strange})
    assert not (tmp_path / "s").exists()


def test_numbers_of_numpy_are_numbers(results: Path, tmp_path: Path) -> None:
    one, other = np.int64(1), np.float32(0.5)
    assert sample(results, np.int64(30), tmp_path / "s", seed=one, coders=one, overlap=other).design.seed == 1
