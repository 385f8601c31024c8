import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import cuoshi
from cuoshi.corpus import child
from cuoshi.corpus.inputs import Progress
from cuoshi.corpus.store import Store
from cuoshi.errors import CuoshiError

LISTS = ("skipped.csv", "unresolved.csv", "duplicates.csv")
TABLES = ("sentences.parquet", "coverage.parquet", "coverage.csv", "coverage.xlsx", *LISTS)
WORDS = ("执法更规范", "贷款余额上升", "审批再提速", "招商见成效", "信用体系完善", "支部作用增强", "培训覆盖面扩大")

RUN = """
import sys, importlib.util
from pathlib import Path
spec = importlib.util.spec_from_file_location("helpers", sys.argv[3])
helpers = importlib.util.module_from_spec(spec); spec.loader.exec_module(helpers)
import cuoshi
def tell(now): print(now.reports, flush=True)
cuoshi.tag_corpus(sys.argv[1], sys.argv[2], tagger=helpers.KeywordTagger(0.02), workers=2, progress=tell)
"""

FRAGILE_WORKER = """
import os, time
from cuoshi.corpus import worker
whole = worker.readers.read_documents
worker.memory_limit = lambda: 1 << 30
def read_documents(path, *how):
    if "crash" in path.name:
        yield from whole(path, *how)
        os.abort()
    if "hang" in path.name:
        time.sleep(600)
    if "memory" in path.name:
        eaten = [bytes(1 << 20) for _ in range(1 << 13)]
    if "odd" in path.name:
        raise KeyError("styles")
    print("a library says something on standard output")
    yield from whole(path, *how)
worker.readers.read_documents = read_documents
"""


def text(county, year, number=0):
    said = "".join(
        f"{county}第{i}项工作中{WORDS[(number + i) % 7]}。粮食面积稳定在{number + i}万亩。" for i in range(4)
    )
    return f"{county}{year}年工作总结\n一、工作回顾\n{said}\n"


def write_report(folder, county="清禾县", year=2021, number=0):
    path = folder / county / f"{year}-{number}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(county, year, number), encoding="utf-8")
    return path


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "reports"
    lines = ["path,county,year"]
    for county in ("清禾县", "丰岭县"):
        for year in (2021, 2022):
            path = write_report(folder, county, year, number=year % 7)
            lines.append(f"{path.relative_to(folder).as_posix()},{county},{year}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def table(out):
    return pd.read_parquet(out / "sentences.parquet")


def tables(out):
    return {name: (out / name).read_bytes() for name in TABLES}


def skipped(out):
    return dict(pd.read_csv(out / "skipped.csv")[["path", "reason"]].itertuples(index=False))


def test_run_writes_every_table(reports, tagger, tmp_path):
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    assert (summary.files, summary.reports, summary.new, summary.reused, summary.skipped) == (4, 4, 4, 0, 0)
    assert (summary.counties, summary.years) == (2, 2)
    rows = table(tmp_path / "out")
    assert len(rows) == summary.sentences == 4 * 8
    assert rows["path"].is_monotonic_increasing
    assert rows.groupby("path")["position"].apply(list).tolist() == [list(range(8))] * 4
    coverage = pd.read_parquet(tmp_path / "out" / "coverage.parquet")
    assert coverage.groupby(["county", "year"]).size().to_dict() == dict.fromkeys(
        [("清禾县", 2021), ("清禾县", 2022), ("丰岭县", 2021), ("丰岭县", 2022)], 7
    )
    run = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert (run["model_hash"], run["by"], run["new"]) == (tagger.model_hash, ["county", "year"], 4)
    assert {"versions", "thresholds", "codebook_version", "started", "finished"} <= set(run)


def test_second_run_does_only_what_changed(reports, tagger, tmp_path):
    out = tmp_path / "out"
    cuoshi.tag_corpus(reports, out, tagger=tagger)
    before, written = tables(out), (out / "coverage.xlsx").stat().st_mtime_ns
    tagger.tagged.clear()
    assert cuoshi.tag_corpus(reports, out, tagger=tagger).reused == 4
    assert tagger.tagged == []
    assert (out / "coverage.xlsx").stat().st_mtime_ns == written

    changed = reports / "清禾县" / "2021-5.txt"
    changed.write_text(text("清禾县", 2021, number=4), encoding="utf-8")
    new = write_report(reports, "新桥县", 2023)
    (reports / "丰岭县" / "2021-5.txt").unlink()
    summary = cuoshi.tag_corpus(reports, out, tagger=tagger)
    assert (summary.new, summary.reused) == (2, 2)
    assert set(tagger.tagged) == {str(changed), str(new)}
    assert not table(out)["path"].str.contains("丰岭县/2021").any()

    new.unlink()
    write_report(reports, "清禾县", 2021, number=5)
    write_report(reports, "丰岭县", 2021, number=5)
    cuoshi.tag_corpus(reports, out, tagger=tagger)
    assert tables(out) == before


def test_what_a_manifest_says_is_part_of_what_is_compared(reports, tagger, tmp_path):
    cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    manifest = reports / "manifest.csv"
    manifest.write_text(manifest.read_text("utf-8").replace(",清禾县,2021", ",清禾县,2019"), encoding="utf-8")
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    assert (summary.new, summary.reused) == (0, 4), "its title, headings and sentences were tagged before"
    assert set(table(tmp_path / "out")["year"]) == {2019, 2021, 2022}


def test_another_model_tags_anew(reports, tagger, make_tagger, tmp_path):
    cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    other = make_tagger()
    other.model_hash = "1" * 64
    assert cuoshi.tag_corpus(reports, tmp_path / "out", tagger=other).new == 4


def test_touched_results_are_written_again(reports, tagger, tmp_path):
    out = tmp_path / "out"
    cuoshi.tag_corpus(reports, out, tagger=tagger)
    before = tables(out)
    (out / "coverage.csv").write_text("edited")
    (out / "coverage.xlsx").unlink()
    cuoshi.tag_corpus(reports, out, tagger=tagger)
    assert tables(out) == before


def test_killed_run_is_completed_with_the_same_bytes(tmp_path, tagger):
    folder = tmp_path / "reports"
    for number in range(60):
        write_report(folder, ("清禾县", "丰岭县", "双桐县")[number % 3], 2020 + number % 4, number)
    cuoshi.tag_corpus(folder, tmp_path / "whole", tagger=tagger)
    helpers = Path(__file__).parents[1] / "conftest.py"
    command = [sys.executable, "-c", RUN, str(folder), str(tmp_path / "killed"), str(helpers)]
    for kill in range(2):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert process.stdout is not None
        assert any(int(line) >= 5 + 20 * kill for line in process.stdout)
        process.kill()
        process.communicate()
        assert process.returncode == -9
        assert not (tmp_path / "killed" / "coverage.csv").exists()
    summary = cuoshi.tag_corpus(folder, tmp_path / "killed", tagger=tagger)
    assert summary.reused > 0
    assert tables(tmp_path / "killed") == tables(tmp_path / "whole")


def test_order_of_reading_does_not_show(reports, tagger, tmp_path):
    cuoshi.tag_corpus(reports, tmp_path / "one", tagger=tagger, workers=1)
    cuoshi.tag_corpus(reports, tmp_path / "many", tagger=tagger, workers=4)
    assert tables(tmp_path / "one") == tables(tmp_path / "many")


def test_what_breaks_a_reader_is_skipped(reports, tagger, tmp_path, monkeypatch):
    (tmp_path / "fragile.py").write_text(FRAGILE_WORKER)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(child, "CODE", f"import fragile; {child.CODE}")
    monkeypatch.setattr(child, "TIMEOUT", 8.0)
    for name in ("crash", "hang", "memory", "odd"):
        (reports / f"{name}.txt").write_text(text("双桐县", 2021, len(name)), encoding="utf-8")
    (reports / "empty.txt").write_text("")
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, workers=2)
    reasons = {Path(path).stem: reason for path, reason in skipped(tmp_path / "out").items()}
    assert "crashed" in reasons["crash"]
    assert "8 seconds" in reasons["hang"]
    assert "memory" in reasons["memory"]
    assert "KeyError" in reasons["odd"]
    assert set(reasons) == {"crash", "hang", "memory", "odd", "empty"}
    assert summary.skipped == 5
    assert summary.reports == 5  # the four, and what the crashed file gave before it crashed


def test_corpus_of_nothing_readable_gives_empty_tables(tmp_path, tagger):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "empty.txt").write_text("")
    summary = cuoshi.tag_corpus(tmp_path / "reports", tmp_path / "out", tagger=tagger)
    assert (summary.reports, summary.skipped) == (0, 1)
    assert len(table(tmp_path / "out")) == 0


def test_a_condition_that_nothing_fulfils_says_what_there_is(reports, tagger, tmp_path, caplog):
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, where="县 == '清禾'")
    assert summary.reports == 0 and "no sentence has the county '清禾'; there is 清禾县" in caplog.text


def test_results_are_not_read_as_input(reports, tagger, tmp_path):
    first = cuoshi.tag_corpus(reports, reports / "results", tagger=tagger)
    again = cuoshi.tag_corpus(reports, reports / "results", tagger=tagger)
    other = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    assert first.files == again.files == other.files == 4


def test_results_cannot_go_where_the_reports_are(reports, tagger):
    with pytest.raises(CuoshiError, match="another --out"):
        cuoshi.tag_corpus(reports, reports, tagger=tagger)


def test_two_runs_cannot_share_a_folder(reports, tagger, tmp_path):
    with Store(tmp_path / "out"), pytest.raises(CuoshiError, match="another run"):
        cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    assert cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger).reports == 4


def test_damaged_store_says_what_to_do(reports, tagger, tmp_path):
    (tmp_path / "out" / ".cuoshi").mkdir(parents=True)
    (tmp_path / "out" / ".cuoshi" / "store.sqlite").write_text("no database" * 100)
    with pytest.raises(CuoshiError, match="delete it"):
        cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)


def test_full_disk_says_what_to_do(tmp_path):
    with pytest.raises(CuoshiError, match="free space"), Store(tmp_path):
        raise sqlite3.OperationalError("database or disk is full")


def test_nothing_to_read_is_said(tmp_path, tagger):
    with pytest.raises(CuoshiError, match="no such file or folder"):
        cuoshi.tag_corpus(tmp_path / "nowhere", tmp_path / "out", tagger=tagger)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CuoshiError, match="no report there"):
        cuoshi.tag_corpus(tmp_path / "empty", tmp_path / "out", tagger=tagger)
    assert not (tmp_path / "out").exists()


def test_out_that_is_a_file_is_said(reports, tagger, tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(CuoshiError, match="cannot be written to"):
        cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)


def test_unknown_group_is_said_before_any_work(reports, tagger, tmp_path):
    with pytest.raises(CuoshiError, match="'region'"):
        cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, by=("region",))
    assert tagger.tagged == []


def test_a_copy_is_counted_once_and_named_with_its_original(reports, tagger, tmp_path):
    whole = cuoshi.tag_corpus(reports, tmp_path / "whole", tagger=tagger)
    body = (reports / "清禾县" / "2021-5.txt").read_text("utf-8").split("\n", 2)[2]
    framed = f"<html><body><article><p>{'</p><p>'.join(body.replace('。', '。 ').split())}</p></article></body></html>"
    (reports / "another site.html").write_text(framed, encoding="utf-8")
    (reports / "00 copy.txt").write_bytes((reports / "清禾县" / "2021-5.txt").read_bytes())
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    assert (summary.reports, summary.duplicates, summary.near_duplicates) == (4, 2, 0)
    pd.testing.assert_frame_equal(table(tmp_path / "out"), table(tmp_path / "whole"))
    assert summary.sentences == whole.sentences
    listed = pd.read_csv(tmp_path / "out" / "duplicates.csv")
    assert [Path(path).name for path in listed["path"]] == ["00 copy.txt", "another site.html"]
    assert listed["original_path"].tolist() == [str(reports / "清禾县" / "2021-5.txt")] * 2, "its county is known"
    assert listed["counted"].tolist() == ["no", "no"]
    run = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert (run["reports"], run["duplicates"], run["keep_duplicates"]) == (4, 2, False)


def test_kept_copies_are_counted_but_are_one_unit_of_the_interval(reports, tagger, tmp_path):
    copy = reports / "清禾县" / "2021 副本.txt"
    copy.write_bytes((reports / "清禾县" / "2021-5.txt").read_bytes())
    with (reports / "manifest.csv").open("a", encoding="utf-8") as file:
        file.write("清禾县/2021 副本.txt,清禾县,2021\n")
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, keep_duplicates=True)
    assert (summary.reports, summary.duplicates, summary.new) == (5, 1, 4)
    rows = table(tmp_path / "out").groupby("path")[["report_id", "duplicate_of"]].first()
    own, original = rows.loc[str(copy)], rows.loc[str(reports / "清禾县" / "2021-5.txt")]
    assert (own["report_id"], own["duplicate_of"]) == (f"{original['report_id']}-2", original["report_id"])
    coverage = pd.read_parquet(tmp_path / "out" / "coverage.parquet").query("county == '清禾县' and year == 2021")
    assert set(coverage["reports"]) == {2} and coverage["low"].isna().all()
    assert cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger).reports == 4
    assert len(table(tmp_path / "out")) == 4 * 8


def test_near_copies_are_counted_and_listed(reports, tagger, tmp_path):
    said = [f"清禾县第{i}项工作取得新进展。" for i in range(20)]
    for name, last in (("a", []), ("b", ["另附一句话。"]), ("c", [f"全新的第{i}句。" for i in range(9)])):
        (reports / f"{name}.txt").write_text("清禾县2023年工作总结\n" + "".join(said + last), encoding="utf-8")
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    assert (summary.reports, summary.duplicates, summary.near_duplicates) == (7, 0, 2)
    listed = pd.read_csv(tmp_path / "out" / "duplicates.csv").to_dict("records")
    assert [(Path(row["path"]).name, row["similarity"], row["counted"]) for row in listed] == [
        ("a.txt", 1.0, "yes"),
        ("b.txt", round(20 / 21, 4), "yes"),
    ]
    assert {Path(row["original_path"]).name for row in listed} == {"c.txt"}, "of which a is an excerpt, and b its copy"
    marked = table(tmp_path / "out").query("duplicate_of != ''")
    assert {Path(path).name for path in marked["path"]} == {"a.txt", "b.txt"}
    (reports / "c.txt").unlink()
    cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    (listed,) = pd.read_csv(tmp_path / "out" / "duplicates.csv").to_dict("records")
    assert (Path(listed["path"]).name, Path(listed["original_path"]).name) == ("b.txt", "a.txt")
    assert (listed["similarity"], listed["counted"]) == (round(20 / 21, 4), "yes")


def test_a_moved_folder_is_not_tagged_anew_and_its_sentences_keep_their_ids(reports, tagger, tmp_path):
    out = tmp_path / "out"
    cuoshi.tag_corpus(reports, out, tagger=tagger)
    before = table(out)
    tagger.tagged.clear()
    summary = cuoshi.tag_corpus(reports.rename(tmp_path / "elsewhere"), out, tagger=tagger)
    assert (summary.new, summary.reused, tagger.tagged) == (0, 4, [])
    after = table(out)
    assert after["path"].str.startswith(str(tmp_path / "elsewhere")).all()
    pd.testing.assert_frame_equal(after.drop(columns="path"), before.drop(columns="path"))


def test_which_copy_is_the_original_does_not_depend_on_the_order_of_reading(reports, tagger, tmp_path):
    for name in ("甲", "乙", "丙"):
        (reports / f"{name}.txt").write_text(text("清禾县", 2023), encoding="utf-8")
    folders = [tmp_path / name for name in ("one", "many", "steps")]
    cuoshi.tag_corpus(reports, folders[0], tagger=tagger, workers=1)
    cuoshi.tag_corpus(reports, folders[1], tagger=tagger, workers=4)
    cuoshi.tag_corpus(reports / "丙.txt", folders[2], tagger=tagger)
    cuoshi.tag_corpus(reports, folders[2], tagger=tagger)
    assert tables(folders[0]) == tables(folders[1]) == tables(folders[2])


def test_manifest_names_files_that_are_there(reports, tagger, tmp_path):
    manifest = reports / "manifest.csv"
    manifest.write_text(manifest.read_text("utf-8") + "gone.docx,清禾县,2024\n", encoding="utf-8")
    cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    assert [Path(path).name for path in skipped(tmp_path / "out")] == ["gone.docx"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"file,county\na.txt,x\n", "no column 'path'"),
        (b"path,county\na.txt,x\na.txt,y\n", "line 3: a.txt is named a second time"),
        (b"", "no column 'path'"),
        (b"path\n\x00\x01", "CSV UTF-8"),
    ],
)
def test_bad_manifest_is_said(reports, tagger, tmp_path, content, message):
    (tmp_path / "list.csv").write_bytes(content)
    with pytest.raises(CuoshiError, match=message):
        cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, manifest=tmp_path / "list.csv")


def test_manifest_is_no_report(reports, tagger, tmp_path):
    (reports / "manifest.csv").rename(reports / "名单.csv")
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, manifest=reports / "名单.csv")
    assert (summary.files, summary.skipped) == (4, 0)


def test_manifest_may_have_chinese_columns(reports, tagger, tmp_path):
    (reports / "manifest.csv").write_text("文件,县,年份\n清禾县/2021-5.txt,新桥县,1999\n", encoding="utf-8-sig")
    cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)
    rows = table(tmp_path / "out")
    assert set(rows.loc[rows["path"].str.contains("清禾县/2021"), ["county", "year"]].itertuples(index=False)) == {
        ("新桥县", 1999)
    }


def test_manifest_in_gb18030_and_of_another_folder(reports, tagger, tmp_path):
    (tmp_path / "list.csv").write_bytes("path,county,year\nreports\\清禾县\\2021-5.txt,新桥县,1999\n".encode("gb18030"))
    cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, manifest=tmp_path / "list.csv")
    assert "新桥县" in set(table(tmp_path / "out")["county"])


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux alone")
def test_file_name_that_is_not_utf8_is_shown_readably(reports, tagger, tmp_path):
    raw = os.fsencode(reports) + "/总结.txt".encode("gb18030")
    Path(os.fsdecode(raw)).write_text(text("清禾县", 2023), encoding="utf-8")
    assert cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger).reports == 5
    assert f"{reports}/总结.txt" in set(table(tmp_path / "out")["path"])


def test_progress_counts_to_the_end(reports, tagger, tmp_path):
    seen = []
    cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, progress=seen.append)
    assert seen[-1] == Progress(files=4, total=4, reports=4, skipped=0)
    assert [now.files for now in seen] == sorted(now.files for now in seen)


def test_same_file_given_twice_is_read_once(reports, tagger, tmp_path):
    summary = cuoshi.tag_corpus([reports, reports / "清禾县"], tmp_path / "out", tagger=tagger)
    assert summary.reports == 4


def carry(reports, cells):
    """Give the manifest a column 批次 of one's own."""
    lines = (reports / "manifest.csv").read_text("utf-8").splitlines()
    lines = [f"{line.rpartition('|')[0] or line}|{cell}" for line, cell in zip(lines, ["批次", *cells], strict=True)]
    (reports / "manifest.csv").write_text("\n".join(lines).replace("|", ",") + "\n", "utf-8")


def test_what_a_manifest_has_of_its_own_is_carried_and_grouped_by(reports, tagger, tmp_path):
    before = (reports / "manifest.csv").read_text("utf-8")
    cuoshi.tag_corpus(reports, tmp_path / "plain", tagger=tagger)
    carry(reports, ["试点", "试点", "试点", "对照"])
    cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, by=("county",))
    sentences = table(tmp_path / "out")
    assert list(sentences)[-1] == "批次"
    assert sentences.drop(columns="批次").equals(table(tmp_path / "plain"))
    assert sentences.groupby(["county", "year"])["批次"].first().to_dict() == {
        ("清禾县", 2021): "试点",
        ("清禾县", 2022): "试点",
        ("丰岭县", 2021): "试点",
        ("丰岭县", 2022): "对照",
    }
    coverage = pd.read_parquet(tmp_path / "out" / "coverage.parquet")
    assert list(coverage)[:4] == ["county", "county_code", "批次", "category"]
    assert coverage.groupby("county")["批次"].first().to_dict() == {"清禾县": "试点", "丰岭县": ""}
    assert cuoshi.tally(tmp_path / "out", by=("批次",))["reports"].tolist() == [1] * 7 + [3] * 7
    sheet = pd.read_excel(tmp_path / "out" / "coverage.xlsx", sheet_name="句子")
    assert sheet["批次"].tolist() == sentences["批次"].tolist()
    assert set(cuoshi.panel(tmp_path / "out", by=("county", "year"))["批次"]) == {"试点", "对照"}

    tagged = len(tagger.tagged)
    (reports / "manifest.csv").write_text(before, "utf-8")
    carry(reports, ["甲", "乙", "甲", "乙"])
    summary = cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger, by=("批次", "year"))
    assert (summary.new, len(tagger.tagged)) == (0, tagged)
    coverage = pd.read_csv(tmp_path / "out" / "coverage.csv")
    assert coverage[["批次", "year"]].drop_duplicates().to_numpy().tolist() == [["乙", 2022], ["甲", 2021]]


def test_a_column_of_a_manifest_that_is_called_like_one_of_the_tables_is_said(reports, tagger, tmp_path):
    text = (reports / "manifest.csv").read_text("utf-8")
    for name in ("status", "share", "p_law", "heading_path", "unit", "law"):
        (reports / "manifest.csv").write_text(text.replace("year\n", f"year,{name}\n", 1), "utf-8")
        with pytest.raises(CuoshiError, match=f"the manifest's column '{name}' is called like one of the tables"):
            cuoshi.tag_corpus(reports, tmp_path / "out", tagger=tagger)


def test_what_is_not_known_can_be_filled_in_and_given_back(tmp_path, tagger):
    folder = tmp_path / "in"
    write_report(folder, "清苑区", 2021)
    write_report(folder, "某地", 2021, 1)
    out = tmp_path / "deep" / "out"
    cuoshi.tag_corpus(folder, out, tagger=tagger)
    (line,) = (out / "unresolved.csv").read_text("utf-8-sig").splitlines()[1:]
    assert ",unnamed," in line
    manifest = (out / "unresolved.csv").read_text("utf-8-sig").replace(",,,unnamed", ",昆山市,,unnamed")
    (out / "unresolved.csv").write_text(manifest, "utf-8")
    shutil.copy(out / "unresolved.csv", out / "known.csv")
    cuoshi.tag_corpus(folder, out, tagger=tagger, manifest=out / "known.csv")
    assert set(table(out)["county_code"]) == {"130608", "320583"}
    assert not [name for name in table(out) if "reason" in name]
    assert len((out / "unresolved.csv").read_text("utf-8-sig").splitlines()) == 1
