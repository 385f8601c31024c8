"""The coding page in a real browser: by keyboard alone, by mouse alone, closed, reopened, saved and loaded."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import saved, start

from cuoshi.coding.codes import read
from cuoshi.coding.forms import Item, coded_columns, coding_page
from cuoshi.scheme import Scheme, bundled

if TYPE_CHECKING:
    from playwright import sync_api

HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror="document.title=1">\u202e=cmd()"\'&'
TEXTS = (
    "组织45名企业家外出参加研修班。",
    "设立风险补偿资金池，引导银行发放信用贷款。",
    "全年粮食总产量达到31万吨。",
    "开办企业全程网办。",
    "举办非公企业党务干部培训班两期。",
)
CODEBOOK = "# 手册\n\n## 党建\n\n- 支部、党员 → `party`\n\n## 培训\n\n- 研修班 → `training`\n- 学校教育 → 空\n"
ITEMS = [
    Item(f"r-{i}", text, "一、回顾", "上一句。", "下一句。", "总结", "青禾县", 2021) for i, text in enumerate(TEXTS)
]


@pytest.fixture
def coding(tmp_path: Path) -> Path:
    return written(tmp_path)


def written(folder: Path, scheme: Scheme | None = None, items: list[Item] = ITEMS, lang: str = "zh") -> Path:
    path = folder / "coding.html"
    path.write_text(coding_page(items, scheme or bundled(), CODEBOOK, "demo", lang), encoding="utf-8")
    return path


def press(page: "sync_api.Page", *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def elsewhere(open_page: Callable[[Path], "sync_api.Page"], coding: Path) -> "sync_api.Page":
    """The page in a browser that holds no answers."""
    page = open_page(coding)
    page.evaluate("localStorage.clear()")
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")
    return page


def load(page: "sync_api.Page", path: Path) -> None:
    page.set_input_files("#file", path)


def test_keyboard_alone_closed_in_the_middle_saved_and_loaded(open_page, coding, tmp_path):
    page = open_page(coding)
    start(page)
    assert page.locator("#text").text_content() == TEXTS[0]
    page.wait_for_timeout(250)
    press(page, "7", "d", "Enter", "2", "d", "?", "n")
    page.keyboard.type("=像保险，“也像”贷款")
    press(page, "Enter", "Enter", "0")
    page.wait_for_timeout(250)  # the browser writes its store to disk a moment later
    page.close()

    page = open_page(coding)
    assert page.input_value("#name") == "林一"
    press(page, "Enter")
    assert page.locator("#text").text_content() == TEXTS[2]
    assert page.get_attribute("#none", "aria-pressed") == "true"
    press(page, "Enter", "3", "p", "Enter")
    page.reload()
    press(page, "Enter", "6", "7", "d")
    assert page.locator("#finished").is_hidden()
    press(page, "Enter")
    assert page.locator("#finished").is_visible()
    assert page.locator("#done").text_content() == "已编 5 / 5"

    path = saved(page, tmp_path)
    assert path.name == "coded-林一.csv"
    found = rows(path)
    assert tuple(found[0]) == coded_columns(bundled())
    given = [[name for name in bundled().category_ids if row[name] == "1"] for row in found]
    assert given == [["training"], ["finance"], [], ["service"], ["party", "training"]]
    assert [row["status"] for row in found] == ["done", "done", "", "planned", "done"]
    assert [row["unsure"] for row in found] == ["0", "1", "0", "0", "0"]
    assert found[1]["note"] == "'=像保险，“也像”贷款"
    assert {row["coder"] for row in found} == {"林一"} and 0.2 < float(found[0]["seconds"]) < 60
    codes = read([path], [item.sentence_id for item in ITEMS], bundled())
    assert codes.coders == ("林一",) and codes.answered.all()

    page.close()
    second = elsewhere(open_page, coding)
    load(second, path)
    second.wait_for_selector("#finished:visible")
    again = rows(saved(second, tmp_path))
    assert [row | {"seconds": ""} for row in again] == [row | {"seconds": ""} for row in found]
    assert [row["seconds"] for row in again[1:]] == [row["seconds"] for row in found[1:]]


def test_half_a_file_goes_on_where_it_ended(open_page, coding, tmp_path):
    page = open_page(coding)
    start(page)
    press(page, "1", "d", "Enter", "2")
    path = saved(page, tmp_path)
    assert [row["law"] for row in rows(path)] == ["1", "", "", "", ""]
    page.close()
    page = elsewhere(open_page, coding)
    load(page, path)
    page.wait_for_selector("#desk:visible")
    assert page.locator("#done").text_content() == "已编 1 / 5"
    assert page.locator("#text").text_content() == TEXTS[1]
    assert "读入 1 句" in page.locator("#message").text_content()


def test_going_on_needs_an_answer_and_undo_takes_it_back(open_page, coding):
    page = open_page(coding)
    start(page)
    press(page, "Enter")
    assert "0" in page.locator("#message").text_content()
    press(page, "7", "Enter")
    assert "状态" in page.locator("#message").text_content()
    press(page, "d", "Enter", "1", "u", "u")
    assert page.locator("#text").text_content() == TEXTS[0]
    assert page.locator("#done").text_content() == "已编 0 / 5"
    press(page, "u")
    assert page.locator("#statuses [aria-pressed=true]").count() == 0
    assert page.locator("#categories [aria-pressed=true]").all_text_contents() == ["7培训"]


def test_mouse_alone_on_a_phone(open_page, coding, tmp_path):
    page = open_page(coding)
    page.set_viewport_size({"width": 360, "height": 560})
    page.fill("#name", "乙")
    page.click("#welcome .strong")
    page.click("#next")  # why nothing happens is seen without scrolling
    box = page.locator("#message").bounding_box()
    assert page.text_content("#message").startswith("请选") and box["y"] + box["height"] <= 560
    page.click("#categories [data-id=training]")
    page.click("#statuses [data-id=done]")
    page.click("#next")
    page.click("#none")
    page.keyboard.press("Enter")  # after a click the keyboard goes on, too
    assert page.locator("#done").text_content() == "已编 2 / 5"
    page.click("#undo")
    assert page.locator("#done").text_content() == "已编 1 / 5"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "coded-乙.csv"


def test_fingers_alone_on_a_phone(browser, coding, tmp_path):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(coding.as_uri())
    page.tap("#name")
    page.fill("#name", "丙")  # as the phone's own keyboard does
    page.tap("#welcome .strong")
    for one in ("#categories [data-id=training]", "#statuses [data-id=done]", "#next", "#none", "#next"):
        page.tap(one)
    page.tap("#none")
    page.tap("#undo")
    heights = page.locator("main button:visible").evaluate_all("them => them.map(one => one.offsetHeight)")
    assert min(heights) >= 44, "a finger needs room"
    with page.expect_download() as download:
        page.tap("#save")
    download.value.save_as(tmp_path / "coded-丙.csv")
    context.close()
    got = [(row["training"], row["party"], row["status"]) for row in rows(tmp_path / "coded-丙.csv")]
    assert got == [("1", "0", "done"), ("0", "0", ""), *3 * [("", "", "")]]


def test_forty_categories_by_key_and_by_filter(open_page, tmp_path):
    scheme = Scheme.plain([f"topic_{i}" for i in range(40)])
    page = open_page(written(tmp_path, scheme, lang="en"))
    start(page, "a")
    keys = page.locator("#categories kbd").all_text_contents()
    press(page, keys[9], keys[39], "/")
    page.keyboard.type("topic_2")
    assert page.locator("#categories button:visible").count() == 11
    press(page, "Enter", "Enter")
    row = rows(saved(page, tmp_path))[0]
    assert [name for name in scheme.category_ids if row[name] == "1"] == ["topic_2", "topic_9", "topic_39"]
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_codebook_is_searched(open_page, coding):
    page = open_page(coding)
    start(page)
    press(page, "c")
    page.keyboard.type("研修")
    assert page.locator("#rules li:visible").all_text_contents() == ["研修班 → training"]
    assert page.locator("#rules h2:visible").all_text_contents() == ["培训"]
    page.fill("#find", "没有这个")
    assert page.locator("#nothing").is_visible()
    page.fill("#find", "")
    assert page.locator("#rules li:visible").count() == 3
    press(page, "Escape", "7")
    assert page.locator("#categories [aria-pressed=true]").count() == 1


def test_files_that_do_not_fit_are_refused_in_a_line(open_page, coding, tmp_path):
    page = open_page(coding)
    start(page)
    press(page, "1", "d", "Enter")
    good = saved(page, tmp_path).read_text("utf-8-sig")
    bad = {
        "columns.csv": "a,b\n1,2\n",
        "sample.csv": good.replace("r-3", "x-3"),
        "value.csv": good.replace("r-0,1", "r-0,5"),
        "twice.csv": good.replace("r-1", "r-0"),
        "other.csv": good.replace("林一", "乙"),
        "empty.csv": good.split("\n")[0],
    }
    wanted = (
        "列名不符",
        "第 5 行：句号 x-3",
        "第 2 行 law 列：5",
        "第 3 行：句号 r-0 重复",
        "编码员是 乙",
        "没有任何句子",
    )
    for (name, text), part in zip(bad.items(), wanted, strict=True):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        load(page, path)
        page.wait_for_function("text => document.getElementById('message').textContent.includes(text)", arg=part)
        assert name in page.locator("#message").text_content()
    (tmp_path / "gbk.csv").write_bytes(good.encode("gb18030"))
    load(page, tmp_path / "gbk.csv")
    page.wait_for_selector("#message:has-text('UTF-8')")
    assert page.locator("#done").text_content() == "已编 1 / 5"


def test_two_windows_of_one_coder_lose_nothing(open_page, coding, tmp_path):
    first, second = open_page(coding), open_page(coding)
    for page in (first, second):
        page.fill("#name", "林一")
        page.click("#welcome .strong")
    press(first, "1", "d", "Enter")
    press(second, "ArrowRight", "2", "d", "Enter")
    first.wait_for_selector("#done:has-text('2 / 5')")
    assert [row["law"] + row["finance"] for row in rows(saved(first, tmp_path))] == ["10", "01", "", "", ""]


def test_hostile_text_is_inert(open_page, tmp_path):
    fields = dict.fromkeys(("text", "heading_path", "before", "after", "title", "county"), HOSTILE)
    page = open_page(written(tmp_path, items=[Item(sentence_id=HOSTILE, **fields), Item("__proto__", "句。")]))
    start(page, "=1+1")
    press(page, "7", "d", "Enter", "0", "Enter")
    assert page.title() == "句子编码"
    assert page.locator("img").count() == 0 and page.locator("script").count() == 2
    press(page, "ArrowLeft")
    assert page.locator("#text").text_content() == page.locator("#before").text_content() == HOSTILE
    found = rows(saved(page, tmp_path))
    assert [row["sentence_id"] for row in found] == [HOSTILE, "__proto__"]
    assert {row["coder"] for row in found} == {"'=1+1"}
    assert [row["training"] for row in found] == ["1", "0"]
