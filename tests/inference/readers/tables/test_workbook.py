from io import BytesIO

import openpyxl
import pytest

from cuoshi.errors import ReadError
from cuoshi.readers.tables.workbook import first_sheet


def saved(rows: list[list[object]], merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_rows_come_with_their_numbers() -> None:
    assert first_sheet(saved([["县", "年"], ["清禾县", 2022]])) == [(1, ["县", "年"]), (2, ["清禾县", 2022])]


def test_a_cell_merged_over_rows_is_filled_into_those_that_hold_something() -> None:
    rows = [["县", "文"], ["清禾县", "一"], [None, "二"], [None, None], ["丰岭县", "三"]]
    found = dict(first_sheet(saved(rows, merged=("A2:A4",))))
    assert found[3] == ["清禾县", "二"]
    assert not any(found[4]), "a row of nothing stays one"
    assert found[5] == ["丰岭县", "三"]


def test_a_cell_merged_over_columns_alone_is_filled_nowhere() -> None:
    assert dict(first_sheet(saved([["标题", None], ["县", "年"]], merged=("A1:B1",))))[1] == ["标题"]


def test_what_openpyxl_writes_for_a_control_character_is_that_character() -> None:
    assert dict(first_sheet(saved([["一_x000D_二"]])))[1] == ["一\r二"]


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", saved([["县"]])[:900]])
def test_a_damaged_workbook_is_one_line(raw: bytes) -> None:
    with pytest.raises(ReadError, match="the workbook is damaged"):
        first_sheet(raw)
