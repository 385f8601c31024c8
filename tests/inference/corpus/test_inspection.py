import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

import cuoshi
from cuoshi.corpus.inspection import inspect
from cuoshi.corpus.manifest import UNMET, read_manifest
from cuoshi.errors import CuoshiError
from cuoshi.scheme import Scheme

LONG = "走访企业三百家，解决问题九十八个，减免税费一千万元，" * 10 + "兑现承诺。"
TEXT = f"一、工作回顾\n全年走访企业312家，解决问题98个。推行免申即享，减免税费1860万元。\n{LONG}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports of two counties, one of them known by a folder only, one by nothing; a copy; a table; broken files."""
    root = tmp_path / "reports"
    texts = {
        "清苑区/2021.txt": f"清苑区2021年工作总结\n{TEXT}",
        "清苑区/2022.txt": f"2022年工作总结\n{TEXT}组织45名企业家外出研修。",
        "清苑区/副本.txt": f"清苑区2021年工作总结\n{TEXT}",
        "无名.txt": f"工作总结\n{TEXT}设立资金池。",
        "朝阳.txt": f"朝阳县2023年政府工作报告\n{TEXT}设立窗口。",
        "汇总.csv": "县,年份,正文\n昆山市,2022,设立风险补偿资金池。\n昆山市,21,设立帮办窗口。\n昆山市,2023,\n",
        "空.txt": "",
        "=1.txt": f"昆山市2020年工作总结\n{TEXT}清理欠款。",
    }
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def by_name(reports: pd.DataFrame, root: Path) -> dict[str, pd.Series]:
    return {row["path"].removeprefix(f"{root}/"): row for _, row in reports.iterrows()}


def test_every_report_is_described(folder: Path) -> None:
    found = inspect(folder, workers=1)
    assert list(found.reports["path"]) == sorted(found.reports["path"])
    reports = by_name(found.reports, folder)
    first = reports["清苑区/2021.txt"]
    assert (first["county"], first["county_code"], first["year"]) == ("清苑区", "130608", 2021)
    assert (first["title"], first["reader"], first["encoding"]) == ("清苑区2021年工作总结", "text", "utf-8")
    assert (first["sentences"], first["note"]) == (3, "")
    assert first["characters"] == len("全年走访企业312家，解决问题98个。推行免申即享，减免税费1860万元。" + LONG)
    assert reports["清苑区/副本.txt"]["duplicate_of"] == f"{folder}/清苑区/2021.txt"
    assert reports["无名.txt"]["note"] == "no county is named；year not known"
    assert reports["汇总.csv#3"]["note"].startswith("year '21' cannot be read")
    assert reports["汇总.csv#2"]["reader"] == "csv"


def test_what_is_not_read_is_listed_with_its_reason(folder: Path) -> None:
    found = inspect(folder, workers=2)
    skipped = {path.removeprefix(f"{folder}/"): reason for path, reason in found.skipped}
    assert set(skipped) == {"空.txt", "汇总.csv#4"}
    assert "empty" in skipped["空.txt"]


def test_the_matrix_counts_counties_by_year_without_copies(folder: Path) -> None:
    (folder / "清苑县2012年总结.txt").write_text(f"清苑县2012年工作总结\n{TEXT}修渠。", "utf-8")
    (folder / "保定市2022年政府工作报告.txt").write_text(f"保定市2022年政府工作报告\n{TEXT}种粮。", "utf-8")
    found = inspect(folder, workers=2)
    counts = found.matrix()
    assert list(counts.columns) == list(range(2012, 2024))
    assert counts.loc["130608", "清苑区"].tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0]
    assert counts.loc["320583", "昆山市"].tolist() == [0] * 8 + [1, 0, 1, 0]
    assert counts.loc["130600", "保定市"].tolist() == [0] * 10 + [1, 0], "a city that reports itself is named"
    said = "10 reports, 1 of them copies, of 3 counties in 2012 to 2023, 6 of 36 county × years have one"
    assert said in found.summary()
    assert found.summary("zh") == (
        "10 份报告，其中重复 1 份，3 个县，2012 至 2023 年，36 个县 × 年中 6 个有报告；"
        "县不明 1 份，年份不明 2 份，跳过 2 个"
    )


def test_a_manifest_is_held_against_the_columns_of_the_scheme_that_is_meant(folder: Path, tmp_path: Path) -> None:
    (manifest := tmp_path / "m.csv").write_text("path,eco\nreports/朝阳.txt,1\n", "utf-8")
    assert "eco" in inspect(folder, manifest=manifest, workers=1).reports
    with pytest.raises(CuoshiError, match="the manifest's column 'eco' is called like one of the tables"):
        inspect(folder, manifest=manifest, workers=1, scheme=Scheme.plain(("eco",), ()))


def test_a_manifest_that_nobody_corrected_changes_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (folder / "保定市2022年政府工作报告.txt").write_text(f"保定市2022年政府工作报告\n{TEXT}种粮。", "utf-8")
    (folder / "保定市财政局.txt").write_text(f"保定市财政局2022年工作总结\n{TEXT}核算。", "utf-8")
    before = inspect(folder)
    path = before.write_manifest(tmp_path / "deep" / "m.csv")
    after = inspect(folder, manifest=path)
    pd.testing.assert_frame_equal(after.reports, before.reports)
    assert after.skipped == before.skipped
    assert rows(after.write_manifest(tmp_path / "deep" / "n.csv")) == rows(path)


def test_a_corrected_manifest_is_read_back(folder: Path, tmp_path: Path) -> None:
    path = inspect(folder).write_manifest(tmp_path / "manifest.csv")
    table = rows(path)
    assert {row["path"] for row in table} >= {
        "reports/无名.txt",
        "reports/汇总.csv#3",
        "reports/空.txt",
        "reports/=1.txt",
    }
    for row in table:
        row["批次"] = "甲" if row["county"] == "清苑区" else "乙"
        row["_remark"] = "seen"
        if row["path"] == "reports/无名.txt":
            row |= {"county": "昆山市", "year": "2019"}
        if row["path"] == "reports/清苑区/2022.txt":
            row["county"] = "昆山市"
    path.unlink()
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    found = inspect(folder, manifest=path)
    reports = by_name(found.reports, folder)
    assert (reports["无名.txt"]["county_code"], reports["无名.txt"]["year"]) == ("320583", 2019)
    assert (reports["清苑区/2022.txt"]["county_code"], reports["清苑区/2022.txt"]["province"]) == ("320583", "江苏省")
    assert (reports["清苑区/2021.txt"]["批次"], reports["=1.txt"]["批次"]) == ("甲", "乙")
    assert "_remark" not in found.reports
    kept = rows(found.write_manifest(tmp_path / "again.csv"))
    assert {row["批次"] for row in kept if not row["_note"].startswith("skipped")} == {"甲", "乙"}


def test_a_manifest_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    found = inspect(folder, workers=1)
    found.write_manifest(tmp_path / "manifest.csv")
    with pytest.raises(CuoshiError, match="is there already; name another file"):
        found.write_manifest(tmp_path / "manifest.csv")


def test_a_folder_of_nothing_readable_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    found = inspect(tmp_path)
    assert found.reports.empty and found.matrix().empty and len(found.skipped) == 1
    assert read_manifest(found.write_manifest(tmp_path / "m.csv")).unmet() == [tmp_path / "空.txt"]


def test_a_folder_s_own_manifest_is_used_and_what_it_misses_is_listed(folder: Path) -> None:
    (folder / "manifest.csv").write_text("path,county\n无名.txt,清苑区\n没有.txt,清苑区\n", "utf-8")
    found = cuoshi.inspect(folder)
    assert by_name(found.reports, folder)["无名.txt"]["county_code"] == "130608"
    assert (f"{folder}/没有.txt", UNMET) in found.skipped
    assert found.manifest == f"manifest: {folder}/manifest.csv (2 rows)"


def test_a_county_that_no_list_has_is_said(folder: Path) -> None:
    (folder / "manifest.csv").write_text("path,county\n无名.txt,虚构县\n", "utf-8")
    note = by_name(inspect(folder).reports, folder)["无名.txt"]["note"]
    assert note == "虚构县: no list has the name；year not known"


def test_progress_counts_to_the_end(folder: Path) -> None:
    seen: list[tuple[int, int, int, int]] = []
    inspect(folder, progress=lambda now: seen.append((now.files, now.total, now.reports, now.skipped)))
    assert seen[-1] == (8, 8, 8, 2)


def test_the_manifest_survives_a_move_of_everything(folder: Path, tmp_path: Path) -> None:
    path = inspect(folder).write_manifest(tmp_path / "manifest.csv")
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    shutil.move(folder, moved / "reports")
    shutil.move(path, moved / "manifest.csv")
    assert (
        read_manifest(moved / "manifest.csv").rows(moved / "reports" / "清苑区" / "2021.txt")[""]["county"] == "清苑区"
    )


@pytest.mark.parametrize("name", ["share", "unit", "status", "law"])
def test_what_a_run_would_refuse_of_a_manifest_is_refused_before(folder: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"path,{name}\nx.txt,1\n", encoding="utf-8")
    with pytest.raises(CuoshiError, match=f"column '{name}' is called like one of the tables"):
        inspect(folder, manifest=path)


def test_a_column_of_the_users_may_be_called_as_what_is_said_beside(folder: Path, tmp_path: Path) -> None:
    path = folder / "manifest.csv"
    path.write_text("path,note,reader\n清苑区/2021.txt,缺两页,王\n", encoding="utf-8")
    found = inspect(folder)
    assert by_name(found.reports, folder)["清苑区/2021.txt"][["note", "reader"]].tolist() == ["", "text"]
    kept = {row["path"]: row for row in rows(found.write_manifest(tmp_path / "m.csv"))}
    (mine,) = (row for name, row in kept.items() if name.endswith("清苑区/2021.txt"))
    assert (mine["note"], mine["reader"], mine["_note"], mine["_reader"]) == ("缺两页", "王", "", "text")
