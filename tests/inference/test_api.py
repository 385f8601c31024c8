import importlib
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import text_of_page

import cuoshi
from cuoshi.errors import CuoshiError
from cuoshi.reading import from_text
from cuoshi.results.tables.rows import sentences_schema
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging import folder


def test_public_names_are_there():
    for name in cuoshi.__all__:
        assert getattr(cuoshi, name) is not None
    assert set(cuoshi.__all__) <= set(dir(cuoshi))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cuoshi.nothing


def test_tally_stays_the_function_when_its_module_is_imported():
    importlib.import_module("cuoshi.results.tally")
    assert callable(cuoshi.tally)


def test_import_loads_nothing_heavy():
    heavy = {"pandas", "numpy", "pyarrow", "onnxruntime", "tokenizers", "rich", "typer"}
    code = f"import sys, cuoshi; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"


def test_tag_takes_text_and_reports(tmp_path):
    if not (folder.BUNDLED_MODEL / folder.MODEL_FILE).exists():
        pytest.skip("no bundled model in this checkout; make one with cuoshi-train export")
    text = "组织45名企业家赴外地参加数字化转型研修班。全年粮食总产量达到31万吨。"
    path = tmp_path / "总结.txt"
    path.write_text(text, encoding="utf-8")
    alone = cuoshi.tag(text)
    read = cuoshi.tag(cuoshi.read(path))
    assert [sentence.text for sentence in alone] == [sentence.text for sentence in read]
    assert [sentence.tags for sentence in alone] == [sentence.tags for sentence in read]
    assert all(sentence.tags is not None for sentence in alone)


def test_a_model_that_was_learnt_over_is_loaded_anew(make_model, tmp_path, monkeypatch):
    def said(model):
        (sentence,) = cuoshi.tag("推进审批提速。", model=model)
        return sorted(sentence.tags.probabilities)

    make_model(tmp_path / "mine", Scheme.plain(["eco"]))
    assert said(str(tmp_path / "mine")) == ["eco"]
    make_model(tmp_path / "mine", Scheme.plain(["law"]))
    assert said(str(tmp_path / "mine")) == ["law"]
    make_model(tmp_path / "elsewhere" / "mine", Scheme.plain(["village"]))
    monkeypatch.chdir(tmp_path)
    assert said("mine") == ["law"]
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert said("mine") == ["village"], "a name is of the working folder, whatever bore it before"


def test_steps_compose(tmp_path):
    for year in (2021, 2022):
        (tmp_path / f"清苑区{year}.txt").write_text(
            f"清苑区{year}年总结\n举办专题培训班{year - 2000}期。粮食丰收。", "utf-8"
        )
    read = [cuoshi.read(path) for path in sorted(tmp_path.glob("*.txt"))]
    tagged = [cuoshi.tag(report) for report in read]
    assert all(sentence.tags is None for report in read for sentence in report), "steps do not change what they get"
    by_reports = cuoshi.tally(tagged, by=("county", "year"))
    by_frame = cuoshi.tally(pd.concat([report.to_frame() for report in tagged]), by=("county", "year"))
    cuoshi.tag_corpus(tmp_path, tmp_path / "out", workers=1)
    by_folder = cuoshi.tally(tmp_path / "out")
    assert by_reports["county"].unique().tolist() == ["清苑区"]
    assert by_reports["year"].unique().tolist() == [2021, 2022]
    pd.testing.assert_frame_equal(by_reports, by_frame)
    pd.testing.assert_frame_equal(by_reports, by_folder, check_dtype=False)
    pd.testing.assert_frame_equal(cuoshi.tally(tagged[0]), cuoshi.tally(tagged[:1]))


def test_a_frame_has_the_columns_of_the_sentences_table():
    report = cuoshi.tag("一、回顾\n推进审批提速。种粮面积稳定。", model="base")
    assert list(report.to_frame()) == sentences_schema(bundled()).names
    assert report.to_frame()["heading_path"].tolist() == ["一、回顾"] * 2
    assert report.to_frame()["text"].tolist() == [sentence.text for sentence in report]
    assert (len(report), report[1].text) == (2, "种粮面积稳定。")


def test_a_path_is_read_and_a_folder_gets_its_page(tmp_path):
    path = tmp_path / "reports" / "清苑区2021年工作总结.txt"
    path.parent.mkdir()
    path.write_text("推进审批提速。", "utf-8")
    assert [sentence.text for sentence in cuoshi.tag(path)] == ["推进审批提速。"]
    cuoshi.tag_corpus(path.parent, tmp_path / "out", workers=1)
    assert "推进审批提速。" in text_of_page(tmp_path / "out" / "report.html")
    assert cuoshi.tally(tmp_path / "out", by="county")["county"].unique().tolist() == ["清苑区"]


def test_what_is_not_tagged_cannot_be_tallied(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("推进审批提速。", "utf-8")
    with pytest.raises(CuoshiError, match=r"not tagged; give the report to cuoshi\.tag"):
        cuoshi.tally([cuoshi.read(path)])
    with pytest.raises(CuoshiError, match="no sentence to tally"):
        cuoshi.tally([])
    with pytest.raises(CuoshiError, match="those bundled: base"):
        cuoshi.tag("推进审批提速。", model="nothing")


def test_traditional_characters_are_tagged_as_simplified_ones_and_evidence_stands_in_the_text_shown() -> None:
    report, known = map(
        cuoshi.tag, ("設立風險補償資金池，發放貸款3000萬元。", "设立风险补偿资金池，发放贷款3000万元。")
    )
    assert report[0].text == "設立風險補償資金池，發放貸款3000萬元。"
    assert report[0].tags == known[0].tags
    assert report[0].categories == ("finance",)


@pytest.mark.parametrize("given", [["res"], [pd.DataFrame()], [None], None, 3])
def test_what_is_no_report_is_not_tallied(given):
    with pytest.raises(CuoshiError, match="cannot be tallied; give a results folder, a frame of sentences, or a list"):
        cuoshi.tally(given)


@pytest.mark.parametrize("by", [None, 3, [3]])
def test_what_names_no_column_makes_no_group(by, tagger):
    report = tagger.tag(from_text("推进审批提速。"))
    for count in (cuoshi.tally, cuoshi.panel):
        with pytest.raises(CuoshiError, match="names no columns; give a list of names"):
            count(report, by=by)
        with pytest.raises(CuoshiError, match=r"scheme is 'county'; give a cuoshi\.Scheme"):
            count(report, scheme="county")


@pytest.mark.parametrize("given", [b"text", ["text"], None])
def test_what_is_no_text_is_not_tagged(given):
    with pytest.raises(CuoshiError, match="cannot be tagged; give a text, the Path of a file, or a report"):
        cuoshi.tag(given)


@pytest.mark.parametrize("threads", [-1, 0, 1.5])
def test_no_model_is_loaded_with_a_strange_number_of_threads(threads):
    with pytest.raises(CuoshiError, match=r"threads is .+; give a whole number from 1, or None"):
        cuoshi.load(threads=threads)


@pytest.mark.parametrize("as_given", [str, Path])
def test_one_coded_file_need_not_be_in_a_list(as_given, tmp_path):
    with pytest.raises(CuoshiError, match=f"^{tmp_path}.* sample"):
        cuoshi.validate(tmp_path / "results", as_given(tmp_path / "coded-a.csv"))
