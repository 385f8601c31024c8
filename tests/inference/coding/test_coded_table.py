from pathlib import Path

import pandas as pd
import pytest

from cuoshi.coding.coded_table import plain_answer, read_table
from cuoshi.errors import CuoshiError

HEAD = "sentence_id,party,training"


def written(folder: Path, *lines: str) -> Path:
    (folder / "coded-a.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder / "coded-a.csv"


def test_empty_rows_and_cells_behind_the_head_are_left_out(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "", f"{HEAD},", "r-0,1,0,", ",,,", "", "r-1,0,1,,", ",,,"))
    assert list(table) == HEAD.split(",") and table["sentence_id"].to_dict() == {3: "r-0", 6: "r-1"}


def test_a_title_above_the_heads_is_left_out(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "编码表，林一", "", HEAD, "r-0,1,0"))
    assert table["sentence_id"].to_dict() == {4: "r-0"} and list(table) == HEAD.split(",")


@pytest.mark.parametrize("line", ["r-1,1", "r-1,1,0,1", 'r-1,1,"0'])
def test_a_row_of_fewer_or_more_cells_than_the_head_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(CuoshiError, match=r"row 3 has . cells, the head 3|unexpected end of data") as told:
        read_table(written(tmp_path, HEAD, "r-0,1,0", line))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_two_columns_of_one_name_are_refused(tmp_path: Path, ending: str) -> None:
    table = pd.DataFrame([["r-0", "1", "0"]], columns=["sentence_id", "party\n党建", "party"])
    path = tmp_path / f"coded-a.{ending}"
    table.to_csv(path, index=False) if ending == "csv" else table.to_excel(path, index=False)
    with pytest.raises(CuoshiError, match="2 columns are called party"):
        read_table(path)


def test_of_a_workbook_the_sheet_of_answers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "coded-a.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"县": ["清禾县"]}).to_excel(book, sheet_name="统计", index=False)
        pd.DataFrame({"sentence_id": ["r-0"], "party": [1]}).to_excel(book, sheet_name="coding", index=False)
    assert read_table(path).to_dict("list") == {"sentence_id": ["r-0"], "party": ["1"]}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_are_parted_as_any_excel_does(tmp_path: Path, separator: str) -> None:
    table = read_table(written(tmp_path, *(line.replace(",", separator) for line in (HEAD, "r-0,1,0"))))
    assert table.to_numpy().tolist() == [["r-0", "1", "0"]]


@pytest.mark.parametrize("above", ["", "sep=;\n"])
def test_heads_of_several_lines_and_a_stated_separator_are_read(tmp_path: Path, above: str) -> None:
    path = tmp_path / "coded-a.csv"
    path.write_text(f'{above}"sentence_id\n编号";"party\n党建";note\nr-0;1;"一, 二, 三"\n', encoding="utf-8")
    assert read_table(path).to_dict("list") == {"sentence_id": ["r-0"], "party": ["1"], "note": ["一, 二, 三"]}


def test_a_workbook_of_another_kind_is_to_be_saved_again(tmp_path: Path) -> None:
    (tmp_path / "coded-a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    with pytest.raises(CuoshiError, match=r"coded-a.xls: not a table.*save it as .xlsx or .csv"):
        read_table(tmp_path / "coded-a.xls")


def test_an_answer_is_compared_in_one_form() -> None:
    assert [*map(plain_answer, (" １", "1.00", "0.0", "Y", "1.5", "10"))] == ["1", "1", "0", "y", "1.5", "10"]
