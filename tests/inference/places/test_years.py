import pytest

from cuoshi.documents import Document
from cuoshi.places.years import find_year, year_of_column


def year(title: str = "", path: str = "1.txt", lines: tuple[str, ...] = (), **metadata: str) -> int | None:
    return find_year(Document(path, "", metadata=metadata), title, lines)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("清禾县2022年政府工作报告", 2022),
        ("清禾县2022年度工作总结", 2022),
        ("清禾县二〇二二年工作总结", 2022),
        ("清禾县二○二二年工作总结", 2022),
        ("清禾县２０２２年工作总结", 2022),
        ("2 0 2 2 年政府工作报告", 2022),
        ("清禾县政府工作报告（2023年1月5日）", 2023),
        ("清禾县政府工作报告（2022年12月28日）", 2023),
        ("清禾县2022年政府工作报告（2023年1月5日）", 2022),
        ("清禾县2022年工作总结和2023年工作打算", 2022),
        ("清禾县2022年国民经济计划执行情况与2023年计划草案的报告", 2022),
        ("清禾县2021—2025年发展规划", None),
        ("清禾县2020年至2022年行动方案", None),
        ("清禾县2019年、2021年对比", None),
        ("清禾县2099年远景", None),
        ("清禾县1950年志", None),
        ("清禾县〔2022〕号", None),
        ("投资2022.5万元", None),
        ("清禾县工作总结", None),
    ],
)
def test_year_of_a_title(title: str, expected: int | None) -> None:
    assert year(title) == expected


def test_year_sources_in_order() -> None:
    title = "清禾县2021年工作总结"
    assert year(title, year="2019") == 2019
    assert year(title, year="2019年") == 2019
    assert year(title, path="清禾县2020年.txt") == 2020
    assert year(title, path="2018/1.txt") == 2018
    assert year(title, path="run-2018-a/1.txt") == 2021
    assert year(title, path="20230214.txt") == 2021
    assert year("清禾县工作总结", path="20230214.txt") == 2023
    assert year("清禾县工作总结", lines=("2022年，全县办件提速。", "2023年再加力。")) == 2022
    assert year("清禾县工作总结", lines=("全县办件提速。",)) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("全县现有民营企业2015家，个体工商户9800户。", None),
        ("今年总投资2000万元的便民服务中心建成投用。", None),
        ("培训2016人次，走访企业1998家次，拨付1990万元，新建2008平方米厂房。", None),
        ("通过ISO2000认证，咨询电话0312-2000。", None),
        ("自2018年以来，我县持续推进改革。", None),
        ("2018年以来，我县持续推进改革。", None),
        ("到2025年，建成一流营商环境。", None),
        ("与2021年相比，办件时间缩短一半。", None),
        ("较2021年同期增长三成，比2020年翻番。", None),
        ("根据《优化营商环境条例（2019年修订）》，印发清政发〔2021〕3号文件。", None),
        ("按照2019年10月公布的条例办理。", None),
        ("截至2022年底，全县市场主体九千户。", 2022),
        ("2022年，全县办件提速，与2021年相比缩短一半。", 2022),
        ("（2022年12月30日）", 2022),
        ("2022-12-30", 2022),
        ("2022年3月15日，县长主持召开座谈会。", 2022),
        ("2022年1—10月，全县办件九千件。", 2022),
        ("按照2022年3月15日会议要求推进。", None),
        ("截至2022年12月31日，全县市场主体九千户，较2021年增长12%。", 2022),
        ("截至 2022 年 12 月底，全县市场主体九千户。", 2022),
        ("2022 年，全县办件提速。", 2022),
        ("（2022 年 12 月 30 日）", 2022),
        ("汇报时间：2022年12月", 2022),
        ("报告期：2022年1月1日至2022年12月31日", 2022),
        ("报告期为2022年1月1日—12月31日。", 2022),
        ("本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。", 2022),
        ("现将2022年工作情况和2023年工作打算汇报如下：", 2022),
        ("2022财年，全县办件提速。", 2022),
        ("新造林2018公顷，受理举报2022宗。", None),
        ("力争2023年实现突破，争取在2024年建成。", None),
        ("预计2022年全县税收增长6%，2023年有望再增。", None),
        ("预计2022年全县税收增长6%，有望在2023年翻番。", 2022),
    ],
)
def test_a_line_names_a_year_only_where_it_is_the_reports(line: str, expected: int | None) -> None:
    assert year("工作汇报", lines=(line, "推行帮办代办。")) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("涞源县优化营商环境工作总结（2000字）.txt", None),
        ("12.2021年涞源县工作总结.txt", 2021),
        ("2021-12-28_涞源县政府工作报告.txt", 2021),
        ("2021年12月28日_涞源县政府工作报告.txt", 2022),
        ("2022年1月关于涞源县2021年工作情况的报告.txt", 2021),
        ("涞源县2021-2022年工作总结.txt", None),
        ("涞源县2021.12工作总结.txt", 2021),
        ("涞源县20211231工作总结.txt", 2021),
        ("涞源县2021工作总结v2.0.txt", 2021),
        ("涞源县2021年1—6月工作总结.txt", 2021),
        ("涞源县2021年工作总结暨2022年工作安排.txt", 2021),
        ("涞源县2021年度工作报告及2022年度工作计划.txt", 2021),
        ("涞源县工作总结_0_2021.txt", 2021),
        ("涞源县2021.docx.txt", 2021),
        ("涞源县FY2021.txt", 2021),
        ("涞源县营商环境202112.txt", 2021),
        ("art_2021_12_5_art_123_456789.txt", 2021),
        ("art_2019_55.html", None),
        ("art_1229_2019.html", None),
        ("content_2019.html", None),
        ("index.asp?id=2019", None),
        ("t20200315_2019.html", None),
        ("node_2015/涞源县.html", None),
        ("Show_2019.htm", None),
        ("laiyuan_2019.txt", 2019),
        ("2019.html", 2019),
        ("下载2023/涞源县.txt", None),
        ("reports_2021/涞源县.txt", 2021),
        ("2021_reports/涞源县.txt", 2021),
        ("reports-2021/涞源县.txt", 2021),
        ("总结_2021/涞源县.txt", 2021),
        ("各县总结(2021)/涞源县.txt", 2021),
        ("[2021]涞源县工作总结.txt", 2021),
        ("2021.涞源县工作总结.txt", 2021),
        ("涞政发[2021]15号.txt", None),
        ("涞政发（2021）第15号.txt", None),
        ("涞源县二O二一年工作总结.txt", 2021),
        ("涞源县二\uff2f二一年工作总结.txt", 2021),
        ("涞源县二0二一年工作总结.txt", 2021),
        ("涞源县二\u041e二一年工作总结.txt", 2021),
        ("涞源县“十四五”规划和2035年远景目标.txt", None),
    ],
)
def test_year_of_a_path(name: str, expected: int | None) -> None:
    assert year("工作总结", path=name) == expected


def test_a_review_written_in_the_next_year_is_of_the_one_that_it_opens_with() -> None:
    lines = ("2022年，全县办件提速。", "新增企业九百家。")
    assert year("清禾县工作总结", path="2023-01-05_清禾县工作总结.txt", lines=lines) == 2022
    assert year("清禾县工作总结（2023年1月5日）", lines=lines) == 2022
    assert year("清禾县工作方案（2023年1月5日）", lines=lines) == 2023
    assert year("清禾县政府工作报告（2023年1月5日）", lines=lines) == 2023


def test_the_body_decides_last_and_only_if_one_year_leads() -> None:
    body = ["推行帮办代办。"] * 12
    assert year(lines=(*body, "2021年办件九千件。", "2021年减免税费。", "2022年继续。")) == 2021
    assert year(lines=(*body, "2021年办件九千件。", "2022年继续。")) is None
    assert year(lines=(*body, "2021年办件。", "2021年减税。", "2022年继续。", "2022年再加力。")) is None
    assert year(lines=(*body, "二〇二一年十二月三十日", "2021年12月30日")) == 2021


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("（2022年1月8日在清禾县第十八届人民代表大会第一次会议上）", 2022),
        ("——2022年2月18日在县十八届人大二次会议上", 2022),
        ("（2022年1月8日）", 2022),
        ("二〇二二年一月八日", 2022),
        ("（2021年12月28日在清禾县第十八届人民代表大会第一次会议上）", 2022),
        ("县长 李青", 2022),
    ],
)
def test_a_work_report_is_of_the_year_of_its_session_not_of_the_one_it_reviews(date: str, expected: int) -> None:
    body = ("各位代表：", "一、2021年工作回顾", "2021年，全县走访企业98家。", "二、2022年工作安排", "建设标准厂房。")
    assert year("清禾县政府工作报告", lines=(date, *body)) == expected
    assert year("清禾县工作总结", lines=("县长 李青", *body)) == 2021, (
        "another report is of the year that it names first"
    )


def test_a_work_report_that_names_no_year_after_the_reviewed_one_is_of_that() -> None:
    assert year("清禾县政府工作报告", lines=("一、2021年工作回顾", "2021年，全县走访企业98家。")) == 2021


def test_what_the_files_properties_say_comes_last() -> None:
    document = Document("a.docx", "", title="昆山市2018年工作总结")
    assert find_year(document, "工作总结", ["2022年，我县坚持改革。"]) == 2022
    assert find_year(document, "工作总结", ["（2022年12月30日）", "我县坚持改革。"]) == 2022
    assert find_year(document, "昆山市2018年工作总结", ["2022年，我县坚持改革。"]) == 2018
    assert find_year(document, "工作总结", ["我县坚持改革。"]) == 2018


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2021", 2021),
        ("2021.0", 2021),
        ("2021年", 2021),
        ("2021年度", 2021),
        ("20211231", 2021),
        ("2021-12-31", 2021),
        ("2021-12-31 00:00:00", 2021),
        ("2021/3/1", 2021),
        ("二〇二一", 2021),
        ("二O二一年", 2021),
        (" ２０２１ ", 2021),
        ("'2021", 2021),
        ("2021 年", 2021),
        ("2021年12月31日", 2021),
        ("2021年上半年", 2021),
        ("31/12/2021", 2021),
        ("2021年第一季度", 2021),
        ("截至2021年底", 2021),
        ("2021年和2022年", None),
        ("2021-2022", None),
        ("44561", None),
        ("2,021", 2021),
        ("2021Q3", 2021),
        ("2021H1", 2021),
        ("Dec 2021", 2021),
        ("12,021", None),
        ("1021", None),
        ("2021户", None),
        ("FY2021", 2021),
        ("21", None),
        ("去年", None),
        ("", None),
    ],
)
def test_year_of_a_column(cell: str, expected: int | None) -> None:
    assert year_of_column(cell) == expected
