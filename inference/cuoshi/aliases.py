"""What the columns of tables and manifests are called, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from cuoshi.notation.script import simplified

#: the field by the names that a column may bear
ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("text", "content", "正文", "全文", "内容", "文本", "正文内容", "全文内容", "文本内容", "正文文本", "body"),
        *("原文", "fulltext", "txt", "报告", "文章", "article"),
    ),
    "county": (
        *("county", "县", "区县", "县区", "县市区", "县名", "县级单位", "县市", "区县市", "市县区", "县区市"),
        *(
            "县域",
            "旗县",
            "旗县区",
            "县旗",
            "县市旗",
            "县市区旗",
            "县旗市区",
            "县级行政区",
            "行政区划名称",
            "行政区名称",
            "区县级",
            "县级",
            "区",
            "district",
        ),
    ),
    "county_code": (
        *("county_code", "行政区划代码", "区划代码", "县代码", "区县代码", "县区代码", "县市区代码", "行政代码"),
        *("行政区代码", "行政区划编码", "区划编码", "区划码", "地区代码", "县级代码", "adcode", "国标码"),
    ),
    "county_id": ("county_id", "县编号", "县统一编号", "单位编号"),
    "level": ("level", "层级", "级别", "行政层级", "单位层级"),
    "year": ("year", "yr", "年份", "年", "年度", "报告期"),
    "title": ("title", "标题", "题目", "题名", "报告名称", "报告名", "文章名称", "材料名称", "headline"),
    "province": ("province", "省", "省份", "省级单位", "省市区", "省自治区直辖市", "省区市", "省级", "省级行政区"),
    "city": (
        *("city", "市", "地市", "地级市", "市州", "城市", "地市州", "市地州盟", "市州盟", "地级单位", "地级"),
        *("设区市", "设区的市", "地级行政区", "州市", "prefecture"),
    ),
    "genre": ("genre", "文种", "体裁", "类型", "报告类型", "文件类型", "材料类型", "类别"),
    "path": ("path", "路径", "文件", "文件名", "文件路径", "文件名称", "filename", "filepath", "附件名"),
}
#: one English and one Chinese name of each, for messages
NAMES = "county 县, county_code 行政区划代码, year 年份, title 标题, province 省, city 市, genre 文种"
#: words around the name of a field that change nothing: 所属省份, 报告年份, 区县名称, province_name
AROUND = re.compile(
    r"^(?:所属的?|所在的?|政府|工作|报告|总结|材料|文章|文件|统计|数据|report)(?=.)|(?<=.)(?:名称|名字|全称|名|name)$"
)
#: names that are kept in mind, for a table is asked for each field by each of its columns
KNOWN = 1024
#: what keeps Excel from making a number of a code: ="130630"
FORMULA = re.compile(r'="([^"]*)"')
#: what a name says of the form of its cells: 年份（年）, 行政区划代码（6位）
FORM = re.compile(r"[(（\[](?:单位[:：])?(?:年|年度|[六\d]{1,2}位数?|yyyy|必填|选填)[)）\]]$", re.I)
#: marks and spaces in a name: 县（市、区）, county name, 年份*
MARK = re.compile(r"[\W_]+")


def _plain(name: str) -> str:
    return MARK.sub("", FORM.sub("", unicodedata.normalize("NFKC", name).strip().lower()))


_PLAIN_ALIASES = {field: tuple(map(_plain, aliases)) for field, aliases in ALIASES.items()}
_FIELDS = {alias: field for field, aliases in _PLAIN_ALIASES.items() for alias in aliases}


def field(column: str) -> str:
    """Return the field that a column holds, or the column's own name where it is none of ours."""
    return _FIELDS.get(_known(column), column.strip().lstrip("\ufeff"))


def find(columns: Sequence[str], wanted: str) -> str | None:
    """Return the column that holds a field, the best known name first, ``None`` where there is none."""
    by_name = {_known(column): column for column in reversed(columns)}
    return next((by_name[alias] for alias in _PLAIN_ALIASES[wanted] if alias in by_name), None)


def known(columns: Iterable[str]) -> int:
    """Count the fields that a table's columns hold."""
    return len({field(column) for column in columns} & ALIASES.keys())


def unknown(columns: Iterable[str]) -> list[str]:
    """Return the columns with a name that are none of ours; what they hold is not used."""
    return [column.strip() for column in columns if column.strip() and field(column) not in ALIASES]


def doubts(columns: Sequence[str]) -> Iterator[str]:
    """Say which columns of a table are not used, and which hold the same as another."""
    if names := unknown(columns):
        yield f"columns not known, so not used: {', '.join(names)}; known are {NAMES}"
    yield from doubled(columns)


def doubled(columns: Sequence[str]) -> Iterator[str]:
    """Say which columns of a table hold the same as another."""
    for name in ALIASES:
        if len(same := [column.strip() for column in columns if field(column) == name]) > 1:
            used = find(columns, name) if name == "text" else "the last one filled"
            yield f"columns {', '.join(same)} hold the same ({name}), so {used} is used; delete the others"


def by_field(row: Mapping[str, object]) -> dict[str, str]:
    """Return the filled cells of a row by the field that their column holds; of two of one field the last.

    Args:
        row: cells by the name of their column; lists and objects are left out.
    """
    cells = ((field(name), cell(value)) for name, value in row.items() if not isinstance(value, list | dict))
    return {name: value for name, value in cells if name and value}


def cell(value: object) -> str:
    """Write a cell as text: nothing for an empty one, a whole number without its ``.0``."""
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    found = FORMULA.fullmatch(text)
    return found[1] if found else text


@lru_cache(KNOWN)
def _known(column: str) -> str:
    """The alias that a column's name amounts to, the name without marks where it is none."""
    name = _plain(simplified(column))
    while name not in _FIELDS and (shorter := AROUND.sub("", name, count=1)) != name:
        name = shorter
    return name
