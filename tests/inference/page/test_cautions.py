import pandas as pd

from cuoshi.page import cautions
from cuoshi.page.report import write_report

COLUMNS = ("province", "city", "county", "county_code", "county_id", "year", "level", "genre", "sentences", "path")
ROWS = (
    ("东岭省", "", "清禾县", "900001", "900009", 2021, "county", "政府工作报告", 60, "甲"),
    ("东岭省", "", "清禾县", "900001", "900009", 2021, "county", "工作总结", 40, "乙"),
    ("东岭省", "", "清禾区", "900009", "900009", 2022, "county", "工作总结", 40, "丙"),
    ("澜川省", "", "丰岭县", "910001", "910001", 2022, "county", "工作总结", 9, "丁"),
    ("", "", "", "", "", None, "", "", 9, "戊"),
)


def found(rows=ROWS) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    reports = pd.DataFrame(rows, columns=COLUMNS).astype({"year": "Int32"})
    return {one["kind"]: (one["count"], one["rows"]) for one in cautions.cautions(reports, {})}


def test_mixed_cells_short_reports_and_missing_years_are_listed() -> None:
    assert found() == {
        "mixed": (1, [("东岭省 清禾县 2021", "工作总结 1、政府工作报告 1")]),
        "short": (2, [("丁", "9"), ("戊", "9")]),
        "renamed": (1, [("900009", "清禾县 900001 (2021) → 清禾区 900009 (2022)")]),
        "gaps": (1, [("澜川省 丰岭县", "2021")]),
    }


def test_two_work_reports_of_one_county_and_year_are_listed_by_their_files() -> None:
    halves = [(*ROWS[0][:-1], f"政府工作报告（{half}）.docx") for half in "下上"]
    cell, files = "东岭省 清禾县 2021", "政府工作报告（上）.docx、政府工作报告（下）.docx"
    assert found(halves) == {"several": (1, [(cell, files)])}
    assert found([halves[0], (*halves[1][:5], 2022, *halves[1][6:])]) == {}, "a year each"


def test_an_english_list_has_english_marks(make_rows, make_results, tmp_path) -> None:
    work, summary, later, other, _ = ROWS
    rows = [work, summary, (*work[:-1], "己"), later, (*other[:5], 2020, *other[6:])]
    reports = pd.DataFrame(rows, columns=COLUMNS).astype({"year": "Int32"})
    named = {"政府工作报告": "government work report", "工作总结": "summary"}
    listed = {one["kind"]: one["rows"] for one in cautions.cautions(reports, named, ", ")}
    assert listed["mixed"] == [("东岭省 清禾县 2021", "summary 1, government work report 2")]
    assert listed["several"] == [("东岭省 清禾县 2021", "己, 甲")]
    assert listed["gaps"] == [("东岭省 清禾区", "2020"), ("澜川省 丰岭县", "2021, 2022")]
    lacking = [row for row in make_rows(2, 3, 1, 8) if (row["county"], row["year"] > 2020) != ("青禾县", True)]
    pages = {lang: write_report(make_results(tmp_path, lacking), lang).read_text("utf-8") for lang in ("zh", "en")}
    assert "2021、2022" in pages["zh"] and "2021, 2022" in pages["en"] and "2021、2022" not in pages["en"]


def test_levels_and_a_city_that_reports_itself_are_told_as_in_every_output() -> None:
    city = ("东岭省", "苏州市", "", "320500", "320500", 2021)
    rows = [(*city, level, "工作总结", 40, level) for level in ("city", "department", "department")]
    reports = pd.DataFrame(rows, columns=COLUMNS).astype({"year": "Int32"})
    (mixed,) = cautions.cautions(reports, {"city": "市", "department": "部门"})
    assert (mixed["kind"], mixed["rows"]) == ("mixed", [("东岭省 苏州市 2021", "市 1、部门 2")])


def test_a_whole_panel_of_one_genre_has_nothing_to_be_said_of() -> None:
    assert found(ROWS[1:2]) == {}
    assert found(()) == {}


def test_of_many_the_first_are_named_and_all_counted(monkeypatch) -> None:
    monkeypatch.setattr(cautions, "NAMED", 1)
    assert found()["short"] == (2, [("丁", "9")])


def test_the_page_lists_them(make_rows, make_results, tmp_path) -> None:
    rows = [row for row in make_rows(2, 2, 2, 8) if (row["county"], row["year"]) != ("青禾县", 2021)]
    for lang, said in {"zh": "1 个县缺少部分年份", "en": "1 county lacks some years"}.items():
        text = write_report(make_results(tmp_path, rows), lang).read_text("utf-8")
        assert said in text
        assert all(f'id="caution-{kind}"' in text for kind in ("mixed", "short", "gaps"))
