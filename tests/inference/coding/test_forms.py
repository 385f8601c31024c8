import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cuoshi.coding.forms import Item, coded_columns, coding_page, label_keys
from cuoshi.coding.sheet import coding_sheet
from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.scheme import Scheme, bundled

HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror="document.title=1">=cmd()"\'&'
TABLE = "| id | 标什么 |\n|---|---|\n| `party` | 支部 |\n"
CODEBOOK = f"# 手册\n\n{TABLE}\n- <b onclick=x()>粗</b> [去](https://a.example) ![](x)\n"
ITEMS = [
    Item(
        "r-0", "组织45名企业家外出研修。", "一、工作回顾 > （一）培训", "", "下一句。", "青禾县工作总结", "青禾县", 2021
    ),
    Item("r-1", "=1+1 全年粮食总产量\x0b达到31万吨。"),
    Item("r-2", "建成联合党支部9个。"),
]


def data_of(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_columns_are_those_of_every_coded_file() -> None:
    scheme = Scheme.plain(["water", "roads"], ["done"])
    columns = ("sentence_id", "water", "roads", "status", "unsure", "note", "seconds", "coder")
    assert coded_columns(scheme) == columns


def test_forty_categories_and_eight_statuses_have_a_key_each() -> None:
    scheme = Scheme.plain([f"topic_{i}" for i in range(40)], [f"state_{i}" for i in range(8)])
    keys = label_keys(scheme)
    assert len(set(keys.values())) == len(keys) == 48
    assert [keys[name] for name in scheme.category_ids[:9]] == list("123456789")
    assert not set(keys.values()) & set("0cnu?/")
    assert all(len(key) == 1 and key.isalnum() for key in keys.values())


def test_a_status_has_a_letter_of_its_own_name() -> None:
    keys = label_keys(bundled())
    assert (keys["done"], keys["planned"], keys["problem"], keys["general"]) == ("d", "p", "r", "g")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_one_file_whose_policy_admits_its_own_script_only(lang: str) -> None:
    page = coding_page(ITEMS, bundled(), CODEBOOK, "demo", lang)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy and policy[1].startswith("default-src 'none'") and "unsafe" not in policy[1]
    assert not re.search(r"""(?:src|href)=["']?(?!data:)\w""", page.split("<script")[0])
    assert ("Codebook" in page) == (lang == "en")
    assert data_of(page)["columns"] == list(coded_columns(bundled()))


def test_report_text_is_data_and_a_codebook_cannot_bring_markup() -> None:
    page = coding_page([replace(ITEMS[0], text=HOSTILE, title=HOSTILE)], bundled(), CODEBOOK + HOSTILE, "demo", "zh")
    assert page.count("<script") == page.count("</script>") == 2
    assert data_of(page)["items"][0]["text"] == HOSTILE
    assert "<img" not in page and "<b " not in page and "<a " not in page
    assert "&lt;b onclick" in page and "<td><code>party</code></td>" in page


def test_the_model_is_shown_only_where_it_is_given() -> None:
    assert "p" not in data_of(coding_page(ITEMS, bundled(), "", "demo", "zh"))["items"][0]
    seen = replace(ITEMS[0], probabilities={"law": 0.25})
    assert data_of(coding_page([seen], bundled(), "", "demo", "zh"))["items"][0]["p"] == {"law": 0.25}


def test_bad_samples_are_refused_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(CuoshiError, match="no sentence"):
        coding_page([], bundled(), "", "demo", "zh")
    with pytest.raises(CuoshiError, match="'r-0' occurs 2 times"):
        coding_sheet(tmp_path / "sheet.xlsx", [ITEMS[0], ITEMS[0]], bundled(), "", "zh")
    with pytest.raises(CuoshiError, match="zh, en"):
        coding_page(ITEMS, bundled(), "", "demo", "fr")
    assert not list(tmp_path.iterdir())


def test_a_scheme_without_status_has_a_sheet_and_a_page(tmp_path: Path) -> None:
    scheme = Scheme("one", "1", (Label("water", "水利", "Water works"),))
    coding_sheet(tmp_path / "sheet.xlsx", ITEMS, scheme, "", "en")
    rules = openpyxl.load_workbook(tmp_path / "sheet.xlsx")["coding"].data_validations.dataValidation
    assert len(rules) == 3
    assert data_of(coding_page(ITEMS, scheme, "", "demo", "zh"))["statuses"] == []
