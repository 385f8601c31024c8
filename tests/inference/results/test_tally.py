import time

import numpy as np
import pandas as pd
import pytest

import cuoshi
from cuoshi import reading
from cuoshi.errors import CuoshiError
from cuoshi.results.tables import opening
from cuoshi.schema import Tags
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids


def sentences(rows):
    """Rows of (report, county, code, year, categories, status); probability 0.9 where tagged, else 0.1."""
    frame = pd.DataFrame(rows, columns=["report_id", "county", "county_code", "year", "categories", "status"])
    for category in CATEGORIES:
        frame[f"p_{category}"] = np.float32([0.9 if category in row else 0.1 for row in frame["categories"]])
    return frame.astype({"year": "Int32"})


@pytest.fixture
def small():
    return sentences(
        [
            ("a", "清禾县", "1", 2021, ["law", "finance"], "done"),
            ("a", "清禾县", "1", 2021, ["law"], "planned"),
            ("a", "清禾县", "1", 2021, [], None),
            ("a", "清禾县", "1", 2021, ["law"], "general"),
            ("b", "清禾县", "1", 2021, [], None),
            ("b", "清禾县", "1", 2021, ["party"], "problem"),
            ("c", "丰岭县", "2", 2022, [], None),
        ]
    )


def row(table, category, **group):
    found = table[table["category"] == category]
    for name, value in group.items():
        found = found[found[name] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_counts_shares_and_statuses(small):
    law = row(cuoshi.tally(small), "law", county="清禾县", year=2021)
    assert (law.reports, law.sentences, law.tagged, law.done, law.planned, law.problem) == (2, 6, 3, 1, 1, 0)
    assert law.share == 0.5
    assert law.present
    assert law.expected == pytest.approx(3 * 0.9 + 3 * 0.1, abs=1e-4)


def test_every_category_is_there_also_where_nothing_was_tagged(small):
    table = cuoshi.tally(small)
    assert table["category"].tolist() == list(CATEGORIES) * 2
    market = row(table, "market", county="清禾县")
    assert (market.tagged, market.share, market.present) == (0, 0.0, False)


def test_columns_are_those_of_the_coverage_table(small):
    counts = ["reports", "sentences", "tagged", "share", "present", "done", "planned", "problem"]
    measures = ["category", *counts, "expected", "low", "high"]
    assert list(cuoshi.tally(small)) == ["county", "county_code", "year", *measures]
    assert list(cuoshi.tally(small, by=())) == measures


def test_interval_of_two_reports_spans_their_shares(small):
    law = row(cuoshi.tally(small), "law", county="清禾县")
    assert (law.low, law.high) == (0.0, 0.75)


def test_one_report_has_no_interval(small):
    law = row(cuoshi.tally(small), "law", county="丰岭县")
    assert np.isnan(law.low)
    assert np.isnan(law.high)


def test_interval_covers_the_share_that_reports_were_drawn_from():
    generator = np.random.default_rng(3)
    hits = 0
    for draw in range(60):
        rows = [
            (f"{draw}-{report}", str(draw), "", 2021, ["law"] if generator.random() < level else [], None)
            for report, level in enumerate(generator.beta(2, 6, size=25))
            for _ in range(20)
        ]
        law = row(cuoshi.tally(sentences(rows)), "law")
        hits += law.low <= 0.25 <= law.high
    assert 50 <= hits <= 60


def test_interval_resamples_reports_not_sentences():
    rows = [(f"r{i}", "清禾县", "1", 2021, ["law"] if i % 2 else [], None) for i in range(10) for _ in range(100)]
    law = row(cuoshi.tally(sentences(rows)), "law")
    assert law.high - law.low > 0.4  # a thousand sentences would pretend to 0.06


def test_row_order_does_not_matter(small):
    shuffled = small.sample(frac=1, random_state=5)
    pd.testing.assert_frame_equal(cuoshi.tally(small), cuoshi.tally(shuffled))


def test_counties_of_one_name_stay_apart():
    table = cuoshi.tally(
        sentences([("a", "朝阳区", "110105", 2021, ["law"], "done"), ("b", "朝阳区", "220104", 2021, [], None)])
    )
    assert row(table, "law", county_code="110105").share == 1
    assert row(table, "law", county_code="220104").share == 0


def test_unknown_county_and_year_are_groups_too(small):
    small["year"] = pd.array([None] * 6 + [2022], dtype="Int32")
    small.loc[:3, ["county", "county_code"]] = ""
    table = cuoshi.tally(small)
    assert table["sentences"].sum() == 7 * len(small)
    assert row(table[table["year"].isna()], "law", county="").sentences == 4


def test_parquet_file_gives_the_same_as_its_table(small, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "BATCH_ROWS", 2)  # reports span batches
    small.to_parquet(tmp_path / "sentences.parquet")
    pd.testing.assert_frame_equal(cuoshi.tally(small), cuoshi.tally(tmp_path / "sentences.parquet"))


def test_a_report_given_twice_is_counted_once_with_a_warning(tagger, caplog):
    first, second = (tagger.tag(reading.from_text(text)) for text in ("推进审批。", "修渠。"))
    once, twice = cuoshi.tally([first, second], by=()), cuoshi.tally([first, second, first], by=())
    pd.testing.assert_frame_equal(once, twice)
    assert "1 reports occur more than once" in caplog.text


@pytest.mark.parametrize("lost", [None, np.nan, ""])
def test_sentences_without_a_report_are_not_made_one_of(small, lost, tmp_path):
    nameless = small.assign(report_id=small["report_id"].where(small["report_id"] != "b", lost), position=range(7))
    nameless.to_parquet(tmp_path / "sentences.parquet")
    for sentences in (nameless, tmp_path):
        with pytest.raises(CuoshiError, match="2 sentences have no report_id"):
            cuoshi.tally(sentences)


def test_other_sentences_of_one_id_are_not_dropped_as_copies(small):
    told_apart = small.assign(position=range(7), text=[f"修渠{number}公里。" for number in range(7)])
    twice = pd.concat([told_apart, told_apart], ignore_index=True)
    pd.testing.assert_frame_equal(cuoshi.tally(twice), cuoshi.tally(told_apart))
    with pytest.raises(
        CuoshiError, match="4 sentences have report_id and position of another one, the first 'a' and 0"
    ):
        cuoshi.tally(told_apart.assign(position=0))


def test_empty_table_gives_an_empty_table(small):
    assert cuoshi.tally(small.iloc[:0]).empty
    assert list(cuoshi.tally(small.iloc[:0])) == list(cuoshi.tally(small))


def test_missing_column_is_named(small):
    with pytest.raises(CuoshiError, match="no column province"):
        cuoshi.tally(small, by=("province",))


def test_reports_of_two_schemes_are_not_tallied_together(tagger):
    ours = tagger.tag(reading.from_text("推进审批。"))
    other = reading.from_text("修渠。").with_tags([Tags(("water",), None, {"water": 0.9}, {})])
    frames = pd.concat([ours.to_frame(), other.to_frame()], ignore_index=True)
    for both in ([ours, other], frames):
        with pytest.raises(CuoshiError, match=r"p_\w+ is missing.* different categories are to be tallied apart"):
            cuoshi.tally(both, by="year")


@pytest.mark.parametrize(
    "change", [lambda p: p.where(p.index > 2), lambda p: p * 100, lambda p: -p, lambda p: p * np.nan]
)
def test_a_probability_that_is_none_is_not_added_up(small, change, tmp_path):
    small.assign(p_law=change(small["p_law"])).to_parquet(tmp_path / "sentences.parquet")
    for sentences in (tmp_path, small.assign(p_law=change(small["p_law"]))):
        with pytest.raises(
            CuoshiError, match=r"p_law is missing, or not from 0 to 1, in . sentences, the first of report a"
        ):
            cuoshi.tally(sentences, by=())


def test_probabilities_that_are_texts_are_refused_in_one_line(small):
    with pytest.raises(
        CuoshiError, match=r"^the sentences table: column p_law holds '高', which is not a number; correct it there$"
    ):
        cuoshi.tally(small.assign(p_law="高"), by=())


def test_a_status_that_the_scheme_lacks_is_named(small):
    done = small["status"].where(small["status"] != "done", "已完成")
    with pytest.raises(CuoshiError, match="status '已完成'; the scheme has done, planned, problem, general"):
        cuoshi.tally(small.assign(status=done), by=())
    assert row(cuoshi.tally(small.assign(status=small["status"].fillna("")), by=()), "law").done == 1


def test_column_of_lists_makes_no_group(small, tmp_path):
    table = small.assign(evidence=[["用地"]] * len(small))
    table.to_parquet(tmp_path / "sentences.parquet")
    for sentences in (table, tmp_path / "sentences.parquet"):
        with pytest.raises(CuoshiError, match="cannot tally by evidence"):
            cuoshi.tally(sentences, by=("county", "evidence"))


@pytest.mark.parametrize("separator", [",", None])
def test_categories_that_went_through_a_csv_file_are_refused_in_a_line(small, tmp_path, separator):
    as_text = small["categories"].map(separator.join if separator else str)
    small.assign(categories=as_text).to_parquet(tmp_path / "sentences.parquet")
    for sentences in (tmp_path, small.assign(categories=as_text)):
        with pytest.raises(CuoshiError, match=r"^the column categories holds .*string, not a list .*as parquet$"):
            cuoshi.tally(sentences)


def test_no_sentence_with_a_tag_is_no_error(small):
    assert cuoshi.tally(small.iloc[2:3])["tagged"].sum() == 0


def test_file_that_is_no_table_is_named(tmp_path):
    (tmp_path / "x.parquet").write_text("no parquet")
    with pytest.raises(CuoshiError, match=r"x\.parquet"):
        cuoshi.tally(tmp_path / "x.parquet")
    with pytest.raises(CuoshiError, match=r"y\.parquet"):
        cuoshi.tally(tmp_path / "y.parquet")


def test_twenty_thousand_groups_take_seconds():
    groups, reports, length = 20_000, 2, 5
    number = np.repeat(np.arange(groups), reports * length)
    frame = pd.DataFrame(
        {
            "report_id": np.char.add("r", (np.arange(len(number)) // length).astype(str)),
            "county": np.char.add("县", (number // 8).astype(str)),
            "county_code": "",
            "year": pd.array(2016 + number % 8, dtype="Int32"),
            "categories": [["law"] if i % 3 else [] for i in range(len(number))],
            "status": ["done" if i % 3 else None for i in range(len(number))],
        }
    )
    for category in CATEGORIES:
        frame[f"p_{category}"] = np.float32(0.3)
    start = time.process_time()
    assert len(cuoshi.tally(frame)) == groups * len(CATEGORIES)
    assert time.process_time() - start < 20  # 2 s on an idle core
