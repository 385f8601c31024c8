import json
from pathlib import Path

import pytest

from cuoshi.readers.tables.json_rows import text_of
from cuoshi.text.genres import GENRES, find_genre

DATA = Path(__file__).parents[3] / "data"
#: the free words by which the writers of the labelled documents called what they wrote, by the genre that they mean
WORDS = {
    "政府工作报告": "政府工作报告",
    "工作报告": "党代会报告 工商联工作报告 商会工作报告 工作报告 法院工作报告 检察院工作报告",
    "工作总结": "工作总结 街道工作总结 乡镇工作总结 乡镇总结 党建总结 就业培训总结 纪委工作总结 宣传部工作总结 "
    "干部培训总结 招商工作总结 部门工作总结 总结 部门总结 培训班总结 法院总结 专项工作总结 "
    "培训总结 专班总结 主题教育总结 工商联工作总结 村党支部工作总结 社区党支部工作总结 "
    "园区管委会总结 政府半年工作总结 金融工作总结 信访工作总结 矛盾调处小结 公安局工作总结 "
    "司法局工作总结 纪委监委工作总结 组织部工作总结 统战部工作总结 社会信用体系建设总结 "
    "职业技能培训总结",
    "述职报告": "述职报告 述责述廉 述职述廉 述职述廉报告",
    "汇报": "汇报 工作汇报 汇报材料 乡村振兴汇报 主题教育情况汇报 部门汇报 情况汇报 汇报提纲 "
    "向人大常委会的报告 办理情况报告 诉求办理情况报告 纪检汇报 信访办理情况 法院汇报 检察院汇报 "
    "驻村帮扶汇报 招商小分队汇报 国民经济和社会发展计划执行报告 营商环境工作情况汇报 "
    "法治政府建设年度报告 政务公开年度报告 财政预算执行报告 国有资产报告 热线办理情况 "
    "统计经济运行分析 经济运行分析 预算审查报告",
    "自查评估": "自查报告 自评报告 评估报告 整改报告 巡察整改报告 审计整改报告",
    "调研报告": "调研报告 考察报告 视察报告 民主监督报告 政协民主监督报告",
    "讲话": "讲话 领导讲话 领导讲话提纲 座谈会讲话 县长讲话 会议交流发言 发言提纲 党课讲稿",
    "会议纪要": "会议纪要 常务会议纪要 专题会议纪要",
    "问答解读": "政务公开问答 发布会实录 专题询问 答记者问 政策解读",
    "答复": "政协提案答复 提案答复 建议答复 建议提案答复",
    "通报": "通报 情况通报 督查通报 诉求办理情况通报 清欠通报 民生实事通报",
    "意见": "审议意见 实施意见 人大常委会审议意见 意见",
    "方案": "方案 实施方案 活动方案 招商方案 行动方案 工作方案 整改方案 重点工作分工方案",
    "计划": "工作要点 年度要点 年度计划 行动计划 工作计划 规划文本",
    "通知": "培训通知 活动通知",
    "措施": "政策措施 若干措施 若干政策 扶持措施 扶持政策",
    "简报": "简报 工作简报 信息专报 信息简报 信息",
    "新闻": "新闻 新闻稿 新闻通讯 会议新闻稿 党建新闻",
    "经验材料": "经验材料 典型经验 典型案例 党建经验材料 党建典型案例",
    "说明": "台账说明",
}
MEANT = {word: genre for genre, words in WORDS.items() for word in words.split()}


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("澄江县人民政府工作报告——2023年1月5日在澄江县第十八届人民代表大会第二次会议上", "政府工作报告"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("2022政府报告", "政府工作报告"),
        ("澄江县人大常委会工作报告", "工作报告"),
        ("澄江县商务局2022年工作总结和2023年工作打算", "工作总结"),
        ("2021年工作总结暨2022年工作安排", "工作总结"),
        ("县长在全县工作总结表彰大会上的讲话", "讲话"),
        ("关于印发《澄江县优化营商环境实施方案》的通知", "方案"),
        ("澄江县人民政府办公室关于转发2023年工作要点的通知", "计划"),
        ("关于召开营商环境调研座谈会的通知", "通知"),
        ("《政府工作报告》重点任务分工方案", "方案"),
        ("澄江县2022年国民经济和社会发展计划执行情况与2023年计划草案的报告", "汇报"),
        ("关于县政协第37号提案的答复意见", "答复"),
        ("澄江县工作简报（第17期）", "简报"),
        ("澄江县信息（第86期）：全县夏收工作平稳有序", "简报"),
        ("澄江县人大常委会关于营商环境的审议意见", "意见"),
        ("关于优化营商环境工作审议意见研究处理情况的报告", "汇报"),
        ("县长述职述廉报告", "述职报告"),
        ("澄江县人民政府办公室关于印发2023年《政府工作报告》重点任务分工方案的通知", "方案"),
        ("澄江县人民政府2010年工作报告（第二部分）", "政府工作报告"),
        ("澄江县住建局负责人就《老旧小区改造三年行动方案》答记者问", "问答解读"),
        ("关于澄江县苹果产业的调研与思考", "调研报告"),
        ("澄江县2022年一季度工业经济运行分析", "汇报"),
        ("澄江县政务公开工作年度报告", "汇报"),
        ("在党史学习教育专题党课上的讲稿", "讲话"),
        ("澄江县交通局2023年工作总结和2024年工作谋划", "工作总结"),
        ("一张党建“说明书”激活社区", ""),
        ("澄江县2022", ""),
        ("", ""),
    ],
)
def test_the_last_word_of_a_title_that_names_a_genre_counts(title: str, genre: str) -> None:
    assert find_genre([title], [], []) == genre


@pytest.mark.parametrize(
    ("opening", "genre"),
    [
        ("各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。", "政府工作报告"),
        ("各位代表：\n我代表县工商业联合会执行委员会，向大会作工作报告。", "工作报告"),
        ("现将我局2022年工作情况汇报如下：", "汇报"),
        ("同志们：\n今天召开这次会议，是为了动员部署。", "讲话"),
        ("本报讯 近日，澄江县举办银企对接会。", "新闻"),
        ("清晨五点，虾池上一片繁忙。\n养殖户笑着说：“今年虾个头齐。”", "新闻"),
        ("全年走访企业98家。", ""),
    ],
)
def test_where_no_name_tells_the_opening_does(opening: str, genre: str) -> None:
    assert find_genre(["", "澄江2022"], [], opening.split("\n")) == genre
    assert find_genre(["澄江县报告"], [], opening.split("\n")) == (genre or "汇报")


def test_the_title_comes_before_the_file_name_and_that_before_opening_and_folders() -> None:
    opening = ["同志们：", "今天召开这次会议。"]
    assert find_genre(["在全县大会上的讲话", "工作总结"], ["简报"], opening) == "讲话"
    assert find_genre(["一张清样", "2022年工作总结"], ["简报"], opening) == "工作总结"
    assert find_genre(["", "澄江2022"], ["政府工作报告"], opening) == "讲话"
    assert find_genre(["", "澄江2022"], ["语料", "政府工作报告"], ["全年走访企业。"]) == "政府工作报告"
    assert find_genre(["", "澄江2022"], ["各县报告"], ["全年走访企业。"]) == ""


def test_a_work_report_given_for_the_government_is_one_of_the_government() -> None:
    given = ["各位代表：", "我代表澄江县人民政府，向大会报告工作。"]
    assert find_genre(["工作报告"], [], given) == "政府工作报告"
    assert find_genre(["工作报告"], [], ["各位委员：", "我代表常委会报告工作。"]) == "工作报告"


@pytest.mark.skipif(not (DATA / "train.jsonl").is_file(), reason="the labelled documents are not here")
def test_95_of_100_genres_of_the_labelled_documents_are_right() -> None:
    lines = [line for name in ("train", "dev") for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]
    documents = [json.loads(line) for line in lines]
    names = {genre for genre, _ in GENRES}
    assert set(MEANT.values()) <= names
    found = [find_genre([one["title"]], [], text_of(one["units"]).split("\n")) for one in documents]
    right = sum(genre == MEANT.get(one["genre"]) for genre, one in zip(found, documents, strict=True))
    assert right >= 0.95 * len(documents), (right, len(documents))
