import json
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from tests.inference.learning.conftest import SCHEME, rows, write_table

from cuoshi.corpus.inputs import Corpus
from cuoshi.corpus.manifest import UNMET
from cuoshi.errors import CuoshiError, MissingDependencyError
from cuoshi.learning import drawn, raw
from cuoshi.learning.coded import read
from cuoshi.learning.drawing import sample_active, sample_reports
from cuoshi.learning.drawn import Sampled
from cuoshi.learning.learn import learn
from cuoshi.refreshing import validate
from cuoshi.tagging.tagger import load
from cuoshi.tallying import tag_corpus


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve reports, one of them twice; one sentence in forty is of a rare category."""
    folder = tmp_path_factory.mktemp("reports")
    for number in range(12):
        said = [
            row["text"] if "eco" not in row["categories"] else f"道路通车{number}{i}公里。"
            for i, row in enumerate(rows(1, 40))
        ]
        said[7] = f"治理污水{number}处。"
        text = f"清禾县{2010 + number}年工作总结\n一、回顾\n{''.join(said[:20])}\n二、计划\n{''.join(said[20:])}\n"
        (folder / f"{number}.txt").write_text(text, "utf-8")
    (folder / "again.txt").write_text((folder / "3.txt").read_text("utf-8"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def first(reports: Path, encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sampled, Path]:
    folder = tmp_path_factory.mktemp("first") / "coding"
    return sample_reports(reports, SCHEME, 60, folder, encoder=encoder, workers=1), folder


def by_words(folder: Path, coder: str) -> Path:
    """What a coder who goes by words saves."""
    frame = drawn.read(folder).frame
    answers = [
        {"sentence_id": name, "eco": "01"["污水" in text], "village": "01"["农田" in text], "coder": coder}
        for name, text in zip(frame["sentence_id"], frame["text"], strict=True)
    ]
    return write_table(folder / f"coded-{coder}.csv", answers)


def test_a_rare_category_is_found_by_its_keywords(first: tuple[Sampled, Path]) -> None:
    found, folder = first
    frame = found.drawn.frame
    assert len(frame) == 60 and frame["text"].is_unique
    assert found.keywords["eco"] >= 5, "of twelve in 480"
    for said in (found.summary(), found.summary("zh")):
        assert "eco" in said and str(folder / "coding.html") in said


def test_probabilities_of_selection_are_known(first: tuple[Sampled, Path]) -> None:
    frame = first[0].drawn.frame
    assert frame["inclusion"].between(0, 1, inclusive="right").all()
    estimate = (1 / frame["inclusion"]).sum()
    assert estimate == pytest.approx(first[0].population, rel=0.35)


def test_what_coders_get_is_the_sample_in_its_context(first: tuple[Sampled, Path]) -> None:
    found, folder = first
    page = (folder / "coding.html").read_text("utf-8")
    assert found.drawn.frame["sentence_id"][0] in page and "治污、造林、河长制" in page
    assert openpyxl.load_workbook(folder / "sheet.xlsx").worksheets[0].max_row == 61
    again = drawn.read(folder)
    assert again.scheme == SCHEME
    assert again.frame["sentence_id"].tolist() == found.drawn.frame["sentence_id"].tolist()
    made, report, position = again.reports()
    assert [made[r].sentences[p].text for r, p in zip(report, position, strict=True)] == again.frame["text"].tolist()
    assert all(len(one.sentences) == 40 for one in made)


def test_the_same_seed_draws_the_same(
    first: tuple[Sampled, Path], reports: Path, encoder: Path, tmp_path: Path
) -> None:
    again = sample_reports(reports, SCHEME, 60, tmp_path / "c", encoder=encoder, workers=1)
    assert again.drawn.frame["sentence_id"].tolist() == first[0].drawn.frame["sentence_id"].tolist()
    other = sample_reports(reports, SCHEME, 60, tmp_path / "d", encoder=encoder, workers=1, earlier=[first[1]], seed=2)
    assert not set(other.drawn.frame["text"]) & set(first[0].drawn.frame["text"])


def test_a_folder_that_holds_a_sample_is_left_alone(first: tuple[Sampled, Path], reports: Path) -> None:
    with pytest.raises(CuoshiError, match="holds a sample already"):
        sample_reports(reports, SCHEME, 60, first[1])


def test_the_sentences_of_raw_reports_are_those_of_a_run(reports: Path, learnt: Path, tmp_path: Path) -> None:
    """Ids, too, so that a sentence that was coded before it was tagged is known again."""
    from cuoshi.coding import population

    found, share = raw.sentences(Corpus.of(reports), 1)
    assert (len(found), share) == (480, 1.0)
    tag_corpus(reports, tmp_path / "results", tagger=load(learnt), workers=1, xlsx=False)
    table = raw.of_table(population.load(tmp_path / "results").frame)
    columns = ["sentence_id", "title", "headings", "paragraph", "text"]
    a, b = (one.sort_values("sentence_id").reset_index(drop=True)[columns] for one in (found, table))
    assert a.astype(str).equals(b.astype(str))


def test_what_reports_lack_is_told_when_they_are_sampled(
    encoder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / "a.txt").write_text("清禾县2020年工作总结\n" + "".join(f"修渠{i}条。" for i in range(30)), "utf-8")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 cut off")
    (folder / "manifest.csv").write_text("path,year\na.txt,1020\nc.txt,2020\n", "utf-8")
    sample_reports(folder, SCHEME, 10, tmp_path / "c", encoder=encoder, workers=1)
    assert "b.pdf: skipped: " in caplog.text and f"c.txt: {UNMET}" in caplog.text
    assert len(caplog.records) == 3, caplog.text  # and the year that no report has


def test_the_loop(first: tuple[Sampled, Path], reports: Path, encoder: Path, tmp_path: Path) -> None:
    """Code, learn, tally, draw what the model is unsure of, code that, learn from both; judge by another sample."""
    coded = by_words(first[1], "甲")
    learn(SCHEME, [coded], tmp_path / "one", encoder)
    tag_corpus(reports, tmp_path / "results", tagger=load(tmp_path / "one"), workers=1, xlsx=False)
    more = sample_active(tmp_path / "results", 30, tmp_path / "more", earlier=[first[1]], encoder=encoder)
    assert len(more.drawn.frame) == 30
    assert not set(more.drawn.frame["text"]) & set(first[0].drawn.frame["text"])
    both = [coded, by_words(tmp_path / "more", "甲")]
    assert len(read(both, SCHEME)) == 90
    second = learn(SCHEME, both, tmp_path / "two", encoder)
    assert second.sentences == 90 and set(second.shares) == {"eco", "village"}
    assert second.shares["eco"].low < 12 / 480 < second.shares["eco"].high
    with pytest.raises(CuoshiError, match="no sample there"):
        validate(tmp_path / "results", [both[1]])


def test_what_a_model_was_learnt_from_is_told_wherever_its_shares_are(
    reports: Path, learnt: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tag_corpus(reports, tmp_path / "results", tagger=load(learnt), workers=1)
    assert "80 of the 80 coded sentences that the model was learnt from were not drawn" in caplog.text
    assert json.loads((tmp_path / "results" / "run.json").read_text("utf-8"))["learnt"]["chosen"] == 80
    page = (tmp_path / "results" / "report.html").read_text("utf-8")
    assert 'id="learnt"' in page and "80 句中有 80 句不是" in page
    about = openpyxl.load_workbook(tmp_path / "results" / "coverage.xlsx")["说明"].iter_rows(values_only=True)
    assert {"模型", "注意"} <= {row[0] for row in about}


def test_what_is_unsure_is_drawn_more_often(reports: Path, learnt: Path, encoder: Path, tmp_path: Path) -> None:
    from cuoshi.coding import population

    tag_corpus(reports, tmp_path / "results", tagger=load(learnt), workers=1, xlsx=False)
    everything = population.load(tmp_path / "results")
    p = everything.probabilities
    unsure = dict(zip(everything.frame["sentence_id"], np.sqrt((p * (1 - p)).sum(axis=1)), strict=True))
    found = sample_active(tmp_path / "results", 30, tmp_path / "more", encoder=encoder)
    drawn_unsure = np.mean([unsure[name] for name in found.drawn.frame["sentence_id"]])
    assert drawn_unsure > 1.05 * np.mean(list(unsure.values()))


def test_what_is_not_installed_is_said_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    for draw in (lambda: sample_reports(tmp_path / "none", SCHEME), lambda: sample_active(tmp_path / "none")):
        with pytest.raises(MissingDependencyError, match=r"pip install 'cuoshi\[learn\]'"):
            draw()


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "empty.txt").touch()
    with pytest.raises(CuoshiError, match="none of 1 files could be read"):
        sample_reports(tmp_path / "r", SCHEME, 10, tmp_path / "c", workers=1)
