"""The section on validity and the switch between counted and corrected shares, in a real browser."""

import pandas as pd
import pytest

from cuoshi.page.report import write_report
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids
COUNTY = ("county_id",)


@pytest.fixture
def page(open_page, validated):
    return open_page(write_report(validated[0]))


def cells(page, row):
    return page.locator(f"{row} td[data-category]").all_text_contents()


def test_the_section_states_what_the_sample_said(page, validated):
    found = validated[1]
    assert "a、b" in page.locator("#validity-lead").text_content()
    assert f"{len(found.unsettled)} 句编码人意见不一" in page.locator("#validity-warnings").text_content()
    rows = page.locator("#validity-shares tbody tr")
    assert rows.count() == len(CATEGORIES)
    for row, own in zip(rows.all(), found.categories.values(), strict=True):
        share = own.corrected
        assert row.locator("td").nth(1).text_content() == f"{own.naive:.1%}"
        assert row.locator("td").nth(2).text_content() == f"{share.share:.1%}"
        assert row.locator("td").nth(3).text_content() == f"{100 * share.low:.1f}–{100 * share.high:.1f}"
    quality = page.locator("#validity-quality tbody tr").first.locator("td").all_text_contents()
    assert quality[1].startswith(f"{100 * found.categories['law'].quality.precision.value:.0f} (")
    assert quality[5].startswith(f"{found.categories['law'].kappa.value:.2f} (")
    assert page.locator("svg.reliability").count() == len(CATEGORIES)


def test_the_heatmap_shows_corrected_shares_until_switched(page, validated):
    found = validated[1]
    everything = [f"{100 * own.corrected.share:.1f}" for own in found.categories.values()]
    counted = [f"{100 * own.naive:.1f}" for own in found.categories.values()]
    assert cells(page, "#heatmap .heat tr.all") == everything != counted
    code = page.locator("#heatmap .heat tbody tr:not(.all):not(.group) th small").first.text_content()
    table = found.groups[COUNTY]
    own = table[table["county_id"] == code]
    row = f"#heatmap .heat tbody tr:has-text('{code}')"
    assert cells(page, row) == [f"{100 * share:.1f}" for share in own["corrected"].round(5)]
    assert page.locator(f"{row} td.synthetic").count() == (own["method"] == "synthetic").sum()
    page.select_option("#basis", "naive")
    assert cells(page, "#heatmap .heat tr.all") == counted
    assert page.locator("td.synthetic").count() == 0


def test_a_cell_says_both_shares_and_how_it_was_corrected(page):
    page.select_option("#filter-year", label="2021")
    cell = page.locator("#heatmap .heat tbody tr:not(.all):not(.group) td.synthetic").first
    cell.hover()
    told = page.locator("#tooltip").text_content()
    assert "校正后" in told and "未校正" in told and "synthetic" in told


def test_shares_of_a_genre_are_those_counted(page):
    page.select_option("#filter-genre", label="总结")
    assert "未校正" in page.locator("#heatmap-legend").text_content()
    assert page.locator("#basis").is_disabled() and page.locator("#basis").input_value() == "naive"
    counted = cells(page, "#heatmap .heat tr.all")
    page.click("#filter-reset")
    assert page.locator("#basis").is_enabled() and page.locator("#basis").input_value() == "corrected"
    page.select_option("#basis", "naive")
    page.select_option("#filter-genre", label="总结")
    assert cells(page, "#heatmap .heat tr.all") == counted
    page.click("#filter-reset")
    assert page.locator("#basis").input_value() == "naive"


def test_a_downloaded_table_has_counted_and_corrected_shares_beside_one_another(page, validated, tmp_path):
    with page.expect_download() as download:
        page.click("#table-save")
    assert download.value.suggested_filename == "cuoshi-table-corrected.csv"
    download.value.save_as(tmp_path / "table.csv")
    row = pd.read_csv(tmp_path / "table.csv", dtype={"county_code": str}).iloc[0]
    own = validated[1].groups[COUNTY].set_index(["county_id", "category"]).loc[(row["county_code"], "law")]
    assert row["shares"] == "corrected" and row["law_share"] == pytest.approx(row["law_n"] / row["sentences"], abs=1e-6)
    assert row["law_corr"] == pytest.approx(own["corrected"], abs=1e-5) != row["law_share"]
    assert row["law_corr_low"] == pytest.approx(own["corrected_low"], abs=1e-5)
    assert row["law_synthetic"] == (own["method"] == "synthetic") and row["hand_coded"] == 400


def test_the_trend_follows_the_switch(page, validated):
    found = validated[1]
    years = found.groups[("year",)]
    last = years[(years["year"] == years["year"].max()) & (years["category"] == "law")].iloc[0]
    caption = page.locator("#trend-charts figcaption span").first
    assert caption.text_content().endswith(f"{last['corrected']:.1%}")
    assert page.locator("#trend-charts .band").count() == len(CATEGORIES)
    before = caption.text_content()
    page.select_option("#basis", "naive")
    page.wait_for_function(
        "(before) => document.querySelector('#trend-charts figcaption span').textContent !== before", arg=before
    )


def test_a_group_that_is_no_row_of_a_table_has_the_mean_of_its_cells(page, validated):
    found = validated[1]
    table = found.groups[(*COUNTY, "year")]  # every county has as many sentences a year
    codes = page.locator("#heatmap .heat tbody tr:not(.all):not(.group) th small").all_text_contents()[:2]
    page.click("#own summary")
    page.fill("#own-text", "\n".join(codes))
    page.click("#own-apply")
    chosen = table[table["county_id"].isin(codes) & (table["year"] == 2023) & (table["category"] == "law")]
    page.uncheck("#trend-rest")
    page.locator("#trend-charts figcaption").first.wait_for()
    assert (
        page.locator("#trend-charts figcaption span").first.text_content().endswith(f"{chosen['corrected'].mean():.1%}")
    )
    assert page.locator("#trend-charts .band").count() == 0


def test_sections_that_are_counted_say_so(page, open_page, results):
    assert page.locator("#breadth .counted").is_visible() and page.locator("#compare .counted").is_visible()
    assert open_page(write_report(results)).locator(".counted").count() == 0
