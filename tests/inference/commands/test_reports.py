import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cuoshi.results.tables.rows import sentences_schema
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids
STATUSES = bundled().status_ids
SENTENCES = "推进审批提速。种粮面积稳定。银行贷款将增长。"


def test_tag_shows_names_probabilities_and_thresholds(run):
    code, out, _ = run("tag", SENTENCES)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].strip() == "推进审批提速。"
    assert "Services 0." in lines[1]
    assert "≥ 0.50" in lines[1]
    assert "Done" in lines[1]
    assert "→" not in lines[3]
    assert "Finance" in lines[4]
    assert "Planned" in lines[4]


def test_tag_json_has_every_probability_and_threshold(run):
    code, out, _ = run("tag", SENTENCES, "--json")
    first, second, third = map(json.loads, out.splitlines())
    assert code == 0
    assert (first["categories"], first["status"]) == (["service"], "done")
    assert (second["categories"], second["status"]) == ([], None)
    assert third["status"] == "planned"
    assert {name[2:] for name in first if name.startswith("p_")} == set(first["thresholds"]) == set(CATEGORIES)
    assert set(first["status_probabilities"]) == set(STATUSES)
    assert first["p_service"] >= first["thresholds"]["service"]
    assert set(first) >= set(sentences_schema(bundled()).names)


def test_tag_reads_a_file(run, reports):
    code, out, _ = run("tag", reports / "1.txt", "--json")
    assert code == 0
    assert len(out.splitlines()) == 6
    assert json.loads(out.splitlines()[0])["path"] == str(reports / "1.txt")


@pytest.mark.parametrize("text", ["", " "])
def test_tag_wants_a_text(run, text):
    code, _, err = run("tag", text)
    assert (code, err) == (2, "cuoshi: no text given; put a sentence in quotes, or name a file\n")


def test_tag_takes_a_text_longer_than_a_file_name(run):
    code, out, _ = run("tag", SENTENCES * 500, "--json")
    assert (code, len(out.splitlines())) == (0, 1500)


def test_show_removed_lists_what_cleaning_took(run, tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(f"清禾县工作总结\n{SENTENCES}\n打印本页 关闭窗口\n", encoding="utf-8")
    code, out, _ = run("tag", path, "--show-removed")
    assert code == 0
    assert "打印本页" in out.split("removed by cleaning")[1]
    _, out, _ = run("tag", path, "--show-removed", "--json")
    assert "打印本页" in json.loads(out.splitlines()[0])["removed"]


def test_tally_opens_the_sentences_twice_at_most(run, reports, tmp_path, monkeypatch):
    opened, whole = [], pq.ParquetFile

    def seen(source, *rest, **options):
        opened.append(source)
        return whole(source, *rest, **options)

    monkeypatch.setattr(pq, "ParquetFile", seen)
    assert run("tally", reports, "--out", tmp_path / "out")[0] == 0
    assert len([path for path in opened if "sentences.parquet" in str(path)]) == 2, "counts, then the page's text"
    opened.clear()
    assert run("tally", reports, "--out", tmp_path / "out")[0] == 0
    assert len([path for path in opened if "sentences.parquet" in str(path)]) == 2, "nor where nothing has changed"


def test_tally_shows_the_table_and_where_files_are(run, reports, tmp_path):
    code, out, _ = run("tally", reports, "--out", tmp_path / "结果 1")
    assert code == 0
    row = next(line for line in out.splitlines() if "清禾县" in line)
    assert row.split()[1:] == ["1", "3", "·", "33.3%", "33.3%", "·", "·", "·", "·"]
    assert "in the tables 3 reports, 18 sentences, 3 years, 3 counties" in out
    assert f"{tmp_path / '结果 1'}/" in out
    assert "3 read, 3 tagged now, " in out
    _, out, _ = run("tally", reports, "--out", tmp_path / "结果 1")
    assert "3 read, 0 tagged now, 3 of a text that was tagged already, " in out


def test_tally_fits_one_screen(run, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    lines = ["path,county,year"]
    for number in range(40):
        (folder / f"{number}.txt").write_text(
            f"总结\n{SENTENCES * (1 + number % 3)}修渠{number}条。\n", encoding="utf-8"
        )
        lines.append(f"{number}.txt,虚构{number}县,2021")
    (folder / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = run("tally", folder, "--out", tmp_path / "out", "--no-xlsx")
    assert code == 0
    assert sum("虚构" in line for line in out.splitlines()) == 25
    assert "15 more counties" in out
    assert len(out.splitlines()) <= 40
    assert not (tmp_path / "out" / "coverage.xlsx").exists()


def test_inspect_shows_what_would_be_read_and_writes_the_manifest_that_tally_takes(run, reports, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (reports / "manifest.csv").unlink()
    for number, name in enumerate(("清苑区2020", "清苑区2022", "某单位2021")):
        (reports / f"{number}.txt").write_text(f"{name}年工作总结\n{SENTENCES * (number + 1)}\n", encoding="utf-8")
    (reports / "空.txt").touch()
    code, out, _ = run("inspect", "reports")
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert ["清苑区", "1", "·", "1"] in lines
    doubtful, clear = ["(unknown)", "2021", "工作总结", "66", "2.txt"], ["清苑区", "2020", "工作总结", "22", "0.txt"]
    assert lines.index(doubtful) < lines.index(clear)
    assert "no county is named" in out and "skipped reports/空.txt: the file is empty" in out
    assert "correct manifest.csv; then: cuoshi tally reports --manifest manifest.csv --out results" in out
    text = (tmp_path / "manifest.csv").read_text("utf-8-sig")
    (tmp_path / "manifest.csv").write_text(text.replace("2.txt,,", "2.txt,昆山市,"), "utf-8")
    assert run("inspect", "reports")[0] == 2
    code, out, _ = run("inspect", "reports", "--manifest", "manifest.csv")
    assert (code, "manifest.csv stays as it is" in out, "no county is named" in out) == (0, True, False)
    assert run("tally", "reports", "--manifest", "manifest.csv", "--out", "results")[0] == 0
    assert "昆山市,320583,2021" in (tmp_path / "results" / "coverage.csv").read_text("utf-8-sig")


def test_inspect_of_nothing_readable_shows_no_empty_tables(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("空.txt").touch()
    code, out, _ = run("inspect", "空.txt")
    assert (code, len(out.splitlines())) == (0, 3)
    assert out.startswith("skipped 空.txt: the file is empty")
    assert "0 reports" in out


def test_inspect_fits_one_screen(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    for number in range(60):
        text = f"报告\n{SENTENCES}第{number}项。"
        (tmp_path / "reports" / f"{number:02}县{2000 + number % 20}年.txt").write_text(text, encoding="utf-8")
    code, out, _ = run("inspect", "reports")
    assert code == 0 and len(out.splitlines()) < 70
    assert "40 more reports; --all, or the manifest, has them" in out


def test_skipped_files_are_said_and_fail_only_when_strict(run, reports, tmp_path):
    (reports / "empty.txt").write_text("")
    code, out, _ = run("tally", reports, "--out", tmp_path / "out")
    assert code == 0
    assert f"1 skipped, reasons in {tmp_path / 'out' / 'skipped.csv'}" in out
    code, _, _ = run("tally", reports, "--out", tmp_path / "out", "--strict")
    assert code == 1


def test_tally_by_other_columns(run, reports, tmp_path):
    assert run("tally", reports, "--out", tmp_path / "out", "--by", "year")[0] == 0
    header = (tmp_path / "out" / "coverage.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.startswith("year,category,reports")


def test_columns_may_be_named_in_chinese(run, reports, tmp_path):
    assert run("tally", reports, "--out", tmp_path / "out", "--by", "县，年份", "--no-xlsx")[0] == 0
    header = (tmp_path / "out" / "coverage.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.startswith("county,county_code,year,category")


def test_a_condition_decides_what_is_counted(run, reports, tmp_path):
    out = tmp_path / "out"
    code, shown, _ = run("tally", reports, "--out", out, "--where", "year >= 2021 and position < 3")
    assert code == 0
    assert "2 reports, 6 sentences, 2 years, 2 counties" in shown
    assert pq.read_table(out / "sentences.parquet").num_rows == 6
    assert json.loads((out / "run.json").read_text("utf-8"))["where"] == "year >= 2021 and position < 3"
    assert "3 reports, 18 sentences" in run("tally", reports, "--out", out)[1]


def test_quiet_shows_nothing_and_a_log_holds_what_was_skipped(run, reports, tmp_path):
    (reports / "empty.txt").write_text("")
    log = tmp_path / "run.log"
    assert run("tally", reports, "--out", tmp_path / "out", "--quiet", "--log", log) == (0, "", "")
    text = log.read_text("utf-8")
    assert "empty.txt: skipped: the file is empty" in text
    assert "reports 3, sentences 18" in text


def test_nothing_readable_is_a_failure(run, tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "empty.txt").write_text("")
    code, out, _ = run("tally", tmp_path / "reports", "--out", tmp_path / "out")
    assert (code, "no report could be read" in out) == (1, True)
