"""A picture of the provinces that needs no boundaries: a tile for each, about where it lies."""

from __future__ import annotations

from collections.abc import Sequence

#: a province's column from the west and its row from the north, by its name
TILES = {
    "黑龙江省": (7, 0),
    "新疆维吾尔自治区": (0, 1),
    "内蒙古自治区": (4, 1), "北京市": (5, 1), "辽宁省": (6, 1), "吉林省": (7, 1),
    "青海省": (0, 2), "甘肃省": (1, 2), "宁夏回族自治区": (2, 2), "陕西省": (3, 2),
    "山西省": (4, 2), "河北省": (5, 2), "天津市": (6, 2),
    "西藏自治区": (0, 3), "四川省": (1, 3), "重庆市": (2, 3), "湖北省": (3, 3),
    "河南省": (4, 3), "山东省": (5, 3), "江苏省": (6, 3),
    "云南省": (1, 4), "贵州省": (2, 4), "湖南省": (3, 4), "江西省": (4, 4),
    "安徽省": (5, 4), "上海市": (6, 4),
    "广西壮族自治区": (2, 5), "广东省": (3, 5), "福建省": (4, 5), "浙江省": (5, 5),
    "台湾省": (6, 5),
    "海南省": (2, 6), "澳门特别行政区": (3, 6), "香港特别行政区": (4, 6),
}  # fmt: skip
COLUMNS = 8


def rows_below(names: Sequence[str], below: bool) -> dict[str, tuple[int, int]]:
    """Give provinces that have no tile one, in rows of their own.

    Args:
        names: of the provinces.
        below: whether the rows stand below the grid; they begin at the top else.
    """
    first = 1 + max(row for _, row in TILES.values()) if below else 0
    return {name: (number % COLUMNS, first + number // COLUMNS) for number, name in enumerate(names)}
