"""Web pages: the article of a county's website, without the navigation around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import trafilatura
from lxml import etree

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.notation.marks import ALONE, NARROW_ENDS, WIDE_ENDS
from cuoshi.notation.script import HANZI
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible
from cuoshi.readers.text import decode
from cuoshi.readers.web.markup import markup_lines

#: bytes of a page: markup and scripts take several times the room of the text
MAX_PAGE = 8 * MAX_CHARACTERS
SPACE = re.compile(r"\s+")
#: what parts a page's title from the site's name, and what such a name has
DASHES, SITE = "-_|｜—–", re.compile("政府|网|门户")
BULLET = re.compile(r"^- ")
INLINE = ("span", "font", "strong", "b", "em", "i", "u", "ruby", "sub", "sup", "big", "small", "label", "o:p")
PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th")
BLOCKS = ("p", "div", "br", "table", "li")
#: what nobody sees or reads aloud: struck-through text, phonetic guides, forms
UNSEEN = ("s", "strike", "del", "rt", "rp", "select", "option", "button", "noscript")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
#: a cell of more characters and blocks lays out a page
LONGEST_CELL, MOST_BLOCKS = 100, 3
#: a sign that stands for the tab between cells on the way through trafilatura
CELL_END = "\u2409"
#: share of a table's or list's text in links from which it is a menu; of a page's text that may be hidden
LINKS = 0.5
TITLE_LINES = 3
SENTENCE = re.compile(rf"[{WIDE_ENDS}．｡]|[{NARROW_ENDS}](?:\s|$)|[{HANZI}][.](?:\s|$)")
#: what pages without an article say: whose they are, that they moved, that scripts are needed
FURNITURE = re.compile(
    r"(?:主办|承办|协办)(?:单位)?[：:]|版权|转载|备案|公网安备|浏览器|分辨率|技术支持|(?i:javascript|cookie|reader|flash)|没有权限|请(?:先|重新)?登录|验证码"
    r"|(?:页面|网页|文章|内容|信息|文件|资源|链接|站点|网站)[^。]{0,10}(?:不存在|删除|找不到|无法|出错|错误|跳转|加载|升级|维护|关闭|迁移)"
    r"|(?:找不到|无法(?:访问|显示|打开)|正在(?:加载|跳转|打开))[^。]{0,10}(?:页面|网页|内容)?|加载中|访问(?:过于)?频繁|您的(?:请求|访问|IP)|开小差"
    r"|(?<!\d)(?:403|404|502|503)(?!\d)|请稍[后候]|点击(?:这里|此处)"
)
LONGEST_FURNITURE = 100


def read(source: Source) -> Iterator[Document]:
    """Read the article of a web page; every heading and paragraph becomes a line.

    Raises:
        ReadError: it is empty, too large or holds no article.
    """
    yield _document(source, source.read(MAX_PAGE))


def read_mime(source: Source) -> Iterator[Document]:
    """Read a page that a browser or Word saved with its pictures in one file (.mht).

    Raises:
        ReadError: there is no page in it.
    """
    yield _document(source, mime_page(source))


def mime_page(source: Source) -> bytes:
    """Return the page that such a file holds.

    Raises:
        ReadError: there is none.
    """
    message = message_from_bytes(source.read(), policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else b""
    raise source.error("holds no web page; open it in a browser and save it as .html")


def _document(source: Source, raw: bytes) -> Document:
    try:
        page = decode(raw)
    except ReadError as error:
        raise source.error(str(error)) from error
    tree = trafilatura.load_html(page)
    found, frames = None, []
    if tree is not None:
        frames = [frame.get("src") for frame in tree.iter("iframe", "frame") if frame.get("src")]
        _prepare(tree)
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True, fast=True)
    title = _without_site(SPACE.sub(" ", found.title or "").strip()) if found else ""
    text = (found.text or "") if found else ""
    lines = [_row(BULLET.sub("", line.strip())) for line in text.split("\n") if line.strip()]
    if not any(_is_sentence(line) for line in lines if not _same(line, title)):
        raise source.error(_missing(frames))
    if title and not any(_same(title, line) for line in lines[:TITLE_LINES]):
        lines.insert(0, title)
    return Document(source.name, plausible(source, "\n".join(lines)), title)


def _row(line: str) -> str:
    """A line with tabs between its cells again; trafilatura takes the sign of one that is alone."""
    if line.endswith(CELL_END):
        line = line[:-1] + ALONE
    return line.replace(CELL_END, "\t")


def _is_sentence(line: str) -> bool:
    """Say whether a line is of an article: it ends a sentence, and is not what every page of a site has."""
    return SENTENCE.search(line) is not None and (len(line) > LONGEST_FURNITURE or not FURNITURE.search(line))


def _missing(frames: list[str]) -> str:
    where = f"its text may be in {frames[0]}, a page inside it; save that" if frames else "save the text from a browser"
    return f"no article found in the page; {where}"


def _prepare(tree: Any) -> None:
    """Take menus out, and make plain blocks of what trafilatura would run together, tear apart or leave out."""
    for unseen in list(tree.iter(*UNSEEN)):
        unseen.drop_tree()
    _drop_hidden(tree)
    for block in list(tree.iter("table", "ul", "ol")):
        if _is_menu(block):
            block.drop_tree()
        elif block.tag == "table" and block.getparent() is not None:
            _unwrap_table(block)
    for around in {link.getparent() for link in tree.iter("a")} - {None}:
        _unwrap_links(around)
    etree.strip_tags(tree, *INLINE)
    for heading in list(tree.iter("h2", "h3", "h4", "h5", "h6")):
        heading.tag = "p"


def _is_menu(block: Any) -> bool:
    """Say whether most of a block's text is links."""
    links = sum(len(_characters(link)) for link in block.iter("a"))
    return links > LINKS * len(_characters(block))


def _drop_hidden(tree: Any) -> None:
    """Take out what a page does not show, unless that is most of it, which a script shows then."""
    hidden = [one for one in tree.iter(etree.Element) if "hidden" in one.attrib or HIDDEN.search(one.get("style", ""))]
    most = LINKS * len(_characters(tree)) if hidden else 0
    for element in hidden:
        if len(_characters(element)) < most and element.getparent() is not None:
            element.drop_tree()


def _unwrap_table(table: Any) -> None:
    """Make blocks of a table that lays out a page, lines of the rows of any other."""
    if any(_is_layout(cell) for cell in table.iter("td")):
        for element in [*_own_parts(table), table]:
            if element.tag == "td" and _is_menu(element) and not SENTENCE.search(_characters(element)):
                element.drop_tree()
            element.tag = "div"
        return
    lines = markup_lines(etree.tostring(table, encoding="unicode", with_tail=False))
    for line in lines:
        row = etree.Element("p")
        row.text = line.replace(CELL_END, " ").replace("\t", CELL_END)
        table.addprevious(row)
    table.drop_tree()


def _is_layout(cell: Any) -> bool:
    """Say whether a table's cell holds an article or a table: it would be a single line."""
    blocks = sum(1 for _ in cell.iterdescendants(*BLOCKS))
    long = len(_characters(cell)) > LONGEST_CELL
    return long and (blocks >= MOST_BLOCKS or next(cell.iterdescendants("table"), None) is not None)


def _own_parts(table: Any) -> list[Any]:
    """Rows and cells of a table, those of tables inside left out."""
    return [part for part in table.iterdescendants(*PARTS) if next(part.iterancestors("table")) is table]


def _unwrap_links(around: Any) -> None:
    """Make plain text of links inside text; those that stand together are a menu, which trafilatura knows."""
    links = around.findall("a")
    if sum(len(_characters(link)) for link in links) < LINKS * len(_characters(around)):
        for link in links:
            link.drop_tag()


def _characters(element: Any) -> str:
    return SPACE.sub("", element.text_content())


def _without_site(title: str) -> str:
    dash = max(map(title.rfind, DASHES))
    while dash >= 0 and SITE.search(title, dash):
        title = title[:dash].rstrip(f"{DASHES} \u3000")
        dash = max(map(title.rfind, DASHES))
    return title


def _same(title: str, line: str) -> bool:
    return SPACE.sub("", title) in SPACE.sub("", line)
