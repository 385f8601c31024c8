"""Every part of a Word document that carries text is read once, whatever the program that wrote it calls its parts."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}/relationships" xmlns:m="{OFFICE}/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def relations(*listed: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{identity}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for identity, kind, target in listed
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word(
    body: str,
    related: tuple[tuple[str, str, str], ...] = (),
    parts: Mapping[str, str | bytes] | None = None,
    main: str = "word/document.xml",
    content_type: str = DOCUMENT,
) -> bytes:
    """A Word document of nothing but what it needs."""
    folder, _, file = main.rpartition("/")
    override = f'<Override PartName="/{main}" ContentType="{content_type}"/>'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{override}</Types>',
            "_rels/.rels": relations(("rId1", "officeDocument", main)),
            main: f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
            f"{folder}/_rels/{file}.rels".lstrip("/"): relations(*related),
            **(parts or {}),
        }
    )


def p(inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(code: str, result: str = "") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    shown = mark.format("separate") + result if result else ""
    return f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{mark.format('end')}"


@pytest.fixture
def lines(write: Write, read_one: Read) -> Callable[..., list[str]]:
    def read(*arguments: object, **options: object) -> list[str]:
        return read_one(write("汇报.docx", word(*arguments, **options))).text.split("\n")  # type: ignore[arg-type]

    return read


Lines = Callable[..., list[str]]
SENTENCE = "全年走访企业312家。"


@pytest.mark.parametrize(
    "main", ["word/document.xml", "word/document2.xml", "document.xml", "Word/Document.xml", "x/a.xml"]
)
@pytest.mark.parametrize(
    "kind",
    [
        DOCUMENT,
        DOCUMENT.replace("document.main", "template.main"),
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_the_main_part_may_bear_any_name_and_type(lines: Lines, main: str, kind: str) -> None:
    assert lines(p(r(SENTENCE)), main=main, content_type=kind) == [SENTENCE]


@pytest.mark.parametrize("ending", [".docm", ".dotx", ".dotm", ".zip", ".doc"])
def test_templates_and_documents_with_macros(write: Write, read_one: Read, ending: str) -> None:
    assert read_one(write(f"汇报{ending}", word(p(r(SENTENCE))))).text == SENTENCE


@pytest.mark.parametrize("change", [lambda name: name.replace("/", "\\"), lambda name: f"/{name}", str.upper])
def test_members_named_in_another_way(write: Write, read_one: Read, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(io.BytesIO(word(p(r(SENTENCE)), main="word/document2.xml"))) as archive:
        raw = packed({change(name): archive.read(name) for name in archive.namelist()})
    assert read_one(write("汇报.docx", raw)).text == SENTENCE


def test_strict_form(write: Write, read_one: Read) -> None:
    footnotes = f"<w:footnotes {NAMES}><w:footnote w:id='2'>{p(r('口径见统计公报。'))}</w:footnote></w:footnotes>"
    raw = word(p(r(SENTENCE)), (("r1", "footnotes", "footnotes.xml"),), {"word/footnotes.xml": footnotes})
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for kind in ("wordprocessingml", "officeDocument", "drawingml"):
        usual = f"http://schemas.openxmlformats.org/{kind}/2006/"
        parts = {name: text.replace(usual, f"http://purl.oclc.org/ooxml/{kind}/") for name, text in parts.items()}
    assert "purl" in parts["_rels/.rels"]
    assert read_one(write("严格.docx", packed(parts))).text.split("\n") == [SENTENCE, "注释", "口径见统计公报。"]


def test_relations_to_parts_that_are_missing(lines: Lines) -> None:
    dangling = (("r1", "styles", "styles.xml"), ("r2", "footnotes", "NULL"), ("r3", "numbering", "../gone.xml"))
    assert lines(p(r(SENTENCE)), dangling) == [SENTENCE]


@pytest.mark.parametrize(
    ("part", "content", "found"),
    [
        ("chunk.htm", "<html><p>设立<b>资金池</b>。</p><script>x</script>办两期。", ["设立资金池。", "办两期。"]),
        ("chunk.xhtml", "<?xml version='1.0' encoding='utf-8'?><html>设立<br/>资金池。</html>", ["设立", "资金池。"]),
        (
            "chunk.mht",
            'MIME-Version: 1.0\nContent-Type: text/html; charset="utf-8"\n\n<p>设立资金池。</p>',
            ["设立资金池。"],
        ),
        ("chunk.txt", "设立资金池。\n办两期。", ["设立资金池。", "办两期。"]),
        ("chunk.docx", word(p(r("设立资金池。"))), ["设立资金池。"]),
        (
            "chunk.html",
            "<html><table><tr><th>指标</th><td><p>数量</p></td></tr><tr><td><p>设立资金池。</p><p>办两期。</p></td></tr></table></html>",
            ["指标\t数量", "设立资金池。", "办两期。"],
        ),
    ],
)  # fmt: skip
def test_inserted_files(lines: Lines, part: str, content: str | bytes, found: list[str]) -> None:
    body = p(r(SENTENCE)) + '<w:altChunk r:id="rA"/>' + p(r("特此报告。"))
    parts = {f"word/{part}": content.encode() if isinstance(content, str) else content}
    assert lines(body, (("rA", "aFChunk", part),), parts) == [SENTENCE, *found, "特此报告。"]


def test_an_inserted_file_that_cannot_be_read_is_named(write: Write) -> None:
    body = p(r(SENTENCE)) + '<w:altChunk r:id="rA"/>'
    with pytest.raises(ReadError, match="text is in is missing"):
        list(read_documents(write("缺.docx", word(body, (("rA", "aFChunk", "gone.htm"),)))))
    with pytest.raises(ReadError, match=r"#word/a\.bin: .*picture"):
        list(
            read_documents(write("图.docx", word(body, (("rA", "aFChunk", "a.bin"),), {"word/a.bin": b"\x89PNG\r\n"})))
        )


def test_an_inserted_file_inside_itself_ends(write: Write) -> None:
    raw = word(p(r(SENTENCE)))
    for _ in range(6):
        raw = word('<w:altChunk r:id="rA"/>', (("rA", "aFChunk", "a.docx"),), {"word/a.docx": raw})
    with pytest.raises(ReadError, match="too many files"):
        list(read_documents(write("套.docx", raw)))


def test_diagrams_from_the_top_of_their_tree_and_once(lines: Lines) -> None:
    points = "".join(
        f'<dgm:pt modelId="{key}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for key, text in (("3", "乙。"), ("2", "甲。"), ("1", "总。"), ("4", "孤。"))
    )
    links = '<dgm:cxn srcId="1" destId="3" srcOrd="1"/><dgm:cxn srcId="1" destId="2" srcOrd="0"/>'
    data = f"<dgm:dataModel {NAMES}><dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>"
    relation, parts = (("rD", "diagramData", "diagrams/data1.xml"),), {"word/diagrams/data1.xml": data}
    drawing = '<w:r><w:drawing><a:graphic><dgm:relIds r:dm="rD"/></a:graphic></w:drawing></w:r>'
    tree = ["总。", "甲。", "乙。", "孤。"]
    assert lines(p(r("如图") + drawing) + p(r("完。")), relation, parts) == ["如图", *tree, "完。"]
    assert lines(p(r("完。")), relation, parts) == ["完。", *tree]


def test_text_boxes_once_in_whatever_form(lines: Lines) -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{p(r(text))}</w:txbxContent>"

    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box('框一。')}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict>{box('框一。')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    fallback = f"<mc:Fallback><w:pict>{box('框二。')}</w:pict></mc:Fallback>"
    old = f"<w:r><mc:AlternateContent>{fallback}</mc:AlternateContent></w:r>"
    shape = "<w:r><w:drawing><a:txBody><a:p><a:r><a:t>形三。</a:t></a:r></a:p></a:txBody></w:drawing></w:r>"
    art = '<w:r><w:pict><v:shape><v:textpath string="艺术字标题"/></v:shape></w:pict></w:r>'
    assert lines(p(r("正文") + both + old + shape + art)) == ["正文", "框一。", "框二。", "形三。", "艺术字标题"]
    block = f"<mc:Choice>{p(r('新。'))}</mc:Choice><mc:Fallback>{p(r('旧。'))}</mc:Fallback>"
    assert lines(f"<mc:AlternateContent>{block}</mc:AlternateContent>") == ["新。"]


def test_phonetic_guides_symbols_and_fields(lines: Lines) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('shui')}</w:rt><w:rubyBase>{r('税')}</w:rubyBase></w:ruby></w:r>"
    guide = field(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(fèi),费)')
    symbols = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:sym w:font="Symbol" w:char="00B1"/></w:r>'
    inner = field("IF", "") + field("PAGE", r("页"))
    nested = field(f"</w:instrText></w:r>{field('MERGEFIELD x', r('码'))}<w:r><w:instrText>", r("果"))
    assert lines(p(r("减") + ruby + guide + symbols + inner + nested + r("。"))) == ["减税费±页果。"]


def test_a_field_without_its_end_costs_no_other_paragraph(lines: Lines) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert lines(p(r("一。") + begin + r("二。")) + p(r("三。"))) == ["一。", "三。"]


def test_tables_of_contents_repeat_the_headings(lines: Lines) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = f'{mark.format("begin")}<w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>{mark.format("separate")}'
    entries = p(begin + r("一、做法") + "<w:r><w:tab/></w:r>" + field("PAGEREF _Toc1", r("1"))) + p(
        r("二、问题2") + mark.format("end")
    )
    headings = p(r("一、做法")) + p(r(SENTENCE))
    assert lines(entries + headings) == ["一、做法", SENTENCE]
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    control = f"<w:sdt>{gallery}<w:sdtContent>{{}}</w:sdtContent></w:sdt>"
    assert lines(control.format(p(r("目录")) + entries) + headings) == ["一、做法", SENTENCE]
    # Where its end is missing, sentences are sentences all the same.
    assert lines(p(begin + r("一、做法1")) + p(r(SENTENCE))) == [SENTENCE]


def test_text_to_be_filled_in_is_none(lines: Lines) -> None:
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    filled = control.replace("<w:showingPlcHdr/>", "")
    hint = r("单击此处输入文字。")
    body = (
        p(r("一。") + control.format(hint) + filled.format(r("二。")))
        + control.format(p(hint))
        + filled.format(p(r("三。")))
    )
    assert lines(body) == ["一。二。", "三。"]


def test_equations(lines: Lines) -> None:
    def t(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    fraction = f"<m:f><m:num>{t('1')}</m:num><m:den>{t('2')}</m:den></m:f>"
    squared = f"<m:sSup><m:e>{t('km')}</m:e><m:sup>{t('2')}</m:sup></m:sSup>"
    root = f"<m:rad><m:deg/><m:e>{t('9')}</m:e></m:rad>"
    bracket = f"<m:d><m:dPr><m:begChr m:val='['/></m:dPr><m:e>{t('a')}</m:e><m:e>{t('b')}</m:e></m:d>"
    math = "".join(f"<m:oMath>{part}</m:oMath>" for part in (t("1860"), fraction, squared, root, bracket))
    assert lines(p(r("减税") + math + r("。"))) == ["减税18601/2km²√9[a,b)。"]


def test_deleted_ends_and_hidden_styles(lines: Lines) -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    styles = (
        f"<w:styles {NAMES}><w:style w:type='character' w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='C'><w:basedOn w:val='H'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='P'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    )
    body = (
        p(r("推行免申"), deleted)
        + p(r("即享。"))
        + p(f"<w:del>{r('删去。')}</w:del>", deleted)
        + p(
            r("甲") + r("隐", '<w:rStyle w:val="C"/>') + r("显", '<w:rStyle w:val="C"/><w:vanish w:val="0"/>') + r("。")
        )
        + p(r("全隐。") + r("不隐。", '<w:vanish w:val="off"/>'), '<w:pStyle w:val="P"/>')
        + p(r("末尾"), deleted)
    )
    assert lines(body, (("r1", "styles", "styles.xml"),), {"word/styles.xml": styles}) == [
        *("推行免申即享。", "甲显。", "不隐。", "末尾"),
    ]  # fmt: skip


def test_what_is_struck_out_is_no_text(lines: Lines) -> None:
    body = p(
        r("推行") + r("旧办法，", "<w:strike/>") + r("旧二，", "<w:dstrike/>") + r("帮办。", '<w:strike w:val="0"/>')
    )
    assert lines(body) == ["推行帮办。"]


def test_deleted_rows_and_the_numbers_of_deleted_paragraphs(lines: Lines) -> None:
    numbering = (
        f"<w:numbering {NAMES}><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/>"
        "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
    )
    number = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    gone = p(f"<w:del>{r('删。')}</w:del>", f"{number}<w:rPr><w:del/></w:rPr>")
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>{0}</w:tc></w:tr><w:tr><w:tc>{1}</w:tc></w:tr>"
    body = (
        p(r("甲。"), number)
        + gone
        + p(r("乙。"), number)
        + f"<w:tbl>{row.format(p(r('删行。')), p(r('留行。')))}</w:tbl>"
    )
    assert lines(body, (("r1", "numbering", "numbering.xml"),), {"word/numbering.xml": numbering}) == [
        "1.甲。",
        "2.乙。",
        "留行。",
    ]
