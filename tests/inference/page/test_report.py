import csv
import hashlib
import json
import re
import zlib
from base64 import b64decode, b64encode
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import cuoshi
from cuoshi.coverage.bootstrap import RESAMPLES, SEED
from cuoshi.errors import CuoshiError
from cuoshi.page import extracts
from cuoshi.page.report import SCRIPTS, write_report
from cuoshi.results.files import LEFT_OUT
from cuoshi.scheme import bundled

CATEGORIES = bundled().category_ids

HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror=alert(1)>"\'&\u202e\u2028<!--'


class Page(HTMLParser):
    """Elements, their attributes and the text of scripts and styles, as a browser finds them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, str | None, str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.blocks.append((tag, dict(attrs).get("id"), ""))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in ("script", "style") and self.cdata_elem:
            tag, name, text = self.blocks[-1]
            self.blocks[-1] = (tag, name, text + data)
        else:
            self.text += data

    def data(self, name: str) -> Any:
        return json.loads(next(text for _, found, text in self.blocks if found == name))


def sentences_of(page: Page) -> list[list[Any]]:
    """The rows of all sentences that a page carries."""
    pieces = [json.loads(zlib.decompress(b64decode(piece))) for piece in page.data("sentences")]
    return [row for piece in pieces for _, _, rows in piece["reports"] for row in rows]


def page_of(path: Path) -> Page:
    return Page(path.read_text("utf-8"))


def test_counts_in_the_page_are_those_of_the_sentences(results):
    page = page_of(write_report(results))
    sentences = pd.read_parquet(results / "sentences.parquet")
    data = page.data("data")
    assert sum(data["reports"]["sentences"]) == len(sentences)
    for number, category in enumerate(CATEGORIES):
        given = sentences[[category in tags for tags in sentences["categories"]]]
        assert sum(data["reports"]["tagged"][number :: len(CATEGORIES)]) == len(given)
        assert (
            sum(data["reports"]["status"]["planned"][number :: len(CATEGORIES)]) == (given["status"] == "planned").sum()
        )
    assert len(data["counties"]) == sentences["county"].nunique()
    assert data["years"] == [2020, 2021, 2022, 2023]
    assert data["bootstrap"] == {"resamples": RESAMPLES, "seed": SEED}, "drawn as in the tables"


def test_overview_states_what_was_read(results):
    text = page_of(write_report(results)).text
    read = ("96", "5,760", "2020–2023", "没有文字层的扫描件", "reports/坏.docx")
    for stated in (*read, "sha256:0123456789ab", "2026-03-02 10:20 UTC+08:00", "法治环境"):
        assert stated in text


def test_evidence_and_probability_travel_with_a_sentence(results):
    rows = sentences_of(page_of(write_report(results)))
    *_, strengths, evidence, text = next(row for row in rows if row[4])
    category, start, end = evidence[:3]
    assert strengths[0] == category
    assert 500 <= strengths[1] <= 1000
    assert 0 <= start < end <= len(text)


def test_english_page(results):
    text = page_of(write_report(results, lang="en")).text
    assert "Breadth and balance" in text
    assert "广度" not in text


def test_unknown_language_and_missing_results_are_said_plainly(results, tmp_path):
    with pytest.raises(CuoshiError, match="zh, en"):
        write_report(results, lang="fr")
    with pytest.raises(CuoshiError, match="cuoshi tally"):
        write_report(tmp_path)


def test_damaged_run_file_is_named(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(1, 1))
    (folder / "run.json").write_text("{", encoding="utf-8")
    with pytest.raises(CuoshiError, match="damaged"):
        write_report(folder)


def test_policy_admits_exactly_the_inline_blocks(results):
    page = page_of(write_report(results))
    policy = next(a["content"] for tag, a in page.elements if tag == "meta" and a.get("http-equiv"))
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    style = next(text for tag, _, text in page.blocks if tag == "style")
    script = page.blocks[-1][2]
    for block in (style, script):
        assert f"'sha256-{b64encode(hashlib.sha256(block.encode()).digest()).decode()}'" in policy
    links = [a.get("src") or a.get("href") for tag, a in page.elements if a.get("src") or a.get("href")]
    assert all(link.startswith(("#", "data:")) for link in links)
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.elements for name in attributes)


def test_script_never_builds_markup_from_text():
    builders = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\("
    for source in (Path(extracts.__file__).parent / "templates").glob("*.js"):
        assert not re.search(builders, source.read_text("utf-8")), source


def test_hostile_text_stays_text(make_rows, make_results, tmp_path):
    rows = make_rows(2, 1)
    for row in rows[:5]:
        row.update(dict.fromkeys(("text", "title", "heading_path", "genre", "county", "province"), HOSTILE))
        row.update(categories=["law"], status="done")
    folder = make_results(tmp_path, rows, ((HOSTILE, HOSTILE),))
    page = page_of(write_report(folder))
    assert [tag for tag, _ in page.elements if tag == "script"] == ["script"] * 3
    assert not any(tag == "img" for tag, _ in page.elements)
    assert any(row[-1] == HOSTILE for row in sentences_of(page))


def test_sentences_beyond_the_budget_lie_beside_the_page(make_rows, make_results, tmp_path):
    rows = make_rows(4, 2)
    rows[0].update(text="=cmd|'/C calc'!A0", categories=["law"], status="done", p_law=0.5)
    folder = make_results(tmp_path, rows)
    tagged = sum(bool(row["categories"]) for row in rows)
    page = page_of(write_report(folder, sentence_bytes=6000, report_bytes=0))
    embedded = sentences_of(page)
    with (folder / LEFT_OUT).open(encoding="utf-8-sig", newline="") as file:
        beside = list(csv.DictReader(file))
    assert 0 < len(embedded) < tagged
    assert len(embedded) + len(beside) == tagged
    assert f"收录 {len(embedded)} 个含措施的句子（共 {tagged} 个" in page.text
    assert not any(row["text"].startswith("=") for row in beside)
    assert page.data("data")["sentences"] == {
        **{"tagged": tagged, "embedded": len(embedded), "whole": 0},
        "file": LEFT_OUT,
    }
    write_report(folder)
    assert not (folder / LEFT_OUT).exists()


def test_same_results_give_the_same_page(results):
    assert write_report(results).read_bytes() == write_report(results).read_bytes()


def test_reports_without_place_year_or_tags(make_rows, make_results, tmp_path):
    rows = make_rows(1, 1)
    for row in rows:
        row.update(county="", county_code="", province="", year=None, genre="", categories=[], status=None, evidence=[])
    page = page_of(write_report(make_results(tmp_path, rows)))
    assert page.data("data")["years"] == []
    assert not any(row[4] for row in sentences_of(page))
    assert "未识别年份" in page.text


def test_results_without_any_sentence(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(1, 1))
    schema = pq.read_schema(folder / "sentences.parquet")
    pq.write_table(schema.empty_table(), folder / "sentences.parquet")
    assert page_of(write_report(folder)).data("data")["counties"] == []


def test_unknown_places_are_listed_with_their_candidates(make_rows, make_results, tmp_path):
    rows = make_rows(2, 1)
    for row in rows:
        if row["county"] == "青禾县":
            row.update(
                county="",
                county_code="",
                county_id="",
                county_candidates="东岭省青禾县（900000）；澜川省青禾县（910000）",
            )
    text = page_of(write_report(make_results(tmp_path, rows))).text
    assert "1 份报告的县有待查明" in text
    assert "东岭省青禾县（900000）；澜川省青禾县（910000）" in text
    known = page_of(write_report(make_results(tmp_path / "known", make_rows(2, 1))))
    assert "有待查明" not in known.text


def test_whole_reports_beyond_the_budget_are_left_out_and_the_page_says_so(make_rows, make_results, tmp_path):
    folder = make_results(tmp_path, make_rows(4, 2))
    page = page_of(write_report(folder, report_bytes=15_000))
    whole = page.data("data")["sentences"]["whole"]
    assert 0 < whole < 8
    assert f"8 份报告中 {whole} 份可在页内读全文" in page.text
    assert "全部 8 份报告都可在页内读全文" in page_of(write_report(folder)).text


def test_counties_are_counted_without_cities_and_the_unknown(make_rows, make_results, tmp_path):
    rows = make_rows(4, 2)
    first, second, third = list(dict.fromkeys(row["county"] for row in rows))[:3]
    for row in rows:
        if row["county"] == first and row["year"] == 2021:
            row.update(county="青禾区", county_code="900099")
        elif row["county"] == second:
            row.update(county="青临市", county_code="910000", county_id="910000", level="city", city="青临市")
        elif row["county"] == third:
            row.update(county="", county_code="", county_id="")
    page = page_of(write_report(make_results(tmp_path, rows)))
    assert [row[0] for row in page.data("data")["counties"] if row[4] == "county"] == ["青禾区", "丰禾县"]
    assert re.search(r"2\s*个县级单位|个县级单位\s*2", page.text)


def test_no_line_of_a_script_is_too_long_to_read() -> None:
    package = Path(cuoshi.__file__).parent
    scripts = list(package.glob("**/*.js"))
    assert len(scripts) > len(SCRIPTS)
    lines = ((path, line) for path in scripts for line in path.read_text("utf-8").splitlines())
    assert [(path.name, line) for path, line in lines if len(line) > 200] == []
