"""Find a report's title, and the lines around it that belong to neither headings nor text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuoshi.notation.numbering import numbering
from cuoshi.notation.numerals import NUMERALS
from cuoshi.notation.script import HANZI
from cuoshi.text.headings import ASIDE, DASH, LEAD_IN, SALUTATION, bare, is_heading, section_kind

LONGEST_BLOCK, LONGEST_TITLE = 10, 80
MARK = re.compile(r"[。；！？，]")
OFFICE = r"(?:县长|市长|区长|州长|旗长|书记|主任|主席|检察长|院长)"
ANNEX = re.compile(rf"附件[\d{NUMERALS}]*[：:]?$")
FRONT = re.compile(
    r".{0,30}[〔\[（]\d{4}[〕\]）][ \t]*\d+[ \t]*号$|.{2,30}文件$|目[ \u3000]*录$"
    r"|(?:.{0,20}\d{4}年.{0,12})?在.{4,60}会(?:议)?上$"
    r"|\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?.{0,10}$"
)
# A line that ends with an office and a name, or of two or three characters, is the speaker, unless it names a document.
SPEAKER = re.compile(rf".{{0,20}}{OFFICE}[：:\u3000 ]*(?:[{HANZI}·\u3000 ]{{2,8}})?$")
NAME = re.compile(rf"(?!前言|引言|概述|概况|导语|背景|摘要|附件|正文)[{HANZI}][ \u3000]*[{HANZI}]{{1,2}}$")
COMPLETE = re.compile(
    r"(?:报告|总结|方案|意见|讲话|要点|计划|汇报|通知|通告|纪要|材料|规划|纲要|办法|决定|公报|公告|通报|致辞|发言|简报|说明|情况|制度|规定|细则"
    r"|清单|台账|答复|批复|措施|做法|经验|回顾|函|倡议书|侧记|纪实|见闻|综述|实录)(?:[（(].*[)）])?$"
)
BODY = re.compile(r"[省市县区州旗镇乡局委办院]|街道")
#: what an index table puts before the title
LABEL = re.compile(r"(?:标 ?题|题 ?目|题 ?名|(?:文件|信息|文档)?名 ?称)[：:] ?(?=.)")
#: a line typed wide: 总  结
WIDE = re.compile(rf"(?:[{HANZI}][ \u3000]+)+[{HANZI}]")
BEGINS_TITLE = re.compile(r"关于|的")


def split_front(lines: Sequence[str]) -> tuple[str, list[str]]:
    """Part the title block from the body.

    The block is what stands before the first paragraph, numbered heading or lead-in. Its first line that is no
    date, speaker, document number or salutation is the title, with the lines that complete it; a line of that
    block behind the title (“2022年工作回顾”) is a heading of the body.

    Args:
        lines: stripped lines, none empty.

    Returns:
        Title and lines of the body. The title is empty where the report opens with its first section.
    """
    size = _block_size(lines)
    block = [_plain(line) for line in lines[:size]]
    first = next((index for index, line in enumerate(block) if not _is_front(line)), size)
    if first == size or _opens_section(block[first]):
        return "", list(lines[first:])
    last = _title_end(block, first)
    rest = range(last, size)
    front = {*block[: first + 1], *(block[index] for index in rest if _is_front(block[index]))}
    body = [lines[index] for index in rest if block[index] not in front]
    return "".join(block[first:last]), [*body, *lines[size:]]


def _plain(line: str) -> str:
    """A line of the title block without marks of Markdown, the label of an index table and wide spaces."""
    text = bare(line)
    text = LABEL.sub("", text, count=1) if LABEL.match(text) else text
    return "".join(text.split()) if WIDE.fullmatch(text) else text


def _block_size(lines: Sequence[str]) -> int:
    for index, line in enumerate(lines[:LONGEST_BLOCK]):
        text = _plain(line)
        if LEAD_IN.search(text) and SALUTATION.match(text):
            return index + 1
        if not _is_front(text) and (not _is_title_line(line) or numbering(text) or LEAD_IN.search(text)):
            return index
    return min(len(lines), LONGEST_BLOCK)


def _is_title_line(line: str) -> bool:
    """Say whether a line can be one of a title: a heading, or a longer one that ends by naming a document."""
    return is_heading(line) or (len(line) <= LONGEST_TITLE and not MARK.search(line) and bool(COMPLETE.search(line)))


def _is_front(line: str) -> bool:
    if LEAD_IN.search(line):
        return SALUTATION.match(line) is not None or ANNEX.match(line) is not None
    if NAME.match(line) or SPEAKER.match(line):
        return not COMPLETE.search(line)
    return any(form.match(line) for form in (ANNEX, FRONT, ASIDE, DASH))


def _opens_section(line: str) -> bool:
    """Say whether a line is a section's heading rather than the title: it names a kind of section and no body."""
    return section_kind(line) is not None and not COMPLETE.search(line) and not BODY.search(line)


def _title_end(block: Sequence[str], first: int) -> int:
    """Return the index behind the title that begins at ``first``, of at most three lines."""
    end = first + 1
    while end < min(len(block), first + 3) and not _is_front(block[end]):
        title = "".join(block[first:end])
        opened = title.count("《") > title.count("》")
        continues = COMPLETE.search(block[end]) or BEGINS_TITLE.match(block[end])
        if not opened and (COMPLETE.search(title) or not continues):
            break
        end += 1
    return end
