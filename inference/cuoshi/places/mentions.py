"""Find the names of counties, cities and provinces in a text, with their suffixes or without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cuoshi.notation.script import HANZI
from cuoshi.places.gazetteer import Mention, gazetteer

# Names without suffix that are also plain words: “荆州公安局” is not 公安县.
PLAIN_STEMS = frozenset(
    {"平安", "光明", "通道", "前进", "红旗", "友好", "向阳", "和平", "建设", "新华", "胜利", "团结", "公安", "新兴"}
    | {"合作", "共和", "平原", "新城", "市中", "城关", "城中", "老城"}
)
# What may stand behind a county's name without suffix right behind its province, or behind a city's alone.
BEHIND_STEM = re.compile(rf"[^{HANZI}]|$|政府|人民|县委|区委|市委|工作|优化|营商|民营")
# A street, a mountain or a university is not the place that it is named after.
OTHER_THING = re.compile(r"[路街镇乡村湖河山江港寺]|大学|大道|机场|新区")
HAN = re.compile(rf"[{HANZI}]")


def parted(mentions: Iterable[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Part the counties named in a text from the cities and provinces around them."""
    counties: list[Mention] = []
    around: list[Mention] = []
    for mention in mentions:
        (counties if _is_county(mention) else around).append(mention)
    return counties, around


def mentions_in(text: str, year: int | None) -> Iterator[Mention]:
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


def bare_county(text: str) -> list[Mention]:
    """Read a county's name without suffix that is all there is beside figures: “清苑2022”."""
    words = re.findall(rf"[{HANZI}]+", text.replace("年", " "))
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
