import time

import pytest

from cuoshi.notation.marks import ALONE
from cuoshi.readers.rows import Rows, row_lines, table_lines


def test_the_cells_of_a_row_are_parted_by_tabs_and_empty_ones_left_out() -> None:
    assert row_lines([["指标"], [], ["走访", "企业"]]) == ["指标\t走访 企业"]


def test_a_row_with_one_filled_cell_only_lays_out_a_page() -> None:
    assert row_lines([["一、做法", "走访企业。"], []]) == ["一、做法", "走访企业。"]
    assert row_lines([[], []]) == []


SAID = "走访企业三百家，解决问题一百个，设立风险补偿资金池三千万元。"
REPORT = ["一、做法", SAID * 2, "办理时限压减三分之一，培训业务骨干四十人。" * 2]


def test_a_report_beside_what_a_form_calls_it_is_given_line_by_line() -> None:
    assert row_lines([["主要做法"], REPORT]) == ["主要做法", *REPORT]
    assert row_lines([["题 目"], ["清禾县2022年", "工作总结"]]) == ["标题：清禾县2022年工作总结"]


def test_rows_of_tasks_with_long_cells_are_rows() -> None:
    assert row_lines([["1"], ["融资难"], REPORT]) == [f"1\t融资难\t{' '.join(REPORT)}"]
    assert row_lines([["融资难"], REPORT[1:]]) == [f"融资难\t{' '.join(REPORT[1:])}"]
    assert row_lines([["融资难"], ["县金融办", *REPORT[:1], "县财政局"] * 9])[0].startswith("融资难\t县金融办 ")
    assert row_lines([["全县民营企业普遍反映融资难"], REPORT])[0].startswith("全县民营企业普遍反映融资难\t一、")
    assert row_lines([["任务名称"], ["资金池"]]) == ["任务名称\t资金池"]


def test_a_row_with_a_table_in_it_is_given_line_by_line() -> None:
    assert row_lines([["走访企业。"], ["指标\t数量"]]) == ["走访企业。", "指标\t数量"]
    assert row_lines([["一、主要做法", "指标\t数量"]]) == ["一、主要做法", "指标\t数量"]


def test_what_a_table_in_a_cell_is_called_is_a_cell_of_it() -> None:
    for label in ("附表：", "附件：", "主要指标"):
        assert row_lines([["走访企业。", label, "指标\t数量"]]) == ["走访企业。", f"{label}\t指标\t数量"]
    assert row_lines([["外"], ["指标\t数量", "走访\t312"]]) == ["外\t指标\t数量", "走访\t312"]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            ["下一步重点任务", "融资|县金融办", "县工信局"],
            [f"下一步重点任务{ALONE}", "融资\t县金融办", f"县工信局{ALONE}"],
        ),
        (["任务|单位", "二、金融环境", "融资|县金融办"], ["任务\t单位", f"二、金融环境{ALONE}", "融资\t县金融办"]),
        (["清禾县2022年任务表", "融资|县金融办"], ["清禾县2022年任务表", "融资\t县金融办"]),
        (["任务|单位", "一、主要做法", "走访企业。"], ["任务\t单位", "一、主要做法", "走访企业。"]),
        (["一、主要做法", "走访企业。"], ["一、主要做法", "走访企业。"]),
        (["存在问题"], ["存在问题"]),
        (
            ["任务|单位", "二、金融环境", "（一）信贷", "融资|县金融办", "县工信局", "县人社局"],
            ["任务\t单位", *(f"{cell}{ALONE}" for cell in ("二、金融环境", "（一）信贷")), "融资\t县金融办"]
            + [f"{cell}{ALONE}" for cell in ("县工信局", "县人社局")],
        ),
        (["任务|单位", "|县工信局", "走访企业。|"], ["任务\t单位", f"县工信局{ALONE}", "走访企业。"]),
        (["首页|新闻", "|清禾县2022年工作总结|", "走访企业。|"], ["首页\t新闻", "清禾县2022年工作总结", "走访企业。"]),
        (["主要措施", "免申即享", "1.容缺办理"], [f"{cell}{ALONE}" for cell in ("主要措施", "免申即享", "1.容缺办理")]),
        (["|主要措施", "推行免申即享。|", "走访企业。|"], [f"主要措施{ALONE}", "推行免申即享。", "走访企业。"]),
        (
            ["清禾县人民政府文件", "清政发〔2022〕5号", "营商环境方案"],
            ["清禾县人民政府文件", "清政发〔2022〕5号", "营商环境方案"],
        ),
        (["一、主要做法", "走访企业。", "二、存在问题"], ["一、主要做法", "走访企业。", "二、存在问题"]),
        (["主要做法", SAID * 3, "存在问题"], ["主要做法", SAID * 3, "存在问题"]),
        (["工作总结", "主要做法"], ["工作总结", "主要做法"]),
    ],
)
def test_a_short_cell_alone_in_its_row_is_a_cell_beside_rows_of_several(rows: list[str], lines: list[str]) -> None:
    assert table_lines([[[cell] if cell else [] for cell in row.split("|")] for row in rows]) == lines


def test_a_table_of_many_short_cells_takes_a_moment() -> None:
    rows = [[["任务"], ["单位"]], *([[["县工信局"], []]] * 100_000)]
    started = time.process_time()
    assert len(table_lines(rows)) == len(rows)
    assert time.process_time() - started < 10


def test_rows_are_put_together_as_they_are_read() -> None:
    rows = Rows()
    rows.add(["走访"])
    rows.end_cell(["企业"])
    rows.end_cell(["312家"])
    rows.end_row()
    rows.end_inner_cell(["内"])
    rows.end_inner_cell(["表"])
    rows.end_inner_row()
    rows.end_cell([])
    rows.end_cell(["外"])
    rows.end_row()
    rows.end_cell(["县工信局"])
    rows.end_cell([])
    rows.end_row()
    assert rows.rest() == ["走访 企业\t312家", "内\t表", "外", f"县工信局{ALONE}"]


def test_short_cells_alone_are_told_by_the_rows_of_their_table() -> None:
    rows = Rows()
    for cells in (["任务", "单位"], ["二、金融环境"], ["融资", "县金融办"]):
        for cell in cells:
            rows.end_cell([cell])
        rows.end_row()
    assert rows.rest() == ["任务\t单位", f"二、金融环境{ALONE}", "融资\t县金融办"]
    for cells in (["指标", "数量"], ["金融"], ["走访", "312"]):
        for cell in cells:
            rows.end_inner_cell([cell])
        rows.end_inner_row()
    rows.end_cell(["说明。"])
    rows.end_row()
    assert rows.rest() == ["指标\t数量", f"金融{ALONE}", "走访\t312", "说明。"]


def test_a_row_without_its_end_loses_no_text() -> None:
    rows = Rows()
    rows.end_cell(["走访"])
    rows.add(["企业"])
    rows.end_inner_cell(["内"])
    assert rows.rest() == ["走访", "企业", "内"]
    assert rows.rest() == []
