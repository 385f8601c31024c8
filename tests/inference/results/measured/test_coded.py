"""What is read from ``validity.json`` is what a validation found: a name that only one of the two knows fails here."""

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

from cuoshi.decimals import percent
from cuoshi.errors import CuoshiError
from cuoshi.results.files import VALIDITY
from cuoshi.results.measured.coded import Coded, Measured, warnings
from cuoshi.results.measured.corrected import read_validity, table_digest
from cuoshi.validity.outcome import Validity


def read_back(found: Validity) -> Coded:
    return Coded.of(json.loads(json.dumps(found.to_dict())))


def test_what_is_read_is_what_was_found(validated: tuple[object, Validity]) -> None:
    found = validated[1]
    coded = read_back(found)
    assert (coded.coders, coded.coded, coded.missing) == (found.coders, found.coded, found.missing)
    assert (coded.unsettled, coded.told) == (len(found.unsettled), {"unsettled": len(found.unsettled)})
    assert (coded.population, coded.where) == (found.design.population, "")
    assert (coded.macro_f1, coded.status_accuracy) == (found.macro_f1, found.status_accuracy)
    assert coded.groups.keys() == {",".join(columns) for columns in found.groups}
    for name, own in found.categories.items():
        read, share = coded.categories[name], own.corrected
        assert (read.coded, read.tagged, read.naive) == (own.coded, own.tagged, own.naive)
        assert read.wide == (own.low_wide, own.high_wide)
        assert read.corrected == Measured(share.share, share.low, share.high)
        assert read.needed == found.needed(name)
        assert list(read.measured) == ["precision", "recall", "f1", "agreement", "kappa", "alpha"]
        assert (read.measured["recall"], read.measured["alpha"]) == (own.quality.recall, own.alpha)
        assert [tuple(point) for point in read.reliability] == own.reliability


def test_few_sentences_and_a_condition_are_told_of(validated: tuple[object, Validity]) -> None:
    found = validated[1]
    few = read_back(replace(found, coded=90, design=replace(found.design, where="year > 2020", show_model=True)))
    assert few.where == few.told["where"] == "year > 2020"
    assert (few.told["fewest"], few.told["missing"], few.told["model_shown"]) == (90, 310, 1)
    assert read_back(replace(found, coded=150)).told["few"] == 150
    assert not {"few", "fewest"} & set(read_back(replace(found, coded=350)).told)


def test_the_warning_of_few_sentences_says_what_the_simulation_found() -> None:
    page = (Path(__file__).parents[4] / "docs/en/intervals.md").read_text("utf-8")
    found = re.search(r"n = 100 0\.(\d\d) of these intervals hold the truth, at 150 0\.\d\d, at 200 0\.(\d\d)", page)
    row = re.search(r"\| \*\*confidently wrong\*\*.*?\| total, corrected \| ([\d.]+)", page, re.S)
    assert found and row and f"{float(row[1]):.2f}" == f"0.{found[1]}"
    for lang in ("zh", "en"):
        (warning,) = warnings({"few": 150}, lang)
        assert {f"{found[1]}%", f"{found[2]}%", "95%"} == set(re.findall(r"\d+%", warning)), warning


def test_what_nothing_bears_on_is_not_known() -> None:
    missing = Measured.of({"value": None, "low": None, "high": None})
    assert not missing.is_known and math.isnan(missing.high)
    assert Measured.of({"share": 0.25, "low": 0.125, "high": 0.5}, "share") == Measured(0.25, 0.125, 0.5)


def test_a_figure_is_said_with_its_interval() -> None:
    assert Measured(0.256, 0.2, math.nan).plain(2) == [0.26, 0.2, None]
    assert (Measured(0.256, 0.2, 0.3).text(), Measured(0.256, 0.2, 0.3).text(0, percent)) == (
        "0.26 (0.20–0.30)",
        "26% (20%–30%)",
    )
    assert (Measured(0.5, math.nan, math.nan).text(), Measured(math.nan, math.nan, math.nan).text()) == ("0.50", "–")


def test_a_file_that_lacks_something_is_damaged(make_rows, make_results, tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = make_results(tmp_path, make_rows(1, 1))
    (folder / VALIDITY).write_text('{"table": "", "coders": []}', "utf-8")
    assert read_validity(folder) is None  # of another table
    digest = table_digest(folder / "sentences.parquet")
    (folder / VALIDITY).write_text(json.dumps({"table": digest, "design": {}, "needed": {}}), "utf-8")
    with pytest.raises(CuoshiError, match=r"validity\.json: damaged \('coders'\); validate again"):
        read_validity(folder)
