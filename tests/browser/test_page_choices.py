"""What a reader chooses on the page: lines, status, own groups, names, and the address that keeps it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from cuoshi.page.report import write_report

if TYPE_CHECKING:
    from playwright import sync_api

COUNTIES = "#heatmap .heat tbody tr:not(.all):not(.group)"


@pytest.fixture(scope="module")
def report(results) -> Path:
    return write_report(results)


def names(page: "sync_api.Page") -> list[str]:
    return page.locator(f"{COUNTIES} th bdi").all_text_contents()


def add_line(page: "sync_api.Page", name: str) -> None:
    page.fill("#trend-county", name)
    page.press("#trend-county", "Enter")


def use_groups(page: "sync_api.Page", text: str) -> None:
    page.evaluate("document.getElementById('own').open = true")
    page.fill("#own-text", text)
    page.click("#own-apply")


def test_two_counties_are_two_lines(open_page, report):
    page = open_page(report)
    add_line(page, "青禾县")
    add_line(page, "临禾县")
    assert page.locator("#trend-key bdi").all_text_contents() == ["青禾县", "临禾县", "其余"]
    colours = page.locator("#trend-key i").evaluate_all(
        "nodes => nodes.map((n) => getComputedStyle(n).backgroundColor)"
    )
    assert len(set(colours)) == 3
    chart = page.locator("#trend-charts svg").first
    assert chart.locator("polyline.line").count() == chart.locator("polygon.band").count() == 3


def test_a_list_of_names_is_that_many_lines_and_nine_are_too_many(open_page, report):
    page = open_page(report)
    add_line(page, "青禾县、临禾县，沧禾县")
    assert page.locator("#trend-chips button").count() == 3
    add_line(page, "、".join(names(page)))
    assert page.locator("#trend-chips button").count() == 8
    assert "8" in page.locator("#trend-problem").text_content()


def test_lines_and_bands_break_and_years_are_few(open_page, make_rows, make_results, tmp_path):
    rows = [row for row in make_rows(3, 14, 2, 20) if (row["county"], row["year"]) != ("青禾县", 2026)]
    rows = [row for row in rows if row["year"] != 2030 or int(str(row["report_id"])[1:]) % 2]
    page = open_page(write_report(make_results(tmp_path, rows)))
    add_line(page, "青禾县")
    page.uncheck("#trend-rest")
    chart = page.locator("#trend-charts svg").first
    assert chart.locator("polyline.line").count() == 2, "2020 to 2025 and 2027 to 2033"
    assert chart.locator("polygon.band").count() == 3, "2030 has one report and no interval"
    ticks = [int(text) for text in chart.locator("text.tick").all_text_contents() if re.fullmatch(r"\d{4}", text)]
    assert ticks[0] == 2020 and 3 <= len(ticks) <= 5
    chart.focus()
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    assert "没有报告" in page.locator("#tooltip").text_content()


def test_filters_by_status(open_page, report):
    page = open_page(report)
    page.click("text=句数")
    cells = page.locator("#heatmap tr.all td[data-category]")
    whole = [int(text.replace(",", "")) for text in cells.all_text_contents()]
    parts = []
    for status in ("已实施", "计划", "问题", "一般"):
        page.select_option("#filter-status", label=status)
        parts.append([int(text.replace("–", "0").replace(",", "")) for text in cells.all_text_contents()])
    assert [sum(column) for column in zip(*parts, strict=True)] == whole
    page.select_option("#filter-status", label="计划")
    page.locator(f"{COUNTIES} td:not(.q0)").first.click()
    page.wait_for_selector("#drill-list li")
    assert set(page.locator("#drill-list .facts .badge:not(.uncertain)").all_text_contents()) == {"计划"}
    share = page.locator("#drill-summary").text_content()
    assert page.locator("#drill-list li").count() == int(re.match(r"\d+", share)[0])


def test_an_interval_is_of_the_status_asked_for(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(1, 1, 2, 10)
    for row in rows:
        tagged = int(str(row["position"])) < 5
        row.update(categories=["law"] if tagged else [], status="done" if tagged else None, evidence=[])
    page = open_page(write_report(make_results(tmp_path, rows)))
    page.select_option("#filter-status", label="计划")
    page.locator(f"{COUNTIES} td").first.hover()
    assert "0.0%–16.1%" in page.locator("#tooltip").text_content(), "Wilson's of none in 20"


def test_own_groups_are_pasted_in_three_ways(open_page, report):
    page = open_page(report)
    use_groups(page, "试点：青禾县、临禾县\n对照：\n沧禾县\n900001\n无此县")
    assert page.locator("#filter-group option").all_text_contents() == ["全部", "试点 (2)", "对照 (2)"]
    assert "无此县" in page.locator("#own-status").text_content()
    assert page.locator("#trend-key bdi").all_text_contents() == ["试点", "对照", "其余"]
    page.select_option("#filter-group", label="试点 (2)")
    assert sorted(names(page)) == sorted(["青禾县", "临禾县"])
    use_groups(page, "青禾县\t甲\n临禾县\t乙\n沧禾县\t乙")
    assert page.locator("#filter-group option").all_text_contents() == ["全部", "甲 (1)", "乙 (2)"]
    assert page.locator("#compare-table thead bdi").all_text_contents() == ["甲", "乙"]
    page.click("#own-clear")
    assert page.locator("#filter-group").is_hidden()


def test_a_renamed_county_is_found_by_every_name(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(3, 2)
    for row in rows:
        if row["county"] == "青禾县":
            old = row["year"] == 2020
            place = {"province": "山东省", "city": "青岛市", "county_id": "370215"}
            row.update(county="即墨市" if old else "即墨区", county_code="370282" if old else "370215", **place)
    page = open_page(write_report(make_results(tmp_path, rows)))
    assert sorted(names(page)) == sorted(["即墨区", "临禾县", "沧禾县"])
    for name in ("即墨市", "即墨", "370282", "山东省 即墨区", " 青岛市即墨市\n", "即墨区、临禾县"):
        page.fill("#heatmap-find", name)
        assert "即墨区" in names(page), name
        use_groups(page, name)
        assert page.locator("#filter-group option").count() == 2, name
        add_line(page, name)
        assert page.locator("#trend-problem").text_content() == "", name
    assert page.locator("#panel-scroll tbody tr:not(.all)").count() == 2, "the panel shows what is looked for"


def test_two_counties_of_one_name_are_told_by_their_province(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(3, 2)
    for row in rows:
        row["county"] = "青禾县" if row["county"] == "临禾县" else row["county"]
    page = open_page(write_report(make_results(tmp_path, rows)))
    add_line(page, "青禾县")
    assert all(name in page.locator("#trend-problem").text_content() for name in ("东岭省", "澜川省"))
    add_line(page, "澜川省青禾县")
    assert page.locator("#trend-chips bdi").all_text_contents() == ["青禾县（澜川省）"]


def test_candidates_and_a_citys_own_report_are_named(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(4, 2)
    for row in rows:
        if row["county"] == "青禾县":
            row.update(county="青临市", county_code="900000", county_id="900000", level="city", city="青临市")
        if row["county"] == "临禾县":
            row.update(
                county="", county_code="", county_id="", county_candidates="东岭省丰县（900001）；澜川省丰县（910001）"
            )
    page = open_page(write_report(make_results(tmp_path, rows)))
    assert "青临市（本级报告）" in names(page)
    assert "2 个县" in page.locator("#heatmap-status").text_content()
    page.locator(f"{COUNTIES}:has-text('未识别县') td:not(.q0)").first.click()
    page.wait_for_selector("#drill-list li")
    assert "东岭省丰县（900001）；澜川省丰县（910001）" in page.locator("#drill-list .candidates").first.text_content()


def test_the_address_keeps_what_was_chosen(open_page, report):
    page = open_page(report)
    page.select_option("#filter-province", label="东岭省")
    page.select_option("#filter-status", label="计划")
    page.click("text=句数")
    page.select_option("#heatmap-sort", label="培训")
    add_line(page, "青禾县")
    use_groups(page, "试点：青禾县、安禾县")
    page.select_option("#filter-group", label="试点 (2)")
    page.select_option("#panel-show", label="金融环境")
    page.click("nav a[href='#trend']")
    page.wait_for_function("() => location.hash.startsWith('#trend?')")
    address = page.evaluate("location.hash")
    asked = parse_qs(address.split("?")[1])
    assert asked["province"] == ["东岭省"] and asked["status"] == ["计划"] and asked["view"] == ["number"]

    page.evaluate("location.hash = '#heatmap?province=%E6%BE%9C%E5%B7%9D%E7%9C%81'")
    page.wait_for_function("() => document.getElementById('filter-province').value === '=澜川省'")
    assert page.input_value("#filter-status") == "" and page.locator("#trend-chips button").count() == 0

    page.evaluate("address => { location.hash = address; }", address)
    page.wait_for_function("() => document.getElementById('filter-province').value === '=东岭省'")
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")
    assert sorted(names(page)) == sorted(["青禾县", "安禾县"])
    assert page.is_checked("input[name=view][value=number]")
    assert page.locator("#heatmap-sort option:checked").text_content() == "培训"
    assert page.locator("#trend-chips bdi").all_text_contents() == ["青禾县", "试点"]
    assert page.locator("#panel-show option:checked").text_content() == "金融环境"
    page.wait_for_function("() => Math.abs(document.getElementById('trend').getBoundingClientRect().y) < 200")


def test_what_is_looked_at_stays_where_it_is(open_page, report):
    page = open_page(report)
    page.evaluate("document.getElementById('trend').scrollIntoView({behavior: 'instant'})")
    before = page.locator("#trend-heading").bounding_box()["y"]
    page.select_option("#filter-province", label="东岭省")
    assert page.locator("#heatmap .heat tbody tr").count() < 8
    assert page.locator("#trend-heading").bounding_box()["y"] == pytest.approx(before, abs=2)


def test_who_scrolls_while_the_page_is_drawn_stays_there(open_page, report):
    page = open_page(report)
    busy = page.evaluate(
        """() => {
          const province = document.getElementById("filter-province");
          province.selectedIndex = 1;
          province.dispatchEvent(new Event("change"));
          document.getElementById("trend").scrollIntoView();
          return document.querySelector("main").getAttribute("aria-busy");
        }"""
    )
    assert busy == "true", "its lower parts are drawn after the browser has painted what is seen"
    page.wait_for_selector("main:not([aria-busy])")
    assert page.locator("#trend").bounding_box()["y"] == pytest.approx(0, abs=200)


def test_an_opened_cell_and_the_tooltip_do_not_jump(open_page, report):
    page = open_page(report)
    cell = page.locator(f"{COUNTIES} td:not(.q0)").nth(3)
    cell.scroll_into_view_if_needed()
    before = cell.bounding_box()
    cell.click()
    page.wait_for_selector("#drill-list li")
    after = cell.bounding_box()
    assert (after["x"], after["y"], after["width"]) == pytest.approx((before["x"], before["y"], before["width"]), abs=1)
    page.keyboard.press("Escape")
    widths = set()
    for number in (0, 2, 5):
        page.locator(f"{COUNTIES} td").nth(number).hover()
        assert page.locator("[aria-describedby=tooltip]").count() == 1
        widths.add(round(page.locator("#tooltip").bounding_box()["width"]))
    assert len(widths) == 1
