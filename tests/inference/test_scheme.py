import shutil
from pathlib import Path

import pytest

from cuoshi.coding.forms import ANSWERS, NONE
from cuoshi.coding.sheet import CONTEXT
from cuoshi.coding.tasks import codebook
from cuoshi.errors import SchemeError
from cuoshi.label import Label
from cuoshi.results.panel.wide import ENDS
from cuoshi.scheme import BESIDE, BUNDLED, MOST_CATEGORIES, MOST_STATUSES, PANEL_MEASURES, Scheme, bundled
from cuoshi.tagging.folder import SCHEME_FILE, locate

ONE = '[[category]]\nid = "water"\nzh = "水利"\nen = "Water"\n'


def label(name: str, **more: object) -> Label:
    return Label(name, name, name, **more)  # type: ignore[arg-type]


def test_the_bundled_scheme_has_what_the_codebook_has() -> None:
    scheme = bundled()
    assert (scheme.version, len(scheme.categories), len(scheme.statuses)) == ("1.2", 7, 4)
    assert scheme.counted_ids == ("done", "planned", "problem")
    assert scheme.rest and scheme.rest.id == "general"
    assert scheme.category("law").name("zh") == "法治环境"
    assert scheme.category("law").name("en") == "Rule of law"
    rules = Path(__file__).parents[2] / scheme.codebook
    assert all(one.zh in rules.read_text("utf-8") for one in scheme.categories)


@pytest.mark.parametrize("scheme", [bundled(), Scheme.plain(["a"]), Scheme.plain(["a", "b"], ["c", "d"])])
def test_a_scheme_survives_a_round_trip(tmp_path: Path, scheme: Scheme) -> None:
    scheme.write(tmp_path / "scheme.toml")
    assert Scheme.read(tmp_path / "scheme.toml") == scheme
    assert Scheme.from_dict(scheme.to_dict(), "run.json") == scheme


def test_text_of_any_kind_survives(tmp_path: Path) -> None:
    odd = Scheme('say "x"\\', "1", (Label("a", "甲\n乙", "tab\t'''", "“”", colour="#AbCdEf", keywords=('水"库',)),))
    odd.write(tmp_path / "scheme.toml")
    assert Scheme.read(tmp_path / "scheme.toml") == odd


def test_the_codebook_lies_beside_the_scheme_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("mine", "model", "elsewhere"):
        (tmp_path / name).mkdir()
    (tmp_path / "mine" / "rules.md").write_text("编码规则 1.1", "utf-8")
    (tmp_path / "elsewhere" / "rules.md").write_text("别人的规则 1.1", "utf-8")
    (tmp_path / "mine" / "s.toml").write_text('name = "x"\nversion = "1.1"\ncodebook = "rules.md"\n' + ONE, "utf-8")
    monkeypatch.chdir(tmp_path / "mine")
    scheme = Scheme.read(Path("s.toml"))
    scheme.write(tmp_path / "model" / SCHEME_FILE)
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert codebook(scheme, "zh") == "编码规则 1.1"
    shutil.rmtree(tmp_path / "mine")
    moved = Scheme.read((tmp_path / "model").rename(tmp_path / "moved") / SCHEME_FILE)
    assert codebook(moved, "zh") == "编码规则 1.1"
    moved.write(tmp_path / "moved" / SCHEME_FILE)
    assert codebook(Scheme.from_dict(moved.to_dict(), "run.json"), "zh") == "编码规则 1.1"


@pytest.mark.parametrize(
    ("version", "text", "named"),
    [
        *(("1", "第1版", True), ("1", "version 1.", True), ("1", "2021年第1.2版，第21条", False)),
        *(("1.2", "v1.2。", True), ("1.2", "1.2.1", False), ("1.2", "11.2", False), ("1.2", "1x2", False)),
    ],
)
def test_a_codebook_names_a_version_as_a_whole(version: str, text: str, named: bool) -> None:
    assert Scheme("x", version, (label("a"),)).is_named_in(text) == named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the scheme has no name"),
        ("name = ", "not a TOML file"),
        ('name = "x"\nversion = 1\n' + ONE, "version is no text"),
        ('name = "x"\nversion = "1"', f"0 categories; give 1 to {MOST_CATEGORIES}"),
        ('name = "x"\nversion = "1"\ncategories = []', "unknown key 'categories'"),
        ('name = "x"\nversion = "1"\n[category]\nid = "a"', "write [[category]]"),
        ('name = "x"\nversion = "1"\n[[category]]\nid = "a"\nzh = "甲"', "category 1 has no en"),
        ('name = "x"\nversion = "1"\n' + ONE + 'color = "#000000"', "unknown key 'color'"),
        ('name = "x"\nversion = "1"\n' + ONE + 'colour = "red"', "#rrggbb"),
        ('name = "x"\nversion = "1"\n' + ONE + "rest = true", "only a status can be"),
        ('name = "x"\nversion = "1"\n' + ONE + 'keywords = "水库"', "keywords is a list of words"),
        ('name = "x"\nversion = "1"\n' + ONE + ONE, "'water' occurs twice"),
        ('name = "x"\nversion = "1"\n' + ONE.replace("water", "Water works"), "lower-case letters"),
        ('name = "x"\nversion = "1"\n' + ONE + ONE.replace("category", "status").replace("water", "share"), "'share'"),
        ('name = "x"\nversion = "1"\n' + ONE + ONE.replace("category", "status"), "'water' occurs twice"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "scheme.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SchemeError) as caught:
        Scheme.read(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_limits() -> None:
    names = [f"c{i}" for i in range(MOST_CATEGORIES + 1)]
    states = [f"s{i}" for i in range(MOST_STATUSES + 1)]
    assert len(Scheme.plain(names[:-1], states[:-1]).label_ids) == MOST_CATEGORIES + MOST_STATUSES
    with pytest.raises(SchemeError, match="41 categories"):
        Scheme.plain(names)
    with pytest.raises(SchemeError, match="9 statuses"):
        Scheme.plain(["a"], states)
    with pytest.raises(SchemeError, match="two statuses"):
        Scheme("x", "1", (label("a"),), (label("b", rest=True), label("c", rest=True)))
    with pytest.raises(SchemeError, match="occurs twice"):  # two counts of one name: done_b_c
        Scheme("x", "1", (label("c"), label("b_c")), (label("done"), label("done_b")))


@pytest.mark.parametrize("name", ["text", "county", "year", "note", "none", "sentence_id", "before", "position"])
def test_a_category_cannot_be_called_as_a_column_beside_it(name: str) -> None:
    with pytest.raises(SchemeError, match=f"category cannot be called '{name}'"):
        Scheme.plain(["water", name])


def test_what_stands_beside_categories_in_sheet_and_panel_is_reserved() -> None:
    assert {*CONTEXT, *ANSWERS, NONE, "sentence_id"} <= BESIDE
    assert set(ENDS.values()) == PANEL_MEASURES


@pytest.mark.parametrize("name", ["n", "per1000", "corr", "dsl"])
def test_a_status_cannot_be_called_as_a_measure_of_the_panel(name: str) -> None:
    with pytest.raises(SchemeError, match=f"status cannot be called '{name}'"):
        Scheme.plain(["water"], [name])


@pytest.mark.parametrize(
    ("categories", "statuses", "name"),
    [
        (["aa", "aa_done"], ["done", "done_n"], "aa_done_n"),  # panel
        (["aa", "p_aa"], [], "p_aa"),
        (["status_done"], ["done"], "status_done"),
        (["aa"], ["p"], "status_p"),
    ],
)
def test_two_columns_of_one_name_are_refused(categories: list[str], statuses: list[str], name: str) -> None:
    with pytest.raises(SchemeError, match=f"two columns would be called '{name}'"):
        Scheme.plain(categories, statuses)


def test_none_of_the_statuses_need_be_the_rest() -> None:
    scheme = Scheme.plain(["a"], ["b", "c"])
    assert scheme.rest is None
    assert scheme.counted_ids == scheme.status_ids == ("b", "c")


def test_the_scheme_beside_the_bundled_model_is_the_bundled_one() -> None:
    assert (locate(None) / SCHEME_FILE).read_bytes() == (BUNDLED / "county.toml").read_bytes()
