"""Where and when: the map of provinces and counties, and the panel of counties and years."""

import json
import re
from pathlib import Path

import pytest
from tests.conftest import rows_with_gaps

from cuoshi.page.report import write_report

COUNTIES = "#heatmap .heat tbody tr:not(.all):not(.group)"


@pytest.fixture(scope="module")
def report(results) -> Path:
    return write_report(results)


def test_provinces_open_to_their_counties_in_the_order_of_codes(open_page, report):
    page = open_page(report)
    tiles = page.locator("#place-box .provinces .tile")
    assert tiles.locator("bdi").all_text_contents() == ["东岭省", "澜川省", "北溟省", "南浦省"]
    share = page.locator("#heatmap tr.group:has-text('东岭省') td").first.text_content()
    assert tiles.first.locator("b").text_content() == share
    tiles.first.click()
    shown = page.locator("#place-box .tile bdi").all_text_contents()
    page.select_option("#filter-province", label="东岭省")
    assert shown == page.locator(f"{COUNTIES} th bdi").all_text_contents()
    page.click("#filter-reset")
    page.locator("#place-box .tile").first.click()
    page.wait_for_selector("#drill-list li")
    assert page.locator("#drill-title").text_content() == f"{shown[0]} · 法治环境"
    page.click("#drill-close")
    page.click("#place-back")
    assert page.locator("#place-box .provinces .tile").count() == 4


def test_real_provinces_lie_on_the_grid_and_those_without_a_report_are_empty(
    open_page, make_rows, make_results, tmp_path
):
    rows = make_rows(4, 1)
    known = {"东岭省": "黑龙江省", "澜川省": "海南省", "北溟省": "新疆维吾尔自治区"}
    for row in rows:
        row["province"] = known.get(str(row["province"]), row["province"])
    page = open_page(write_report(make_results(tmp_path, rows)))
    tiles = page.locator("#place-box .provinces .tile")
    assert tiles.count() == 35 and page.locator("#place-box .tile:not(.none)").count() == 4

    def place(name: str) -> tuple[float, float]:
        box = page.locator(f"#place-box [data-province='{name}']").bounding_box()
        return box["x"], box["y"]

    assert place("新疆维吾尔自治区")[0] < place("黑龙江省")[0] and place("黑龙江省")[1] < place("海南省")[1]
    assert place("南浦省")[1] > place("海南省")[1], "one that is not on the grid stands below"


def test_the_panel_tells_which_cells_have_reports(open_page, make_rows, make_results, tmp_path):
    rows = [row for row in make_rows(3, 3) if (row["county"], row["year"]) != ("青禾县", 2021)]
    page = open_page(write_report(make_results(tmp_path, rows)))
    row = page.locator("#panel-scroll tr:has-text('青禾县') td")
    assert row.all_text_contents() == ["1", "", "1"]
    assert row.nth(1).get_attribute("class") == "none"
    assert page.locator("#panel-scroll tr.all td").all_text_contents() == ["3", "2", "3"]
    assert "9 个县年中 8 个有报告（89%）" in page.locator("#panel-status").text_content()
    row.nth(1).hover()
    assert "没有报告" in page.locator("#tooltip").text_content()


def test_what_is_of_no_county_is_told_and_years_without_a_report_are_gaps(open_page, make_results, tmp_path):
    rows = rows_with_gaps(4, 20)
    page = open_page(write_report(make_results(tmp_path, rows)))
    assert page.locator("#panel-scroll thead th").all_text_contents() == ["县", "2020", "2021", "2022", "2023"]
    assert page.locator("#panel-scroll tr.all td").all_text_contents() == ["2", "0", "0", "2"]
    assert "8 个县年中 4 个有报告（50%）" in page.locator("#panel-status").text_content()
    said = "2 个县，含 2 份市级、省级本级报告，含 2 份未识别县的报告"
    assert page.locator("#heatmap-status").text_content().startswith(said)
    assert "含 2 份市级" in page.locator("#trend-key").text_content()
    page.locator("#heatmap tr.all td").first.hover()
    assert "含 2 份未识别县的报告" in page.locator("#tooltip").text_content()
    page.locator("#place-box .tile").first.hover()
    assert "0 个县含 2 份市级、省级本级报告" in page.locator("#tooltip").text_content()


def test_the_panel_shows_one_category_by_county_and_year(open_page, report):
    page = open_page(report)
    page.select_option("#panel-show", label="金融环境")
    cell = page.locator("#panel-scroll tr:has-text('青禾县') td").nth(1)
    shown = cell.text_content()
    page.select_option("#filter-year", label="2021")
    of_heatmap = page.locator(f"{COUNTIES}:has-text('青禾县') td").nth(1).text_content()
    assert shown == of_heatmap.replace("–", "0")
    cell.hover()
    assert re.search(r"青禾县 · 2021 · 金融环境\n.*95% 区间", page.locator("#tooltip").inner_text())
    cell.click()
    page.wait_for_selector("#drill-list li")
    assert page.locator("#drill-title").text_content() == "青禾县 · 2021 · 金融环境"
    page.keyboard.press("Escape")
    page.locator("#panel-scroll td[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.cellIndex") == 2


def square(code: object, x: float, y: float) -> dict[str, object]:
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    properties = {"adcode": code, "name": f"第{code}块"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_boundaries_of_the_readers_own_are_drawn_by_code(open_page, results, tmp_path):
    path = tmp_path / "bounds.geojson"
    features = [square(900001, 110, 30), square("910001", 111, 30), square("990099", 112, 30)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    page = open_page(write_report(results, boundaries=path))
    assert page.locator("#place-box path").count() == 3 and page.locator("#place-box path.none").count() == 1
    page.locator("#place-box path").first.hover()
    assert "第900001块 · 法治环境" in page.locator("#tooltip").text_content()
    page.locator("#place-box path").first.click()
    page.wait_for_selector("#drill-list li")
    assert "3 个图形中 2 个有报告；10 个单位" in page.locator("#place").text_content()
    page.keyboard.press("Escape")
    page.uncheck("#place-bounds")
    assert page.locator("#place-box .provinces .tile").count() == 4
    write_report(results)
