"""The dated table of provinces, cities and counties, and where their names occur in a text."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OLDEST_LIST, NEWEST_LIST = 2000, 2026
SUFFIXES = re.compile("[县区市省旗盟州]")
PEOPLES = (
    "蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族"
    "|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族"
    "|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春|各族|联合"
)
PLAIN_SUFFIX = re.compile(r"族?(?:自治)?[县旗州区]$")
SUFFIX = re.compile(
    rf"(?:{PEOPLES}){{0,5}}(?:自治县|自治旗|自治州|自治区|特别行政区|林区|特区|地区|县|市|区|旗|盟|省)$"
)
#: words that were a county's name once, in 濮阳市 and 唐山市: only their codes find these
COMMON_WORDS = frozenset({"市区", "新区"})
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the table: a unit under one code, name and city, from the first to the last list that has it.

    ``unit_id`` is what the rows of one unit share over the years: the last code that it had.
    """

    code: str
    name: str
    city: str
    province: str
    first_year: int
    last_year: int
    unit_id: str

    @property
    def is_county(self) -> bool:
        """Whether it is of county level."""
        return not self.code.endswith("00")

    @property
    def is_city(self) -> bool:
        """Whether it is a prefecture-level city, prefecture, league, or a municipality under the centre."""
        return self.code.endswith("00") and (not self.code.endswith("0000") or self.code[:2] in MUNICIPALITIES)

    @property
    def level(self) -> str:
        """``county``, ``city`` or ``province``."""
        if self.is_county:
            return "county"
        return "city" if self.is_city and self.name != self.province else "province"

    def distance(self, year: int) -> int:
        """Years between a year and the lists that have the row; beyond the oldest and newest list it may go on."""
        first = 0 if self.first_year <= OLDEST_LIST else self.first_year
        last = 9999 if self.last_year >= NEWEST_LIST else self.last_year
        return max(first - year, year - last, 0)

    def __str__(self) -> str:
        city = "" if self.city == self.province or not self.is_county else self.city
        province = "" if self.name == self.province else self.province
        return f"{province}{city}{self.name}（{self.code}）"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at ``text[start:end]`` and the units that bear it."""

    start: int
    end: int
    name: str
    units: tuple[Unit, ...]

    @property
    def counties(self) -> tuple[Unit, ...]:
        """The units of county level."""
        return tuple(unit for unit in self.units if unit.is_county)


class Gazetteer:
    """The table, with its names as keys."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.by_code: Mapping[str, list[Unit]]
        self.by_name: Mapping[str, list[Unit]]
        self.by_stem: Mapping[str, list[Unit]]
        self.by_id: Mapping[str, list[Unit]]
        by_code, by_name, by_stem, by_id = (defaultdict[str, list[Unit]](list) for _ in range(4))
        for unit in units:
            by_code[unit.code].append(unit)
            by_id[unit.unit_id].append(unit)
            for name in () if unit.name in COMMON_WORDS else _names(unit.name):
                by_name[name].append(unit)
            if len(stem := stem_of(unit.name)) > 1:
                by_stem[stem].append(unit)
        self.by_code, self.by_name, self.by_stem = dict(by_code), dict(by_name), dict(by_stem)
        self.by_id = dict(by_id)
        self._longest = max(map(len, by_name))
        self._longest_stem = max(map(len, by_stem))

    def in_year(self, unit_id: str, year: int) -> Unit | None:
        """Name and code of a unit in a year, ``None`` where no list of that year has it."""
        return next((unit for unit in self.by_id.get(unit_id, ()) if unit.distance(year) == 0), None)

    def mentions(self, text: str) -> list[Mention]:
        """Find the full names in a text, left to right, the longest at each place."""
        found: list[Mention] = []
        for suffix in SUFFIXES.finditer(text):
            mention = self._ending_at(text, suffix.end())
            if mention is None:
                continue
            while found and found[-1].start >= mention.start:
                found.pop()
            if not found or found[-1].end <= mention.start or _inside(mention, found[-1]):
                found.append(mention)
        return found

    def stem_ending_at(self, text: str, end: int) -> Mention | None:
        """Find the longest name without its suffix (“保定”) that ends at a position."""
        for start in range(max(0, end - self._longest_stem), end - 1):
            if units := self.by_stem.get(text[start:end]):
                return Mention(start, end, text[start:end], tuple(units))
        return None

    def stem_starting_at(self, text: str, start: int) -> Mention | None:
        """Find the longest name without its suffix that starts at a position."""
        for end in range(min(len(text), start + self._longest_stem), start + 1, -1):
            if units := self.by_stem.get(text[start:end]):
                return Mention(start, end, text[start:end], tuple(units))
        return None

    def _ending_at(self, text: str, end: int) -> Mention | None:
        for start in range(max(0, end - self._longest), end - 1):
            if units := self.by_name.get(text[start:end]):
                return Mention(start, end, text[start:end], tuple(units))
        return None


def _inside(mention: Mention, outer: Mention) -> bool:
    """Say whether an overlapping name is a county of the city before it: 济南市 and 市中区 in “济南市中区”."""
    names = {unit.name for unit in outer.units}
    return mention.end > outer.end and any(unit.city in names for unit in mention.counties)


def stem_of(name: str) -> str:
    """Return a name without suffix and peoples: 清苑区 → 清苑, 丰宁满族自治县 → 丰宁."""
    # the name of a people can be all the name there is: 东乡族自治县, 内蒙古自治区
    found = (form.sub("", name) for form in (SUFFIX, PLAIN_SUFFIX))
    return next((stem for stem in found if len(stem) > 1), name)


def _names(name: str) -> list[str]:
    """List a unit's full name and, for an autonomous one, the short ones in use: 丰宁自治县, 丰宁县."""
    found = re.search(r"自治([县旗州])$", name)
    if not found:
        return [name]
    stem = stem_of(name)
    return [name, f"{stem}自治{found[1]}", f"{stem}{found[1]}"]


@cache
def gazetteer() -> Gazetteer:
    """Load the table that comes with the package; once a process, for it never changes."""
    table = files("cuoshi.places").joinpath("counties.csv").read_text(encoding="utf-8")
    return Gazetteer(_unit(row) for row in csv.DictReader(table.splitlines()))


def _unit(row: Mapping[str, str]) -> Unit:
    years = int(row["first_year"]), int(row["last_year"])
    return Unit(row["code"], row["name"], row["city"], row["province"], *years, row["unit_id"])
