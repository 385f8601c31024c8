"""What the columns of tables and manifests are called, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

#: the field by the names that a column may bear
ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "正文", "全文", "内容", "文本", "body"),
    "county": ("county", "县", "区县", "县区", "县市区", "县名", "县级单位"),
    "year": ("year", "年份", "年", "年度"),
    "title": ("title", "标题", "题目", "题名"),
    "province": ("province", "省", "省份", "省级单位"),
    "city": ("city", "市", "地市", "地级市", "市州", "城市"),
    "genre": ("genre", "文种", "体裁", "类型", "报告类型"),
    "path": ("path", "路径", "文件", "文件名", "文件路径"),
}
_FIELDS = {alias: field for field, aliases in ALIASES.items() for alias in aliases}


def field(column: str) -> str:
    """Return the field that a column holds, or the column's own name where it is none of ours."""
    name = column.strip().lstrip("\ufeff")
    return _FIELDS.get(name.lower(), name)


def find(columns: list[str], wanted: str) -> str | None:
    """Return the column that holds a field, the best known name first, ``None`` where there is none."""
    by_name = {column.strip().lstrip("\ufeff").lower(): column for column in reversed(columns)}
    return next((by_name[alias] for alias in ALIASES[wanted] if alias in by_name), None)


def cell(value: object) -> str:
    """Write a cell as text: nothing for an empty one, a whole number without its ``.0``."""
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
