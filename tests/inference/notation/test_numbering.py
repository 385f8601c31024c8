import pytest

from cuoshi.notation.numbering import FORMS, Numbering, Rank, is_number, numbering, opens_item


@pytest.mark.parametrize(
    ("text", "rank", "number", "mark"),
    [
        ("第一部分 总体情况", Rank.PART, 1, "第一部分"),
        ("第十二章 附则", Rank.CHAPTER, 12, "第十二章"),
        ("第 3 节 目标", Rank.SECTION, 3, "第 3 节"),
        ("第十条 本办法自印发之日起施行", Rank.ARTICLE, 10, "第十条"),
        ("二十一、加强领导", Rank.HAN, 21, "二十一、"),
        ("一百零二、加强领导", Rank.HAN, 102, "一百零二、"),
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


@pytest.mark.parametrize(
    "text",
    [
        "3.5亿元",
        "十一五期间。",
        "三要素齐全。",
        "一、二、三产业",
        "一是否则",
        "十个县",
        "2022年",
        "",
        "改进作风",
        "第一条生产线投产",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbering(text) is None


def test_ranks_are_in_order_and_each_numbered_one_has_its_form() -> None:
    assert list(FORMS) == [rank for rank in Rank if rank < Rank.UNNUMBERED]
    assert Rank.PART < Rank.HAN < Rank.FIGURE < Rank.POINT < Rank.UNNUMBERED < Rank.DASH


@pytest.mark.parametrize("text", ["一", "12", "（一）", "1.", "（3）", "①", "第一章", "三、"])
def test_a_number_alone_is_told(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["一、目标", "2022", "1.5", "县", "（一", ""])
def test_what_is_more_than_a_number_or_less_is_not(text: str) -> None:
    assert not is_number(text)


def test_only_a_number_with_its_mark_opens_an_item_wherever_it_stands() -> None:
    assert all(map(opens_item, ["一、目标", "（二）措施", "3.培训", "3．培训", "④走访"]))
    # a line may break before any of these
    assert not any(map(opens_item, ["30 家企业", "一是走访", "第一，走访", "3.5亿元", "二、三产业", "企业"]))
