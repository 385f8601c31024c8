"""Why a file was not read is said in Chinese too: every sentence that readers have for it."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cuoshi
from cuoshi.corpus.manifest import UNMET
from cuoshi.readers import detect
from cuoshi.readers.legacy import doc as legacy
from cuoshi.readers.pages import ocr
from cuoshi.readers.tables import delimited, table
from cuoshi.words import FOLDER, in_chinese

PACKAGE = Path(cuoshi.__file__).parent
SAYING = [
    *sorted(PACKAGE.glob("readers/**/*.py")),
    *(PACKAGE / f"{name}.py" for name in ("reading", "corpus/worker", "corpus/child", "corpus/pool", "places/place")),
]
#: what makes a reason, and which of its arguments it is
MAKERS = {
    "error": 0,
    "_error": 1,
    "ReadError": 0,
    "UnsupportedFormatError": 0,
    "Unreadable": 1,
    "opened": 1,
    "Failure": 1,
}
#: functions whose sentences become reasons, and names that hold one
PARTS = {"reason", "end", "_missing", "_parsed", "_object", "doubts", "advice"}
#: reasons that are put together elsewhere, all of which :func:`collected` has from there
HANDED_ON = {"row", "message", "damaged", "document.reason", "self.end()", "_missing(frames)", "reason"}
TABLES = [text for pairs in (detect.FOREIGN, detect.FOREIGN_MEMBERS, legacy.KINDS) for _, text in pairs]
#: says what was wrong to one who reads a table; a wrapper puts the rest around it
INNER = {"the workbook is damaged"}


def sentence(node: ast.AST) -> str:
    """A string or f-string with ``{}`` for its gaps; empty for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def made(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what is given to the makers of reasons, each side of a choice by itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place = MAKERS.get(getattr(node.func, "attr", getattr(node.func, "id", "")), 99)
            for given in node.args[place : place + 1]:
                yield from (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,)


def told(tree: ast.AST) -> Iterator[str]:
    """Yield the sentences of functions that tell reasons, and those kept under the name ``message``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "message":
            yield sentence(node.value)
        if isinstance(node, ast.FunctionDef) and node.name in PARTS:
            inner = {id(part) for one in ast.walk(node) if isinstance(one, ast.JoinedStr) for part in one.values}
            strings = (
                one
                for line in node.body[bool(ast.get_docstring(node)) :]
                for one in ast.walk(line)
                if id(one) not in inner
            )
            yield from (text for one in strings if len((text := sentence(one)).split()) > 2)


def collected() -> list[str]:
    found = {*TABLES, UNMET, delimited.UNCLOSED, table.WANTED, ocr.ADVICE}
    for path in SAYING:
        tree = ast.parse(path.read_text("utf-8"))
        found |= {*map(sentence, made(tree)), *told(tree)}
    bare = {
        re.sub(r"^{}(: )?(?=[a-z{])", "", text) if text.startswith("{}: ") or text.startswith("{}no ") else text
        for text in found
    }
    return sorted(bare - {"", "{}"} - INNER)


def test_collecting_finds_what_readers_say() -> None:
    found = collected()
    assert len(found) > 75
    assert {"the file is empty; check where it came from", "a RAR archive; pack it as .zip", "OCR is switched off"} <= {
        *found
    }


@pytest.mark.parametrize("text", collected())
def test_every_reason_is_said_in_chinese_with_its_facts(text: str) -> None:
    facts = [f"x{number}" for number in range(text.count("{}"))]
    said = in_chinese(text.replace("{}", "%s") % tuple(facts) if facts else text)
    assert re.search(r"[\u4e00-\u9fff]", said)
    assert re.findall(r"x\d", said) == facts
    assert not re.search(r"[a-z]+ (?!install )[a-z]+ [a-z]+", said.replace("pip install", "")), "no English is left"


def test_what_is_handed_on_is_collected_where_it_is_made() -> None:
    rest = {
        ast.unparse(one) for path in SAYING for one in made(ast.parse(path.read_text("utf-8"))) if not sentence(one)
    }
    assert {text for text in rest if not re.match(r"(str|reason)\(error\)", text)} <= HANDED_ON


def test_no_chinese_is_kept_that_nobody_says() -> None:
    english = json.loads((FOLDER / "reasons.json").read_text("utf-8"))
    texts = " ".join(collected())
    words = {max(text.split("{}"), key=len).strip() for text in english}
    assert {text for text in words if text not in texts} == {"field larger than field limit ("}  # of the csv module


def test_a_reason_within_a_reason_and_one_that_is_not_known() -> None:
    inner = "line 3: not JSON; every line must be one object"
    assert in_chinese(inner) == "第 3 行：不是 JSON；每行应是一个对象"
    assert in_chinese("2 of 3 pages are pictures without text; OCR is switched off").endswith(
        "没有文字的图片；OCR 已关闭"
    )
    assert in_chinese("something new") == "something new"
