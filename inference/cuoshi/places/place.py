"""Find the county, city and province of a report, and its GB/T 2260 code in the report's year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cuoshi.documents import Document
from cuoshi.places.gazetteer import NEWEST_LIST, OLDEST_LIST, Unit, gazetteer, stem_of
from cuoshi.places.levels import with_level
from cuoshi.places.mentions import HAN
from cuoshi.places.naming import Origin, read_closing, read_name, read_opening
from cuoshi.places.years import path_parts
from cuoshi.schema import Place

FIRST_LINES, FIRST_CHARACTERS, LAST_LINES = 10, 600, 6
#: a code of a county, or of a town or village in it
CODE = re.compile(r"(\d{6})(?:\d{3}|\d{6})?(?:\.0+)?")
COLUMNS = ("county", "city", "province", "county_code", "county_id", "level")


def find_place(document: Document, title: str, lines: Sequence[str], year: int | None) -> Place:
    """Find the place that a report is from.

    The first source that names a county decides, in this order: metadata (``county_code``, ``county``, ``city``,
    ``province``), file name, folders, title, first lines, who signs at the end, the title in the file's properties. A
    county named as a model, a partner or a guest (“学习昆山市”, “昆山市一行来我县”), or in a row with others, is not
    the report's. A name that several counties bear is resolved by the
    city or province beside it, by those of the other sources and by the report's year; if several are left,
    ``county`` stays empty and ``candidates`` lists them. A report whose file name or title names only a city or
    province has no county. Metadata win: a county there that no table has stays as given, without a code.

    Args:
        document: for its metadata and path.
        title: the title above the text, empty where there is none.
        lines: the report's lines; only the first are read.
        year: the report's, see :func:`cuoshi.places.years.find_year`; units of that year are preferred.

    Returns:
        The place, its name and code those in force in the report's year, also where the text bears an earlier or later
        name, and its id the same in every year; unknown fields are empty. A name that metadata state stays.
    """
    stated = {column: document.metadata.get(column, "").strip() for column in COLUMNS}
    around = read_name(_official(stated["province"]) + _official(stated["city"]), year, bare=True)
    named = read_name(_official(stated["province"]) + _official(stated["city"]) + stated["county"], year, bare=True)
    others = list(_sources(document, title, lines, year))
    if units := _counties_of_code(code_of_column(stated["county_code"])):
        place = _place_of(_nearest(units, year))
    elif named.counties and stated["county"]:
        place = _decide([named], others, year)
        is_name = any(unit.name == stated["county"] for unit in named.counties)
        place = replace(place, county=stated["county"] if is_name else place.county or stated["county"])
    elif stated["county"]:
        of_city = [named] if stated["county"] in {unit.name for unit in named.outer} else []
        place = _unlisted(stated["county"], _outer_place([*of_city, around, *others], year))
    else:
        place = _decide([replace(named, whole=False), *others], [], year)
    names = (title, path_parts(document.path)[0])
    return _overridden(with_level(place, names, stated["level"]), stated)


def code_of_column(text: str) -> str:
    """Read the code of a county in a cell: ``130630``, ``'130630``, ``130630000000``; empty where none."""
    found = CODE.fullmatch(unicodedata.normalize("NFKC", text).strip(" '’"))
    return found[1] if found else ""


def doubts(stated: Mapping[str, str]) -> Iterator[str]:
    """Say what a table or the manifest states of a place that cannot be right.

    Args:
        stated: what it states, by field.
    """
    given, county = stated.get("county_code", "").strip(), stated.get("county", "").strip()
    code = code_of_column(given)
    units = _counties_of_code(code)
    if given and not code:
        yield f"county_code {given!r} is no code of six digits, so it finds no county; write it as 130630"
    elif given and not units and not county:
        yield f"county_code {given!r} is no county's in the lists from {OLDEST_LIST} to {NEWEST_LIST}; check it"
    named = read_name(county, None, bare=True).counties if units else ()
    if named and not {unit.unit_id for unit in named} & {unit.unit_id for unit in units}:
        yield f"county_code {given} is {units[-1].name}, not {county}; the code decides: correct or empty it"


def _counties_of_code(code: str) -> list[Unit]:
    return [unit for unit in gazetteer().by_code.get(code, []) if unit.is_county]


def _sources(document: Document, title: str, lines: Sequence[str], year: int | None) -> Iterator[Origin]:
    """Read what may say where a report is from, in the order in which it is believed."""
    name, folders = path_parts(document.path)
    yield read_name(name, year, bare=True)
    for folder in folders:
        yield replace(read_name(folder, year, bare=True), whole=False)
    yield replace(read_name(_stems([*reversed(folders), name]), year), whole=False)
    yield read_name(title, year)
    yield read_opening("\n".join(lines[:FIRST_LINES])[:FIRST_CHARACTERS], year)
    yield read_closing(lines[FIRST_LINES:][-LAST_LINES:], year)
    yield replace(read_name(document.title, year), is_weak=True)


def _stems(names: Sequence[str]) -> str:
    """Join names that are those of places without suffix: 福州/鼓楼/2022.txt is of 鼓楼区 of 福州市."""
    words = ["".join(HAN.findall(name.replace("年", " "))) for name in names]
    return "".join(word for word in words if word in gazetteer().by_stem)


def _decide(sources: Sequence[Origin], context: Sequence[Origin], year: int | None) -> Place:
    """Resolve the first county that a source names, unless one before it names a city or province as the place."""
    everything = [*sources, *context]
    whole: Origin | None = None
    for source in sources:
        if source.counties and not (whole and source.is_weak):
            around = [source, *(other for other in everything if other is not source)]
            units = _narrow(source.counties, around, year)
            if len({unit.unit_id for unit in units}) == 1:
                return _place(units, year)
            outer = _around(everything, year)
            fits = any(outer.province in ("", unit.province) and outer.city in ("", unit.city) for unit in units)
            return replace(outer if fits else Place(), candidates=_candidates(units, year), level="county")
        whole = whole or (source if source.whole else None)
    return _outer_place([whole, *everything], year) if whole else _around(everything, year)


def _around(sources: Iterable[Origin], year: int | None) -> Place:
    """Return the city and province that the sources name, of which it is not said that they report themselves."""
    return replace(_outer_place(sources, year), id="", level="")


def _unlisted(county: str, around: Place) -> Place:
    """Make a place of a county that is stated and that no list has: the name stands, like ones are candidates."""
    if county in (around.city, around.province):
        return replace(around, county=county)
    like = [unit for unit in gazetteer().by_stem.get(stem_of(county), []) if unit.is_county]
    return replace(around, county=county, id="", level="county", candidates=_candidates(like, None))


def _narrow(units: Sequence[Unit], around: Iterable[Origin], year: int | None) -> Sequence[Unit]:
    """Keep the counties that lie in a city or province named around them, then those of the report's year."""
    for source in around:
        names = {unit.name for unit in source.outer}
        for inside in ("city", "province"):
            units = _keep(units, {unit.unit_id for unit in units if getattr(unit, inside) in names})
    if year is not None:
        units = _keep(units, {unit.unit_id for unit in units if unit.distance(year) == 0})
    return units


def _keep(units: Sequence[Unit], ids: set[str]) -> Sequence[Unit]:
    return [unit for unit in units if unit.unit_id in ids] if ids else units


def _place(units: Sequence[Unit], year: int | None) -> Place:
    """Turn the rows of one unit into a place, by the row in force in a year or, without one, the newest."""
    return _place_of(_in_year(units, year))


def _place_of(unit: Unit) -> Place:
    if unit.is_county:
        return Place(unit.name, unit.code, unit.city, unit.province, id=unit.unit_id, level="county")
    city = unit.name if unit.is_city else ""
    return Place(city=city, province=unit.province, id=unit.unit_id, level=unit.level)


def _in_year(units: Sequence[Unit], year: int | None) -> Unit:
    """The row of a unit that is in force in a year, also under another name: 吴江市 is 吴江区 from 2012 on."""
    unit = _nearest(units, year)
    return unit if year is None else gazetteer().in_year(unit.unit_id, year) or unit


def _nearest(units: Sequence[Unit], year: int | None) -> Unit:
    return min(units, key=lambda unit: (unit.distance(year) if year is not None else 0, -unit.last_year))


def _outer_place(sources: Iterable[Origin], year: int | None) -> Place:
    """Return the city, else the province, of the first source that names just one."""
    named = [[unit for unit in source.outer if unit.is_city] or source.outer for source in sources]
    for units in named:
        if len({unit.unit_id for unit in units}) == 1:
            return _place(units, year)
    return Place()


def _candidates(units: Sequence[Unit], year: int | None) -> tuple[str, ...]:
    ids = dict.fromkeys(unit.unit_id for unit in units)
    return tuple(str(_in_year([unit for unit in units if unit.unit_id == one], year)) for one in ids)


def _overridden(place: Place, stated: dict[str, str]) -> Place:
    """Let what the metadata state stand over what was found; a county without an id has what names it for one."""
    place = replace(
        place,
        county_code=code_of_column(stated["county_code"]) or stated["county_code"] or place.county_code,
        city=_official(stated["city"]) or place.city,
        province=_official(stated["province"]) or place.province,
    )
    named = f"{place.province}{place.city}{place.county}" if place.county else ""
    return replace(place, id=stated["county_id"] or place.id or place.county_code or named)


def _official(name: str) -> str:
    """Complete the name of a city or province given without its suffix; any other stays as given."""
    table = gazetteer()
    units = [] if name in table.by_name else [unit for unit in table.by_stem.get(name, []) if not unit.is_county]
    names = {unit.name for unit in units if unit.last_year == max(unit.last_year for unit in units)}
    return names.pop() if len(names) == 1 else name
