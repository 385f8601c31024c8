"""The interface's words: the same in both languages, and each of them said somewhere."""

import re
from pathlib import Path

import pytest

import cuoshi
from cuoshi.errors import CuoshiError
from cuoshi.words import LANGUAGES, interface_words

PACKAGE = Path(cuoshi.__file__).parent
#: how a part's words are taken: ``t.lead``, ``T.zero``, ``say("rest")``, ``T[`legend_${view}`]``,
#: ``words[f"why_{reason}"]``, ``t["caution_" + kind]``
TAKEN = re.compile(r"[.\"'`](\w+)(?=\W)")
MADE = re.compile(r"[\"'`](\w+_)(?:\$?{|\" ?\+)")
#: ... and by their end: ``f"{name}_num"``
ENDED = re.compile(r"[\"'`]{\w+}(_\w+)[\"'`]")
SAYS = {
    "page": ["page/templates/report.html.jinja"],
    "script": ["page/templates/*.js", "validity/*.py"],
    "figure": ["figures/*.py"],
    "coding": ["validity/templates/*", "validity/coding.py"],
    "validity": ["validity/*.py", "page/templates/*.js", "cli.py"],
    "columns": ["results/*.py", "coverage/*.py", "corpus/*.py", "schema.py"],
}


@pytest.mark.parametrize("part", interface_words("zh"))
def test_every_word_is_said_somewhere(part: str) -> None:
    texts = [path.read_text("utf-8") for pattern in SAYS[part] for path in PACKAGE.glob(pattern)]
    assert texts
    taken = {word for text in texts for word in TAKEN.findall(text)}
    made = tuple(word for text in texts for word in MADE.findall(text))
    ends = tuple(word for text in texts for word in ENDED.findall(text))
    taken |= {key for key in interface_words("zh")[part] if ends and key.endswith(ends)}
    unsaid = [key for key in interface_words("zh")[part] if key not in taken and not key.startswith(made)]
    assert unsaid == []


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
