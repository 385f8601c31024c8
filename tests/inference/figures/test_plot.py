import builtins
import json
import re
from pathlib import Path

import pytest

from cuoshi.commands.options import FigureKind
from cuoshi.errors import CuoshiError, MissingDependencyError

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'cuoshi[plot]'")

from matplotlib import font_manager

from cuoshi.figures.plot import KINDS, NO_FONT, TAKES, _font_files, find_chinese_font, plot
from cuoshi.results.loading.folder import load
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids

STARTS = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<?xml"}


def has_font() -> bool:
    try:
        return bool(find_chinese_font())
    except CuoshiError:
        return False


needs_font = pytest.mark.skipif(not has_font(), reason="no Chinese font installed: apt-get install fonts-noto-cjk")


def test_the_command_knows_every_kind():
    assert [kind.value for kind in FigureKind] == list(KINDS)


@needs_font
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", STARTS)
def test_every_kind_in_every_format(results, tmp_path, kind, suffix):
    out = plot(results, kind, tmp_path / f"figure{suffix}", dpi=60)
    assert out.read_bytes().startswith(STARTS[suffix])


@needs_font
@pytest.mark.parametrize("suffix", STARTS)
def test_same_results_give_the_same_bytes(results, tmp_path, suffix):
    first, second = (plot(results, "trend", tmp_path / f"{name}{suffix}", dpi=60) for name in "ab")
    assert first.read_bytes() == second.read_bytes()


@needs_font
@pytest.mark.parametrize("kind", KINDS)
def test_no_character_is_missing_from_the_font(results, tmp_path, kind, recwarn):
    plot(results, kind, tmp_path / "figure.png", dpi=60, counties=["青禾县"] if "county" in TAKES[kind] else ())
    assert not [str(warning.message) for warning in recwarn if "Glyph" in str(warning.message)]


@needs_font
def test_shares_are_told_of_that_the_model_counts_too_high_or_a_sample_corrects(
    validated, make_rows, make_results, tmp_path, caplog
):
    folder = make_results(tmp_path / "results", make_rows(4, 2, 1, 10))
    run = json.loads((folder / "run.json").read_text("utf-8"))
    learnt = {"sentences": 200, "reports": 20, "chosen": 0, "macro_f1": [0.8, 0.7, 0.9], "shares": {"law": [0, 0, 0]}}
    (folder / "run.json").write_text(json.dumps({**run, "learnt": learnt}), "utf-8")
    plot(folder, "matrix", tmp_path / "figure.png", dpi=60)
    plot(validated[0], "heatmap", tmp_path / "figure.png", dpi=60, corrected=True)
    assert not caplog.records
    plot(folder, "heatmap", tmp_path / "figure.png", dpi=60)
    plot(validated[0], "heatmap", tmp_path / "figure.png", dpi=60)
    model, sample = (record.getMessage() for record in caplog.records)
    assert "法治环境" not in model and "the model may give it too often" in model
    assert sample.endswith("a hand-coded sample corrects these shares: add --corrected")


@needs_font
def test_nothing_is_said_of_fonts(results, tmp_path, caplog):
    plot(results, "profile", tmp_path / "figure.png", dpi=50)
    assert not [record.getMessage() for record in caplog.records if "font" in record.name]


@needs_font
def test_size_and_dpi_make_the_pixels(results, tmp_path):
    from PIL import Image

    small = Image.open(plot(results, "profile", tmp_path / "a.png", size=(6, 3), dpi=50)).size
    large = Image.open(plot(results, "profile", tmp_path / "b.png", size=(6, 3), dpi=100)).size
    assert abs(small[0] - 300) < 30
    assert abs(large[0] - 2 * small[0]) <= 2


@needs_font
def test_heatmap_shows_the_counties_asked_for(results, tmp_path):
    from cuoshi.figures.heatmap import heatmap
    from cuoshi.figures.view import View

    loaded = load(results)
    figure = heatmap(View(loaded, [loaded.places.find(loaded.reports, name)[0] for name in ("青禾县", "临禾县")]))
    axes = figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["青禾县", "临禾县"]
    assert [label.get_text() for label in axes.get_xticklabels()] == [one.zh for one in bundled().categories]
    reports = loaded.reports[loaded.reports["county"] == "青禾县"]
    share = 100 * reports["tagged_law"].sum() / reports["sentences"].sum()
    assert axes.texts[0].get_text() == f"{share:.1f}"


@needs_font
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "county" in TAKES[kind]])
def test_counties_are_as_many_as_can_be_told_apart(results, tmp_path, kind):
    names = list(load(results).reports["county"].unique())
    out = tmp_path / "figure.svg"
    plot(results, kind, out, counties=[*names[:8], names[0]])
    if kind in ("trend", "profile"):
        with pytest.raises(CuoshiError, match=r"9 counties; .*8 apart at most; .*heatmap, panel, matrix$"):
            plot(results, kind, out, counties=names[:9])
    else:
        eight = out.read_bytes()
        assert plot(results, kind, out, counties=names[:9]).read_bytes() != eight


@needs_font
def test_heatmap_says_which_counties_it_leaves_out(make_rows, make_results, tmp_path):
    from cuoshi.figures.heatmap import heatmap
    from cuoshi.figures.view import View

    figure = heatmap(View(load(make_results(tmp_path, make_rows(45, 1, length=20)))))
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert "句子最多的 40 个县（共 45 个）" in texts
    assert len(texts) == 40 * len(CATEGORIES) + 1


@needs_font
def test_trend_of_a_single_year_and_of_none(make_rows, make_results, tmp_path):
    rows = make_rows(2, 1)
    plot(make_results(tmp_path / "one", rows), "trend", tmp_path / "one.png", dpi=60)
    for row in rows:
        row["year"] = None
    with pytest.raises(CuoshiError, match="year"):
        plot(make_results(tmp_path / "none", rows), "trend", tmp_path / "none.png")


@pytest.mark.parametrize(
    ("kind", "name", "counties", "said"),
    [
        ("pie", "a.png", (), "heatmap, trend, profile"),
        ("trend", "a.bmp", (), ".pdf, .svg, .png"),
        ("trend", "nowhere/a.png", (), "no folder"),
        ("trend", "a.png", ("无此县",), "无此县"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(results, tmp_path, kind, name, counties, said):
    with pytest.raises(CuoshiError, match=re.escape(said)) as caught:
        plot(results, kind, tmp_path / name, counties=counties)
    assert "\n" not in str(caught.value)


OPTIONS = {
    "county": {"counties": ["青禾县"]},
    "corrected": {"corrected": True},
    "category": {"category": "finance"},
    "map": {"boundaries": Path("none.geojson")},
}


@pytest.mark.parametrize(
    ("kind", "option"), [(kind, name) for kind in KINDS for name in OPTIONS if name not in TAKES[kind]]
)
def test_an_option_that_would_change_nothing_is_refused(results, tmp_path, kind, option):
    with pytest.raises(CuoshiError, match=rf"a {kind} makes no use of --{option}; leave it out, or draw one of \w+"):
        plot(results, kind, tmp_path / "a.png", **OPTIONS[option])


@needs_font
@pytest.mark.parametrize("kind", KINDS)
def test_an_option_that_is_taken_changes_the_figure(validated, tmp_path, kind):
    plain = plot(validated[0], kind, tmp_path / "plain.svg").read_bytes()
    for name in {*TAKES[kind]} - {"map"}:
        assert plot(validated[0], kind, tmp_path / "other.svg", **OPTIONS[name]).read_bytes() != plain, name


@pytest.mark.parametrize("size", [(0, 4), (6, -1), (6, 5000)])
def test_an_impossible_size_is_said(results, tmp_path, size):
    with pytest.raises(CuoshiError, match="inches"):
        plot(results, "trend", tmp_path / "a.png", size=size)


def test_without_a_chinese_font_the_package_is_named(monkeypatch):
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    with pytest.raises(CuoshiError, match="fonts-noto-cjk"):
        find_chinese_font()
    assert "\n" not in NO_FONT


def test_font_files_are_told_by_name():
    files = ["/f/NotoSansCJK-Regular.ttc", "/f/DejaVuSans.ttf", "/f/wqy-zenhei.ttc", "/f/SimHei.ttf"]
    assert [Path(path).name for path in _font_files(files)] == [
        "NotoSansCJK-Regular.ttc",
        "SimHei.ttf",
        "wqy-zenhei.ttc",
    ]


def test_without_matplotlib_the_pip_line_is_given(results, tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **options):
        if name.split(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingDependencyError, match=re.escape("pip install 'cuoshi[plot]'")):
        plot(results, "trend", tmp_path / "a.png")
