"""Read the names of counties, cities and provinces out of a title, a file name or the first lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cuoshi.notation.numerals import DIGITS, NUMERALS, ZEROS
from cuoshi.places.gazetteer import Mention, Unit, gazetteer

# Names that are also plain words (“中心城区”, “建设新城区”): they count only behind their city or at the beginning.
PLAIN_WORDS = frozenset(
    {"新城区", "老城区", "城中区", "城东区", "城西区", "城北区", "东城区", "西城区", "市中区", "城关区"}
    | {"城区", "郊区", "矿区", "东区", "西区"}
)
# The same of names without suffix: “荆州公安局” is not 公安县.
PLAIN_STEMS = frozenset(
    {"平安", "光明", "通道", "前进", "红旗", "友好", "向阳", "和平", "建设", "新华", "胜利", "团结", "公安", "新兴"}
    | {"合作", "共和", "平原", "新城", "市中", "城关", "城中", "老城"}
)
# What may stand before a name of two characters, so that “各市和县区” is not 和县.
BEFORE_SHORT = re.compile(r"[^\u4e00-\u9fff]|年|度")
# What may stand behind a county's name without suffix right behind its province, or behind a city's alone.
BEHIND_STEM = re.compile(r"[^\u4e00-\u9fff]|$|政府|人民|县委|区委|市委|工作|优化|营商|民营")
# In the first lines only a name that acts is the report's own: “涞源县人民政府”, not “学习昆山市的做法”.
ACTS = re.compile(
    rf"人民政府|政府|委|人大|政协|[县区市旗]长|第[{NUMERALS}]+[届次]|\d{{4}}年|营商环境|国民经济|经济社会|民营经济|各|坚持|以|认真|全面|立足|聚焦|紧|把|围绕"
)
# A street, a mountain or a university is not the place that it is named after.
OTHER_THING = re.compile(r"[路街镇乡村湖河山江港寺]|大学|大道|机场|新区")
# A county that is learned from, worked with, visited or on a visit is another one. The report's own may be spoken to
# (“向涞源县人民代表大会报告”) and visited by others (“省厅领导到涞源县调研”).
FOREIGN_BEFORE = re.compile(
    r"(?:学习|借鉴|对标|观摩|取经|效仿|邀请|来自|对口支援|对口帮扶|对口协作|结对|[赴与和同及])[^，。；、！？\n]{0,3}$"
)
FOREIGN_BEHIND = re.compile(r"[^，。；！？\n]{0,20}?(?:来|[到在]|莅临)[我本][县市区旗州]|[^，。；！？\n]{0,14}?来访")
#: What makes a county behind 与 or 赴 another one: something is done with or in it.
JOINT = re.compile(
    r"[^。；！？\n]{0,16}?(?:签订|签署|签约|合作|共建|协作|结对|联合|对接|毗邻|接壤|相邻|交界"
    r"|考察|学习|参观|观摩|对标|招商|推介|洽谈)"
)
HAN = re.compile(r"[\u4e00-\u9fff]")
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
    found, around = _parted(_mentions(text, year))
    counties = [mention for mention in found if _counts(text, mention, around)]
    if counties and HEAD.fullmatch(text[: _start(counties[0], around)]):
        counties = counties[:1]
    if not found and not around and bare:
        counties = _bare(text)
    counties = [mention for mention in counties if not _is_foreign(text, mention, around)]
    units = tuple(unit for mention in counties for unit in _qualified(mention, around))
    outer = tuple(unit for mention in around for unit in mention.units)
    return Origin(units, outer, bool(outer) and not units)


def read_opening(text: str, year: int | None) -> Origin:
    """Read the first lines of a report: the counties that act in them, or stand at the head of a line."""
    found, around = _parted(_mentions(text, year))
    counties = []
    for mention in found:
        start = _start(mention, around)
        heads = start == 0 or text[start - 1] == "\n"
        plain = start == mention.start and (mention.name in PLAIN_WORDS or len(mention.name) == 2) and not heads
        if not plain and (heads or ACTS.match(text, mention.end)) and not _is_foreign(text, mention, around):
            counties.append(mention)
    outer = tuple(unit for mention in around for unit in mention.units)
    return Origin(tuple(unit for one in counties for unit in _qualified(one, around)), outer, is_weak=True)


def _parted(mentions: Iterable[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Part the counties named in a text from the cities and provinces around them."""
    counties: list[Mention] = []
    around: list[Mention] = []
    for mention in mentions:
        (counties if _is_county(mention) else around).append(mention)
    return counties, around


def _mentions(text: str, year: int | None) -> Iterator[Mention]:
    """Yield the names in a text: full ones, and beside a city or province those without suffix."""
    table = gazetteer()
    full = [_of_level(mention, year) for mention in table.mentions(text)]
    starts = {mention.start for mention in full}
    end = 0
    for mention in full:
        yield from _stems_before(text, mention.start, end)
        yield mention
        end = mention.end
        if end not in starts and not _is_county(mention):
            yield from _stems_behind(text, mention)
    if not full:
        yield from _stems_at_head(text)


def _stems_before(text: str, end: int, floor: int) -> Iterator[Mention]:
    """Yield the city and province named without suffix right before a full name: “河北保定清苑区”."""
    found = gazetteer().stem_ending_at(text, end)
    outer = _outer(found) if found and found.start >= floor else None
    if outer:
        yield from _stems_before(text, outer.start, floor)
        yield outer


def _stems_behind(text: str, outer: Mention) -> Iterator[Mention]:
    """Yield the city and county named without suffix right behind their province or city: “河北省保定清苑”."""
    found = gazetteer().stem_starting_at(text, outer.end)
    if found is None or OTHER_THING.match(text, found.end):
        return
    names = {unit.name for unit in outer.units}
    inside = tuple(unit for unit in found.units if unit.city in names or unit.province in names)
    cities = tuple(unit for unit in inside if not unit.is_county and unit.name not in names)
    if cities:
        city = Mention(found.start, found.end, found.name, cities)
        yield city
        yield from _stems_behind(text, city)
    elif inside and (BEHIND_STEM.match(text, found.end) or _is_sure(found, outer)):
        yield Mention(found.start, found.end, found.name, tuple(unit for unit in inside if unit.is_county))


def _is_sure(county: Mention, outer: Mention) -> bool:
    """Say whether a county's name without suffix is one whatever comes behind it: its city stands before it."""
    return county.name not in PLAIN_STEMS and all(unit.is_city for unit in outer.units)


def _stems_at_head(text: str) -> Iterator[Mention]:
    """Yield province, city and county named without suffixes at the beginning: “河北保定清苑2022年”."""
    start = next((index for index, character in enumerate(text) if HAN.match(character) and character != "年"), 0)
    found = gazetteer().stem_starting_at(text, start)
    outer = _outer(found) if found else None
    if outer is None or OTHER_THING.match(text, outer.end):
        return
    behind = [mention for mention in _stems_behind(text, outer) if mention.units]
    if behind or BEHIND_STEM.match(text, outer.end):
        yield outer
        yield from behind


def _outer(found: Mention) -> Mention | None:
    """Keep of a name without suffix the province, else the cities: 吉林 lies in 吉林省 either way."""
    outer = tuple(unit for unit in found.units if not unit.is_county)
    units = tuple(unit for unit in outer if unit.name == unit.province) or outer
    return Mention(found.start, found.end, found.name, units) if units else None


def _bare(text: str) -> list[Mention]:
    """Read a county's name without suffix that is all there is beside figures: “清苑2022”."""
    words = re.findall(r"[\u4e00-\u9fff]+", text.replace("年", " "))
    units = gazetteer().by_stem.get(words[0], []) if len(words) == 1 else []
    unmistakable = len({unit.unit_id for unit in units}) == 1 and units[0].is_county and words[0] not in PLAIN_STEMS
    return [Mention(0, len(text), words[0], tuple(units))] if unmistakable else []


def _of_level(mention: Mention, year: int | None) -> Mention:
    """Let a name that was a city's at one time and a county's at another be what it was in the year."""
    levels = {unit.is_county for unit in mention.units}
    if len(levels) == 1:
        return mention
    nearest = min(unit.distance(year) for unit in mention.units) if year is not None else 0
    units = [unit for unit in mention.units if year is None or unit.distance(year) == nearest]
    outer = [unit for unit in units if not unit.is_county]
    return Mention(mention.start, mention.end, mention.name, tuple(outer or units))


def _is_county(mention: Mention) -> bool:
    return any(unit.is_county for unit in mention.units)


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
    before = FOREIGN_BEFORE.search(text, max(0, start - 8), start)
    weak = before and before[0][0] in "赴与和同及"
    return bool(before) and (not weak or JOINT.match(text, mention.end) is not None)


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
