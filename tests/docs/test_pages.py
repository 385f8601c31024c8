"""What the pages of docs/ show works: Python runs, and what other languages name is in the files."""

import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from cuoshi.results.panel import write_panel

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
#: names of the panel as the pages write them: of the category law, and of what every row has
NAMED = re.compile(r"\b(?:law_\w+|county\w*|unit|level|reports|sentences|year)\b")


def blocks(page: str, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall((DOCS / page).read_text("utf-8")) if kind == language]


@pytest.fixture(scope="module")
def folder(validated, tmp_path_factory):
    """A folder with validated results, their panel and a yearbook."""
    where = tmp_path_factory.mktemp("docs")
    shutil.copytree(validated[0], where / "results")
    paths = write_panel(where / "results", balanced=True)
    panel = pq.read_table(paths[1]).to_pandas()
    yearbook = panel[["county_code", "year"]].drop_duplicates().iloc[3:]
    yearbook = yearbook.rename(columns={"county_code": "区划代码", "year": "年份"})
    yearbook["人均GDP"] = np.random.default_rng(1).uniform(3e4, 9e4, len(yearbook)).round()
    yearbook.to_csv(where / "yearbook.csv", index=False)
    return where


def test_the_page_of_pandas_runs_and_gives_a_regression(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    known: dict[str, object] = {}
    for block in blocks("pandas.md", "python"):
        exec(compile(block, "docs/pandas.md", "exec"), known)  # noqa: S102 (our own page)
    merged = known["merged"]
    assert isinstance(merged, pd.DataFrame)
    assert merged["_merge"].value_counts().to_dict() == {"both": len(merged) - 3, "left_only": 3, "right_only": 0}
    assert known["outcome"] == "law_dsl"
    assert float(capsys.readouterr().out.split()[-1]) > 0


@pytest.mark.parametrize(("page", "language", "fewest"), [("stata.md", "stata", 4), ("r.md", "r", 5)])
def test_what_other_pages_name_is_in_the_files(folder, page, language, fewest):
    shown = blocks(page, language)
    assert len(shown) >= fewest
    text = "\n".join(shown) + (DOCS / page).read_text("utf-8")
    columns = {*pd.read_stata(folder / "results" / "panel.dta")}
    assert columns == {*pq.read_schema(folder / "results" / "panel.parquet").names}
    named = {*NAMED.findall(text)} - {"county"}
    assert {"unit", "year", "law_dsl"} <= named <= columns


def test_stata_shows_the_panel_with_labels_and_numbers(folder):
    with pd.io.stata.StataReader(folder / "results" / "panel.dta") as reader:
        labels, table = reader.variable_labels(), reader.read()
    assert labels["law_share"].startswith("法治环境：占比 / ")
    assert set(table["law_present"].dropna()) <= {0, 1}
    assert table["unit"].nunique() == table["county_id"].nunique() == 12
    assert not table.duplicated(["unit", "year"]).any(), "xtset takes it"
