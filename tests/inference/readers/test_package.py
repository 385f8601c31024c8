import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from lxml import etree

from cuoshi.errors import ReadError
from cuoshi.readers.package import Package, is_word, opened, part_name, qn, stated_title, value_of
from cuoshi.readers.source import Source

Packed = Callable[[Mapping[str, str]], bytes]
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(identity: str, kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="{identity}" Type="{TYPE}/{kind}" Target="{target}" {more}/>'


def package(raw: bytes) -> Package:
    return Package(zipfile.ZipFile(io.BytesIO(raw)))


def test_parts_are_found_however_they_are_written(packed: Packed) -> None:
    found = package(packed({"Word/Document.xml": "<a/>", "/word\\notes.xml": "<b/>"}))
    assert "word/document.xml" in found and found.read("word/notes.xml") == b"<b/>"
    assert part_name("\\word\\A.xml") == "word/a.xml"
    assert found.xml("word/none.xml") is None and found.xml(None) is None


def test_relations_lead_to_parts_and_not_out_of_the_file(packed: Packed) -> None:
    parts = [
        relation("r1", "footnotes", "notes.xml"),
        relation("r2", "image", "../media/a%20b.png"),
        relation("r3", "footnotes", "gone.xml"),
        relation("r4", "hyperlink", "notes.xml", 'TargetMode="External"'),
    ]
    rels = RELATIONS.format("".join(parts))
    found = package(packed({"word/_rels/document.xml.rels": rels, "word/notes.xml": "<n/>", "media/a b.png": ""}))
    assert list(found.related("word/document.xml", "footnotes")) == ["word/notes.xml"]
    assert found.by_id("word/document.xml", "r2") == "media/a b.png"
    assert found.by_id("word/document.xml", "r3") is None
    assert found.by_id("word/document.xml", "r4") is None
    assert list(found.related("other.xml", "footnotes")) == []


def test_the_strict_form_is_read_as_the_usual_one(packed: Packed) -> None:
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
    assert package(packed({"a.xml": strict})).xml("a.xml").tag == qn("w:document")


def test_a_property_says_its_value(packed: Packed) -> None:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    root = package(packed({"a.xml": f'<w:pPr {names}><w:pStyle w:val="1"/><w:keepNext/></w:pPr>'})).xml("a.xml")
    found = [value_of(root, "w:pStyle"), value_of(root, "w:keepNext"), value_of(root, "w:jc"), value_of(None, "w:jc")]
    assert found == ["1", None, None, None]


def test_entities_are_not_resolved(packed: Packed) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert not (package(packed({"a.xml": bomb})).xml("a.xml").text or "").strip()


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"word/document.xml": ""}, True),
        ({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}, True),
        ({"[Content_Types].xml": "spreadsheetml.sheet.main+xml"}, False),
        ({"a.txt": ""}, False),
    ],
)
def test_a_word_document_is_told_by_its_parts(packed: Packed, parts: dict[str, str], word: bool) -> None:
    assert is_word(zipfile.ZipFile(io.BytesIO(packed(parts)))) is word


def test_whatever_fails_while_a_file_is_open_is_damage_and_said_so(packed: Packed) -> None:
    raw = packed({"a.xml": "<a"})
    source = Source("坏.docx", io.BytesIO(raw), len(raw))
    for fails in (lambda own: own.xml("a.xml"), lambda own: own.read("b.xml"), lambda own: next(iter(()))):
        with (
            pytest.raises(ReadError, match=r"^坏\.docx: it is damaged; save it anew$"),
            opened(source, "it is damaged; save it anew") as own,
        ):
            fails(own)


def test_the_title_that_a_file_states() -> None:
    root = etree.fromstring('<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 标题 </dc:title></a>')
    assert stated_title(root) == "标题"
    assert stated_title(None) == stated_title(etree.fromstring("<a/>")) == ""
