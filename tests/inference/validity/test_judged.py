from pathlib import Path

import numpy as np
import pytest

from cuoshi.coding.population import Population, load
from cuoshi.validity.judged import Judged
from cuoshi.validity.variances import Clusters


@pytest.fixture(scope="module")
def everything(results: Path) -> Population:
    return load(results)


def test_where_all_is_coded_a_share_is_that_of_the_codes(everything: Population) -> None:
    labels = (everything.probabilities > 0.4).astype(float)
    judged = Judged(everything, np.arange(len(labels)), labels, np.ones(len(labels)))
    assert judged.units is None and (judged.weights == 1).all()
    for category, truth in enumerate(labels.mean(axis=0)):
        f = judged.predicted(category)
        assert f.shape == (len(labels),) and 0 <= f.min() <= f.max() <= 1
        assert judged.share(category, f).share == pytest.approx(truth)


def test_a_coded_sentence_stands_for_as_many_as_it_was_drawn_from(everything: Population) -> None:
    drawn = np.arange(0, len(everything.frame), 4)
    reports = everything.reports[drawn]
    inclusion = np.full(len(drawn), 0.25)
    judged = Judged(everything, drawn, everything.tagged[drawn].astype(float), inclusion, Clusters(reports, inclusion))
    assert judged.weights.sum() == 4 * len(drawn)
    assert judged.units is reports
    assert (judged.given(0) == everything.tagged[drawn, 0]).all()
