"""Pages as county websites build them: nothing of the article lost, every heading and paragraph a line."""

import html
from collections.abc import Callable
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers import read_documents

Write = Callable[[str, bytes | str], Path]
Read = Callable[[Path], Document]
TITLE = "澄江县2023年服务企业工作总结"
LINES = [
    "2023年，澄江县坚持“有求必应、无事不扰”，全年走访企业312家，解决问题98个，企业满意度保持在九成以上。",
    "一、主要做法",
    "（一）抓审批提速",
    "一窗受理事项扩大到210项；平均办理时间由5天压缩到2天，全年办件3.1万件，没有一件超时。",
    "二、存在问题",
    "部分小微企业贷款仍然偏难，惠企政策的知晓面还不够宽。",
    "三、下一步打算",
    "设立800万元风险补偿资金池，帮助60家企业获得首贷。",
]
MENU = "<table><tr>" + "".join(f'<td><a href="/c{i}">栏目{i}</a></td>' for i in range(30)) + "</tr></table>"
LINKS = (
    "<ul>"
    + "".join(f'<li><a href="/n{i}">我县召开第{i}次工作推进会议</a> 2023-01-0{i}</li>' for i in range(9))
    + "</ul>"
)


def escaped() -> list[str]:
    return [html.escape(line) for line in LINES]


BODIES = {
    "paragraphs": lambda: "".join(f"<p>　　{line}</p>" for line in escaped()),
    "headings": lambda: "".join(f"<{'p' if '。' in x else 'h3'}>{x}</{'p' if '。' in x else 'h3'}>" for x in escaped()),
    "breaks": lambda: "<br><br>　　".join(escaped()),
    "divs": lambda: "".join(f"<div>{line}</div>" for line in escaped()),
    "runs": lambda: "".join(f"<p><b>{line[:4]}</b><span>{line[4:]}</span></p>" for line in escaped()),
    "table": lambda: "<table><tr><td>" + "".join(f"<p>{x}</p>" for x in escaped()) + "</td></tr></table>",
    "table with breaks": lambda: "<table><tr><td><font>" + "<br>".join(escaped()) + "</font></td></tr></table>",
    "items": lambda: "<ul>" + "".join(f"<li>{line}</li>" for line in escaped()) + "</ul>",
}


def page(body: str, charset: str = "utf-8") -> bytes:
    return (
        f'<html><head><meta charset="{charset}"><title>{TITLE}-澄江县人民政府网</title></head><body>{MENU}'
        f"<div class='article'>{body}</div>{LINKS}<div class='footer'>版权所有：澄江县人民政府</div></body></html>"
    ).encode(charset)


@pytest.mark.parametrize("form", BODIES)
def test_the_whole_article(write: Write, read_one: Read, form: str) -> None:
    document = read_one(write("总结.html", page(BODIES[form]())))
    assert document.text.split("\n") == [TITLE, *LINES]
    assert document.title == TITLE


def test_gb2312(write: Write, read_one: Read) -> None:
    assert read_one(write("总结.htm", page(BODIES["breaks"](), "gb2312"))).text.split("\n") == [TITLE, *LINES]


def test_a_heading_is_not_repeated_as_title(write: Write, read_one: Read) -> None:
    body = f"<h1>{TITLE}</h1>{BODIES['paragraphs']()}"
    assert read_one(write("总结.html", page(body))).text.split("\n") == [TITLE, *LINES]


def test_rows_of_a_table_of_figures_are_lines(write: Write, read_one: Read) -> None:
    table = "<table><tr><td>指标</td><td>数量</td></tr><tr><td>走访</td><td>312家</td></tr></table>"
    lines = read_one(write("总结.html", page(BODIES["paragraphs"]() + table))).text.split("\n")
    assert lines == [TITLE, *LINES, "指标\t数量", "走访\t312家"]


def test_a_page_saved_in_one_file(write: Write, read_one: Read) -> None:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    part = f"Content-Type: text/html; charset=utf-8\r\n\r\n{page(BODIES['divs']()).decode()}\r\n--x--\r\n"
    for name in ("总结.mht", "总结.doc"):
        assert read_one(write(name, head + part)).text.split("\n") == [TITLE, *LINES]


@pytest.mark.parametrize("content", ["<html></html>", "<html><body><script>x</script></body></html>", "<html>\0"])
def test_pages_without_text(write: Write, content: str) -> None:
    with pytest.raises(ReadError, match=r"no article|null bytes"):
        list(read_documents(write("空.html", content)))


def test_a_page_cut_off(write: Write, read_one: Read) -> None:
    raw = page(BODIES["paragraphs"]())
    end = raw.index("二、存在问题".encode())
    assert LINES[3] in read_one(write("断.html", raw[:end])).text


def test_a_cell_of_links_beside_the_one_with_the_article_is_a_menu(write: Write, read_one: Read) -> None:
    menu = '<tr><td>导航：<a href="/">首页</a> <a href="/n">新闻</a></td></tr>'
    body = f"<table>{menu}<tr><td>{'<br>'.join(escaped())}<a href='/a'>申报指南</a></td></tr></table>"
    assert read_one(write("总结.html", page(body))).text.split("\n") == [TITLE, *LINES[:-1], f"{LINES[-1]}申报指南"]


def test_a_table_of_tasks_with_long_cells_is_no_layout(write: Write, read_one: Read) -> None:
    long = f"推行免申即享。{'各单位要细化措施、压实责任，' * 10}按期完成。"
    table = f"<table><tr><th>任务</th><th>单位</th></tr><tr><td><p>{long}</p></td><td>县财政局</td></tr></table>"
    lines = read_one(write("总结.html", page(BODIES["paragraphs"]() + table))).text.split("\n")
    assert lines == [TITLE, *LINES, "任务\t单位", f"{long}\t县财政局"]


def test_a_table_of_figures_inside_one_that_lays_out_the_page(write: Write, read_one: Read) -> None:
    inner = "<table><tr><td>走访</td><td>312家</td></tr></table>"
    body = f"<table><tr><td>{BODIES['paragraphs']()}{inner}</td></tr></table>"
    assert read_one(write("总结.html", page(body))).text.split("\n") == [TITLE, *LINES, "走访\t312家"]


def test_what_is_struck_out_or_read_aloud_is_no_text(write: Write, read_one: Read) -> None:
    body = BODIES["paragraphs"]() + "<p>减免<s>房租</s><ruby>税<rt>shui</rt></ruby>费，<del>补贴</del>企业。</p>"
    assert read_one(write("总结.html", page(body))).text.split("\n")[-1] == "减免税费，企业。"


FRAME = '<iframe src="content.html"></iframe>'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (f"{FRAME}<p>主办：澄江县人民政府办公室 承办：澄江县政务服务中心</p>", "its text may be in content.html"),
        (f"{FRAME}<p>本网站由澄江县人民政府主办，未经许可不得转载。</p><p>建议使用谷歌浏览器。</p>", "content.html"),
        ("<p>抱歉，您访问的页面不存在或已被删除！</p><p>请检查网址。点击这里返回首页。</p>", "save the text"),
        ("<noscript>请启用JavaScript后浏览。</noscript><p>正在加载，请稍候……</p>", "save the text"),
        ("<p>您的请求已被拦截，事件编号123。</p>", "save the text"),
        (f"<p>{TITLE}</p><p>浏览次数：312</p>", "save the text"),
        ("<p>请先登录。</p>", "save the text"),
    ],
)
def test_a_page_without_an_article_is_skipped(write: Write, body: str, says: str) -> None:
    text = f"<html><head><title>{TITLE}_澄江县人民政府</title></head><body>{MENU}<div>{body}</div></body></html>"
    with pytest.raises(ReadError, match=rf"no article found in the page; .*{says}"):
        list(read_documents(write("空.html", text)))


@pytest.mark.parametrize("line", ["推行企业网站备案帮办代办，减免税费1860万元。", "关停404家散乱污企业。"])
def test_a_short_article_is_one(write: Write, read_one: Read, line: str) -> None:
    text = f"<html><head><title>{TITLE}</title></head><body><div><p>全县推行帮办。</p><p>{line}</p></div></body></html>"
    assert read_one(write("短.html", text)).text.split("\n") == [TITLE, "全县推行帮办。", line]


def test_what_a_page_hides_is_no_text_unless_it_is_most_of_it(write: Write, read_one: Read) -> None:
    shown = "".join(f"<p>{line}</p>" for line in escaped())
    hidden = '<p style="display: none">草稿：去年的数字，请勿使用，发布前删除。</p><div hidden>待办：核对。</div>'
    assert "草稿" not in read_one(write("a.html", f"<html><body>{hidden}{shown}</body></html>")).text
    whole = f'<html><body><div style="display:none">{shown}</div></body></html>'
    assert read_one(write("b.html", whole)).text.split("\n")[-1] == LINES[-1]
