import json
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.errors import CuoshiError
from cuoshi.labelled import LabelledReport, Labels, parse, read, to_entry, write
from cuoshi.readers import read_documents
from cuoshi.readers.tables.json_rows import text_of
from cuoshi.schema import Heading, Place, Report, Sentence
from cuoshi.scheme import Scheme, bundled

DATA = Path(__file__).parents[2] / "data"
UNITS = [
    {"kind": "heading", "level": 1, "text": "一、总体情况"},
    {"kind": "sentence", "paragraph": 0, "text": "修渠三百公里。", "categories": ["law"], "status": "done"},
    {"kind": "sentence", "paragraph": 0, "text": "粮食丰收。", "categories": [], "status": None},
]
ENTRY = {"id": "a", "title": "报告", "county": "清禾县", "year": 2022, "source": "authored", "units": UNITS}


def line(**more: object) -> str:
    return json.dumps({**ENTRY, **more}, ensure_ascii=False)


def test_a_line_becomes_a_report_and_its_labels() -> None:
    labelled = parse(ENTRY, bundled())
    assert labelled.report == Report(
        "a",
        [Heading(1, "一、总体情况"), Sentence("修渠三百公里。", 0, 0), Sentence("粮食丰收。", 0, 1)],
        title="报告",
        place=Place("清禾县"),
        year=2022,
    )
    assert labelled.labels == (Labels(("law",), "done"), Labels())
    assert labelled.facts == {"source": "authored"}
    assert to_entry(labelled) == ENTRY


@pytest.mark.parametrize("name", ["train.jsonl", "dev.jsonl"])
def test_the_data_set_survives_a_round_trip(tmp_path: Path, name: str) -> None:
    reports = list(read(DATA / name, bundled()))
    assert write(tmp_path / "new" / name, reports) == len(reports)
    assert list(read(tmp_path / "new" / name, bundled())) == reports
    for before, after in zip((DATA / name).open(encoding="utf-8"), map(to_entry, reports), strict=True):
        assert json.loads(before) == after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 2: not a labelled report"),
        ("[]", "line 2: not a labelled report"),
        (line(units=[{"kind": "sentence"}]), "it has no 'text'"),
        (json.dumps({"id": "b"}), "it has no 'units'"),
        (line(units=[{**UNITS[1], "categories": ["water"]}]), "unknown label 'water'; known are law, finance"),
        (line(units=[{**UNITS[1], "status": "later"}]), "unknown label 'later'; known are done"),
        (line(year="soon"), "line 2: not a labelled report"),
    ],
)
def test_a_bad_line_is_named_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line()}\n{text}\n", "utf-8")
    with pytest.raises(CuoshiError) as caught:
        list(read(path, bundled()))
    assert str(path) in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_labels_are_those_of_the_scheme_given(tmp_path: Path) -> None:
    unit = {**UNITS[1], "categories": ["water"], "status": None}
    path = tmp_path / "a.jsonl"
    path.write_text(line(units=[unit]), "utf-8")
    assert next(read(path, Scheme.plain(["water"]))).labels == (Labels(("water",)),)


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(CuoshiError, match="cannot be read"):
        list(read(tmp_path / "none.jsonl", bundled()))


def test_the_text_of_a_labelled_report_is_read_as_a_document(tmp_path: Path) -> None:
    assert text_of([*UNITS, None, {"kind": "sentence"}]) == "一、总体情况\n修渠三百公里。粮食丰收。"
    write(tmp_path / "a.jsonl", [parse(ENTRY, bundled())])
    (document,) = read_documents(tmp_path / "a.jsonl")
    assert isinstance(document, Document)
    assert (document.text, document.metadata["county"]) == (text_of(UNITS), "清禾县")


def test_what_is_not_known_is_left_out() -> None:
    bare = LabelledReport(Report("b", [Sentence("甲。")]), (Labels(),))
    assert set(to_entry(bare)) == {"id", "units"}
