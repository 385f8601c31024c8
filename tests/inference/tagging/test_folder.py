import json
from pathlib import Path

import pytest

from cuoshi.errors import ModelError
from cuoshi.scheme import bundled
from cuoshi.tagging.folder import (
    BUNDLED_MODEL,
    DECISION_FILE,
    LEARNT_FILE,
    MODEL_FILE,
    SCHEME_FILE,
    TOKENIZER_FILE,
    hash_model,
    locate,
    read_learnt,
    read_scheme,
    written,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (MODEL_FILE, TOKENIZER_FILE, DECISION_FILE):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_a_model_is_found_by_name_by_folder_or_is_the_bundled_one(folder: Path) -> None:
    assert locate() == locate("base") == BUNDLED_MODEL
    assert locate(folder) == locate(str(folder)) == folder


@pytest.mark.parametrize("name", ["base", "county"])
def test_a_name_is_that_of_a_bundled_model_wherever_one_stands(tmp_path: Path, name: str, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).mkdir()  # results of several models lie in folders of their schemes' names
    assert locate(name) == BUNDLED_MODEL
    (tmp_path / name / SCHEME_FILE).touch()
    with pytest.raises(ModelError, match=f"^{name}: the name of a bundled model, .* its full path, {tmp_path / name}$"):
        locate(name)
    assert locate(tmp_path / name) == tmp_path / name
    monkeypatch.chdir(BUNDLED_MODEL.parent)
    assert locate("base") == BUNDLED_MODEL


@pytest.mark.parametrize("model", ["gigantic", "no/such/folder", "../models/base/config.json"])
def test_a_model_that_is_not_there_is_an_error_that_lists_the_bundled_ones(model: str) -> None:
    with pytest.raises(ModelError, match=f"{model}: no such model; .*base, county"):
        locate(model)


@pytest.mark.parametrize("model", [".", "..", "below"])
def test_a_folder_without_a_model_is_named_and_is_the_users(folder: Path, model: str, monkeypatch) -> None:
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    (folder / "below" / "below").mkdir()
    assert locate(model) == Path(model)
    with pytest.raises(
        ModelError, match=f"^{model}: no model there, it has no scheme.toml; give a folder that `cuoshi"
    ):
        read_scheme(locate(model))


def test_no_name_is_the_name_of_no_model() -> None:
    with pytest.raises(ModelError, match="'': no such model; name a folder or one of those bundled: base"):
        locate("")


@pytest.mark.parametrize("name", [MODEL_FILE, TOKENIZER_FILE, DECISION_FILE])
def test_every_file_that_decides_a_tag_is_in_the_hash(folder: Path, name: str) -> None:
    before = hash_model(folder)
    (folder / "README.md").write_text("of no consequence")
    assert hash_model(folder) == before
    (folder / name).write_text("changed")
    assert hash_model(folder) != before


@pytest.mark.parametrize(
    "text", ["{", "[3]", '{"sentences": 9}', None, '{"sentences": "x", "reports": 3, "chosen": 0}'], ids=str
)
def test_what_was_learnt_is_read_whole_or_named_in_a_line(folder: Path, text: str | None) -> None:
    assert read_learnt(folder, bundled()) == {}
    whole = {"sentences": 9, "reports": 3, "chosen": 0, "macro_f1": [0.8, 0.7, 0.9], "shares": {"law": [0.1, 0.0, 0.2]}}
    (folder / LEARNT_FILE).write_text(json.dumps(whole))
    assert read_learnt(folder, bundled()) == whole
    other = json.dumps({**whole, "shares": {"nothing": [0.1, 0.0, 0.2]}})
    (folder / LEARNT_FILE).write_text(other if text is None else text)
    with pytest.raises(ModelError, match=r"learnt\.json: damaged .*; run `cuoshi learn` anew, or delete it$"):
        read_learnt(folder, bundled())


def test_the_scheme_travels_with_the_model(folder: Path) -> None:
    with pytest.raises(ModelError, match=r"scheme\.toml"):
        read_scheme(folder)
    bundled().write(folder / "scheme.toml")
    assert read_scheme(folder) == bundled()


def test_a_file_that_is_written_anew_tells_the_folder_apart(folder: Path) -> None:
    before = written(folder)
    assert written(folder) == before
    (folder / DECISION_FILE).write_text("other")
    assert written(folder) != before
