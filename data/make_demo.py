"""Make the demo corpus: 24 reports of data/train.jsonl as a researcher would be given them, and a scan of one more.

Run ``python data/make_demo.py`` after ``pip install -e .[dev]``. A rerun writes the same bytes: dates inside
the files are fixed, and archives and pages are stored uncompressed, since compressors differ between machines.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import pypdfium2
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

Report = dict[str, Any]
DATA = Path(__file__).parent
FONT = "STSong-Light"  # one of the CJK fonts that PDF readers bring along, so no font file is needed
DATE = datetime(2024, 1, 2, 9, 0)
NUMBER = re.compile(r"([一二三四五六七八九十]+、)|(（[一二三四五六七八九十]+）)|(\d+\.)(?!\d)")
LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def blocks(report: Report) -> Iterator[tuple[bool, str]]:
    """Yield the report's lines, ``(is a heading, text)``: a heading each, a paragraph each."""
    for paragraph, units in groupby(report["units"], key=lambda unit: unit.get("paragraph")):
        if paragraph is None:
            yield from ((True, unit["text"]) for unit in units)
        else:
            yield False, "".join(unit["text"] for unit in units)


def lines(report: Report) -> list[str]:
    return [text for _, text in blocks(report)]


# Plain text


def text_utf8(report: Report) -> bytes:
    return "\n\n".join([report["title"], *lines(report), ""]).encode()


def text_gb18030(report: Report) -> bytes:
    return "\r\n".join([report["title"], "", *(f"　　{line}" for line in lines(report)), ""]).encode("gb18030")


def text_watermarked(report: Report) -> bytes:
    """Put around the report what a download site does; the site and its numbers do not exist."""
    top = ["拾穗公文网 会员下载", "温馨提示：本文档由拾穗公文网会员上传，转载须注明出处"]
    contact = "更多范文请访问www.shisui-gongwen.example，入会咨询QQ：0123456789"
    body = lines(report)
    for page, at in enumerate(range(5, len(body), 7), start=1):
        body[at:at] = [f"第 {page} 页", "拾穗公文网 www.shisui-gongwen.example"]
    return "\n".join([*top, report["title"], "", contact, *body, contact, ""]).encode()


# Word, its headings numbered by Word itself


def empty_word() -> WordDocument:
    """Open python-docx's template without what takes 95% of its space: table styles, a second copy of all styles."""
    document = docx.Document()
    for style in [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]:
        style.delete()
    for key in [key for key, relation in document.part.rels.items() if relation.reltype.endswith("/stylesWithEffects")]:
        del document.part.rels[key]
    return document


def add_numbering(document: WordDocument) -> None:
    """Define the list 一、（一）1. and tie its first level to the style Heading 1, as Word's dialog does."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(LEVELS)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)  # the schema wants every w:abstractNum before the first w:num
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    number_properties(document.styles["Heading 1"].element, 0)


def number_properties(element: Any, level: int) -> None:
    properties = element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = 90


def word(report: Report) -> bytes:
    document = empty_word()
    add_numbering(document)
    document.add_paragraph(report["title"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for is_heading, text in blocks(report):
        number = NUMBER.match(text) if is_heading else None
        paragraph = document.add_paragraph(text[number.end() :] if number else text)
        if number and number.lastindex == 1:
            paragraph.style = "Heading 1"
        elif number:
            number_properties(paragraph._p, (number.lastindex or 1) - 1)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report["title"], "办公室", ""
    properties.created = properties.modified = DATE
    saved = io.BytesIO()
    document.save(saved)
    return stored(saved)


def stored(archive: io.BytesIO) -> bytes:
    """Repack a zip archive without compression and with one date for all members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 9, 0, 0)), source.read(name))
    return packed.getvalue()


# PDF with a running header, a footer and wrapped lines


def pdf(report: Report, size: int = 14) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=size, leading=size + 10, firstLineIndent=2 * size, wordWrap="CJK"
    )
    title = ParagraphStyle("title", body, fontSize=20, leading=34, firstLineIndent=0, alignment=1, spaceAfter=18)

    def decorate(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 50, report["title"])
        canvas.line(85, A4[1] - 56, A4[0] - 85, A4[1] - 56)
        canvas.drawCentredString(A4[0] / 2, 42, f"— {document.page} —")

    saved = io.BytesIO()
    options = {"leftMargin": 85, "rightMargin": 85, "topMargin": 85, "bottomMargin": 72}
    document = SimpleDocTemplate(saved, pagesize=A4, title=report["title"], invariant=1, pageCompression=0, **options)
    story = [Paragraph(html.escape(report["title"], quote=False), title)]
    story += [Paragraph(html.escape(line, quote=False), body) for line in lines(report)]
    document.build(story, onFirstPage=decorate, onLaterPages=decorate)
    return saved.getvalue()


def scan(report: Report) -> bytes:
    """Print the report and leave its pages as a copier does: black and white, a little askew, no text.

    The picture has the Chinese font that this machine has.
    """
    saved = io.BytesIO()
    canvas = Canvas(saved, pagesize=A4, invariant=1, pageCompression=0)
    for sheet in pypdfium2.PdfDocument(pdf(report, 11)):
        printed = sheet.render(scale=150 / 72, grayscale=True).to_pil()
        page = printed.rotate(0.7, Image.Resampling.BICUBIC, fillcolor=255).convert("1", dither=Image.Dither.NONE)
        canvas.drawImage(ImageReader(page), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return saved.getvalue()


# OFD, the national format of official documents: characters with their places in millimetres

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE, STEP, PER_LINE, PER_PAGE = 5.3, 9.0, 28, 25


def ofd_lines(report: Report) -> list[tuple[float, float, str]]:
    """Set the report out: indent and size in millimetres and characters of each line, the title centred."""
    size = 1.4 * SIZE
    set_out = [((PER_LINE * SIZE - len(report["title"]) * size) / 2, size, report["title"])]
    for text in lines(report):
        indent = 2
        while text:
            room = PER_LINE - indent
            # a mark opens no line: it hangs over the edge
            end = room + (text[room : room + 1] in set("，。、；：？！”）》"))
            set_out.append((indent * SIZE, SIZE, text[:end]))
            text, indent = text[end:], 0
    return set_out


def ofd(report: Report) -> bytes:
    set_out = ofd_lines(report)
    sheets = [set_out[start : start + PER_PAGE] for start in range(0, len(set_out), PER_PAGE)]
    members = {"OFD.xml": ofd_element("OFD", f"<ofd:DocBody>{OFD_BODY.format(report['title'])}</ofd:DocBody>")}
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(sheets)))
    members["Doc_0/Document.xml"] = ofd_element(
        "Document", f"<ofd:CommonData>{OFD_AREA}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
    )
    for number, sheet in enumerate(sheets):
        placed = [(30 + left, 30 + STEP * row, size, text) for row, (left, size, text) in enumerate(sheet)]
        placed.append((100.0, 275.0, 3.5, f"—{number + 1}—"))
        objects = "".join(ofd_text(1000 * number + row, *piece) for row, piece in enumerate(placed))
        layer = f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
        members[f"Doc_0/Pages/P{number}.xml"] = ofd_element("Page", layer)
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stored(saved)


OFD_BODY = "<ofd:DocInfo><ofd:Title>{}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
OFD_AREA = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"


def ofd_element(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} {OFD}>{content}</ofd:{name}>'


def ofd_text(number: int, left: float, top: float, size: float, text: str) -> str:
    steps = f' DeltaX="g {len(text) - 1} {size:g}"' if len(text) > 1 else ""
    code = f'<ofd:TextCode X="0" Y="{size:g}"{steps}>{html.escape(text, quote=False)}</ofd:TextCode>'
    box = f"{left:.2f} {top:.2f} {len(text) * size:.2f} {1.2 * size:.2f}"
    return f'<ofd:TextObject ID="{number}" Boundary="{box}" Size="{size:g}">{code}</ofd:TextObject>'


# A page of a county's website

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{title}_{county}人民政府门户网站</title>
<style>.nav li {{ display: inline; }} .TRS_Editor p {{ text-indent: 2em; }}</style>
<script>var siteId = "demo"; function printPage() {{ window.print(); }}</script>
</head>
<body>
<div class="header"><a href="/">{county}人民政府</a>
<ul class="nav"><li><a href="/">网站首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 工作材料</div>
<div class="article">
<h1>{title}</h1>
<div class="info">来源：{county}人民政府办公室　作者：县政府办　发布时间：{year}-12-28 09:30　阅读：1326次
字体：【大 中 小】　<a href="javascript:printPage()">打印本页</a>　<a href="javascript:close()">关闭窗口</a></div>
<div class="TRS_Editor">
{body}
</div>
<div class="tools"><p>责任编辑：县政府办</p><p>扫一扫在手机打开当前页</p><p>分享到：微信 微博</p></div>
<div class="near"><p>上一篇：<a href="t1.html">{county}召开安全生产工作会议</a></p>
<p>下一篇：<a href="t3.html">{county}开展冬季义务植树活动</a></p></div>
</div>
<div class="footer"><p>主办：{county}人民政府办公室　承办：{county}政务服务中心</p>
<p>联系电话：0000-0000000　网站标识码：0000000000　备案编号：000000号</p>
<p><a href="/map/">网站地图</a> | <a href="/about/">关于我们</a></p></div>
</body>
</html>
"""


def page(report: Report, body: str, charset: str = "utf-8") -> str:
    title = html.escape(report["title"])
    return PAGE.format(charset=charset, title=title, county=report["county"], year=report["year"], body=body)


def web(report: Report) -> bytes:
    return page(report, "\n".join(f"<p>{html.escape(line)}</p>" for line in lines(report))).encode()


def web_breaks(report: Report) -> bytes:
    """Part the lines by ``<br>``, as pages do whose text was pasted in."""
    return page(report, "<br><br>\n".join(f"　　{html.escape(line)}" for line in lines(report))).encode()


def web_gb2312(report: Report) -> bytes:
    body = "\n".join(f'<p align="justify">　　{html.escape(line)}</p>' for line in lines(report))
    return page(report, body, "gb2312").encode("gb2312")


# The corpus

FILES: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "cangpu-2021-jingyancailiao": ("经验材料.txt", text_utf8),
    "cangpu-2022-zhengfugongzuobaogao": ("政府工作报告.docx", word),
    "cangpu-2023-jianbao": ("工作简报.html", web_breaks),
    "fengling-2021-shuzhibaogao": ("述职报告.txt", text_gb18030),
    "fengling-2022-zhengfugongzuobaogao": ("政府工作报告.docx", word),
    "fengling-2023-shenpiju-zongjie": ("审批局总结.html", web_gb2312),
    "hemei-2022-jiwei-jiandu": ("专项监督汇报.txt", text_watermarked),
    "hemei-2023-zhengfugongzuobaogao": ("政府工作报告.txt", text_utf8),
    "jinzhu-2021-dangdaihui-baogao": ("党代会报告.docx", word),
    "jinzhu-2022-zhengfugongzuobaogao": ("政府工作报告.pdf", pdf),
    "jinzhu-2023-fabuhui-shilu": ("发布会实录.html", web),
    "pingwu-2021-dianxing-jingyan": ("典型经验.txt", text_watermarked),
    "pingwu-2022-gongshanglian-gongzuo-baogao": ("工商联工作报告.docx", word),
    "pingwu-2023-zhengfu-gongzuo-baogao": ("政府工作报告.pdf", pdf),
    "qinghe-2021-gongzuozongjie": ("工作总结.docx", word),
    "qinghe-2022-fayuan-zongjie": ("法院工作总结.ofd", ofd),
    "qinghe-2023-zhengfugongzuobaogao": ("政府工作报告.html", web),
    "shuangtong-2021-xingdong-fangan": ("行动方案.txt", text_gb18030),
    "shuangtong-2023-zhengfu-gongzuo-baogao": ("政府工作报告.pdf", pdf),
    "yongbei-2021-zhengfugongzuobaogao": ("政府工作报告.txt", text_utf8),
    "yongbei-2023-kaocha-baogao": ("学习 考察报告.txt", text_gb18030),
}
SCANNED = "hemei-2023-huitoukan"
SCAN = "待核对/扫描件.pdf"
TABLE = ("hemei-2021-jiaoliu-cailiao", "shuangtong-2022-minzhu-jiandu-baogao", "yongbei-2022-jianchayuan-huibao")
COLUMNS = ("county", "year", "title", "genre")


def table(header: tuple[str, ...], rows: list[list[str]]) -> bytes:
    """Write rows as Excel saves a CSV file: with a byte order mark."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([header, *rows])
    return written.getvalue().encode("utf-8-sig")


def render(reports: dict[str, Report]) -> dict[str, bytes]:
    """Return the bytes of every demo file by its path under ``data/demo``."""
    files, manifest = {}, []
    for report_id, (name, renderer) in FILES.items():
        report = reports[report_id]
        path = f"{report['county']}/{report['year']}/{name}"
        files[path] = renderer(report)
        manifest.append([path, *(str(report[column]) for column in COLUMNS)])
    manifest.append([SCAN, *(str(reports[SCANNED][column]) for column in COLUMNS)])
    rows = [[*(str(reports[key][column]) for column in COLUMNS), "\n".join(lines(reports[key]))] for key in TABLE]
    files["manifest.csv"] = table(("path", *COLUMNS), sorted(manifest))
    files["汇编/县级材料汇编.csv"] = table((*COLUMNS, "text"), rows)
    files["待核对/空文件.txt"] = b""
    files["待核对/下载中断.docx"] = word(reports["qinghe-2021-gongzuozongjie"])[:20_000]
    files[SCAN] = scan(reports[SCANNED])
    return files


def main(folder: Path = DATA / "demo") -> None:
    with (DATA / "train.jsonl").open(encoding="utf-8") as source:
        reports = {report["id"]: report for report in map(json.loads, source)}
    files = render(reports)
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


if __name__ == "__main__":
    main()
