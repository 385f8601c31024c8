from cuoshi.readers.rows import Rows, row_lines


def test_the_cells_of_a_row_are_parted_by_tabs_and_empty_ones_left_out() -> None:
    assert row_lines([["指标"], [], ["走访", "企业"]]) == ["指标\t走访 企业"]


def test_a_row_with_one_filled_cell_only_lays_out_a_page() -> None:
    assert row_lines([["一、做法", "走访企业。"], []]) == ["一、做法", "走访企业。"]
    assert row_lines([[], []]) == []


def test_a_row_with_a_table_in_it_is_given_line_by_line() -> None:
    assert row_lines([["外"], ["指标\t数量"]]) == ["外", "指标\t数量"]


def test_cells_are_put_together_as_they_are_read() -> None:
    rows = Rows()
    rows.add(["走访"])
    rows.end_cell(["企业"])
    rows.end_cell(["312家"])
    assert rows.end_row() == ["走访 企业\t312家"]
    rows.end_inner_cell(["内"])
    rows.end_inner_cell(["表"])
    rows.end_inner_row()
    rows.end_cell([])
    rows.end_cell(["外"])
    assert rows.end_row() == ["内\t表", "外"]


def test_a_row_without_its_end_loses_no_text() -> None:
    rows = Rows()
    rows.end_cell(["走访"])
    rows.add(["企业"])
    rows.end_inner_cell(["内"])
    assert rows.rest() == ["走访", "企业", "内"]
    assert rows.rest() == []
