"""Tell a heading from a paragraph, and say what kind of section it opens."""

from __future__ import annotations

import re

from cuoshi.notation.marks import CLOSERS, ENDS, STRAIGHT
from cuoshi.notation.numbering import Rank, numbering
from cuoshi.notation.numerals import NUMERALS, ZEROS

MARKDOWN = re.compile(r"(#{1,6})[ \t]*([^#].*)")
DASH = re.compile(r"[—－–-]{1,3}[ \t]*(?=\w|[“《（])")
#: no heading ends so
END = re.compile(rf"[{ENDS}…，,、][{CLOSERS}{STRAIGHT}]*$")
LABEL = re.compile(r"【[^】]{1,20}】[^。；]{0,30}$")
SALUTATION = re.compile(
    r"(?:各位|尊敬的|同志们|朋友们|主席团)[^。；]{0,40}[：:！!]$"
    r"|各[^。；]{1,60}(?:政府|办事处|单位|部门|机构|公司|委员会|局)[：:]$"
)
# Lines that stand alone without opening anything: “（此件公开发布）”, a date.
DATE = re.compile(rf"[\d{ZEROS}{NUMERALS} ]{{4,8}}年[\d{NUMERALS} ]{{1,4}}月(?:[\d{NUMERALS} ]{{1,4}}日)?$")
ASIDE = re.compile(rf"[（(][^（()）]*[）)]$|{DATE.pattern}")
#: so does what says who, when or where: “责任单位：县财政局”, “联系电话：……”
STATED = re.compile(
    r"[（(]?(?:(?:责任|牵头|配合|协办|承办|主办|指导|参与|作者|落实)(?:单位|部门|领导)?|责任人|联系(?:人|电话|方式)|电话|传真|邮箱|地址|邮编"
    r"|(?:完成|办理|整改)?时限|(?:完成|会议|汇报|活动)?时间|(?:会议|活动)?地点|主持人?|记录人?|参加(?:人员)?|出席(?:人员)?|列席(?:人员)?"
    r"|[备附]?注|照片|摄影|(?:数据|资料)来源)[ \u3000]*[：:].*[^：:]"
)
ATTACHED = re.compile(r"附(?:件|表|录|[：:])")
LEAD_IN = re.compile(r"[：:]$")
LONGEST_NUMBERED, LONGEST_ITEM, LONGEST_LEAD_IN, LONGEST_PLAIN = 80, 60, 60, 40

REVIEW = re.compile(
    r"回顾|总结|成效|成绩|主要做法|典型做法|经验做法|做法与|(?:工作|完成|开展|落实|执行|进展|推进|实施|整改|运行)情况|完成的?主要工作"
)
PLAN = re.compile(
    r"下一?步|下一?阶段|今后|打算|计划|安排|部署|目标|任务|思路|重点工作|工作重点|总体要求|指导思想|明年|(?:工作|保障|改进|整改|应对|下步)措施"
    r"|对策|建议|展望"
)
PROBLEMS = re.compile(
    r"(?:存在|面临|遇到)[^，。]{0,10}(?:问题|不足|短板|困难|差距|薄弱|挑战)"
    r"|(?:问题|不足|短板|困难|差距|薄弱环节|制约因素|挑战)(?:$|[和与及、](?:问题|不足|短板|困难|差距|挑战|原因))"
)
SOLVING = re.compile(r"解决|破解|化解|攻克|补齐|补短|针对|克服|消除|直面|整治|整改")
JOINED = re.compile(r"[和与及、]|暨")


def is_heading(line: str) -> bool:
    """Say whether a line is a heading: on its own, short for its form, no mark at the end of a sentence."""
    if len(line) > LONGEST_NUMBERED:
        return False
    if MARKDOWN.match(line) or LABEL.match(line):
        return True
    if END.search(line) or "。" in line or "；" in line:
        return False
    number = numbering(line)
    if number and number.rank <= Rank.HAN_IN_BRACKETS:
        return True
    if LEAD_IN.search(line):
        return len(line) <= LONGEST_LEAD_IN
    if number and number.rank < Rank.ORDINAL:
        return len(line) <= LONGEST_ITEM
    return len(line) <= LONGEST_PLAIN


def opens_nothing(line: str) -> bool:
    """Say whether a line that stands as a heading does is an aside, a date, or says who, when or where."""
    return ASIDE.match(line) is not None or STATED.fullmatch(line) is not None


def bare(line: str) -> str:
    """Return a heading without Markdown's marks."""
    found = MARKDOWN.match(line)
    return found[2].rstrip(" \t#").strip("*") if found else line


def section_kind(heading: str) -> str | None:
    """Say what a heading calls its section.

    Returns:
        ``review``, ``plan`` or ``problems``; empty where it names two of them together or opens an attachment,
        ``None`` where it says
        nothing of the kind and the outer heading decides.
    """
    if ATTACHED.match(heading):
        return ""
    number = numbering(heading)
    text = heading[number.length :] if number else heading
    text = text.rstrip("：: ")
    kinds = [kind for kind, says in (("review", REVIEW.search), ("plan", PLAN.search)) if says(text)]
    if PROBLEMS.search(text) and not SOLVING.search(text):
        kinds.append("problems")
    if len(kinds) > 1 and JOINED.search(text):
        return ""
    return kinds[0] if kinds else None
