import pyarrow.parquet as pq
import pytest

from cuoshi.results import files


def test_the_page_in_english_is_a_file_of_its_own(run, reports, tmp_path):
    run("tally", reports, "--out", tmp_path / "out", "--no-xlsx")
    before = (tmp_path / "out" / "report.html").read_bytes()
    code, out, _ = run("report", tmp_path / "out", "--lang", "en")
    assert (code, out.strip()) == (0, str(tmp_path / "out" / "report.en.html"))
    assert (tmp_path / "out" / "report.html").read_bytes() == before
    assert 'lang="en"' in (tmp_path / "out" / "report.en.html").read_text("utf-8")


def test_a_panel_names_its_files_and_the_sentences_where_they_are_asked_for(run, reports, tmp_path):
    run("tally", reports, "--out", tmp_path / "out", "--no-xlsx")
    code, out, _ = run("panel", tmp_path / "out", "--by", "county,year", "--balanced", "--sentences")
    assert code == 0
    assert out.splitlines() == [str(tmp_path / "out" / name) for name in (*files.PANEL, files.SENTENCES_CSV)]
    assert pq.read_table(tmp_path / "out" / files.PANEL[1]).num_rows == 3 * 3


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("trend", ("--category", "law"), "a trend makes no use of --category"),
        ("map", ("--category", "x"), "no category 'x'"),
        ("heatmap", ("--county", "虚构县"), "no county '虚构县'"),
    ],
)
def test_what_a_figure_cannot_show_is_one_line(run, reports, tmp_path, kind, given, told):
    run("tally", reports, "--out", tmp_path / "out", "--no-xlsx")
    code, _, err = run("plot", tmp_path / "out", kind, "--out", tmp_path / "a.png", *given)
    assert (code, err.count("\n"), told in err) == (2, 1, True)
    assert not (tmp_path / "a.png").exists()


def test_a_figure_is_named(run, reports, tmp_path):
    run("tally", reports, "--out", tmp_path / "out", "--no-xlsx")
    path = tmp_path / "a.svg"
    assert run("plot", tmp_path / "out", "heatmap", "--out", path, "--lang", "en")[:2] == (0, f"{path}\n")
    assert path.read_text("utf-8").startswith("<?xml")
