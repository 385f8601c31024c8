from pathlib import Path

import pytest
from tests.conftest import fictional_rows, write_results

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
