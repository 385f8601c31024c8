import pyarrow as pa
import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results.tables.checks import (
    require_columns,
    require_free,
    require_groups,
    require_groups_free,
    require_no_lists,
    require_single,
    taken,
)
from cuoshi.scheme import Scheme, bundled

SCHEME = bundled()


def test_grouping_by_no_column_names_those_there_are():
    with pytest.raises(CuoshiError, match=r"'region'.*province"):
        require_groups(["region"], SCHEME)
    with pytest.raises(CuoshiError, match="categories"):
        require_groups(["categories"], SCHEME)
    require_groups(["region", "county"], SCHEME, carried=["region"])


def test_a_column_of_the_manifest_is_called_unlike_those_of_the_tables():
    require_free(["基金", "_note"], ["county", "unit"])
    with pytest.raises(CuoshiError, match=r"column 'unit' is called like one of the tables; give it another name"):
        require_free(["基金", "unit"], taken(SCHEME))


def test_categories_are_columns_of_sentences_csv():
    names = taken(Scheme.plain(["water"]))
    assert {"county", "text", "p_water", "share", "corrected", "unit", "water"} <= set(names) and "law" not in names


def test_a_missing_column_is_said_with_those_that_are_there():
    require_columns(["county"], ["county", "year"], "x.parquet")
    with pytest.raises(CuoshiError, match=r"x\.parquet: no column city, province; it has county, year"):
        require_columns(["county", "city", "province"], ["county", "year"], "x.parquet")


def test_no_groups_are_made_of_lists():
    schema = pa.schema([("county", pa.string()), ("categories", pa.list_(pa.string()))])
    require_no_lists(["county"], schema)
    with pytest.raises(CuoshiError, match="cannot tally by categories: a sentence has a list of them"):
        require_no_lists(["county", "categories"], schema)


@pytest.mark.parametrize(
    "name", ["sentences", "category", "done", "tagged_law", "expected_law", "unit", "characters", "corrected"]
)
def test_groups_are_called_unlike_what_is_counted_of_them(name):
    require_groups_free(["county", "status", "批次"], SCHEME)
    with pytest.raises(CuoshiError, match=f"cannot group by '{name}', as the tables call a column of their own"):
        require_groups_free(["county", name], SCHEME)


def test_two_columns_of_one_name_are_said():
    require_single(["county", "year"], "x")
    with pytest.raises(CuoshiError, match="x: county occurs more than once among its columns; keep one"):
        require_single(["county", "year", "county"], "x")
