"""Say what kind of document a report is, by its title, its name or the way it opens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from cuoshi.notation.numerals import NUMERALS
from cuoshi.notation.script import HANZI
from cuoshi.schema import WORK_REPORT

#: The genres and the words that name them at the end of a title. Of two that end together the first here counts.
GENRES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (genre, re.compile(words))
    for genre, words in (
        (WORK_REPORT, r"政府(?:的?工作|\d{4}年度?工作)?报告|政府工作的报告"),
        ("述职报告", r"述[职责廉德法学]+(?:的?报告)?"),
        ("调研报告", r"(?:调研|调查|考察|视察|监督|执法检查|走访)[^，。]{0,6}报告|(?:调研|调查)[与和]思考|调研"),
        (
            "自查评估",
            r"(?:自查|自评|自检|评估|评价|整改|回头看|核查)[^，。]{0,8}报告|(?:自查|自评|整改|评估)(?:工作)?(?:情况)?",
        ),
        ("工作总结", r"总结(?:报告|材料)?|小结"),
        ("经验材料", r"(?:经验|典型|交流|先进)[^，。]{0,4}(?:材料|做法)|经验|做法|案例"),
        ("工作报告", r"工作报告|(?:会|会议)上的报告"),
        (
            "汇报",
            r"(?:情况|进展|进度|落实)[^，。]{0,8}报告|年度报告|年报|的报告$|汇报(?:提纲|材料)?|(?:运行|形势)(?:情况)?分析",
        ),
        ("讲话", r"(?:讲话|发言|致辞|演讲|寄语|部署动员)(?:提纲|稿|材料)?|讲稿|党课"),
        ("会议纪要", r"纪要|会议记录"),
        ("问答解读", r"问答|解答|答问|答记者问|问题解[答读]|实录|选登|解读|访谈"),
        ("答复", r"答复(?:意见)?|回复|批复|复函"),
        ("通报", r"通报|红黑榜"),
        ("通知", r"通知|通告|公告|公示"),
        ("意见", r"意见|决定|决议"),
        ("方案", r"方案|预案"),
        ("计划", r"要点|计划|规划|纲要|(?:工作|重点)(?:安排|思路|打算|任务)"),
        ("措施", r"措施|办法|规定|细则|政策|条例|[十百\d]条|清单"),
        ("说明", r"说明"),
        ("简报", r"简报|快报|专报|动态|要情|专刊|信息|月报|周报"),
        ("新闻", r"新闻(?:稿|通讯|报道)?|通讯|见闻|侧记|纪实|特写|综述|消息|报道"),
    )
)
#: A report on something, which alone says less than how it opens.
PLAIN = re.compile(r"(?:报告|情况)$")
#: What the printed text is when the cover is only about it: the plan, not the notice that sends it out.
SENT_OUT = re.compile(
    r"(?:印发|转发|下发|公布|发布)"
    rf"(?:[^《]{{0,40}}《(?P<named>[^《》]{{1,100}})》(?=[的和及与等]|[^{HANZI}]|$)"
    r"|(?P<plain>.{1,100})的(?:通知|公告|通告|决定)$)"
)
#: What is no end of a title: another word, unless it says where a speech was given.
GOES_ON = re.compile(rf"(?!在)[{HANZI}]")
QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”|\"[^\"]*\"")
ASIDE = re.compile(
    rf"[（(【\[][^（()）【】\[\]]*[）)】\]]|[第总][\d{NUMERALS}]+期(?:总第\d+期)?|(?<!\d)\d{{4}}年?第?\d{{0,3}}期"
)
#: A summary that also says what comes next is a summary.
NEXT = re.compile(
    r"(?:暨|和|及|与|、|，)(?:(?:19|20)\d{2}年?度?|明年|来年|下一?步|下一?年度?|下半年|今后)[^《》]{0,60}"
    r"(?:思路|打算|安排|计划|谋划|要点|任务|部署|建议|措施)$"
)
#: Where nothing names the genre: how a document opens, or how it is told.
OPENINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (WORK_REPORT, re.compile(r"代表[^，。]{0,20}政府[^。]{0,12}(?:向|作|做)[^。]{0,20}报告")),
    ("工作报告", re.compile(r"代表[^，。]{1,30}，?(?:向|作|做)[^。]{0,20}报告")),
    ("汇报", re.compile(r"(?:现将|现就|下面)[^。]{0,60}(?:汇报|报告)如下|汇报如下")),
    ("通报", re.compile(r"(?:现将|现予)[^。]{0,60}通报")),
    ("通知", re.compile(r"(?:现将|现就|经)[^。]{0,80}通知如下|特此通知")),
    ("会议纪要", re.compile(r"(?:现将)?会议[^。]{0,30}纪要|会议(?:听取|研究|审议)了")),
    ("答复", re.compile(r"(?:提案|建议|来信|信访)[^。]{0,20}收悉")),
    ("讲话", re.compile(r"^(?:同志们|各位企业家|各位来宾|各位领导)[^\n]{0,30}[：:！!]$", re.MULTILINE)),
    ("新闻", re.compile(r"记者|通讯员|本[报网台站]讯|笔者|[笑乐算]着说|[高开]兴地说")),
    ("经验材料", re.compile(r"[探创推实][索新行施][^，。]{0,16}(?:制度|机制|模式|工作法|品牌|改革)")),
)
FIRST_LINES, FIRST_CHARACTERS = 12, 800


def find_genre(names: Sequence[str], folders: Sequence[str], lines: Sequence[str]) -> str:
    """Say what kind of document a report is.

    The head of a Chinese title stands last, so the last word that names a genre counts: 《…方案》的通报 is a 通报. What
    comes behind a summary (“2022年工作总结和2023年工作打算”), an issue's number and remarks in brackets do not, and of
    a notice that sends another document out (“关于印发…实施方案的通知”) that document counts, for its text is what is
    read. Names in words of their own, as the headlines of news and of experiences are, and those that say 报告 alone
    are decided by how the report opens, then by its folders.

    Args:
        names: what the report is called, the most telling first: its title, its file's name.
        folders: names of the folders that it lies in, the nearest first.
        lines: its lines; only the first are read.

    Returns:
        One of the names in ``GENRES``, empty where nothing tells.
    """
    opening = "\n".join(lines[:FIRST_LINES])[:FIRST_CHARACTERS]
    if genre := next(filter(None, map(_named, names)), ""):
        return _of_session(genre, opening)
    told = "\n".join([*names[:1], opening])
    opened = (genre for genre, form in OPENINGS if form.search(told))
    plain = ("汇报" for name in names if PLAIN.search(_core(name)))
    return next(chain(opened, filter(None, map(_named, folders)), plain), "")


@lru_cache(1024)  # names of folders are those of many reports
def _named(name: str) -> str:
    """The genre that a name states: the one whose word ends last outside quotes, else in them."""
    text = _core(name)
    return _last(QUOTED.sub("", text)) or _last(text)


def _core(name: str) -> str:
    """A name without what is no part of it, or of the document that it sends out the name."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    if found := SENT_OUT.search(text):
        text = found["named"] or found["plain"]
    return NEXT.sub("", ASIDE.sub("", text))


def _last(text: str) -> str:
    ends = [(max(_ends(words, text), default=0), genre) for genre, words in GENRES]
    last = max(end for end, _ in ends)
    return next(genre for end, genre in ends if end == last) if last else ""


def _ends(words: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield where a genre's words end; a short one before other words is a piece of these: 经验 in 经验丰富."""
    for found in words.finditer(text):
        if found.end() - found.start() > 2 or not GOES_ON.match(text, found.end()):
            yield found.end()


def _of_session(genre: str, opening: str) -> str:
    """Tell a government's work report from others that are called 工作报告: it is given in the government's name."""
    return OPENINGS[0][0] if genre == "工作报告" and OPENINGS[0][1].search(opening) else genre
