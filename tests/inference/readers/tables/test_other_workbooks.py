"""Workbooks that are no .xlsx: old ones of Excel, OpenDocument, and what programs only call .xls."""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
OLD = Path(__file__).parent / "files" / "表.xls"
TEXT = "设立风险补偿资金池，引导银行放贷。企业融资成本下降。"
ROW = f"清河市\t清禾县\t2021\t{TEXT}"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS = f"""<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="2021年"><table:table-row>
<table:table-cell office:value-type="string"><text:p>县</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>正文</text:p></table:table-cell></table:table-row><table:table-row>
<table:table-cell office:value-type="string"><text:p>清禾县</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>{TEXT}</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def packed(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


def ods() -> bytes:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/></manifest:manifest>'
    )
    return packed(mimetype=MIMETYPE, content_xml=ODS.replace("\n", ""), **{"META-INF__manifest_xml": manifest})


def test_an_old_workbook_with_merged_cells(write: Write) -> None:
    pytest.importorskip("python_calamine")
    for name in ("表.xls", "表.et", "表.doc"):
        first, second = read_documents(write(name, OLD.read_bytes()))
        assert isinstance(first, Document)
        assert (first.text, first.reader) == (TEXT, "workbook")
        assert first.metadata == {"city": "清河市", "county": "清禾县", "year": "2021"}
        assert second.path.endswith("#3")
        assert second.metadata["city"] == "清河市"


def test_an_opendocument_table(write: Write) -> None:
    pytest.importorskip("python_calamine")
    (found,) = read_documents(write("表.ods", ods()))
    assert isinstance(found, Document)
    assert found.path.endswith("#2021年!2")
    assert (found.text, found.metadata) == (TEXT, {"county": "清禾县"})


def test_what_cannot_be_read(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine")
    raw = OLD.read_bytes()
    with pytest.raises(ReadError, match="damaged"):
        list(read_documents(write("断.xls", raw[: len(raw) // 2])))
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(ReadError, match=r"run pip install 'cuoshi\[xls\]', or save it as \.xlsx"):
        list(read_documents(write("表.xls", raw)))


def test_a_page_that_is_called_xls(write: Write) -> None:
    cells = [["县", "年份", "正文"], ["清禾县", "2021", TEXT]]
    rows = "".join("<tr>" + "".join(f"<td> {cell}</td>" for cell in row) + "</tr>" for row in cells)
    page = f"<html><meta charset=gbk><table><tr><td>导出</td></tr></table><table>{rows}</table></html>"
    (found,) = read_documents(write("导出.xls", page.encode("gbk")))
    assert isinstance(found, Document)
    assert (found.text, found.metadata) == (TEXT, {"county": "清禾县", "year": "2021"})
    with pytest.raises(ReadError, match="no sheet has a column of texts"):
        list(read_documents(write("错.xls", "<html><body>页面不存在</body></html>")))


def test_text_that_is_called_xls(write: Write) -> None:
    (found,) = read_documents(write("导出.xls", f"市\t县\t年份\t正文\n{ROW}\n".encode("gbk")))
    assert isinstance(found, Document)
    assert found.metadata == {"city": "清河市", "county": "清禾县", "year": "2021"}
