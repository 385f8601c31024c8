import pytest

from cuoshi.text.headings import bare, is_heading, section_kind


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况", "（二）优化政务环境", "(三)强化金融支持", "3.强化金融支持", "4、要素保障", "（5）用工保障",
        "⑥用电保障",
        "第一章　总则", "第二节 重点任务", "第三部分 保障措施", "——产业根基越扎越牢", "一是当好“勤务员”", "## 主要做法",
        "2.1 表现较好的指标", "1 评估概述", "2022年工作回顾", "下一步工作打算", "【第一问】开店要等几天？",
        "今年重点抓好以下工作：",
    ],
)  # fmt: skip
def test_a_line_of_its_own_without_end_mark_is_a_heading(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况。全县办件提速",
        "一是做好“法治环境”，助力惠企政策落实。",
        "他说：“好。”",
        "全县上下齐心协力推进优化营商环境各项工作落地见效并且持续巩固已有的成果不断提升企业的满意度",
        "完成投资3亿元，",
    ],
)
def test_a_line_with_an_end_mark_or_too_long_is_none(line: str) -> None:
    assert not is_heading(line)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("一、2022年工作回顾", "review"),
        ("二、主要做法和成效", "review"),
        ("重点工作完成情况", "review"),
        ("三、存在的问题和不足", "problems"),
        ("（二）突出困难", "problems"),
        ("四、下一步工作打算", "plan"),
        ("三、2023年重点任务", "plan"),
        ("五、存在问题及下一步打算", ""),
        ("（三）破解企业困难", None),
        ("一、政务环境", None),
    ],
)
def test_section_kind(heading: str, kind: str | None) -> None:
    assert section_kind(heading) == kind


@pytest.mark.parametrize(
    ("line", "shown"),
    [("## 一、做法 ##", "一、做法"), ("### **做法**", "做法"), ("#1 号企业", "1 号企业"), ("做法", "做法")],
)
def test_marks_of_markdown_are_no_part_of_a_heading(line: str, shown: str) -> None:
    assert bare(line) == shown
