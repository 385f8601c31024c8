import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.conftest import fictional_rows, write_results

from cuoshi.coding.tasks import SAMPLE
from cuoshi.errors import CuoshiError
from cuoshi.validity.cells import LEAST_CODED
from cuoshi.validity.sample import sample
from cuoshi.validity.sampled import ABOUT, read


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_results(tmp_path_factory.mktemp("results") / "r", fictional_rows(6, 2))


def test_it_is_said_on_what_the_width_hangs_and_how_many_cells_have_an_error_of_their_own(results: Path) -> None:
    found = sample(results, 110)
    counts = found.frame["stratum"].value_counts()
    assert found.cells == (len(counts), 0) and counts.max() < LEAST_CODED
    said = found.summary("en")
    assert (
        f"If the model is right where it is sure, a corrected share will be known to about ±{found.width / 2:.1%}"
        in said
    )
    assert found.widest > found.width and f"the least certain category to ±{found.widest / 2:.1%}" in said
    assert f"over {len(counts)} cells (county, year); 0 of them have 30 sentences or more" in said
    coarse = sample(results, 100, strata="年份")
    assert coarse.cells == (2, 2) and "cells" not in coarse.summary("en"), "no cell goes without an error of its own"
    assert "cells" not in sample(results, 110, strata=()).summary("en")
    few = sample(results, 60).summary("en")
    assert "cells" not in few and "Below 100 coded sentences correct the total only" in few


def test_a_sample_that_was_written_is_read_as_it_was_drawn(results: Path, tmp_path: Path) -> None:
    drawn = sample(results, 40, tmp_path, strata=("year",), where="year >= 2000", seed=5)
    again = read(tmp_path)
    assert again.design == drawn.design and (again.width, again.widest) == (drawn.width, drawn.widest)
    assert again.cells == drawn.cells


def test_a_sample_of_an_earlier_version_is_told_in_a_line(results: Path, tmp_path: Path) -> None:
    sample(results, 60, tmp_path, clusters=True)
    path = tmp_path / SAMPLE
    table = pq.read_table(path)
    pq.write_table(table.drop_columns("report_inclusion"), path)
    with pytest.raises(CuoshiError, match="drawn by an earlier version, which did not keep the probabilities"):
        read(tmp_path)
    about = json.loads(table.schema.metadata[ABOUT]) | {"floor": 0.1}
    pq.write_table(table.replace_schema_metadata({ABOUT: json.dumps(about)}), path)
    with pytest.raises(CuoshiError, match="no sample there"):
        read(tmp_path)
