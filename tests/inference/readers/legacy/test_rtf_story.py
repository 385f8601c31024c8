import pytest

from cuoshi.notation.marks import ALONE
from cuoshi.readers.legacy.rtf_story import Story


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_paragraph_is_what_was_put_into_it(story: Story) -> None:
    for text in ("清理", "沟渠", "\n修桥 "):
        story.put(text)
    story.end_paragraph(in_table=False)
    story.end_paragraph(in_table=False)
    assert story.all() == ["清理沟渠", "修桥"], "an empty paragraph is no line"


def test_cells_are_one_line_a_row(story: Story) -> None:
    for first, second in (("指标", "数值"), ("渠道", "三百公里")):
        story.put(first)
        story.end_cell()
        story.put(second)
        story.end_cell()
        story.end_row()
    assert story.all() == ["指标\t数值", "渠道\t三百公里"]


def test_a_table_in_a_cell_is_a_line_of_it(story: Story) -> None:
    for text in ("甲", "乙"):
        story.put(text)
        story.end_inner_cell()
    story.end_inner_row()
    story.put("丙")
    story.end_cell()
    story.end_row()
    assert story.all() == ["甲\t乙", "丙"]


def test_a_row_without_an_end_is_not_lost(story: Story) -> None:
    story.put("开头")
    story.end_paragraph(in_table=True)
    story.put("后文")
    story.end_paragraph(in_table=False)
    assert story.all() == ["开头", "后文"]


def test_a_category_merged_over_a_table_is_a_cell_of_it(story: Story) -> None:
    for cells in (("任务", "单位"), ("金融环境", ""), ("融资", "县金融办")):
        for cell in cells:
            story.put(cell)
            story.end_cell()
        story.end_row()
    story.put("存在问题")
    story.end_paragraph(in_table=False)
    assert story.all() == ["任务\t单位", f"金融环境{ALONE}", "融资\t县金融办", "存在问题"]
