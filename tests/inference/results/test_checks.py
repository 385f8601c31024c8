import pytest

from cuoshi.errors import CuoshiError
from cuoshi.results.checks import elsewhere, require_free, require_groups
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
        require_free(["基金", "unit"], elsewhere(SCHEME))


def test_categories_are_columns_of_sentences_csv():
    assert elsewhere(Scheme.plain(["water"])) == ["sentence_id", "unit", "characters", "water"]
