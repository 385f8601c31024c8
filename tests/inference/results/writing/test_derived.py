import os

import pandas as pd
import pytest

from cuoshi.results import files
from cuoshi.results.panel.panel import write_panel
from cuoshi.results.writing import derived
from cuoshi.results.writing.derived import refresh
from cuoshi.results.writing.sentences import write_sentences_csv


@pytest.fixture
def folder(tmp_path, make_report, write):
    return write(tmp_path / "out", [make_report(i, year=2020 + i) for i in range(3)])


def state(folder):
    made = [path for names, _ in derived.REMADE for path in map(folder.joinpath, names) if path.exists()]
    return {path.name: path.stat().st_mtime_ns for path in made}


def test_a_panel_is_made_again_as_it_was_made(folder, make_report, write):
    write_panel(folder, by="县,年份", balanced=True)
    write_sentences_csv(folder)
    before = state(folder)
    refresh(folder)
    assert state(folder) == before, "the tables are those of before"
    write(folder, [make_report(i, year=2020 + i) for i in (0, 3)])
    refresh(folder)
    assert state(folder).keys() == before.keys() and min(state(folder).values()) > max(before.values())
    panel = pd.read_csv(folder / "panel.csv")
    assert panel[["county", "year", "reports"]].to_numpy().tolist() == [
        ["清禾县", year, n] for year, n in ((2020, 1), (2021, 0), (2022, 0), (2023, 1))
    ]
    assert len(pd.read_csv(folder / "sentences.csv")) == 4


def test_what_was_not_asked_for_is_not_made(folder):
    refresh(folder)
    assert state(folder) == {}


def test_a_panel_that_cannot_be_made_again_is_removed_with_a_line(folder, make_report, write, caplog):
    for name in files.PANEL[::2]:
        (folder / name).write_text("of before")
        os.utime(folder / name, ns=(1, 1))
    refresh(folder)
    assert state(folder) == {}
    assert "panel.parquet does not say how it was made" in caplog.text and "run cuoshi panel" in caplog.text


def test_hand_codes_of_other_sentences_do_not_stay(folder, caplog):
    (folder / files.VALIDITY).write_text('{"table": "of another"}')
    refresh(folder)
    assert state(folder) == {}
    assert "validate again" in caplog.text
