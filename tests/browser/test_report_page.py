"""The report in a real browser: opened from a file, without a network, by mouse and by keyboard."""

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cuoshi.page.report import write_report
from cuoshi.results.tally import tally
from cuoshi.scheme import bundled

if TYPE_CHECKING:
    from playwright import sync_api

CATEGORIES = bundled().category_ids

# opens in 1.0 to 1.7 s alone on two cores; the bound leaves room for a busy machine
OPEN_SECONDS, PAGE_BYTES = 8, 25_000_000
HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror="document.title=1">\u202e=cmd()"\'&'


@pytest.fixture(scope="module")
def report(results) -> Path:
    return write_report(results)


def column(page: "sync_api.Page", category: int) -> list[str]:
    """A column of the heatmap below the row of all counties."""
    return page.locator(
        f'#heatmap .heat tbody tr:not(.all):not(.group) td[data-category="{category}"]'
    ).all_text_contents()


def counties(page: "sync_api.Page") -> list[str]:
    return page.locator("#heatmap .heat tbody tr:not(.all):not(.group) th bdi").all_text_contents()


def test_opens_with_every_part_drawn(open_page, report):
    page = open_page(report)
    assert len(counties(page)) == 12
    assert page.locator("#trend-charts svg").count() == 7
    assert page.locator("#breadth-status .stack").count() == 7
    assert page.locator("#compare-table svg.forest").count() == 7
    assert page.locator(".meanings dt").count() == 7


def test_sorts_by_a_category(open_page, report):
    page = open_page(report)
    page.uncheck("#heatmap-group")
    page.click('#heatmap .heat thead button[data-sort="1"]')
    falling = [float(text.replace("–", "0")) for text in column(page, 1)]
    assert falling == sorted(falling, reverse=True)
    page.click('#heatmap .heat thead button[data-sort="1"]')
    assert [float(text.replace("–", "0")) for text in column(page, 1)] == falling[::-1]
    assert page.get_attribute('#heatmap .heat th:has(button[data-sort="1"])', "aria-sort") == "ascending"


def test_provinces_follow_the_codes(open_page, report):
    page = open_page(report)
    assert page.locator("tr.group th bdi").all_text_contents() == ["东岭省", "澜川省", "北溟省", "南浦省"]
    page.select_option("#heatmap-sort", "name")
    assert page.locator("tr.group th bdi").all_text_contents() == ["北溟省", "东岭省", "澜川省", "南浦省"]


def test_switches_between_share_number_and_presence(open_page, report):
    page = open_page(report)
    shares = column(page, 0)
    page.click("text=句数")
    numbers = column(page, 0)
    page.click("label:has-text('有无')")
    assert "." in shares[0] and "." not in numbers[0]
    assert set(column(page, 0)) <= {"有", "–"}


def test_filters_by_province_year_genre_and_name(open_page, report):
    page = open_page(report)
    whole = page.locator("tr.all td.reports").text_content()
    page.select_option("#filter-province", label="东岭省")
    assert len(counties(page)) == 3
    page.select_option("#filter-year", label="2021")
    assert page.locator("tr.all td.reports").text_content() == "6"
    page.select_option("#filter-genre", label="总结")
    assert int(page.locator("tr.all td.reports").text_content()) < 6
    page.click("#filter-reset")
    assert page.locator("tr.all td.reports").text_content() == whole == "96"
    page.fill("#heatmap-find", "青禾")
    assert counties(page) == ["青禾县"]


def test_a_cell_opens_to_its_sentences(open_page, report):
    page = open_page(report)
    cell = page.locator("#heatmap .heat tbody tr:has-text('青禾县') td").nth(1)
    page.click("label:has-text('句数')")
    number = int(cell.text_content())
    cell.click()
    assert page.locator("#drill-title").text_content() == "青禾县 · 金融环境"
    assert page.locator("#drill-list li").count() == number
    assert page.locator("#drill-list li mark").first.text_content() == "引导银行发放信用贷款"
    strengths = [float(found) for found in re.findall(r"概率 (\d\.\d+)", page.locator("#drill-list").inner_text())]
    assert strengths == sorted(strengths, reverse=True)
    unsure = page.locator("#drill-list li.unsure").count()
    assert unsure == page.locator("#drill-list .uncertain").count()
    assert abs(sum(p < 0.65 for p in strengths) - unsure) <= sum(p == 0.65 for p in strengths)
    page.fill("#drill-find", "2021")
    assert 0 < page.locator("#drill-list li").count() < number
    page.fill("#drill-find", "没有这样的话")
    assert page.locator("#drill-list li").count() == 0


def test_copies_a_citation(open_page, report):
    page = open_page(report)
    page.locator("#heatmap .heat tbody tr:has-text('青禾县') td").nth(1).click()
    page.locator("#drill-list .copy").first.click()
    page.wait_for_selector("text=已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"“引导银行.+。”，东岭省青禾县，20\d\d，《青禾县20\d\d年政府.+》，.+，第 \d+ 段", copied)


def test_keyboard_alone(open_page, report):
    page = open_page(report)
    page.focus("#heatmap-group")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.category") == "0":
            break
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    place = page.evaluate("document.activeElement.parentElement.querySelector('bdi').textContent")
    assert "95% 区间" in page.locator("#tooltip").text_content()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "tooltip"
    page.keyboard.press("Enter")
    assert page.locator("#drill-title").text_content() == f"{place} · 金融环境"
    assert page.evaluate("document.activeElement.id") == "drill-title"
    page.keyboard.press("Escape")
    assert page.locator("#drill").is_hidden()
    assert page.evaluate("document.activeElement.dataset.category") == "1"


def test_hover_states_value_and_interval(open_page, report):
    page = open_page(report)
    page.select_option("#filter-year", label="2021")
    page.locator("#heatmap .heat tbody tr:has-text('青禾县') td").first.hover()
    said = page.locator("#tooltip").inner_text()
    assert re.search(r"青禾县 · 法治环境\n.*95% 区间 \d+\.\d%–\d+\.\d%", said)
    assert "2 份报告" in said


def test_intervals_agree_with_those_of_a_tally(open_page, report):
    page = open_page(report)
    expected = tally(report.parent / "sentences.parquet", by=("province",)).set_index(["province", "category"])
    for number, category in enumerate(CATEGORIES):
        page.locator(f'tr.group td[data-category="{number}"]').first.hover()
        said = page.locator("#tooltip").inner_text()
        share, low, high = (float(found) for found in re.findall(r"(\d+\.\d)%", said))
        row = expected.loc["东岭省", category]
        assert share == pytest.approx(100 * row["share"], abs=0.051)
        assert (low, high) == pytest.approx((100 * row["low"], 100 * row["high"]), abs=0.051)


def test_trend_sets_a_county_against_the_rest(open_page, report):
    page = open_page(report)
    page.fill("#trend-county", "青禾县")
    page.press("#trend-county", "Enter")
    assert page.locator("#trend-key bdi").all_text_contents() == ["青禾县", "其余"]
    assert page.locator("#trend-charts svg").first.locator(".picked .band, .others .band").count() == 2
    page.fill("#trend-county", "无此县")
    page.press("#trend-county", "Enter")
    assert "无此县" in page.locator("#trend-problem").text_content()
    page.focus("#trend-charts svg")
    page.keyboard.press("ArrowLeft")
    assert "2022" in page.locator("#tooltip").text_content()
    page.click("#trend-chips button")
    assert page.locator("#trend-key bdi").all_text_contents() == ["全部报告"]


def test_compares_counties_and_years(open_page, report):
    page = open_page(report)
    page.select_option("#compare-left", label="青禾县")
    page.select_option("#compare-right", label="临禾县")
    row = page.locator("#compare-table tbody tr").first
    left, right = (float(text[:-1]) for text in row.locator("button").all_text_contents())
    said = row.locator(".difference").text_content().replace("−", "-")
    difference, low, high = map(float, re.findall(r"-?\d+\.\d", said))
    assert difference == pytest.approx(right - left, abs=0.11)
    assert low <= difference <= high
    page.click("text=两个年份")
    assert page.locator("#compare-table thead bdi").all_text_contents() == ["2020", "2023"]
    page.select_option("#compare-county", label="青禾县")
    assert page.locator("#compare-table thead small").first.text_content() == "2 份报告"
    page.select_option("#compare-right", label="2020")
    assert page.locator("#compare-table svg").count() == 0


def test_pictures_have_tables(open_page, report):
    page = open_page(report)
    for part in ("#trend-details", "#breadth-hist details", "#breadth-status details"):
        page.click(f"{part} summary")
        assert page.locator(f"{part} table").is_visible()


def test_text_keeps_its_contrast(open_page, report):
    page = open_page(report)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ratios = page.evaluate(CONTRAST)
        assert len(ratios) > 10
        assert min(ratios.values()) >= 4.5, (scheme, ratios)


CONTRAST = """() => {
  const channels = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = channels(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const out = {};
  const cells = "td.q0, td.q1, td.q2, td.q3, td.q4, td.q5, td.q6";
  const words = ".note, .lead, .figures dt, .meanings dd, thead button, small, .switch span, .link, summary, label";
  for (const node of document.querySelectorAll(`${cells}, ${words}`)) {
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(behind(node))];
    const name = node.className || node.tagName;
    out[name] = Math.min(out[name] ?? 99, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return out;
}"""


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_runs_out_of_the_page(open_page, report, width):
    page = open_page(report)
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_headers_are_repeated_on_every_printed_page(open_page, make_rows, make_results, tmp_path):
    import pypdfium2

    rows = make_rows(60, 1, length=9)
    for row in rows:
        row["province"] = "浙江省" if row["province"] == "东岭省" else "江苏省"
    page = open_page(write_report(make_results(tmp_path, rows)))
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    texts = [own.get_textpage().get_text_bounded() for own in document]
    assert min(own.get_textpage().get_charbox(0)[0] for own in document) > 30, "points: the page has margins of its own"
    with_codes = [text for text in texts if re.search(r"禾.*9[0-3]\d{4}|江.*9[0-3]\d{4}", text)]
    assert len(with_codes) > 1
    assert all("县法治环境金融环境政务环境" in "".join(text.split()) for text in with_codes)
    assert page.locator("#caution-short summary").text_content().split("（")[0].strip() in texts[0]
    assert any("黑龙江" in text and "澳门" in text for text in texts), "the map is on one page"


def test_hostile_text_is_inert(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(3, 2)
    for row in rows[:40]:
        row.update(dict.fromkeys(("text", "title", "heading_path", "genre", "county", "province"), HOSTILE))
        row.update(categories=["law"], status="done", p_law=0.9, evidence=[{"category": "law", "start": 0, "end": 9}])
    page = open_page(write_report(make_results(tmp_path, rows, ((HOSTILE, HOSTILE),))))
    page.locator("#heatmap .heat tbody td").first.click()
    page.click("text=两个年份")
    assert page.title() == "县域措施覆盖报告"
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3
    item = page.locator("#drill-list li .text", has_text="=cmd()").first
    assert item.text_content() == HOSTILE
    assert item.locator("mark").text_content() == "</script>"
    assert item.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"


def test_evidence_counts_characters_beyond_the_basic_plane(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(1, 1)
    for row in rows:
        row.update(
            text="𠮷𠮷县发放贷款。",
            categories=["finance"],
            p_finance=0.9,
            status="done",
            evidence=[{"category": "finance", "start": 3, "end": 7}],
        )
    page = open_page(write_report(make_results(tmp_path, rows)))
    page.locator("#heatmap .heat tbody td").nth(1).click()
    assert page.locator("#drill-list mark").first.text_content() == "发放贷款"


def test_the_page_says_what_it_leaves_out(open_page, make_rows, make_results, tmp_path):
    page = open_page(write_report(make_results(tmp_path, make_rows(3, 2)), sentence_bytes=4000, report_bytes=0))
    page.locator("#heatmap .heat tbody td").first.click()
    page.wait_for_selector("#drill-list li")
    page.wait_for_function("() => document.getElementById('drill-summary').textContent.includes('csv')")
    said = page.locator("#drill-summary").text_content()
    total, kept, left = map(
        int, re.search(r"(\d+) 句标为.+收录其中 (\d+) 句，其余 (\d+) 句在 report-sentences.csv", said).groups()
    )
    assert total == kept + left
    assert kept == page.locator("#drill-list li").count()
    assert page.get_attribute("#embedded a", "href") == "report-sentences.csv"


def test_no_sentences_at_all(open_page, make_rows, make_results, tmp_path):
    rows = make_rows(1, 1)
    for row in rows:
        row.update(county="", county_code="", province="", year=None, genre="", categories=[], status=None, evidence=[])
    page = open_page(write_report(make_results(tmp_path, rows)))
    assert "没有识别出年份" in page.locator("#trend-charts").text_content()
    assert counties(page) == ["未识别县"]


def test_three_thousand_reports_open_at_once(open_page, make_rows, make_results, tmp_path, record_property):
    rows = make_rows(1000, 3)
    for row in rows:  # long sentences, so that the budget is spent
        row["text"] = str(row["text"])[:-1] + "，并持续跟踪问效、逐月通报进度" * 5 + "。"
    path = write_report(make_results(tmp_path, rows))
    started = time.perf_counter()
    page = open_page(path)
    seconds = time.perf_counter() - started
    size = path.stat().st_size
    record_property("open_seconds", round(seconds, 2))
    record_property("page_megabytes", round(size / 1e6, 1))
    print(f"3,000 reports: {seconds:.2f} s, {size / 1e6:.1f} MB")
    assert page.locator("tr.all td.reports").text_content() == "3,000"
    assert page.locator("#embedded a").count() == 1
    assert seconds < OPEN_SECONDS
    assert size < PAGE_BYTES
    started = time.perf_counter()
    page.select_option("#filter-year", label="2021")
    page.locator("tr.all td").first.click()
    assert page.locator("#drill-list li").count() > 0
    assert time.perf_counter() - started < OPEN_SECONDS


def test_a_page_of_another_scheme_works(scheme, scheme_results, open_page):
    page = open_page(write_report(scheme_results))
    columns = page.locator("#heatmap .heat tbody tr.all td[data-category]")
    assert columns.count() == len(scheme.categories)
    assert page.locator("#trend-charts figure").count() == len(scheme.categories)
    assert page.locator("#breadth-counties thead th").count() == 2 + (len(scheme.categories) > 1) + bool(
        scheme.statuses
    )
    assert page.locator("#breadth-status .key span").count() == len(scheme.statuses)
    assert page.evaluate(
        "[...document.querySelectorAll('#heatmap thead th')].every((th) => th.scrollWidth <= th.clientWidth + 1)"
    )
    full = next(i for i, text in enumerate(columns.all_text_contents()) if text != "–")
    columns.nth(full).click()
    assert page.locator("#drill-list li").count() > 0
    badges = page.locator("#drill-list .facts .badge:not(.uncertain)").all_text_contents()
    assert set(badges) <= {one.zh for one in scheme.statuses}
    assert bool(badges) == bool(scheme.statuses)


@pytest.mark.parametrize(("copied", "said"), [(False, "95% 区间"), (True, "无区间")])
def test_a_report_and_its_copy_have_no_interval(open_page, make_rows, make_results, tmp_path, copied, said):
    rows = make_rows(1, 1, 3, 30)
    for row in rows:
        row["duplicate_of"] = "r00000" if copied and row["report_id"] == "r00001" else ""
        row["genre"] = "纪要" if row["report_id"] == "r00002" else "总结"
    page = open_page(write_report(make_results(tmp_path, rows)))
    page.select_option("#filter-genre", label="总结")  # a filtered view, whose intervals the page draws itself
    page.locator("#heatmap .heat tbody tr:has-text('青禾县') td").first.hover()
    text = page.locator("#tooltip").inner_text()
    assert said in text and "2 份报告" in text
