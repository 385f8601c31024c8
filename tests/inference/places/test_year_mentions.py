import pytest

from cuoshi.places.year_mentions import YearMention, mentions, stated


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年，新增企业2022家。", [YearMention(2022, in_date=False, bare=False)]),
        ("2022年3月5日", [YearMention(2022, in_date=True, bare=False)]),
        ("截至2022年3月5日", [YearMention(2022, in_date=False, bare=False)]),
        ("2022年1月1日至2022年6月30日", [YearMention(2022, in_date=False, bare=False)]),
        ("总结2022", [YearMention(2022, in_date=False, bare=True)]),
        ("自2018年以来，与2021年相比增长，到2025年翻番，电话0312-2022", []),
        ("2019年至2021年", []),
    ],
)
def test_years_and_what_only_looks_like_one(text: str, found: list[YearMention]) -> None:
    assert list(mentions(text)) == found


def test_what_a_name_states() -> None:
    assert stated("2022年总结和2023年打算") == [2022]
    assert stated("二Ｏ二一年总结") == stated("二〇二一年总结") == stated("２０２１年总结") == [2021]
    assert stated("一、主要做法（二）二是") == []
    assert stated("2021、2023年对比") == [2021, 2023]
    assert len(stated("2019—2021年三年行动总结")) > 1
