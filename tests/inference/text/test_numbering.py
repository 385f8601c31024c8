import pytest

from cuoshi.text.numbering import FORMS, Numbering, Rank, numbering


@pytest.mark.parametrize(
    ("text", "rank", "number", "mark"),
    [
        ("第一部分 总体情况", Rank.PART, 1, "第一部分"),
        ("第十二章 附则", Rank.CHAPTER, 12, "第十二章"),
        ("第 3 节 目标", Rank.SECTION, 3, "第 3 节"),
        ("二十一、加强领导", Rank.HAN, 21, "二十一、"),
        ("（三）优化服务", Rank.HAN_IN_BRACKETS, 3, "（三）"),
        ("1.2022年工作", Rank.FIGURE, 1, "1."),
        ("2.1 目标", Rank.TWO_FIGURES, 0, "2.1 "),
        ("2.1.3 任务", Rank.THREE_FIGURES, 0, "2.1.3 "),
        ("（4）培训", Rank.FIGURE_IN_BRACKETS, 4, "（4）"),
        ("⑫培训", Rank.CIRCLED, 12, "⑫"),
        ("其二，改进作风", Rank.ORDINAL, 2, "其二，"),
        ("三是改进作风", Rank.POINT, 3, "三是"),
    ],
)
def test_every_form_is_read(text: str, rank: Rank, number: int, mark: str) -> None:
    assert numbering(text) == Numbering(rank, number, len(mark))


@pytest.mark.parametrize("text", ["3.5亿元", "一、二、三产业", "一是否则", "十个县", "2022年", "", "改进作风"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbering(text) is None


def test_ranks_are_in_order_and_each_numbered_one_has_its_form() -> None:
    assert list(FORMS) == [rank for rank in Rank if rank < Rank.UNNUMBERED]
    assert Rank.PART < Rank.HAN < Rank.FIGURE < Rank.POINT < Rank.UNNUMBERED < Rank.DASH
