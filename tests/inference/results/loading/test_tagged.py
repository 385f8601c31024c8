import numpy as np
import pandas as pd
import pyarrow as pa

from cuoshi.results.loading.tagged import Collected, collected
from cuoshi.scheme import Scheme

SCHEME = Scheme.plain(["law", "party"])


def test_of_tagged_sentences_all_but_the_text_is_kept() -> None:
    table = pa.table(
        {
            "report_id": ["b", "a", "a", "c", "a"],
            "text": ["一。", "22。", "", "四四。", "5"],
            "categories": [["party"], [], ["law", "party"], [], ["law"]],
            "p_law": pa.array([0.1, 0.2, 0.75, 0.2, 0.5], pa.float32()),
            "p_party": pa.array([0.5, 0.2, 0.875, 0.2, 0.1], pa.float32()),
        }
    )
    found, reports = Collected(SCHEME), pd.Series(["a", "b", "c"])
    pieces = [table.slice(0, 2), table.slice(2)]
    assert list(collected(pieces, found)) == pieces
    tagged = found.tagged(reports)
    assert tagged.report.tolist() == [1, 0, 0]
    assert tagged.size.tolist() == [6, 0, 1]
    np.testing.assert_array_equal(tagged.strength, np.float32([[np.nan, 0.5], [0.75, 0.875], [0.5, np.nan]]))
    assert found.text_bytes(reports).tolist() == [6, 6, 9]


def test_of_no_sentence_nothing_is_kept() -> None:
    found, none = Collected(SCHEME), pd.Series([], dtype=object)
    assert found.tagged(none).strength.shape == (0, 2) and not len(found.text_bytes(none))
