import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from cuoshi.tagging.grams import Grams

TEXTS = ["治理污水，造林造林", "治理农田ABC", "农田污水治理abc"]


def test_they_are_those_of_the_usual_tf_idf() -> None:
    usual = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True).fit(TEXTS)
    grams = Grams.of(TEXTS)
    assert list(grams.known) == sorted(usual.get_feature_names_out())
    for text in (*TEXTS, "造林造林造林", "没有"):
        numbers, values, _ = grams.row(text)
        row = np.bincount(numbers, values, len(grams.known))
        np.testing.assert_allclose(row, usual.transform([text]).toarray()[0], atol=1e-6)


def test_each_stands_where_it_begins() -> None:
    numbers, _, starts = Grams.of(TEXTS).row("xx农田")
    assert {(Grams.of(TEXTS).known[n], start) for n, start in zip(numbers.tolist(), starts, strict=True)} == {
        *(("农", 2), ("田", 3), ("农田", 2))
    }
