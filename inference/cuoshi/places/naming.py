"""Say which of the places that a title, a file's name or a report's lines name is the one that reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cuoshi.notation.numerals import DIGITS, NUMERALS, ZEROS
from cuoshi.notation.script import HANZI
from cuoshi.places.gazetteer import Mention, Unit, gazetteer
from cuoshi.places.mentions import PLAIN_STEMS, bare_county, mentions_in, parted

# Names that are also plain words (“中心城区”, “建设新城区”): they count only behind their city or at the beginning.
PLAIN_WORDS = frozenset(
    {"新城区", "老城区", "城中区", "城东区", "城西区", "城北区", "东城区", "西城区", "市中区", "城关区"}
    | {"城区", "郊区", "矿区", "东区", "西区"}
)
# What may stand before a name of two characters, so that “各市和县区” is not 和县.
BEFORE_SHORT = re.compile(rf"[^{HANZI}]|年|度")
# In the first lines only a name that acts is the report's own: “涞源县人民政府”, not “学习昆山市的做法”.
ACTS = re.compile(
    rf"人民政府|政府|委|人大|政协|[县区市旗]长|第[{NUMERALS}]+[届次]|\d{{4}}年|营商环境|国民经济|经济社会|民营经济|各|坚持|以|认真|全面|立足|聚焦|紧|把|围绕"
)
# A county that is learned from, worked with, visited or on a visit is another one. The report's own may be spoken to
# (“向涞源县人民代表大会报告”) and visited by others (“省厅领导到涞源县调研”).
FOREIGN_BEFORE = re.compile(
    r"(?:学习|借鉴|参照|对标|观摩|取经|效仿|比学|追赶|邀请|接待|迎接|欢迎|陪同|会见|来自|承接|对口支援|对口帮扶|对口协作|结对|转发《|[赴到与和同及向])"
    r"[^，。；、！？\n]{0,3}$"
)
FOREIGN_BEHIND = re.compile(
    r"[^，。；！？\n]{0,20}?(?:来|[到在驻]访?|莅临|[与和同帮]|支援|援助|对口|帮扶)[我本][县市区旗州]|[^，。；！？\n]{0,14}?来访"
    r"|的[^，。；！？\n]{0,8}(?:做法|经验|路子|模式|环境|改革|探索|实践)[^，。；！？\n]{0,6}(?:值得|启示|启发|借鉴)"
    r"|(?:考察|学习|参观|访问){1,2}(?:报告|总结|见闻|体会|心得|纪要|有感)"
)
#: What another county has in the place behind 驻; a team posted there to help is the place's own.
OUTPOST = re.compile(r"[^，。；！？\n]{0,6}?(?:招商|办事处|联络|商会|分局|劳务|引才|人才|孵化|飞地)")
#: who is posted there: a county, of whichever list
POSTED = re.compile(r"[县区旗]驻$")
#: A firm that bears a county's name reports nothing of it.
FIRM = re.compile(rf"[{HANZI}（）()]{{2,16}}?(?:有限|股份)(?:责任)?公司")
#: What says that the place behind it is the one that reports: “我县（涞源县）”, “填报单位：涞源县”.
OWN = re.compile(r"(?:[我本][县市区旗州][（(]|(?:单位|机关|部门|地区|名称)[：:] ?)$")
#: The body that signs a report, alone on its line.
SIGNED = re.compile(r"(?:[^，。；：:、！？《》“”]{0,24}(?:政府|[局委办厅院部会]|办公室|中心|小组|专班))?")
#: What makes a county behind 与 or 赴 another one: something is done with or in it.
JOINT = re.compile(
    r"[^。；！？\n]{0,16}?(?:签订|签署|签约|合作|共建|协作|结对|联合|对接|毗邻|接壤|相邻|交界"
    r"|考察|学习|看齐|取经|参观|观摩|对标|招商|推介|洽谈)"
)
#: What is done in another county by those who are sent there; the report's own is visited by others, too.
SENT = re.compile(r"[^。；！？\n]{0,16}?(?:挂职|跟班|学习|取经|看齐)")
#: words that make a county behind them another one only with what follows
WEAK = {**dict.fromkeys("赴与和同及向", JOINT), "到": SENT}
HEAD = re.compile(rf"(?:中共|关于|印发|[\d年度月\s《“（(【\]】、.．_—-]|[十{ZEROS}{DIGITS}])*+")


@dataclass(frozen=True, slots=True)
class Origin:
    """What one string says of where a report is from.

    Attributes:
        counties: the units that the county named can be.
        outer: the units that the cities and provinces named can be.
        whole: whether it names a city or province and no county.
        is_weak: whether it is the report's first lines or the file's properties, the weakest sources.
    """

    counties: tuple[Unit, ...] = ()
    outer: tuple[Unit, ...] = ()
    whole: bool = False
    is_weak: bool = False


@lru_cache(1024)  # names of folders are those of many reports
def read_name(text: str, year: int | None, bare: bool = False) -> Origin:
    """Read a title, a file's or folder's name or what the metadata state.

    Args:
        text: the string; white space in it is ignored.
        year: the report's year; of units that bear a name at different times, those of that year count.
        bare: whether the string may be a county's name without suffix and nothing else but figures.

    Returns:
        What it says. If it opens with a county, the others named behind that one do not count.
    """
    text = "".join(text.split())
    mentions = list(mentions_in(text, year))
    found, around = parted(mentions)
    counties = [mention for mention in found if _counts(text, mention, around)]
    if counties and HEAD.fullmatch(text[: _start(counties[0], around)]):
        counties = counties[:1]
    if not found and not around and bare:
        counties = bare_county(text)
    counties = [one for one in counties if not (_is_foreign(text, one, around) or _is_listed(text, one, mentions))]
    units = tuple(unit for mention in counties for unit in _qualified(mention, around))
    outer = tuple(unit for mention in around for unit in mention.units)
    return Origin(units, outer, bool(outer) and not units)


def read_opening(text: str, year: int | None) -> Origin:
    """Read the first lines of a report: the counties that act in them, or stand at the head of a line."""
    mentions = list(mentions_in(text, year))
    found, around = parted(mentions)
    counties = [
        mention
        for mention in found
        if _acts(text, mention, around)
        and not _is_foreign(text, mention, around)
        and not _is_listed(text, mention, mentions)
    ]
    outer = tuple(unit for mention in around for unit in mention.units)
    return Origin(tuple(unit for one in counties for unit in _qualified(one, around)), outer, is_weak=True)


def read_closing(lines: Sequence[str], year: int | None) -> Origin:
    """Read the last lines of a report: the counties whose bodies sign it, each alone on its line."""
    units: list[Unit] = []
    outer: list[Unit] = []
    for line in ("".join(line.split()).removeprefix("中共") for line in lines):
        found, around = parted(mentions_in(line, year))
        if found and _start(found[0], around) == 0 and SIGNED.fullmatch(line, found[0].end):
            units += _qualified(found[0], around)
            outer += [unit for mention in around for unit in mention.units]
    return Origin(tuple(units), tuple(outer), is_weak=True)


def _acts(text: str, mention: Mention, around: Sequence[Mention]) -> bool:
    """Say whether a county of the first lines does something, stands at the head of a line, or is said to report."""
    start = _start(mention, around)
    heads = start == 0 or text[start - 1] == "\n"
    acts = ACTS.match(text, mention.end) is not None
    if OWN.search(text, max(0, start - 6), start) or (heads and (acts or not FIRM.match(text, mention.end))):
        return True
    plain = start == mention.start and (mention.name in PLAIN_WORDS or len(mention.name) == 2)
    return acts and not plain


def _counts(text: str, mention: Mention, around: Sequence[Mention]) -> bool:
    """Say whether a county's name is one here, and not a piece of other words."""
    if _outer_before(mention, around) or mention.start == 0:
        return True
    if mention.name in PLAIN_WORDS:
        return False
    return len(mention.name) > 2 or BEFORE_SHORT.match(text[mention.start - 1]) is not None


def _is_foreign(text: str, mention: Mention, around: Sequence[Mention]) -> bool:
    """Say whether a place is named as a model, a partner or a guest."""
    start = _start(mention, around)
    if FOREIGN_BEHIND.match(text, mention.end):
        return True
    if text[start - 1 : start] == "驻" and (OUTPOST.match(text, mention.end) or POSTED.search(text, start - 2, start)):
        return True
    before = FOREIGN_BEFORE.search(text, max(0, start - 8), start)
    weak = WEAK.get(before[0][0]) if before else None
    return bool(before) and (not weak or weak.match(text, mention.end) is not None)


def _is_listed(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Say whether a place is one of several in a row: “昆山市、太仓市等地”, “涞源、易县、涞水三县”."""
    start = _start(mention, [other for other in mentions if other is not mention])
    table = gazetteer()
    if text[mention.end : mention.end + 1] == "、":
        behind = table.stem_starting_at(text, mention.end + 1)
        if behind and behind.name not in PLAIN_STEMS:
            return True
    if not start or text[start - 1] != "、":
        return False
    before = table.stem_ending_at(text, start - 1)
    return any(other.end == start - 1 for other in mentions) or (before is not None and before.name not in PLAIN_STEMS)


def _outer_before(mention: Mention, around: Sequence[Mention]) -> Mention | None:
    """Find the city or province that a county's name stands right behind."""
    return next((other for other in around if other.start < mention.start <= other.end), None)


def _start(mention: Mention, around: Sequence[Mention]) -> int:
    """Return where a county's name begins, the city and province before it included."""
    start = mention.start
    for other in reversed(around):
        if other.start < start <= other.end:
            start = other.start
    return start


def _qualified(mention: Mention, around: Sequence[Mention]) -> tuple[Unit, ...]:
    """Keep of a county's units those that lie in the city or province before its name, if any do."""
    outer = _outer_before(mention, around)
    names = {unit.name for unit in outer.units} if outer else set()
    ids = {unit.unit_id for unit in mention.units if unit.city in names or unit.province in names}
    return tuple(unit for unit in mention.counties if unit.unit_id in ids or not ids)
