import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.conftest import fictional_rows, write_results
from typer.testing import CliRunner

from cuoshi.cli import app
from cuoshi.coding.population import load
from cuoshi.errors import CuoshiError
from cuoshi.results.files import SKIPPED, VALIDITY
from cuoshi.scheme import bundled
from cuoshi.validity.sample import sample
from cuoshi.validity.sampled import Sample
from cuoshi.validity.validation import validate

CATEGORIES = bundled().category_ids


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_results(tmp_path_factory.mktemp("results") / "r", fictional_rows(8, 3))


@pytest.fixture(scope="module")
def truth(results: Path) -> pd.DataFrame:
    """What is true of every sentence: the model's tags, one in twenty of them wrong."""
    everything = load(results)
    frame, tagged = everything.frame, everything.tagged
    generator = np.random.default_rng(0)
    right = tagged ^ (generator.random(tagged.shape) < 0.05 * tagged + 0.005)
    return pd.DataFrame(right.astype(int), index=frame["sentence_id"], columns=list(CATEGORIES))


def code(found: Sample, truth: pd.DataFrame, path: Path, slips: float = 0.0, seed: int = 0) -> Path:
    """Code a sample as a coder would who knows the truth but for slips."""
    rows = truth.loc[found.frame["sentence_id"]]
    slipped = np.random.default_rng(seed).random(rows.shape) < slips
    rows = rows.mask(slipped, 1 - rows)
    rows.reset_index(names="sentence_id").assign(coder=path.stem.removeprefix("coded-")).to_csv(path, index=False)
    return path


def test_corrected_shares_hold_the_true_ones(results: Path, truth: pd.DataFrame, tmp_path: Path) -> None:
    found = sample(results, 400, tmp_path / "coding")
    assert found.width < found.simple_width
    validity = validate(results, [code(found, truth, tmp_path / "coding" / "coded-a.csv")])
    inside = 0
    for name, own in validity.categories.items():
        share = truth[name].mean()
        inside += own.corrected.low <= share <= own.corrected.high
        assert own.low_wide <= own.corrected.low and own.corrected.high <= own.high_wide
        assert abs(own.corrected.share - share) < 0.02
        assert own.quality.precision.value > 0.6 and own.quality.precision.high > 0.9
    assert inside >= 6
    assert validity.macro_f1.value > 0.8
    assert validity.missing == 0 and validity.warnings() == []
    cells = validity.cells
    assert len(cells) == 8 * 3 * 7 and set(cells["method"]) <= {"synthetic", "composite"}
    assert {"county", "county_code", "year", "category", "share_dsl"} < set(cells)
    written = json.loads((results / VALIDITY).read_text(encoding="utf-8"))
    assert written["categories"]["law"]["corrected"]["share"] == validity.categories["law"].corrected.share
    assert written["scheme"]["name"] == "county" and len(written["cells"]["keys"]) * 7 == len(cells)
    coverage = pd.read_parquet(results / "coverage.parquet")
    assert len(coverage) == len(cells) and coverage["corrected"].notna().all()
    both = coverage.merge(cells, on=["county", "county_code", "year", "category"], suffixes=("", "_cells"))
    assert len(both) == len(cells)
    np.testing.assert_allclose(both["share_dsl"], both["share_dsl_cells"], atol=1e-6)
    assert "corrected_low" in (results / "coverage.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert "corrected" in validity.summary("en") and "校正后" in validity.summary("zh")


def test_two_coders_agree_by_the_figures_and_what_they_differ_on_is_listed(
    results: Path, truth: pd.DataFrame, tmp_path: Path
) -> None:
    found = sample(results, 200, tmp_path, coders=2)
    files = [code(found, truth, tmp_path / f"coded-{name}.csv", 0.03, seed) for seed, name in enumerate("ab")]
    validity = validate(results, files, by=("province",), write=False)
    assert validity.coders == ("a", "b")
    for own in validity.categories.values():
        assert 0.9 < own.agreement.value < 1 and own.kappa.low < own.kappa.value < 1
        assert own.alpha.value == pytest.approx(own.kappa.value, abs=0.02)
    assert 10 < len(validity.unsettled) < 120
    third = code(found, truth, tmp_path / "coded-c.csv")
    assert validate(results, [*files, third], write=False).unsettled == []


def test_the_same_seed_draws_the_same_sample_and_conditions_hold(results: Path) -> None:
    one, two = (sample(results, 50, where="year >= 2021", seed=s) for s in (5, 5))
    assert one.frame.equals(two.frame)
    ids = load(results, "year >= 2021").frame["sentence_id"]
    assert set(one.frame["sentence_id"]) <= set(ids)
    assert not sample(results, 50, seed=6).frame.equals(one.frame)
    shared = sample(results, 50, coders=2, overlap=0.2).frame["coders"]
    assert [len(c) for c in shared].count(2) == 10
    clustered = sample(results, 60, clusters=True)
    assert clustered.frame["sentence_id"].str.rpartition("-")[0].nunique() == 4


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda t: t.assign(law="vielleicht"), r"row 2 \(.*'vielleicht' under law; row 3 .*and 35 more"),
        (lambda t: t.drop(columns="law"), r"no column law \(it begins with sentence_id, "),
        (lambda t: t.assign(sentence_id=[f"x-{i}" for i in range(len(t))]), "of another sample"),
        (lambda t: t.assign(**dict.fromkeys(CATEGORIES, "")), "nothing of the sample was coded"),
        (lambda t: t.assign(status="fertig"), "'fertig' under status.*a status done, planned"),
        (lambda t: pd.concat([t, t.head(1)]), "is in it twice"),
    ],
)
def test_bad_files_are_one_line(results: Path, truth: pd.DataFrame, tmp_path: Path, spoil, message: str) -> None:  # type: ignore[no-untyped-def]
    found = sample(results, 40, tmp_path)
    path = code(found, truth, tmp_path / "coded-a.csv")
    spoil(pd.read_csv(path, dtype=str)).to_csv(path, index=False)
    with pytest.raises(CuoshiError, match=message) as told:
        validate(results, [path])
    assert "\n" not in str(told.value)


def test_a_folder_whose_tables_cannot_be_written_has_no_validity_file(truth: pd.DataFrame, tmp_path: Path) -> None:
    results = write_results(tmp_path / "r", fictional_rows(8, 3))
    path = code(sample(results, 40, tmp_path / "coding"), truth, tmp_path / "coding" / "coded-a.csv")
    (results / SKIPPED).write_bytes(b"path\0reason")
    with pytest.raises(CuoshiError, match=SKIPPED):
        validate(results, [path])
    assert not (results / VALIDITY).exists()


def test_what_does_not_fit_is_refused(results: Path, truth: pd.DataFrame, tmp_path: Path) -> None:
    found = sample(results, 40, tmp_path)
    path = code(found, truth, tmp_path / "coded-a.csv")
    with pytest.raises(CuoshiError, match="holds a sample already"):
        sample(results, 40, tmp_path)
    other = write_results(tmp_path / "other", fictional_rows(3, 2))
    with pytest.raises(CuoshiError, match="has changed since"):
        validate(other, [path])
    (tmp_path / "again").mkdir()
    again = tmp_path / "coded-b.csv"
    again.write_bytes(path.read_bytes())
    with pytest.raises(CuoshiError, match="a second file of coder a"):
        validate(results, [path, again])
    with pytest.raises(CuoshiError, match="--where"):
        sample(results, 10, where="jahr > 3")
    with pytest.raises(CuoshiError, match="no sample there"):
        validate(results, [tmp_path / "again" / "coded-a.csv"])
    with pytest.raises(CuoshiError, match="is a folder; name the files in it"):
        validate(results, [tmp_path])
    with pytest.raises(CuoshiError, match="no column dorf to group by"):
        validate(results, [path], by="dorf")
    pd.read_csv(path, dtype=str).head(1).to_csv(path, index=False)
    with pytest.raises(CuoshiError, match="one sentence was coded"):
        validate(results, [path])


def test_missing_answers_are_left_out_and_told(results: Path, truth: pd.DataFrame, tmp_path: Path) -> None:
    found = sample(results, 120, tmp_path)
    path = code(found, truth, tmp_path / "coded-a.csv")
    table = pd.read_csv(path, dtype=str)
    table.loc[:9, list(CATEGORIES)] = ""
    table.to_csv(path, index=False)
    validity = validate(results, [path], write=False)
    assert validity.coded == 110 and validity.missing == 10
    assert "10 sentences of the sample have no answer" in " ".join(validity.warnings())


def test_few_coded_sentences_correct_the_total_and_no_group(truth: pd.DataFrame, tmp_path: Path) -> None:
    own = write_results(tmp_path / "r", fictional_rows(8, 3))
    path = code(sample(own, 120, tmp_path), truth, tmp_path / "coded-a.csv")
    table = pd.read_csv(path, dtype=str)
    for coded, groups, warning in ((110, 6, "below 200"), (25, 0, "no county, year or other group is corrected")):
        table.head(coded).to_csv(path, index=False)
        validity = validate(own, [path], by=("year",))
        assert len(validity.groups) == groups and len(validity.cells) == (3 * 7 if groups else 0)
        assert ("corrected" in pd.read_parquet(own / "coverage.parquet")) == bool(groups)
        assert all(validity.needed(name) is None for name in CATEGORIES)
        assert warning in validity.warnings()[0]


def test_where_reports_were_drawn_intervals_are_of_reports(results: Path, truth: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(CuoshiError, match="take at least 30"):
        sample(results, 20, clusters=True)
    found = sample(results, 120, tmp_path, clusters=True)
    assert found.frame["report_inclusion"].between(0, 1).all()
    path = code(found, truth, tmp_path / "coded-a.csv")
    validity = validate(results, [path], write=False)
    reports = found.frame["sentence_id"].str.rpartition("-")[0]
    assert all(own.corrected.df <= reports.nunique() - 1 for own in validity.categories.values())
    table = pd.read_csv(path, dtype=str)
    table.loc[(reports != reports[0]).to_numpy(), list(CATEGORIES)] = ""
    table.to_csv(path, index=False)
    with pytest.raises(CuoshiError, match="all coded sentences are of one report"):
        validate(results, [path], write=False, blank="missing")


def test_where_there_is_nothing_to_settle_the_page_is_of_this_validation(truth: pd.DataFrame, tmp_path: Path) -> None:
    own = write_results(tmp_path / "r", fictional_rows(8, 3))
    found = sample(own, 60, tmp_path)
    path = code(found, truth, tmp_path / "coded-a.csv")
    settle = tmp_path / "settle.html"
    told = CliRunner().invoke(app, ["validate", str(own), str(path), "--disagreements", str(settle)])
    assert isinstance(told.exception, CuoshiError) and "nothing to settle" in str(told.exception)
    assert not settle.exists() and (own / VALIDITY).exists()
    assert "sentences coded by a; macro-F1" in told.output and "! Only 60 sentences were coded" in told.output
    assert 'id="validity"' in (own / "report.html").read_text(encoding="utf-8")


def test_statuses_that_are_all_right_are_not_known_to_be(results: Path, tmp_path: Path) -> None:
    found = sample(results, 60, tmp_path)
    everything = load(results)
    rows = pd.DataFrame(everything.tagged.astype(int), everything.frame["sentence_id"], list(CATEGORIES))
    rows["status"] = everything.frame["status"].fillna("").to_numpy()
    path = tmp_path / "coded-a.csv"
    rows.loc[found.frame["sentence_id"]].reset_index(names="sentence_id").to_csv(path, index=False)
    validity = validate(results, [path], write=False)
    for figure in (validity.status_accuracy, validity.macro_f1):
        assert figure.value == pytest.approx(1) and 0 < figure.low < 0.95
