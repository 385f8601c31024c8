import json
from pathlib import Path

import pytest
from opencc import OpenCC

from cuoshi.notation.script import simplified
from cuoshi.text.legible import DOUBTFUL, GARBLED, legibility

DATA = Path(__file__).parents[3] / "data"
REPORT = (
    "德清县2020年政府工作报告。全年走访企业312家，解决问题98个，推行免申即享，减免税费1860万元。"
    "组织企业家外出研修，设立资金池。"
)
PAIRS = [
    *(("utf-8", wrong) for wrong in ("latin-1", "cp1252", "cp1251", "gb18030", "big5hkscs", "shift_jis", "cp437")),
    *(("gb18030", wrong) for wrong in ("latin-1", "big5hkscs", "utf-8", "euc_kr", "shift_jis", "mac_roman")),
    *(("big5", wrong) for wrong in ("big5", "gb18030", "latin-1")),
    *(("ascii", "ascii"), ("utf-16-le", "utf-16-be")),
]


def share(text: str) -> float:
    return legibility(simplified(text)).share


def texts() -> list[str]:
    lines = (DATA / "dev.jsonl").read_text("utf-8").splitlines()
    return ["\n".join(unit["text"] for unit in json.loads(line)["units"]) for line in lines]


def test_reports_are_legible_in_either_script() -> None:
    for text in texts():
        assert share(text) < DOUBTFUL / 2
        assert share(OpenCC("s2t").convert(text)) < DOUBTFUL / 2
        assert not legibility(text).is_foreign


@pytest.mark.parametrize(("right", "wrong"), PAIRS)
def test_a_text_that_was_decoded_wrongly_is_not(right: str, wrong: str) -> None:
    for text in texts()[:20]:
        assert share(text.encode(right, "replace").decode(wrong, "replace")) > GARBLED


@pytest.mark.parametrize(
    "text",
    [
        "岙垟乡、峁塬镇、垴头村、埭溪、砻坊、鄌郚、崀山、漷县、邙岭。",
        "2021年GDP 312.5亿元、+6.8%；2022年328.1亿元、+5.0%；2023年①②③④345.9亿元、Ⅱ类。" * 20,
        "优化营商环境（Optimising the Business Environment, “Doing Business” indicators）被列为首项任务。" * 5,
        "企业怎么办?政府来帮办。钱从哪里来?从资金池里来。谁来管?由专班管。" * 5,
        "□□县□年走访企业□家，○○局解决问题×个，设立资金池，推行免申即享，组织企业家外出研修学习取经。" * 3,
        "２０２１年，全年走访企业３１２家，解决问题９８个，ＧＤＰ增长６％。" * 5,
        "",
    ],
)
def test_lists_numbers_quotations_questions_and_masks_are_no_damage(text: str) -> None:
    assert share(text) < DOUBTFUL
    assert not legibility(text).is_foreign


def test_damage_in_a_part_is_seen() -> None:
    part = REPORT.encode("utf-8").decode("gb18030", "replace")
    assert DOUBTFUL < share("\n".join([*[REPORT] * 20, part])) < GARBLED


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("This folder holds the reports of 2021; see the website of the county for the others. " * 2, True),
        (" ".join(f"%{byte:02X}" for byte in REPORT.encode("utf-8")), True),
        ("Reports of 2021.", False),
        ("2021 312 98 1,860", False),
    ],
)
def test_a_text_of_latin_letters_is_foreign(text: str, foreign: bool) -> None:
    assert legibility(text).is_foreign is foreign
