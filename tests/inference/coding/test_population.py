from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from cuoshi.coding.population import Population, load
from cuoshi.errors import CuoshiError
from cuoshi.results.files import SENTENCES
from cuoshi.scheme import bundled


@pytest.fixture(scope="module")
def sentences(results: Path) -> pd.DataFrame:
    return pd.read_parquet(results / SENTENCES)


@pytest.fixture(scope="module")
def everything(results: Path) -> Population:
    return load(results)


def flags(rows: pd.Series) -> np.ndarray:
    return np.array([[name in row for name in bundled().category_ids] for row in rows])


def test_what_the_model_gave_is_told_by_sentence_and_category(everything: Population, sentences: pd.DataFrame) -> None:
    np.testing.assert_array_equal(everything.tagged, flags(sentences["categories"]))
    assert everything.frame["sentence_id"][61] == f"{sentences['report_id'][61]}-{sentences['position'][61]}"
    assert everything.frame["text"].tolist() == sentences["text"].tolist()


def test_texts_that_sentences_share_are_kept_once(everything: Population) -> None:
    assert isinstance(everything.frame["heading_path"].dtype, pd.CategoricalDtype)
    assert not {"categories", "evidence"} & set(everything.frame)


def test_strata_are_numbered_in_the_order_of_their_names(everything: Population) -> None:
    numbers = everything.strata(("county",))
    assert everything.frame["county"][np.argsort(numbers, kind="stable")].astype(str).is_monotonic_increasing


def test_a_condition_keeps_sentences_and_their_tags(results: Path, sentences: pd.DataFrame) -> None:
    county = sentences["county"][0]
    kept = load(results, f"county == '{county}' and year >= 2021")
    expected = sentences[(sentences["county"] == county) & (sentences["year"] >= 2021)]
    assert kept.frame["text"].tolist() == expected["text"].tolist()
    np.testing.assert_array_equal(kept.tagged, flags(expected["categories"]))
    assert kept.reports.max() + 1 == expected["report_id"].nunique()
    assert len(set(kept.strata(("county", "year")))) == expected["year"].nunique()


def test_a_table_that_lacks_a_column_is_refused_in_a_line(results: Path, tmp_path: Path) -> None:
    pq.write_table(pq.read_table(results / SENTENCES).drop_columns(["heading_path"]), tmp_path / SENTENCES)
    with pytest.raises(CuoshiError, match="no column heading_path"):
        load(tmp_path)
