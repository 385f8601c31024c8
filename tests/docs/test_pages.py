"""What docs/ and the READMEs show works: shell and Python run on a part of the demo corpus, in both languages."""

import re
import shutil
import sys
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import typer
from tests.conftest import code_drawn
from tests.docs.conftest import LANGUAGES, NAMES, READMES, ROOT, RUN, Block, blocks, page

from cuoshi import cli, scheme
from cuoshi.results.panel.panel import write_panel
from cuoshi.tagging.folder import BUNDLED_MODEL, MODEL_FILE

SHOWN = ("json", "r", "stata", "toml")
PAGES = [(language, name) for language in LANGUAGES for name in [*NAMES, "README"]]
#: English pages that show code; the Chinese ones show the same
WITH_CODE = [name for language, name in PAGES if language == "en" and any(map(Block.runs, blocks(page("en", name))))]
MAKES_RESULTS = ("--out results", "tag_corpus(")
CODED = "coding/coded-*"
FOR_CONTRIBUTORS = ("dev", "docs")
#: names of the panel as the pages write them: of the category law, and of what every row has
NAMED = re.compile(r"\b(?:law_\w+|county\w*|unit|level|reports|sentences|year)\b")


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Two reports of the demo corpus and a file that is skipped."""
    folder, source = tmp_path_factory.mktemp("demo"), ROOT / "data" / "demo"
    for name in ("清禾县/2021/工作总结.docx", "河湄县/2022/专项监督汇报.txt"):
        (folder / name).parent.mkdir(parents=True)
        shutil.copy(source / name, folder / name)
    (folder / "空文件.txt").touch()
    return folder


@pytest.fixture(scope="session")
def studied(validated, tmp_path_factory):
    """A folder with validated results, their panel and a yearbook."""
    where = tmp_path_factory.mktemp("docs")
    shutil.copytree(validated[0], where / "results")
    paths = write_panel(where / "results", balanced=True)
    panel = pq.read_table(paths[1]).to_pandas()
    yearbook = panel[["county_code", "year"]].drop_duplicates().iloc[3:]
    yearbook = yearbook.rename(columns={"county_code": "区划代码", "year": "年份"})
    yearbook["人均GDP"] = np.random.default_rng(1).uniform(3e4, 9e4, len(yearbook)).round()
    yearbook.to_csv(where / "yearbook.csv", index=False)
    return where


@pytest.fixture
def ground(demo, request, tmp_path, monkeypatch):
    """An empty folder with reports, to run a page in; with results where the page does not make them itself."""

    def prepare(path: Path) -> None:
        shutil.copytree(demo, tmp_path / "data" / "demo")
        shutil.copytree(demo, tmp_path / "reports")
        if not any(word in block.text for block in blocks(path) for word in MAKES_RESULTS):
            shutil.copytree(request.getfixturevalue("studied"), tmp_path, dirs_exist_ok=True)
        monkeypatch.chdir(tmp_path)

    return prepare


@pytest.fixture
def run(monkeypatch):
    """Runs a line of shell in this process."""

    def command(words: list[str]) -> None:
        if words[0] == "make":
            return
        assert words[0] == "cuoshi", f"{words[0]} is not run here: say why above the block"
        if CODED in words and not [*Path().glob(CODED)]:
            code_drawn(Path("results"), Path("coding"))
        given = [found for word in words for found in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
        monkeypatch.setattr(sys, "argv", given)
        try:
            cli.main()
        except SystemExit as ended:
            assert not ended.code, words

    return command


@pytest.mark.parametrize("name", WITH_CODE)
def test_code_runs(name, ground, run, capsys):
    if not (BUNDLED_MODEL / MODEL_FILE).exists():
        pytest.skip("no bundled model in this checkout; make one with cuoshi-train export")
    path = page("en", name)
    ground(path)
    known: dict[str, object] = {}
    for block in filter(Block.runs, blocks(path)):
        if block.language == "python":
            exec(compile(block.text, str(path), "exec"), known)  # noqa: S102 (our own page)
        for words in block.commands() if block.language == "sh" else ():
            run(words)
    if name == "pandas":
        gives_a_regression(known, capsys.readouterr().out)


def gives_a_regression(known: dict[str, object], printed: str) -> None:
    merged = known["merged"]
    assert isinstance(merged, pd.DataFrame)
    assert merged["_merge"].value_counts().to_dict() == {"both": len(merged) - 3, "left_only": 3, "right_only": 0}
    assert known["outcome"] == "law_dsl"
    assert float(printed.split()[-1]) > 0


@pytest.mark.parametrize(("language", "name"), PAGES)
def test_every_block_is_seen_and_of_a_known_language(language, name):
    shown = blocks(page(language, name))
    assert {block.language for block in shown} <= {*RUN, *SHOWN}
    assert page(language, name).read_text("utf-8").count("```") == 2 * len(shown)


@pytest.mark.parametrize("name", [*NAMES, "README"])
def test_both_languages_show_the_same_code(name):
    english, chinese = (blocks(page(language, name)) for language in LANGUAGES)
    if name != "intervals":  # the Chinese page includes the English one
        assert [(block.language, block.bare) for block in english] == [
            (block.language, block.bare) for block in chinese
        ]


def options(command: typer.core.TyperCommand) -> set[str]:
    return {option for parameter in command.params for option in [*parameter.opts, *parameter.secondary_opts]}


def unknown(words: list[str]) -> set[str]:
    """Options of a command line that there are not."""
    pytest.importorskip("torch", reason="cuoshi-train needs: pip install cuoshi[train]")
    from cuoshi_training.cli import app

    group = typer.main.get_command(app if words[0] == "cuoshi-train" else cli.app)
    return {word for word in words if word.startswith("--")} - options(group.commands[words[1]])


NOT_RUN = [block for name in [*NAMES, "README"] for block in blocks(page("en", name)) if block.reason]
HOW_MADE = [block for block in blocks(ROOT / "training" / "README.md") if block.language == "sh"]


@pytest.mark.parametrize("block", [*NOT_RUN, *HOW_MADE], ids=lambda block: block.text.split("\n")[0][:60])
def test_options_of_commands_that_are_not_run_exist(block: Block):
    shown = [words for words in block.commands() if words[0] in ("cuoshi", "cuoshi-train")]
    assert bool(shown) != ("install" in block.text), "a block is of our commands or installs"
    assert {word for words in shown for word in unknown(words)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_of_the_readme_are_in_the_makefile(language):
    targets = {words[1] for block in blocks(READMES[language]) for words in block.commands() if words[0] == "make"}
    assert targets == {"demo", "test"}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(f"\n{target}:" in makefile for target in targets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_schemes_that_are_shown_can_be_used(language):
    path = page(language, "categories")
    shown = [block.text for block in blocks(path) if block.language == "toml"]
    assert shown
    for text in shown:
        assert scheme.Scheme.from_dict(tomllib.loads(text), str(path)).category_ids


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "code", "fewest"), [("stata", "stata", 4), ("r", "r", 5)])
def test_what_other_pages_name_is_in_the_files(studied, language, name, code, fewest):
    path = page(language, name)
    shown = [block.text for block in blocks(path) if block.language == code]
    assert len(shown) >= fewest
    columns = {*pd.read_stata(studied / "results" / "panel.dta")}
    assert columns == {*pq.read_schema(studied / "results" / "panel.parquet").names}
    named = {*NAMED.findall(path.read_text("utf-8"))} - {"county"}
    assert {"unit", "year", "law_dsl"} <= named <= columns


def test_stata_shows_the_panel_with_labels_and_numbers(studied):
    with pd.io.stata.StataReader(studied / "results" / "panel.dta") as reader:
        labels, table = reader.variable_labels(), reader.read()
    assert labels["law_share"].startswith("法治环境：占比 / ")
    assert set(table["law_present"].dropna()) <= {0, 1}
    assert table["unit"].nunique() == table["county_id"].nunique() == 12
    assert not table.duplicated(["unit", "year"]).any(), "xtset takes it"


def test_every_command_and_every_extra_is_on_a_page():
    shown = [block for name in NAMES for block in blocks(page("en", name)) if block.language == "sh"]
    commands = {words[1] for block in shown for words in block.commands() if words[0] == "cuoshi"}
    assert commands >= {*typer.main.get_command(cli.app).commands}
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    start = page("en", "start").read_text("utf-8")
    assert [extra for extra in extras if extra not in FOR_CONTRIBUTORS and f"[{extra}]" not in start] == []
