import numpy as np

from cuoshi.schema import Report, Sentence
from cuoshi_training.data.features import HEADING_WEIGHT, ContextFeatures, characters

SAYINGS = ["发放贷款二亿元。", "建立党支部三十个。"]


def report(name: str, title: str, headings: tuple[str, ...]) -> Report:
    return Report(name, [Sentence(text, 0, i, headings) for i, text in enumerate(SAYINGS)], title=title)


def test_a_sentence_is_its_own_characters_and_with_less_weight_its_context() -> None:
    reports = [report(str(i), "金融工作总结", ("一、金融服务",)) for i in range(3)]
    made = ContextFeatures().fit(reports)
    found = made.transform(reports)
    own = characters().fit(SAYINGS * 3).transform(SAYINGS).toarray()
    width = own.shape[1]
    assert found.shape[0] == 6 and found.shape[1] > width
    np.testing.assert_allclose(found[:2, :width].toarray(), own)
    np.testing.assert_allclose(np.linalg.norm(found[:, width:].toarray(), axis=1), HEADING_WEIGHT)
    (other,) = made.transform([Report("x", [Sentence(SAYINGS[0], 0, 0, ("二、党建",))])]).toarray()
    np.testing.assert_allclose(other[:width], own[0])
    assert not np.allclose(other[width:], found[0, width:].toarray()), "another heading, another context"
