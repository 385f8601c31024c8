import json

import pytest

from cuoshi import terminal
from cuoshi.reading import from_text
from cuoshi.schema import Report


@pytest.fixture
def tagged(tagger) -> Report:
    return tagger.tag(from_text("清禾县2022年工作总结\n一、做法\n发放贷款二亿元。天气晴好。\n扫一扫在手机打开当前页"))


def test_json_lines_are_the_rows_of_the_table_with_what_decided(tagged, tagger) -> None:
    rows = list(terminal.lines(tagged, tagger.thresholds, show_removed=False))
    assert [row["text"] for row in rows] == ["发放贷款二亿元。", "天气晴好。"]
    assert rows[0]["categories"] == ["finance"] and rows[0]["thresholds"]["finance"] == 0.5
    assert rows[0]["p_finance"] == round(tagged[0].tags.probabilities["finance"], 4)
    assert sum(rows[0]["status_probabilities"].values()) == pytest.approx(1, abs=0.001)
    assert json.loads(json.dumps(rows)) == rows


def test_what_cleaning_removed_comes_first_if_asked_for(tagged, tagger) -> None:
    assert tagged.removed
    first, *rest = terminal.lines(tagged, tagger.thresholds, show_removed=True)
    assert first == {
        "report_id": tagged.id,
        "removed": "扫一扫在手机打开当前页",
        "line": 4,
        "rule": tagged.removed[0].rule,
    }
    assert len(rest) == len(tagged)


def test_a_report_is_shown_with_its_headings_and_each_tag_with_its_threshold(tagged, tagger, capsys) -> None:
    terminal.show_report(tagged, tagger, show_removed=True)
    said = capsys.readouterr().out
    assert "清禾县2022年工作总结  2022" in said
    assert (
        said.index("一、做法") < said.index("发放贷款二亿元。") < said.index("→ Finance 0.") < said.index("天气晴好。")
    )
    assert "≥ 0.50" in said and "4: 扫一扫在手机打开当前页" in said
