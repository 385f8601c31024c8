"""``data/`` is a data set that others load as they load any."""

import json
from pathlib import Path

import pytest
from datasets import load_dataset, load_dataset_builder

DATA = Path(__file__).parents[2] / "data"
SPLITS = {"train": "train.jsonl", "validation": "dev.jsonl", "test": "test.jsonl", "thematic": "thematic.jsonl"}


def test_the_folder_loads_with_the_splits_and_features_that_its_page_names(tmp_path: Path) -> None:
    named = load_dataset_builder(str(DATA), cache_dir=str(tmp_path)).info.features
    loaded = load_dataset(str(DATA), cache_dir=str(tmp_path))
    assert set(loaded) == set(SPLITS)
    for split, file in SPLITS.items():
        lines = (DATA / file).read_text(encoding="utf-8").splitlines()
        assert loaded[split].features == named
        assert loaded[split].num_rows == len(lines)
        assert [unit["text"] for unit in loaded[split][0]["units"]] == [
            u["text"] for u in json.loads(lines[0])["units"]
        ]


@pytest.mark.parametrize("file", SPLITS.values())
def test_a_file_loads_by_itself(file: str, tmp_path: Path) -> None:
    (first, *_) = load_dataset("json", data_files=str(DATA / file), split="train", cache_dir=str(tmp_path))
    given = json.loads((DATA / file).read_text(encoding="utf-8").splitlines()[0])
    sentences = [unit for unit in first["units"] if unit["kind"] == "sentence"]
    assert [s["categories"] for s in sentences] == [u["categories"] for u in given["units"] if u["kind"] == "sentence"]
    assert {unit["level"] for unit in first["units"] if unit["kind"] == "heading"} <= {1, 2, 3, 4}
