import pytest

from cuoshi.corpus.cluster import Cluster
from cuoshi.corpus.engines import ENGINES, engine_of
from cuoshi.corpus.pool import Pool
from cuoshi.errors import CuoshiError


def test_every_name_makes_another_engine(tagger):
    assert [type(engine_of(name, tagger)) for name in ENGINES] == [Pool, Cluster]


def test_what_is_no_engine_or_has_no_address_is_refused(tagger):
    with pytest.raises(CuoshiError, match="no engine 'spark'; choose from pool, ray"):
        engine_of("spark", tagger)
    with pytest.raises(CuoshiError, match="--engine ray --address auto"):
        engine_of("pool", tagger, address="auto")


@pytest.mark.parametrize("workers", [-1, 0, 1.5, "2"])
@pytest.mark.parametrize("name", ENGINES)
def test_no_engine_is_made_of_a_strange_number_of_workers(tagger, name, workers):
    with pytest.raises(CuoshiError, match=r"workers is .*; give a whole number from 1, or None"):
        engine_of(name, tagger, workers)
