"""What download sites and websites put around a report goes, with a record; what a report says stays."""

import hashlib
import time
from pathlib import Path

import pytest

from cuoshi.documents import Removed
from cuoshi.text.clean import clean
from cuoshi.text.lines import normalise

SHARED = Path(__file__).parents[4] / "shared"
SEED = next(iter(sorted((SHARED / "seed").glob("*.txt"))), None)
SEED_DIGEST = "cd33e404a650a0bc"
CONTENT = "全年走访企业XX家，发放贷款XXX万元，解决问题98个。"


def rule(line: str) -> str:
    """The rule that takes a line standing between content, empty where it stays."""
    cleaned = clean(f"{CONTENT}\n{line}\n{CONTENT}")
    assert cleaned.lines[0] == cleaned.lines[-1] == CONTENT
    return cleaned.removed[0].rule if cleaned.removed else ""


@pytest.mark.parametrize(
    "line",
    [
        *(
            "—3—",
            "- 3 -",
            "－ １２ －",
            "3",
            "第3页",
            "第 3 页 共 10 页",
            "第3页/共10页",
            "3/10",
            "3 / 10",
            "Page 3 of 10",
        ),
        *("· 12 ·", "~ 3 ~", "第3页，共10页"),
    ],
)
def test_page_numbers(line: str) -> None:
    assert rule(line) == "page number"


@pytest.mark.parametrize("line", ["------", "＊＊＊＊", "=====", "★☆★☆", "—— ——", "…………"])
def test_separators(line: str) -> None:
    assert rule(line) == "separator"


@pytest.mark.parametrize(
    "line",
    [
        "来源：澄江县人民政府办公室　作者：张三　发布时间：2023-12-28 09:30　阅读：1326次",
        "信息来源：县政府网",
        "发布日期：2023年12月28日",
        "【字体：大 中 小】 打印本页 关闭窗口",
        "字号：[大][中][小]",
        "阅读次数：312",
        "浏览量: 1,024",
        "责任编辑：县政府办",
        "（责任编辑：李四）",
        "索引号：000014349/2023-00012 主题分类：综合政务",
        "分享到：微信 微博 QQ空间",
        "打印 关闭",
        "【打印】【关闭】",
        "[打印本页] [关闭窗口]",
        "上一篇：我县召开安全生产工作会议",
        "下一篇：没有了",
        "下一篇",
        "相关链接：",
        "当前位置：首页 > 政务公开 > 工作报告",
        "您现在的位置： 首页>>信息公开>>工作总结",
        "首页 > 政府信息公开 > 法定主动公开内容",
        "版权所有：澄江县人民政府 技术支持：某某公司",
        "Copyright © 2023 澄江县人民政府 All Rights Reserved",
        "某ICP备00000000号-1",
        "网站地图 | 关于我们 | 联系我们",
        "扫一扫在手机打开当前页",
        "网站首页 政务公开 办事服务 互动交流",
    ],
)
def test_what_websites_add(line: str) -> None:
    assert rule(line).startswith("website")


@pytest.mark.parametrize(
    "line",
    [
        "仅供学习，禁止外传，用后删除",
        "内部资料 严禁外传",
        "【会员资料，仅供内部交流，请勿外传】",
        "获取完整版资料请咨询QQ：0123456789",
        "更多材料加微信 gongwen_0000 领取",
        "拾穗公文网整理，唯一客服QQ0123456789",
        "更多范文请访问 www.shisui-gongwen.example",
        "欢迎关注微信公众号：拾穗公文",
        "本文由拾穗公文网整理提供",
        "本资料由拾穗文库会员上传，转载请注明出处",
        "拾穗文库",
        "拾穗公文网 会员下载",
        "扫码加入会员群，QQ群号：000000000！",
    ],
)
def test_watermarks(line: str) -> None:
    assert rule(line) == "watermark"


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况",
        "（一）打印窗口",
        "资金来源",
        "资金来源：县财政安排500万元，其余由企业自筹。",
        "人才来源：本地为主，外地为辅",
        "企业上门打印材料的时间由半天缩短到十分钟。",
        "拓宽项目来源，严把入口关。",
        "建立会员企业资料库，整理上传企业信息2000条。",
        "严明保密纪律，涉密资料严禁外传。",
        "开通“澄江发布”微信公众号，推送政策120期。",
        "登录 www.chengjiang.gov.cn 即可下载申报资料、获取办理结果。",
        "建立企业服务QQ群12个，入群企业家3000名。",
        "企业家可关注公众号咨询政策，获取申报资料。",
        "下一步，我们将继续抓好落实。",
        "下一步打算",
        "2023年",
        "2023",
        "XX县",
        "减税降费XXX.XX万元。",
        "版权保护力度加大，查处侵权案件12件。",
        "作者维权服务点设在产业园。",
        "当前位置优势明显，交通便利。",
        "分享经验",
        "会员发展情况",
        "1.整理资料",
        "上线“澄企通”公众号“政策直达”专栏；",
        "推行企业网站ICP备案帮办代办，平均用时压缩50%；",
        "扫一扫即可查询惠企政策；",
        "点击查看即可下载惠企政策清单；",
        "来自长三角的企业入驻产业互联网；",
        "来自省外的企业建成产业互联网",
        "获取更多惠企政策资料，请企业登录www.chengqi.com咨询。",
        "联系人：王五 联系电话：0000-0000000",
        "主办：县工商联",
        "时间：2023年5月6日",
        "关注民生",
        "使用；",
        "内部交流",
        "出处：《论语》",
        "—— 在全县营商环境大会上的讲话",
        "第三章 审批服务",
    ],
)
def test_content_stays(line: str) -> None:
    assert rule(line) == ""


def test_fragments_are_cut_out_of_content() -> None:
    advert = "拾穗文行整理，其他途径获取的资料均不完整，获得完整版资料咨询唯一指定QQ0123456789"
    cleaned = clean(f"走访企业XX家。{advert}\n第3页共10页解决问题98个。\n盘活土地（更多资料加QQ：0123456789）300亩。")
    assert cleaned.lines == ["走访企业XX家。", "解决问题98个。", "盘活土地300亩。"]
    assert [removed.line for removed in cleaned.removed] == [1, 2, 3]
    assert cleaned.removed[0].text == advert


def test_content_behind_a_fragment_stays() -> None:
    cleaned = clean("走访企业XX家。更多会员资料请咨询QQ0123456789，推动项目落地。")
    assert cleaned.lines == ["走访企业XX家。推动项目落地。"]


def test_a_table_of_contents_goes_and_its_headings_stay() -> None:
    contents = "目　录\n一、总体情况…………1\n二、主要做法 3\n"
    cleaned = clean(f"{contents}一、总体情况\n{CONTENT}\n二、主要做法\n{CONTENT}")
    assert cleaned.lines == ["一、总体情况", CONTENT, "二、主要做法", CONTENT]
    assert {removed.rule for removed in cleaned.removed} == {"table of contents"}


def test_the_block_behind_the_last_watermark_goes() -> None:
    tail = "拾穗文行整理，完整版资料咨询QQ0123456789\n拾穗文行\n每日更新 天天有料\n加入我们！\n会员群："
    cleaned = clean(f"{CONTENT}\n{tail}\n\n")
    assert cleaned.lines == [CONTENT]
    assert [removed.line for removed in cleaned.removed] == [2, 3, 4, 5, 6]


def test_a_signature_and_a_list_at_the_end_stay() -> None:
    end = "澄江县人民政府\n2023年12月28日"
    assert clean(f"{CONTENT}\n—3—\n{end}").lines == [CONTENT, *end.split("\n")]
    items = "1.县发改局牵头\n2.县工信局配合"
    assert clean(f"{CONTENT}\n更多资料请咨询QQ0123456789\n{items}").lines == [CONTENT, *items.split("\n")]


def test_lines_are_numbered_as_in_the_text() -> None:
    cleaned = clean(f"\n\n打印 关闭\r\n{CONTENT}\x0c—3—\n\n上一篇：无")
    assert cleaned.lines == [CONTENT]
    assert cleaned.removed == [
        Removed(3, "打印 关闭", "website button"),
        Removed(4, "—3—", "page number"),
        Removed(6, "上一篇：无", "website navigation"),
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("　　走访\u200b企业\ufeff。", "走访企业。"),
        ("\u202a一、\u202c总体\xa0 情况\t", "一、总体 情况"),
        ("政\ue5e5府\x07工作", "政府工作"),
        ("\u2f00\u2f08\uf9b4", "一人領"),
        ("\ud800企业", "企业"),
        ("XX家、XXX.XX万元、×××", "XX家、XXX.XX万元、×××"),
    ],
)
def test_normalisation(line: str, shown: str) -> None:
    assert normalise(line) == shown


@pytest.mark.parametrize("text", ["", "\n \n\u200b\n", "打印\n关闭"])
def test_nothing_left(text: str) -> None:
    assert clean(text).lines == []


def test_long_lines_take_linear_time() -> None:
    for line in (
        "企业" * 400_000,
        "来源：" * 200_000,
        "更多资料，" * 100_000,
        "首页 " * 200_000,
        "QQ" * 300_000,
        "." * 500_000,
    ):
        clean(line)


@pytest.mark.skipif(SEED is None, reason="../shared/seed is not there")
def test_seed_report() -> None:
    assert SEED is not None
    text = SEED.read_text(encoding="utf-8")
    cleaned = clean(text)
    assert [len(line) for line in cleaned.lines] == [30, 142, 317, 719, 350, 343]
    digest = hashlib.sha256("\n".join(cleaned.lines).encode()).hexdigest()
    assert digest.startswith(SEED_DIGEST)
    assert [removed.line for removed in cleaned.removed] == [1, 2, 3, 6, *range(13, 21)]
    # Nothing is lost: what was kept and what was removed make up the text.
    everything = sorted("".join([*cleaned.lines, *(removed.text for removed in cleaned.removed)]).replace(" ", ""))
    assert everything == sorted("".join(text.split()))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("图1 企业家座谈会现场", "caption"),
        ("图 2-1：办件量对比", "caption"),
        ("表3　各乡镇任务分解表", "caption"),
        ("（图为座谈会现场）", "caption"),
        ("图片来源：县融媒体中心", "caption"),
        ("附件：任务清单.docx", "attachment"),
        ("附件1：澄江县营商环境任务清单", "attachment"),
        ("附：澄江县任务清单", "attachment"),
        ("任务清单（征求意见稿）.xlsx", "attachment"),
        ("记者 王某 通讯员 李某", "byline"),
        ("（通讯员：王某）", "byline"),
        ("摄影：李某", "byline"),
        ("▲企业家座谈会现场", "caption"),
        ("上图为企业家座谈会现场。", "caption"),
        ("[图片]", "caption"),
        ("图1企业家座谈会现场", "caption"),
        ("Figure 1 座谈会", "caption"),
        ("打开微信扫一扫分享", "website footer"),
        ("扫描二维码关注", "website footer"),
        ("网站支持IPv6", "website footer"),
        ("附件下载", "website footer"),
        ("相关附件：", "website footer"),
        ("建议使用1024*768分辨率浏览", "website footer"),
        ("【图1】", "caption"),
        ("索引号 000014349/2022-00012 主题分类 综合政务 发文机关 澄江县人民政府", "website index table"),
        ("（此件公开发布）", "imprint"),
        ("抄送：县委各部门，县人大常委会办公室。", "imprint"),
        ("澄江县人民政府办公室 2022年12月30日印发", "imprint"),
    ],
)
def test_captions_attachments_and_bylines_are_no_headings(line: str, name: str) -> None:
    cleaned = clean(f"一、主要做法\n{CONTENT}\n{line}\n二、存在问题\n{CONTENT}")
    assert cleaned.lines == ["一、主要做法", CONTENT, "二、存在问题", CONTENT]
    assert [removed.rule for removed in cleaned.removed] == [name]


@pytest.mark.parametrize(
    "line",
    [
        "图强争先，推动发展。",
        "表彰企业30家",
        "附属设施建设",
        "记者节慰问活动",
        "图书馆建设",
        "编辑政策汇编2期",
        "文化产业",
        "表2已上报。",
        "图3张已上墙",
        "▲县政府常务会研究助企政策落地",
        "扫描二维码即可反映问题。",
        "点击“一键申报”即可完成申报。",
        "编辑印发政策汇编2期。",
        "加强附件管理",
    ],
)
def test_lines_that_only_begin_alike_stay(line: str) -> None:
    assert clean(f"{CONTENT}\n{line}\n{CONTENT}").lines == [CONTENT, line, CONTENT]


def test_an_attachment_whose_text_follows_keeps_its_heading() -> None:
    assert clean(f"{CONTENT}\n附件：名词解释\n{CONTENT}").lines == [CONTENT, "附件：名词解释", CONTENT]


def test_a_list_of_attachments_goes_as_a_whole() -> None:
    cleaned = clean(f"{CONTENT}\n附件：1.任务清单\n2.责任清单\n3. 时间表\n澄江县人民政府")
    assert cleaned.lines == [CONTENT, "澄江县人民政府"]
    cleaned = clean(f"{CONTENT}\n附件：\n1.任务清单\n2.责任清单\n{CONTENT}\n附件：\n1.任务清单.docx")
    assert cleaned.lines == [CONTENT, CONTENT]
    assert clean(f"{CONTENT}\n附件：\n1.任务\n{CONTENT}").lines == [CONTENT, "附件：", "1.任务", CONTENT]


@pytest.mark.parametrize(
    "line",
    [
        "附表：",
        "附件1：",
        "重点任务清单",
        "单位：万元",
        "（单位：亿元、%）",
        "具体情况见下表",
        "主要指标完成情况一览表：",
    ],
)
def test_what_a_table_is_called_is_no_heading(line: str) -> None:
    cleaned = clean(f"澄江县工作总结\n一、任务\n{CONTENT}\n{line}\n任务\t走访\n资料来源：县统计局\n{CONTENT}")
    assert cleaned.lines == ["澄江县工作总结", "一、任务", CONTENT, CONTENT]
    assert [piece.rule for piece in cleaned.removed] == ["caption", "table cell", "table cell", "caption"]


@pytest.mark.parametrize("line", ["二、重点任务清单", "主要做法", "各位人大代表", "填报单位：澄江县财政局"])
def test_a_heading_above_a_table_stays(line: str) -> None:
    assert clean(f"{CONTENT}\n{line}\n任务\t走访\n{CONTENT}").lines == [CONTENT, line, CONTENT]


def test_a_title_above_a_table_stays() -> None:
    assert clean(f"澄江县任务清单\n任务\t走访\n{CONTENT}").lines == ["澄江县任务清单", CONTENT]


def test_a_table_row_gives_its_sentences_only() -> None:
    rows = "序号\t工作任务\t责任单位\n1\t推行免申即享。压实责任。\t县财政局\n2\t设立资金池\t县金融办"
    cleaned = clean(f"一、任务\n{rows}\n{CONTENT}")
    assert cleaned.lines == ["一、任务", "推行免申即享。压实责任。", CONTENT]
    assert {removed.rule for removed in cleaned.removed} == {"table cell"}
    assert [removed.text for removed in cleaned.removed if removed.line == 4] == ["2", "设立资金池", "县金融办"]


def test_a_tab_behind_a_number_or_at_the_head_of_a_line_parts_nothing() -> None:
    assert clean(f"\t{CONTENT}\n1.\t推行免申即享。\n一、\t总体情况\n●\t办培训班。").lines == [
        CONTENT,
        "1. 推行免申即享。",
        "一、 总体情况",
        "办培训班。",
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("减免税费1860万元．设立资金池｡组织研修班.", "减免税费1860万元。设立资金池。组织研修班。"),
        ("一．主要做法", "一．主要做法"),
        ("（一）.主要做法", "（一）.主要做法"),
        ("1.推行帮办", "1.推行帮办"),
        ("增长2.5%.下一步", "增长2.5%。下一步"),
        ("登录www.chengjiang.gov.cn查询", "登录www.chengjiang.gov.cn查询"),
        ("● 组织研修。", "组织研修。"),
        ("■组织研修。", "组织研修。"),
        ("◆ 组织研修。", "组织研修。"),
        ("• 组织研修。", "组织研修。"),
        ("○ 组织研修。", "组织研修。"),
        ("○○县工作总结", "○○县工作总结"),
        ("支持⺠营企业，防范⻛险，⻓期坚持。", "支持民营企业，防范风险，长期坚持。"),
        ("⼯作", "工作"),
        ("- 组织研修。", "组织研修。"),
        ("– 组织研修。", "组织研修。"),
        ("▲组织研修。", "组织研修。"),
        ("⦁组织研修。", "组织研修。"),
        ("◦ 组织研修。", "组织研修。"),
        ("→ 组织研修。", "组织研修。"),
        ("Ø组织研修。", "组织研修。"),
        ("l  组织研修。", "组织研修。"),
        ("u\t组织研修。", "组织研修。"),
        ("n家企业参会。", "n家企业参会。"),
        ("▫组织研修。", "组织研修。"),
        ("减免税费1860万元. 设立资金池︒组织研修班﹒", "减免税费1860万元。 设立资金池。组织研修班。"),
        ("✅ 组织研修。", "组织研修。"),
        ("📌组织研修。", "组织研修。"),
        ("❶组织研修。", "❶组织研修。"),
        ("组 织 研 修 ， 兑 现 奖 补 。", "组织研修，兑现奖补。"),
        ("关 于 印 发 方案的通知", "关于印发方案的通知"),
        ("参会：张 三，李 四。", "参会：张 三，李 四。"),
    ],
)
def test_dots_bullets_and_radicals(typed: str, read: str) -> None:
    assert clean(typed).lines == [read]


def test_buttons_are_told_in_linear_time() -> None:
    start = time.process_time()
    for line in ("返回顶部" * 29 + "吗", "返回" * 58 + "顶", "大中小" * 39 + "吧"):
        assert rule(line) == ""
    assert time.process_time() - start < 1
