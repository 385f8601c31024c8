import sys

import numpy as np
import pytest

from cuoshi.errors import MissingDependencyError
from cuoshi.learning.features import Setting
from cuoshi.learning.fitting import Examples, folds, out_of_fold, require_sklearn


def test_folds_part_reports_and_are_of_like_size() -> None:
    groups = np.repeat(np.arange(12), [9, 1, 1, 4, 4, 2, 2, 7, 3, 3, 2, 2])
    parts = list(folds(groups))
    assert len(parts) == 5
    assert sorted(np.concatenate([held for _, held in parts]).tolist()) == list(range(40))
    assert all(set(groups[seen]).isdisjoint(groups[held]) for seen, held in parts)
    assert max(len(held) for _, held in parts) <= 10
    assert len(list(folds(np.array([0, 0, 1])))) == 2


def test_logits_are_of_heads_that_did_not_see_the_report() -> None:
    """A word that only one report has, and that decides there, is worth nothing for that report itself."""
    generator = np.random.default_rng(0)
    groups = np.repeat(np.arange(6), 10)
    labels = generator.random((60, 1)) < 0.5
    texts = [f"{'甲乙丙丁戊己'[g]}{'有' if y else '无'}" for g, (y,) in zip(groups, labels, strict=True)]
    known = Examples(np.zeros((60, 8), np.float32), texts, labels, np.full(60, -1), 0, groups)
    unknown = Examples(known.pooled, [text[0] * 2 for text in texts], *(labels, known.status, 0, groups))
    (told,), (blind,) = (out_of_fold(one, [Setting(0.0, 1.0, 30.0)]) for one in (known, unknown))
    assert ((told[:, 0] > 0) == labels[:, 0]).all()
    assert ((blind[:, 0] > 0) == labels[:, 0]).mean() < 0.7


def test_without_scikit_learn_the_line_to_install_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'cuoshi\[learn\]'"):
        require_sklearn()
