"""A sitting of fifty sentences in a real browser, by keyboard alone, from the sample to the corrected shares."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.browser.conftest import saved, start

from cuoshi.coding.forms import label_keys
from cuoshi.scheme import bundled
from cuoshi.validity.differences import write_differences
from cuoshi.validity.sample import sample
from cuoshi.validity.validation import validate

if TYPE_CHECKING:
    from playwright import sync_api

COUNT = 50
KEYS = label_keys(bundled())
Answers = list[tuple[list[str], str]]


@pytest.fixture
def drawn(results: Path, tmp_path: Path) -> list[str]:
    """The ids of a sample of fifty sentences in the order in which they are coded; its page lies in the folder."""
    pytest.importorskip("scipy", reason="validation needs scipy: pip install 'cuoshi[validity]'")
    return sample(results, COUNT, tmp_path).frame["sentence_id"].tolist()


@pytest.fixture
def truth(results: Path, drawn: list[str]) -> Answers:
    """What is right: the model's tags, but every tenth sentence is about training, and planned."""
    table = pd.read_parquet(results / "sentences.parquet")
    table.index = table["report_id"] + "-" + table["position"].astype(str)
    rows = table.loc[drawn]
    told = [(list(c), s or "") for c, s in zip(rows["categories"], rows["status"].fillna(""), strict=True)]
    return [(["training"], "planned") if number % 10 == 0 else one for number, one in enumerate(told)]


def code(page: "sync_api.Page", answers: Answers) -> None:
    """Code the sentences that come next: a key a label, one to go on."""
    for categories, status in answers:
        for name in (*categories, *([status] if categories else [])):
            page.keyboard.press(KEYS[name])
        if not categories:
            page.keyboard.press("0")
        page.keyboard.press("Enter")


def test_fifty_sentences_closed_in_the_middle_saved_loaded_and_validated(
    open_page: Callable[[Path], "sync_api.Page"], results: Path, drawn: list[str], truth: Answers, tmp_path: Path
) -> None:
    page = open_page(tmp_path / "coding.html")
    start(page, "林一")
    code(page, truth[:27])
    page.close()  # without saving
    page = open_page(tmp_path / "coding.html")
    assert page.input_value("#name") == "林一"
    page.keyboard.press("Enter")
    assert page.locator("#done").text_content() == "已编 27 / 50"
    code(page, truth[27:])
    assert page.locator("#finished").is_visible()
    path = saved(page, tmp_path)

    page.evaluate("localStorage.clear()")
    page.close()
    second = open_page(tmp_path / "coding.html")
    second.set_input_files("#file", path)
    second.wait_for_selector("#finished:visible")
    (tmp_path / "again").mkdir()
    again = saved(second, tmp_path / "again")
    first = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert (
        pd.read_csv(again, dtype=str, keep_default_na=False)
        .drop(columns="seconds")
        .equals(first.drop(columns="seconds"))
    )

    assert first["sentence_id"].tolist() == drawn
    for row, (categories, status) in zip(first.to_dict("records"), truth, strict=True):
        assert [name for name in bundled().category_ids if row[name] == "1"] == sorted(
            categories, key=bundled().category_ids.index
        )
        assert row["status"] == (status if categories else "")
    found = validate(results, [path], write=False)
    assert (found.coders, found.coded, found.missing) == (("林一",), COUNT, 0)
    own = found.categories["training"]
    assert own.coded == sum("training" in categories for categories, _ in truth)
    assert own.corrected.low < own.corrected.share < own.corrected.high


def test_what_two_coders_differ_on_is_settled_on_a_page_of_its_own(
    open_page: Callable[[Path], "sync_api.Page"], results: Path, truth: Answers, tmp_path: Path
) -> None:
    other = [([], "") if number in (10, 20) else one for number, one in enumerate(truth)]
    files = []
    for name, answers in (("a", truth), ("b", other)):
        page = open_page(tmp_path / "coding.html")
        start(page, name)
        code(page, answers)
        files.append(saved(page, tmp_path))
        page.close()
    found = validate(results, files, write=False)
    assert write_differences(tmp_path / "settle.html", found) == len(found.unsettled) == 2

    page = open_page(tmp_path / "settle.html")
    assert page.locator("#welcome h1").text_content() == page.title() == "裁定编码人的分歧"
    assert page.locator("#welcome .lead").text_content().startswith("请您裁定：以下 2 句编码人的答案不一")
    start(page, "c")
    assert page.locator("#done").text_content() == "已编 0 / 2"
    code(page, [(["training"], "planned"), (["training"], "planned")])
    settled = validate(results, [*files, saved(page, tmp_path)], write=False)
    assert settled.unsettled == [] and settled.coders == ("a", "b", "c")
    assert settled.categories["training"].kappa == found.categories["training"].kappa
    assert settled.categories["training"].coded == sum("training" in categories for categories, _ in truth)
