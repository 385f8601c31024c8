"""A picture of the provinces that needs no boundaries: a tile for each, about where it lies."""

from __future__ import annotations

from collections.abc import Sequence

#: what a province is called in short, its column from the west and its row from the north, by its name
TILES = {
    "黑龙江省": ("黑龙江", 7, 0),
    "新疆维吾尔自治区": ("新疆", 0, 1),
    "内蒙古自治区": ("内蒙古", 4, 1), "北京市": ("北京", 5, 1), "辽宁省": ("辽宁", 6, 1), "吉林省": ("吉林", 7, 1),
    "青海省": ("青海", 0, 2), "甘肃省": ("甘肃", 1, 2), "宁夏回族自治区": ("宁夏", 2, 2), "陕西省": ("陕西", 3, 2),
    "山西省": ("山西", 4, 2), "河北省": ("河北", 5, 2), "天津市": ("天津", 6, 2),
    "西藏自治区": ("西藏", 0, 3), "四川省": ("四川", 1, 3), "重庆市": ("重庆", 2, 3), "湖北省": ("湖北", 3, 3),
    "河南省": ("河南", 4, 3), "山东省": ("山东", 5, 3), "江苏省": ("江苏", 6, 3),
    "云南省": ("云南", 1, 4), "贵州省": ("贵州", 2, 4), "湖南省": ("湖南", 3, 4), "江西省": ("江西", 4, 4),
    "安徽省": ("安徽", 5, 4), "上海市": ("上海", 6, 4),
    "广西壮族自治区": ("广西", 2, 5), "广东省": ("广东", 3, 5), "福建省": ("福建", 4, 5), "浙江省": ("浙江", 5, 5),
    "台湾省": ("台湾", 6, 5),
    "海南省": ("海南", 2, 6), "澳门特别行政区": ("澳门", 3, 6), "香港特别行政区": ("香港", 4, 6),
}  # fmt: skip
COLUMNS = 8


def rows_below(names: Sequence[str], below: bool) -> dict[str, tuple[str, int, int]]:
    """Give provinces that have no tile one, in rows of their own.

    Args:
        names: of the provinces.
        below: whether the rows stand below the grid; they begin at the top else.
    """
    first = 1 + max(row for _, _, row in TILES.values()) if below else 0
    return {name: (name, number % COLUMNS, first + number // COLUMNS) for number, name in enumerate(names)}
