"""The tables of a page whose file is called .xls; more in test_other_workbooks.py."""

from collections.abc import Callable
from pathlib import Path

from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]


def test_rows_are_numbered_as_in_their_table(write: Write) -> None:
    rows = "<tr><th>县</th><th>正文</th></tr><tr></tr><tr><td>清禾县</td><td>推行<b>帮办</b>。</td></tr>"
    (found,) = read_documents(write("导出.xls", f"<html><body><table>{rows}</table></body></html>"))
    assert found.path.endswith("#3")
    assert found.text == "推行帮办。"
