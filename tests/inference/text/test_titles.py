import pytest

from cuoshi.text.titles import split_front

BODY = ["一、总体情况", "全县走访企业三百家。"]


@pytest.mark.parametrize(
    "front",
    [
        ["清政发〔2022〕3号"],
        ["清禾县人民政府文件"],
        ["附件1："],
        ["2022年12月30日"],
        ["（2022年12月30日）"],
        ["——在县委十届三次全会上", "李青"],
    ],
)
def test_what_stands_around_a_title_is_neither_title_nor_body(front: list[str]) -> None:
    title = "清禾县2022年优化营商环境工作总结"
    assert split_front([*front[:1], title, *front[1:], *BODY]) == (title, BODY)


def test_a_title_goes_on_until_it_is_complete() -> None:
    lines = ["关于清禾县2022年优化营商环境", "工作情况的报告"]
    assert split_front([*lines, *BODY]) == ("".join(lines), BODY)
    assert split_front(["清禾县工作总结", "成效明显", *BODY]) == ("清禾县工作总结", ["成效明显", *BODY])


def test_a_long_line_is_a_title_where_it_ends_by_naming_a_document() -> None:
    long = "清禾县开展学习贯彻习近平新时代中国特色社会主义思想主题教育和优化营商环境专项行动工作情况"
    assert len(long) > 40
    assert split_front([f"{long}汇报", *BODY]) == (f"{long}汇报", BODY)
    news = "支部建在巷子里 服务送到家门口——清禾县矶口街道盐仓巷社区党建引领老旧小区治理侧记"
    assert split_front([news, *BODY]) == (news, BODY)
    assert split_front([f"{long}良好", *BODY]) == ("", [f"{long}良好", *BODY])


def test_minutes_of_an_office_are_a_title_and_an_officer_is_none() -> None:
    assert split_front(["清禾县第31次县长办公会议纪要", *BODY]) == ("清禾县第31次县长办公会议纪要", BODY)
    assert split_front(["清禾县县长 李青", "工作报告", *BODY]) == ("工作报告", BODY)


def test_a_title_written_twice_is_one() -> None:
    assert split_front(["清禾县工作总结", "2022年12月30日", "清禾县工作总结", *BODY]) == ("清禾县工作总结", BODY)


def test_a_first_section_is_no_title_and_stays_in_the_body() -> None:
    assert split_front(["下一步打算", *BODY]) == ("", ["下一步打算", *BODY])
    assert split_front(BODY) == ("", BODY)
    assert split_front([]) == ("", [])


def test_a_heading_behind_the_title_stays_in_the_body() -> None:
    assert split_front(["清禾县工作总结", "2022年工作回顾", *BODY]) == ("清禾县工作总结", ["2022年工作回顾", *BODY])


def test_the_label_of_an_index_table_is_no_part_of_the_title() -> None:
    assert split_front(["标题：清禾县2022年工作总结", "推行帮办。"]) == ("清禾县2022年工作总结", ["推行帮办。"])


def test_a_title_may_be_typed_wide() -> None:
    lines = ["清 禾 县 人 民 政 府", "关于2022年优化营商环境工作的", "总  结", "推行帮办。"]
    assert split_front(lines) == ("清禾县人民政府关于2022年优化营商环境工作的总结", ["推行帮办。"])
    assert split_front(["清禾县2022年工作总结", "张  三", "推行帮办。"]) == ("清禾县2022年工作总结", ["推行帮办。"])
