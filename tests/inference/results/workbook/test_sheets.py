from cuoshi.label import Label
from cuoshi.results.workbook import sheets
from cuoshi.scheme import Scheme, bundled

PLAIN = Scheme("x", "1", (Label("water", "水利", "Water"),))


def test_a_column_has_the_label_width_and_format_of_its_kind():
    assert sheets.column("share") == sheets.SheetColumn("占比", 10, "0.0%")
    assert sheets.column("heading_path") == sheets.SheetColumn("所在标题", 30, None)
    assert sheets.column("基金") == sheets.SheetColumn("基金"), "what a manifest carries goes by its own name"


def test_counties_have_a_share_of_each_category():
    labels = [column.label for column in sheets.county_columns(PLAIN)]
    assert labels == ["县（市、区）", "区划代码", "年份", "报告数", "句数", "覆盖类别数（共1类）", "水利占比"]


def test_sentences_show_a_status_where_the_scheme_has_one():
    assert not {"status", "status_p"} & set(sheets.sentence_columns(PLAIN))
    own = list(sheets.sentence_columns(bundled()))
    assert own[:7] == ["county", "year", "title", "heading_path", "text", "categories", "status"]
    assert own[7 : 7 + len(bundled().categories)] == [f"p_{name}" for name in bundled().category_ids]
    assert sheets.sentence_columns(bundled())["p_law"] == sheets.SheetColumn("法治环境概率", 12, "0.000")


def test_each_measure_of_a_coded_sample_has_its_interval():
    labels = [column.label for column in sheets.validity_columns()]
    assert len(labels) == len(set(labels)) == 9 + 6 * 3 + 1
    assert {"查全率", "查全率下限", "查全率上限", "Cohen κ", "Krippendorff α上限"} <= set(labels)
