from pathlib import Path

import openpyxl
import pytest
from tests.conftest import fictional_rows, write_results

from cuoshi.coding.population import load
from cuoshi.coding.tasks import codebook, items
from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.scheme import BUNDLED, Scheme, bundled
from cuoshi.validity import sample as module
from cuoshi.validity.sample import sample

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_results(tmp_path_factory.mktemp("results") / "r", fictional_rows(3, 2))


def test_sentences_come_with_their_neighbours_of_the_same_report(results: Path) -> None:
    population = load(results)
    frame = population.frame
    first, second, *_, last = frame["sentence_id"][frame["report_id"] == frame["report_id"].iat[0]]
    found = items(population, [second, first, last])
    assert [item.sentence_id for item in found] == [second, first, last]
    assert (found[0].before, found[0].after) == (frame["text"].iat[0], frame["text"].iat[2])
    assert found[1].before == "" and found[2].after == ""
    assert found[0].year == 2020 and found[0].heading_path == frame["heading_path"].iat[1]


def test_a_sample_comes_with_a_page_and_a_sheet(results: Path, tmp_path: Path) -> None:
    found = sample(results, 20, tmp_path / "one", lang="en")
    page = (tmp_path / "one" / "coding.html").read_text(encoding="utf-8")
    assert "易混规则" in page and found.frame["sentence_id"][0] in page
    sheet = openpyxl.load_workbook(tmp_path / "one" / "sheet.xlsx").worksheets[0]
    assert sheet.max_row == 21 and "Rule of law" in {str(cell.value).split("\n")[-1] for cell in sheet[1]}
    sample(results, 20, tmp_path / "two", coders=2, overlap=0.5)
    assert sorted(path.name for path in (tmp_path / "two").iterdir()) == [
        *("coding-1.html", "coding-2.html", "sample.parquet", "sheet-1.xlsx", "sheet-2.xlsx")
    ]


def test_the_packages_codebook_is_that_of_the_data() -> None:
    assert (BUNDLED / "county.md").read_bytes() == (ROOT / "data" / "CODEBOOK.md").read_bytes()
    assert "易混规则" in codebook(bundled(), "zh") and "**Rule of law** `law` " not in codebook(bundled(), "zh")
    assert "易混规则" in codebook(bundled(), "en") and "**Rule of law** `law` " in codebook(bundled(), "en")


def test_a_scheme_without_codebook_says_what_its_labels_mean() -> None:
    scheme = Scheme("mine", "1", (Label("eco", "生态", "Ecology", "治水治气", "Water, air"),))
    assert codebook(scheme, "zh") == "- **生态** `eco` 治水治气"
    assert codebook(scheme, "en") == "- **Ecology** `eco` Water, air"


def test_without_page_and_sheet_there_is_no_sample(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CuoshiError("no space left")

    with monkeypatch.context() as patch, pytest.raises(CuoshiError, match="no space left"):
        patch.setattr(module, "write_tasks", full)
        sample(results, 20, tmp_path)
    assert not (tmp_path / "sample.parquet").exists()
    sample(results, 20, tmp_path)
    assert (tmp_path / "sample.parquet").exists()
