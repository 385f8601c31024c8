from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.inference.learning.conftest import SCHEME, rows, write_table

from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.learning import drawn
from cuoshi.learning.coded import read
from cuoshi.learning.drawn import Drawn


def one_line(paths: list[Path], scheme: object = SCHEME) -> str:
    with pytest.raises(CuoshiError) as caught:
        read(paths, scheme)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def sample_folder(folder: Path) -> Path:
    """A drawn sample of three sentences of two reports."""
    folder.mkdir()
    said = [("a", "治理污水。"), ("a", "招商引资。"), ("a", "造林千亩。"), ("b", "新建农田。"), ("b", "修路。")]
    context = pd.DataFrame(
        {
            "sentence_id": [f"{report}-{i}" for i, (report, _) in enumerate(said)],
            "report_id": [report for report, _ in said],
            "title": "",
            "county": "清禾县",
            "year": 2022,
            "headings": [("一、回顾",), ("一、回顾",), ("二、计划", "（一）林业"), (), ()],
            "paragraph": [0, 0, 1, 0, 1],
            "text": [text for _, text in said],
            "inclusion": [0.5, None, 0.1, 0.5, None],
        }
    )
    frame = context[context["inclusion"].notna()]
    drawn.write(folder, Drawn(frame, context, SCHEME), {})
    return folder


def answers(path: Path, said: dict[str, tuple[int, int]], coder: str = "甲") -> Path:
    table = [{"sentence_id": k, "eco": str(e), "village": str(v), "coder": coder} for k, (e, v) in said.items()]
    return write_table(path, table)


def test_sentences_of_one_report_stand_together_in_it(coded: Path) -> None:
    found = read([coded], SCHEME)
    assert (len(found), len(found.reports), found.labels.sum(axis=0).tolist()) == (80, 10, [40, 40])
    assert found.texts == [row["text"] for row in rows()]
    assert found.reports[3].sentences[2].headings == ("一、回顾",)
    assert (found.names[0], found.drawn.sum()) == (f"{coded}, row 2", 0)


def test_a_sample_is_read_with_its_reports_around_it(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path / "coding")
    found = read([answers(folder / "coded-甲.csv", {"a-0": (1, 0), "a-2": (1, 1), "b-3": (0, 1)})], SCHEME)
    assert found.texts == ["治理污水。", "造林千亩。", "新建农田。"]
    assert [len(report.sentences) for report in found.reports] == [3, 2]
    assert found.reports[0].sentences[2].headings == ("二、计划", "（一）林业")
    assert [heading.text for heading in found.reports[0].headings] == ["一、回顾", "二、计划", "（一）林业"]
    assert found.labels.tolist() == [[True, False], [True, True], [False, True]]
    assert found.drawn.all()
    assert found.weights.tolist() == pytest.approx([2 / (14 / 3), 10 / (14 / 3), 2 / (14 / 3)])


def test_coders_settle_by_majority_and_what_they_do_not_settle_is_left_out(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path / "coding")
    said = {"a-0": (1, 0), "a-2": (1, 1), "b-3": (1, 1)}
    first = answers(folder / "coded-甲.csv", said)
    second = answers(folder / "coded-乙.csv", said | {"a-0": (0, 0)}, "乙")
    with pytest.raises(CuoshiError):  # one example of eco is left in one report, the other is settled
        read([first, second], replace(SCHEME, categories=SCHEME.categories[:1]))
    found = read([first, second], SCHEME)
    assert (len(found), found.unsettled) == (2, 1)
    third = answers(folder / "coded-丙.csv", said, "丙")
    assert (len(read([first, second, third], SCHEME)), read([first, second, third], SCHEME).unsettled) == (3, 0)


def test_wrong_input_is_named_in_one_line(tmp_path: Path) -> None:
    def table(name: str, changed: list[dict[str, str]]) -> list[Path]:
        return [write_table(tmp_path / name, changed)]

    good = rows()
    unknown = one_line(table("unknown.csv", [*good, good[0] | {"text": "别的。", "categories": "water"}]))
    assert unknown.endswith("row 82: unknown category 'water'; the scheme has eco, village")
    none = one_line(table("none.csv", [row for row in good if "village" not in row["categories"]]))
    assert none.startswith("category 'village': no coded sentence has it")
    assert "of one report" in one_line(table("one.csv", [row | {"report": "r1"} for row in good]))
    twice = one_line(table("twice.csv", [*good, good[0] | {"categories": "village"}]))
    assert "row 82: coded unlike the same sentence at" in twice and "row 2 (eco)" in twice
    assert "no sentence was coded yet" in one_line(table("empty.csv", [{"text": "", "categories": ""}]))
    assert "no column text" in one_line(table("notext.csv", [{"categories": "eco"}]))
    assert "no column categories and none called eco" in one_line(table("flags.csv", [{"text": "甲", "village": "1"}]))
    assert "'maybe' under eco" in one_line(table("maybe.csv", [{"text": "甲", "eco": "maybe", "village": "1"}]))
    assert "there is no such file" in one_line([tmp_path / "missing.csv"])
    (tmp_path / "bad.xlsx").write_bytes(b"PK")
    assert "not a table" in one_line([tmp_path / "bad.xlsx"])
    assert "no coded file given" in one_line([])


def test_a_scheme_that_was_changed_after_coding_is_named(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path / "coding")
    path = answers(folder / "coded-甲.csv", {"a-0": (1, 0), "a-2": (1, 1), "b-3": (0, 1)})
    more = replace(SCHEME, categories=(*SCHEME.categories, Label("water", "水利", "Water", colour="#112233")))
    assert "category 'water' was added to the scheme after" in one_line([path], more)
    fewer = replace(SCHEME, categories=SCHEME.categories[:1])
    assert "category 'village' was taken out of the scheme after" in one_line([path], fewer)
    assert "version 1 of the rules, the scheme is of version 2" in one_line([path], replace(SCHEME, version="2"))


def test_the_sample_that_judges_a_model_is_not_learnt_from(tmp_path: Path) -> None:
    (tmp_path / "sample.parquet").write_bytes(b"")
    path = answers(tmp_path / "coded-甲.csv", {"a-0": (1, 0)})
    assert "must not learn from it" in one_line([path])


def test_what_an_empty_row_means_is_asked_of_the_coder(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path / "coding")
    table = [
        {"sentence_id": name, "eco": said, "village": said, "coder": "甲"}
        for name, said in (("a-0", "1"), ("a-2", ""), ("b-3", "1"))
    ]
    path = write_table(folder / "coded-甲.csv", table)
    assert read([path], SCHEME, "none").labels.tolist() == [[True, True], [False, False], [True, True]]
    assert read([path], SCHEME, "missing").labels.tolist() == [[True, True], [True, True]]
