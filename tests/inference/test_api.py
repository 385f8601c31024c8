import importlib
import subprocess
import sys

import pytest

import cuoshi
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
