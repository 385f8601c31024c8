from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.inference.learning.conftest import SCHEME

from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.learning.tables import names_sentences, read_rows


def test_columns_of_chinese_names_and_names_of_categories(tmp_path: Path) -> None:
    path = tmp_path / "coded.csv"
    path.write_bytes(
        "句子,类别,报告,小标题\n治污。,生态、Village,r1,一、甲/（一）乙\n修路。,无,r1,\n".encode("gb18030")
    )
    first, second = read_rows(path, SCHEME)
    assert (first.categories, first.headings, first.report) == (("eco", "village"), ("一、甲", "（一）乙"), "r1")
    assert (second.categories, second.where) == ((), f"{path}, row 3")


def test_a_column_a_category_in_excel(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"text": ["治污。", "修路。", "未编码。", ""], "生态": [1, 0, None, 1], "village": ["", "否", "", "1"]}
    )
    table.to_excel(tmp_path / "coded.xlsx", index=False)
    found = read_rows(tmp_path / "coded.xlsx", SCHEME)
    assert [(row.text, row.categories) for row in found] == [("治污。", ("eco",)), ("修路。", ())]


def test_a_status_is_of_a_sentence_with_a_category_only(tmp_path: Path) -> None:
    path = tmp_path / "coded.csv"
    path.write_text("text\tcategories\tstatus\n治污。\teco\t已做\n修路。\t\tdone\n", "utf-8")
    scheme = replace(SCHEME, statuses=(Label("done", "已做", "Done"),))
    assert [row.status for row in read_rows(path, scheme)] == ["done", ""]
    path.write_text("text\tcategories\tstatus\n治污。\teco\tsoon\n", "utf-8")
    with pytest.raises(CuoshiError, match="row 2: unknown status 'soon'; the scheme has done"):
        read_rows(path, scheme)


def test_what_the_coding_page_saves_names_sentences(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sentence_id,eco,village\nr-1,1,0\n", "utf-8")
    (tmp_path / "b.csv").write_text("text,categories\n治污。,eco\n", "utf-8")
    assert names_sentences(tmp_path / "a.csv") and not names_sentences(tmp_path / "b.csv")
