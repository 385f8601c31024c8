"""Sentences of two invented categories, and an encoder of random weights that reads them fast."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cuoshi.label import Label
from cuoshi.scheme import Scheme

SCHEME = Scheme(
    "mine",
    "1",
    (
        Label("eco", "生态", "Ecology", "治污、造林、河长制。", "Water and air.", keywords=("污水",)),
        Label("village", "乡村", "Village", "农业和农村的建设。", "Farming.", keywords=("农田",)),
    ),
)
SAYS = {
    "eco": "治理污水{}吨，绿化造林{}亩",
    "village": "新建农田{}亩，培育家庭农场{}家",
    "": "完成招商项目{}个，投资{}亿元",
    "eco;village": "农田污水治理{}处，造林{}亩",
}


def rows(reports: int = 10, each: int = 8) -> list[dict[str, str]]:
    """Coded sentences of some reports."""
    generator = np.random.default_rng(1)
    found = []
    for number in range(reports):
        for i in range(each):
            categories = list(SAYS)[(number + i) % len(SAYS)]
            text = SAYS[categories].format(*generator.integers(2, 999, 2)) + "。"
            found.append({"report": f"r{number}", "heading": "一、回顾", "text": text, "categories": categories})
    return found


def write_table(path: Path, table: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return path


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    return write_table(tmp_path / "coded.csv", rows())


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory, make_model: Callable[..., Path]) -> Path:
    return make_model(tmp_path_factory.mktemp("encoder") / "random", Scheme.plain(["a", "b"]))


@pytest.fixture(scope="session")
def learnt(tmp_path_factory: pytest.TempPathFactory, encoder: Path) -> Path:
    """A model folder that was learnt."""
    from cuoshi.learning.learn import learn

    folder = tmp_path_factory.mktemp("learnt")
    table = write_table(folder / "coded.csv", rows())
    learn(SCHEME, [table], folder / "model", encoder)
    return folder / "model"
