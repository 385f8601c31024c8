"""Say whose report it is: the county's own, or that of a department, township or development zone in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cuoshi.notation.script import HANZI
from cuoshi.places.gazetteer import Unit, gazetteer, stem_of
from cuoshi.schema import Place

#: what a report's level can be, as :class:`cuoshi.schema.Place` has it
LEVELS = ("province", "city", "county", "zone", "township", "village", "department")
#: what may stand before the name of who reports
LEAD = re.compile(r"(?:中共|[\d年度月日第届次《“\s.、_—-]){0,20}")
#: A name in which one of these stands is about something, and not who reports.
ABOUT = re.compile(r"关于|推进|促进|加快|加强|支持|开展|实施|落实|[的对赴把在]")
_BEHIND = (
    rf"(?=$|[^{HANZI}]|关于|工作|年|信息|简报|一周|情况|政府|人民政府|党工委|党委|党组|党支部|管委会|管理委员会|办事处|工委|领导"
    rf"|[镇乡局处部院]长|书记|主任|机关|[{HANZI}]{{2,8}}局)"
)
ZONE = re.compile(
    rf"[{HANZI}]{{0,16}}?(?:(?:开发|高新|经开|示范|保税|合作|管理|度假|风景|旅游|集聚|新)区|(?:工业|产业|科技|软件|物流)园区?)"
    + _BEHIND
)
TOWNSHIP = re.compile(rf"[{HANZI}]{{1,16}}?(?<![乡城村各])(?:街道|镇|乡|苏木)" + _BEHIND)
VILLAGE = re.compile(rf"[{HANZI}]{{1,16}}?(?<!乡)(?<!农)(?:村|社区|嘎查)(?:村委会|居委会)?" + _BEHIND)
DEPARTMENT = re.compile(
    rf"[{HANZI}]{{1,24}}?(?:(?<![格布全大])局|法院|检察院|办公室|工商联|工商业联合会|联合会|商会|协会|总工会|纪委|监委|监察委员会|党校|政协|人大"
    r"|政治协商会议|组织部|宣传部|统战部|专班|监管组|(?:中心|[厅委办处队院]|(?<![东西南北中内全])部|委员会|银行|公司|学院|学校|海关)"
    + _BEHIND
    + ")"
)
#: the organs whose report is the county's own
OWN = re.compile(r"(?:[省市县区州旗盟党]委|(?:政府|[省市县区州旗盟]委)办(?:公室)?|[县市区省州旗]委员会)$")
#: characters of a zone's name that says its kind alone: 高新区
BARE = 3
#: one name for the kinds of zones that go by several
KINDS = (
    (re.compile(r"(?:高新|高技术|高新技术)(?:技术)?(?:产业)?(?:开发|园)区"), "高新区"),
    (re.compile(r"经济(?:技术)?开发区"), "经开区"),
)


def with_level(place: Place, names: Sequence[str], level: str = "") -> Place:
    """Say whose report it is, and name a development zone that is no unit of GB/T 2260.

    Args:
        place: where the report is from; its ``level`` is that of the unit that was found.
        names: what the report is called, the most telling first: its title, its file's name.
        level: what the manifest states, which wins.

    Returns:
        The place with the level of who reports. A zone for which no county is known is its ``county``, without a
        code; its ``id`` is that of its city and its name, 高新区 and 经开区 written alike however they are called.
    """
    level = level if level in LEVELS else ""
    found, unit = next((one for one in map(_issuer, [place.county, *names]) if one[0]), ("", ""))
    if found == "zone" and place.county in ("", unit) and not (place.county_code or place.candidates):
        place = _of_zone(place, unit)
    return replace(place, level=level or found or place.level)


def _issuer(name: str) -> tuple[str, str]:
    """The level below the county of who a name says reports, and its name; empty where it says none."""
    text = "".join(name.split())
    start = len(found[0]) if (found := LEAD.match(text)) else 0
    if text[start : start + 1] == "在" and text.endswith("工作报告"):
        start += 1
    for level, form in (("village", VILLAGE), ("township", TOWNSHIP), ("zone", ZONE), ("department", DEPARTMENT)):
        who = form.match(text, start)
        if who and not ABOUT.search(who[0]) and not _is_own(who[0]) and not _is_unit(who[0]):
            return level, who[0]
    return "", ""


def _is_own(name: str) -> bool:
    return OWN.search(name) is not None and not name.startswith("政协")


def _is_unit(name: str) -> bool:
    """Say whether a name ends with that of a unit of the table, as 上海市浦东新区 does."""
    return any(mention.end == len(name) for mention in gazetteer().mentions(name))


def _of_zone(place: Place, name: str) -> Place:
    """Make a zone the county of a report; one that is called by its kind alone, in no known city, stays unknown."""
    city = _city(place.city, name)
    own = name
    for full in (place.province, city.name if city else "", stem_of(city.name) if city else ""):
        own = own.removeprefix(full)
    for form, kind in KINDS:
        own = form.sub(kind, own)
    if city:
        county = stem_of(city.name) + own
        return replace(place, county=county, city=city.name, province=city.province, id=f"{city.unit_id}-{own}")
    return replace(place, county=name, id=f"{place.province}{own}") if len(own) > BARE else place


def _city(name: str, zone: str) -> Unit | None:
    """Find the city of a zone: the one that is known, else the one whose name without suffix it opens with."""
    table = gazetteer()
    opening = table.stem_starting_at(zone, 0)
    units = table.by_name.get(name, []) if name else opening.units if opening else ()
    cities = [unit for unit in units if unit.is_city]
    return max(cities, key=lambda unit: unit.last_year) if len({unit.unit_id for unit in cities}) == 1 else None
