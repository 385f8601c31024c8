import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.inference.learning.conftest import SCHEME, rows, write_table

from cuoshi.coding.tasks import codebook
from cuoshi.errors import CuoshiError, ModelError
from cuoshi.label import Label
from cuoshi.learning.learn import learn
from cuoshi.schema import Report, Sentence
from cuoshi.scheme import Scheme
from cuoshi.tagging.tagger import load

REPORT = Report("r", [Sentence("治理污水31吨，绿化造林70亩。"), Sentence("完成招商项目9个，投资3亿元。", 1, 1)])


def test_what_was_learnt_is_a_model_like_any_other(learnt: Path) -> None:
    tagger = load(learnt)
    assert tagger.scheme == SCHEME
    first, second = tagger.tag(REPORT)
    assert (first.categories, second.categories) == (("eco",), ())
    assert first.tags and set(first.tags.probabilities) == {"eco", "village"}
    marked = "".join(first.text[e.start : e.end] for e in first.tags.evidence)
    assert "污水" in marked and len(marked) < len(first.text)
    assert {path.name for path in learnt.iterdir()} == {
        *("cuoshi.json", "encoder.json", "heads.npz", "learnt.json", "scheme.toml")
    }


def test_a_codebook_of_ones_own_goes_with_the_model(coded: Path, encoder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    SCHEME.write(mine / "mine.toml")
    text = (mine / "mine.toml").read_text("utf-8").replace('codebook = ""', 'codebook = "rules.md"')
    (mine / "mine.toml").write_text(text, "utf-8")
    (mine / "rules.md").write_text("编码规则，第 1 版", "utf-8")
    learn(mine / "mine.toml", [coded], tmp_path / "m", encoder)
    shutil.rmtree(mine)
    assert codebook(load(tmp_path / "m").scheme, "zh") == "编码规则，第 1 版"


def test_what_was_learnt_is_small_and_holds_no_pickle(learnt: Path) -> None:
    assert sum(path.stat().st_size for path in learnt.iterdir()) < 200_000
    with np.load(learnt / "heads.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fU" for name in arrays)


def test_figures_are_those_of_reports_that_were_not_seen(coded: Path, encoder: Path, tmp_path: Path) -> None:
    found = learn(SCHEME, [coded], tmp_path / "m", encoder)
    assert (found.sentences, found.reports) == (80, 10)
    assert found.macro_f1.value > 0.9  # the words decide alone
    assert found.macro_f1.low <= found.macro_f1.value <= found.macro_f1.high
    assert [n for n, _ in found.curve] == [20, 40, 80]
    assert json.loads((tmp_path / "m" / "learnt.json").read_text())["categories"]["eco"]["examples"] == 40
    assert "macro-F1" in found.summary() and "learning curve" in found.summary()


def test_codes_without_sense_have_a_low_f1(encoder: Path, tmp_path: Path) -> None:
    table = rows(20)
    mixed = np.random.default_rng(0).permutation([row["categories"] for row in table])
    noise = [row | {"categories": str(c)} for row, c in zip(table, mixed, strict=True)]
    found = learn(SCHEME, [write_table(tmp_path / "noise.csv", noise)], tmp_path / "m", encoder)
    assert found.macro_f1.value < 0.75
    assert len(found.doubts) == 10
    assert all(doubt.text in found.summary() for doubt in found.doubts)


def test_statuses_are_learnt(encoder: Path, tmp_path: Path) -> None:
    scheme = replace(SCHEME, statuses=(Label("done", "已做", "Done"), Label("planned", "计划", "Planned")))
    table = [row | {"status": ("done", "planned")[i % 2]} for i, row in enumerate(rows())]
    table = [row | {"text": "明年计划：" * (row["status"] == "planned") + row["text"]} for row in table]
    found = learn(scheme, [write_table(tmp_path / "coded.csv", table)], tmp_path / "m", encoder)
    assert found.status_accuracy > 0.9
    (sentence,) = load(tmp_path / "m").tag(Report("r", [Sentence("明年计划：治理污水31吨，绿化造林70亩。")]))
    assert sentence.status == "planned"


def test_the_same_codes_give_the_same_model(learnt: Path, encoder: Path, tmp_path: Path) -> None:
    learn(SCHEME, [learnt.parent / "coded.csv"], tmp_path / "m", encoder)
    assert load(tmp_path / "m").model_hash == load(learnt).model_hash


def test_a_folder_that_is_no_learnt_model_is_not_written_over(coded: Path, tmp_path: Path, encoder: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.txt").write_text("…", "utf-8")
    with pytest.raises(CuoshiError, match="name another folder"):
        learn(SCHEME, [coded], tmp_path / "papers", encoder)
    learn(SCHEME, [coded], tmp_path / "m", encoder)
    learn(SCHEME, [coded], tmp_path / "m", encoder)


def test_another_encoder_is_refused(learnt: Path, encoder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(learnt, tmp_path / "copy"))
    pointer = json.loads((copy / "encoder.json").read_text("utf-8"))
    assert pointer["model"] == str(encoder)
    (copy / "encoder.json").write_text(json.dumps(pointer | {"hash": "0" * 64}), "utf-8")
    with pytest.raises(ModelError, match="learnt on the encoder 000000000000"):
        load(copy)
    with pytest.raises(CuoshiError, match="no encoder of its own"):
        learn(SCHEME, [learnt.parent / "coded.csv"], tmp_path / "m", learnt)


@pytest.mark.parametrize("name", ["heads.npz", "encoder.json", "scheme.toml", "cuoshi.json"])
def test_a_broken_file_is_named(learnt: Path, tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copytree(learnt, tmp_path / "copy"))
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError) as caught:
        load(copy)
    assert name in str(caught.value) and "\n" not in str(caught.value)


def test_heads_of_another_scheme_are_refused(learnt: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(learnt, tmp_path / "copy"))
    Scheme(SCHEME.name, SCHEME.version, SCHEME.categories, (Label("done", "已做", "Done"),)).write(copy / "scheme.toml")
    with pytest.raises(ModelError, match="2 heads, its scheme 3 labels"):
        load(copy)
