import pandas as pd

from cuoshi.results.loading.folder import load
from cuoshi.results.writing.sentences import write_sentences_csv


def test_every_category_and_status_is_a_column_of_zeros_and_ones(scheme, scheme_results):
    table = pd.read_csv(write_sentences_csv(scheme_results), dtype={"county_code": str})
    known = pd.read_parquet(scheme_results / "sentences.parquet")
    assert len(table) == len(known) and table["sentence_id"].is_unique
    for name in scheme.category_ids:
        assert table[name].tolist() == [int(name in given) for given in known["categories"]]
    for name in scheme.status_ids:
        assert table[f"status_{name}"].tolist() == (known["status"] == name).astype(int).tolist()
    assert load(scheme_results).reports["sentences"].sum() == len(table)
