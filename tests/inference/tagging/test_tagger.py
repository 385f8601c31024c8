import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from cuoshi.errors import ModelError
from cuoshi.schema import Report, Sentence
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.evidence import word_starts
from cuoshi.tagging.folder import BUNDLED_MODEL, locate
from cuoshi.tagging.pooling import score
from cuoshi.tagging.tagger import Tagger, load
from cuoshi.tagging.windows import CONTEXT, Packer, Reading
from cuoshi.text.outline import outline

CATEGORIES = bundled().category_ids
STATUSES = bundled().status_ids

LINES = [
    "一、优化金融服务",
    "设立风险补偿资金池，引导银行发放信用贷款2.1亿元。举办银企对接会6场。",
    "二、加强党的建设",
    "在产业链上建立联合党支部，选派党建指导员27名。组织企业家赴外地参加研修班。",
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load()


def report() -> Report:
    return Report(id="r", units=outline(LINES).units)


def test_every_sentence_gets_probabilities_and_the_decision_follows_the_thresholds(tagger: Tagger) -> None:
    sentences = tagger.tag(report())
    assert len(sentences) == 4
    for sentence in sentences:
        tags = sentence.tags
        assert tags is not None
        assert list(tags.probabilities) == list(CATEGORIES)
        assert list(tags.status_probabilities) == list(STATUSES)
        assert sum(tags.status_probabilities.values()) == pytest.approx(1)
        given = tuple(c for c in CATEGORIES if tags.probabilities[c] >= tagger.thresholds[c])
        assert tags.categories == given
        assert (tags.status is None) == (not given)


def test_evidence_points_into_the_sentence(tagger: Tagger) -> None:
    found = [(s, e) for s in tagger.tag(report()) if s.tags for e in s.tags.evidence]
    assert found
    for sentence, piece in found:
        assert piece.category in sentence.categories
        assert 0 <= piece.start < piece.end <= len(sentence.text)
        assert {piece.start, piece.end} <= set(word_starts(sentence.text).tolist()), "whole words"


def test_batching_changes_nothing(tagger: Tagger) -> None:
    alone = tagger.tag(report())
    many = list(tagger.tag_reports(report() for _ in range(20)))
    assert [r.id for r in many] == ["r"] * 20
    for sentence, same in zip(alone, many[-1].sentences, strict=True):
        assert sentence.tags and same.tags
        assert sentence.tags.categories == same.tags.categories
        assert same.tags.probabilities["finance"] == pytest.approx(sentence.tags.probabilities["finance"], abs=0.05)


def test_a_sentence_pools_its_own_tokens_in_its_window_and_alone(tagger: Tagger) -> None:
    given, packer = report(), Packer(tagger.tokenizer)
    table = np.random.default_rng(0).normal(size=(50_000, 11)).astype(np.float32)

    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        return table[ids] + 0.01 * mask.sum(axis=1)[:, None, None]  # tells a full window from a short one

    (scores,) = score(forward, tagger.tokenizer, [given], Reading(), 7)
    (window,) = packer.pack(given.units)
    assert CONTEXT in window.owners
    for position, lone in enumerate(packer.alone(given.sentences)):
        own = []
        for seen in (window, lone):
            logits = forward(np.array([seen.ids]), np.ones((1, len(seen))))[0]
            own.append(logits[np.array(seen.owners) == position].astype(float))
        categories = np.mean([np.log(np.exp(logits[:, :7]).sum(axis=0)) for logits in own], axis=0)
        np.testing.assert_allclose(scores.logits[position], [*categories, *own[0][:, 7:].mean(axis=0)], atol=1e-4)


def test_a_model_reads_once_and_under_the_title_where_it_says_so(tagger: Tagger) -> None:
    given, seen = report(), list[np.ndarray]()

    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        seen.append(ids)
        return np.zeros((*ids.shape, 11), np.float32)

    given = replace(given, title="招生通知")
    word = tagger.tokenizer.encode("招生", add_special_tokens=False).ids[0]
    for reading, windows, titled in ((Reading(), 1 + len(given.sentences), 0), (Reading(256, True, False), 1, 1)):
        seen.clear()
        list(score(forward, tagger.tokenizer, [given], reading, 7))
        assert sum(len(ids) for ids in seen) == windows
        assert sum((ids == word).any(axis=1).sum() for ids in seen) == titled


def test_a_report_without_sentences_is_no_error(tagger: Tagger) -> None:
    assert tagger.tag(Report(id="empty", units=[])).sentences == []


def test_a_sentence_without_tokens_gets_no_category(tagger: Tagger) -> None:
    (sentence,) = tagger.tag(Report(id="odd", units=[Sentence("\u3000\u3000")]))
    assert sentence.categories == ()


@pytest.fixture
def model(tmp_path: Path, make_model: Callable[..., Path]) -> Path:
    return make_model(tmp_path / "model", bundled())


def one_line(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        load(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.onnx", "cuoshi.json", "scheme.toml"])
def test_a_missing_or_broken_file_is_named(model: Path, name: str) -> None:
    content = (model / name).read_bytes()
    for broken in (b"{}", content[: len(content) // 2], b"\xff\xfe"):
        (model / name).write_bytes(broken)
        assert name in one_line(model)
    (model / name).unlink()
    assert name in one_line(model)


def test_a_tokenizer_with_more_entries_than_the_encoder_knows_is_refused(model: Path) -> None:
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.add_tokens([f"措施{i}" for i in range(1_000)])  # an encoder may have room for a few more
    tokenizer.save(str(model / "tokenizer.json"))
    last = tokenizer.get_vocab_size() - 1
    assert f"model.onnx: does not know token {last} of the tokenizer beside it" in one_line(model)


def test_heads_that_do_not_fit_the_scheme_are_refused(
    tmp_path: Path, make_model: Callable[..., Path], scheme: Scheme
) -> None:
    folder = make_model(tmp_path / "m", scheme, heads=len(scheme.label_ids) + 1)
    said = one_line(folder)
    assert f"{len(scheme.label_ids) + 1} heads" in said
    assert f"{len(scheme.categories)} categories" in said
    make_model(folder, scheme)
    assert load(folder).scheme == scheme


def test_another_codebook_or_other_categories_are_refused(model: Path) -> None:
    scheme = Scheme.read(model / "scheme.toml")
    replace(scheme, version="9.9").write(model / "scheme.toml")
    assert "codebook 1.2, the scheme beside it 9.9" in one_line(model)
    fewer = replace(scheme, categories=scheme.categories[1:])
    fewer.write(model / "scheme.toml")
    assert "its categories are not the scheme's" in one_line(model)


def test_a_model_is_found_by_name_or_folder(model: Path) -> None:
    assert locate() == locate("base") == locate("county") == BUNDLED_MODEL
    assert locate(model) == locate(str(model)) == model
    with pytest.raises(ModelError, match="those bundled: base"):
        locate("huge")


def test_the_decision_file_survives_a_round_trip(tmp_path: Path) -> None:
    decision = Decision.read(BUNDLED_MODEL / "cuoshi.json", bundled())
    decision.write(tmp_path / "cuoshi.json", bundled())
    assert Decision.read(tmp_path / "cuoshi.json", bundled()) == decision
    assert json.loads((tmp_path / "cuoshi.json").read_text())["codebook"] == "1.2"


def test_the_hash_changes_with_a_threshold(tmp_path: Path, model: Path) -> None:
    copy = Path(shutil.copytree(model, tmp_path / "copy"))
    assert load(copy).model_hash == load(model).model_hash
    table = json.loads((copy / "cuoshi.json").read_text())
    table["thresholds"]["law"] += 0.01
    (copy / "cuoshi.json").write_text(json.dumps(table))
    assert load(copy).model_hash != load(model).model_hash
