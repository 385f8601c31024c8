"""The interface's words: the same in both languages, and each of them said somewhere."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

import cuoshi
from cuoshi.coding import forms, sheet
from cuoshi.columns import COLUMNS
from cuoshi.errors import CuoshiError
from cuoshi.results.formats import stata
from cuoshi.results.panel.panel import write_panel
from cuoshi.results.tables.columns import CORRECTED
from cuoshi.results.tally import tally
from cuoshi.results.workbook import sheet_rows, sheets, workbook
from cuoshi.results.writing.folder import write_coverage
from cuoshi.scheme import bundled
from cuoshi.validity import differences
from cuoshi.words import LANGUAGES, Words, interface_words, said

PACKAGE = Path(cuoshi.__file__).parent
#: how a part's words are taken: of the page ``t.lead`` and ``t["lead"]``, of its scripts ``T.zero``, elsewhere also
#: ``say("rest")``; some are made: ``T[`legend_${view}`]``, ``words[f"why_{reason}"]``, ``t["caution_" + kind]``
TAKEN = re.compile(r"[.\"'`](\w+)(?=\W)")
STRICTLY = {
    "page": re.compile(r"\bt(?:\.|\[\")(\w+)"),
    "script": re.compile(r"\bT\.(\w+)"),
    "figure": re.compile(r"[\"'](\w+)[\"']"),
}
MADE = re.compile(r"[\"'`](\w+_)(?:\$?{|\" ?\+)")
#: ... and by their end: ``f"{name}_num"``
ENDED = re.compile(r"[\"'`]{\w+}(_\w+)[\"'`]")
SAYS = {
    "page": ["page/templates/report.html.jinja"],
    "script": ["page/templates/*.js"],
    "figure": ["figures/*.py"],
    "coding": ["coding/templates/*", "coding/forms.py", "coding/sheet.py"],
    "learnt": ["results/measured/learnt.py"],
    "learning": ["learning/outcome.py", "learning/drawn.py"],
    "inspection": ["corpus/inspection.py"],
    "workbook": ["results/workbook/*.py"],
    "validity": ["validity/*.py", "page/templates/*.js", "commands/*.py"],
}


@pytest.mark.parametrize("part", SAYS)
def test_every_word_is_said_somewhere(part: str) -> None:
    texts = [path.read_text("utf-8") for pattern in SAYS[part] for path in PACKAGE.glob(pattern)]
    assert texts
    taken = {word for text in texts for word in STRICTLY.get(part, TAKEN).findall(text)}
    made = tuple(word for text in texts for word in MADE.findall(text))
    ends = tuple(word for text in texts for word in ENDED.findall(text))
    taken |= {key for key in interface_words("zh")[part] if ends and key.endswith(ends)}
    unsaid = [key for key in interface_words("zh")[part] if key not in taken and not key.startswith(made)]
    assert unsaid == []


class Asked(dict[str, str]):
    """Words that keep in mind which of them were asked for."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words)
        self.keys_asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.keys_asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        self.keys_asked.add(key)
        return super().get(key, default)


def test_every_word_of_a_column_is_asked_for_by_a_table(
    make_rows: Callable[..., list[dict[str, object]]],
    make_results: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = {lang: Asked(interface_words(lang)["columns"]) for lang in LANGUAGES}

    def watched(lang: str) -> Words:
        return {**interface_words(lang), "columns": asked[lang]}

    for module in (stata, sheets, workbook, sheet, differences):
        monkeypatch.setattr(module, "interface_words", watched)
    folder = make_results(tmp_path, make_rows(2, 1))
    scheme = bundled()
    by = [column.name for column in COLUMNS if column.of in ("report", "place")]
    coverage = tally(folder, by=by)
    write_coverage(coverage, by, scheme, folder)
    write_panel(folder)
    for name in ("covered_year", *(name for name, _ in CORRECTED)):
        stata.label(name, scheme)
    counties, facts = tally(folder, by=("county",)).assign(years=""), dict.fromkeys(sheet_rows.FACTS, "")
    with workbook.opened(folder / "coverage.xlsx", scheme, ()) as book:
        book.write(workbook.Content(coverage, counties, (), (), facts))
    sheet.coding_sheet(tmp_path / "sheet.xlsx", [forms.Item("r1-0", "修渠。")], scheme, "", "zh")
    differences._readable(pd.DataFrame(columns=[*differences.CONTEXT, "said"]), scheme, "zh")
    assert set(asked["zh"]) - asked["zh"].keys_asked == set()


def test_every_word_exists_in_both_languages_with_the_same_gaps() -> None:
    chinese, english = interface_words("zh"), interface_words("en")
    assert chinese.keys() == english.keys()
    for part, texts in chinese.items():
        assert texts.keys() == english[part].keys()
        for key, text in texts.items():
            assert set(re.findall(r"{\w+}", text)) >= set(re.findall(r"{\w+}", english[part][key])), key


def test_chinese_words_are_chinese_and_english_ones_are_not() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    english = {key for texts in interface_words("en").values() for key, text in texts.items() if han.search(text)}
    assert english <= {"language"}


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(CuoshiError, match="'fr'; choose one of zh, en"):
        interface_words("fr")
    assert LANGUAGES == ("zh", "en")


def test_one_thing_has_a_form_of_its_own() -> None:
    text = "{n} county of {all}|{n} counties of {all}"
    assert [said(text, n=n, all="x") for n in (0, 1, 2000)] == [
        "0 counties of x",
        "1 county of x",
        "2,000 counties of x",
    ]
    assert said("{n} 个县", n=1) == "1 个县"
