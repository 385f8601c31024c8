from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cuoshi.coding.population import Population, load
from cuoshi.validity.grouping import corrected_groups
from cuoshi.validity.judged import Judged


@pytest.fixture(scope="module")
def everything(results: Path) -> Population:
    return load(results)


def groups(everything: Population, columns: tuple[str, ...], labels: np.ndarray) -> pd.DataFrame:
    """Every sentence is coded, so that what was coded is the truth."""
    all_ = np.arange(len(everything.frame))
    judged = Judged(everything, all_, labels, np.ones(len(all_)))
    predicted = list(everything.probabilities.T)
    totals = [judged.share(c, f) for c, f in enumerate(predicted)]
    return corrected_groups(judged, columns, predicted, totals)


@pytest.mark.parametrize("columns", [("year",), ("county", "county_code")])
def test_where_all_is_coded_shares_are_those_of_the_codes(everything: Population, columns: tuple[str, ...]) -> None:
    labels = (everything.probabilities > 0.4).astype(float)
    table = groups(everything, columns, labels)
    names = list(everything.scheme.category_ids)
    for number, name in enumerate(names):
        truth = pd.Series(labels[:, number]).groupby([everything.frame[column] for column in columns]).mean()
        own = table[table["category"] == name].set_index(list(columns))
        np.testing.assert_allclose(own["corrected"].to_numpy(), truth.loc[own.index].to_numpy())
        np.testing.assert_allclose(own["share_dsl"].to_numpy(), truth.loc[own.index].to_numpy())
    assert (table["corrected_low"] <= table["corrected_high"]).all()


def test_groups_are_sorted_with_the_categories_of_each_together(everything: Population) -> None:
    table = groups(everything, ("year",), everything.tagged.astype(float))
    width = len(everything.scheme.categories)
    assert table["category"].tolist() == list(everything.scheme.category_ids) * (len(table) // width)
    assert table["year"].iloc[::width].tolist() == sorted(set(everything.frame["year"]))
