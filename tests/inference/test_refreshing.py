import json
from pathlib import Path

import pytest

import cuoshi
from cuoshi.errors import CuoshiError
from cuoshi.page.report import write_report
from cuoshi.refreshing import refresh
from cuoshi.tallying import tag_corpus


def test_pages_that_are_there_are_written_in_their_languages(tagger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲县2021年总结\n发放贷款二亿元。", encoding="utf-8")
    out = tag_corpus(tmp_path / "a.txt", tmp_path / "out", tagger=tagger).out
    assert [path.name for path in refresh(out, "en")] == ["report.html", "report.en.html"]
    (out / "report.html").unlink()
    assert [path.name for path in refresh(out, "en")] == ["report.en.html"]


def test_a_page_keeps_its_boundaries_until_they_are_gone(
    make_rows, make_results, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shape = {
        "properties": {"code": "900001"},
        "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
    }
    path = tmp_path / 'own "1" & 2.geojson'
    path.write_text(json.dumps({"features": [shape]}), encoding="utf-8")
    out = make_results(tmp_path / "results", make_rows(2, 2, length=10))
    write_report(out, "en", boundaries=path)
    refresh(out)
    drawn = {name: '"boundaries":{' in (out / name).read_text("utf-8") for name in ("report.html", "report.en.html")}
    assert drawn == {"report.html": False, "report.en.html": True}
    assert str(tmp_path) not in (out / "report.en.html").read_text("utf-8"), (
        "the page is shared, the path is seen from it"
    )
    path.unlink()
    refresh(out)
    assert '"boundaries":null' in (out / "report.en.html").read_text("utf-8")
    assert "report.en.html is written without its boundaries (" in caplog.text and path.name in caplog.text
    caplog.clear()
    refresh(out)
    assert caplog.text == ""


def test_an_unknown_language_is_refused_before_anything_is_written(results, tmp_path: Path) -> None:
    with pytest.raises(CuoshiError, match="no words in the language 'de'"):
        cuoshi.sample(results, 30, tmp_path / "coding", lang="de")
    with pytest.raises(CuoshiError, match="no words in the language 'de'"):
        cuoshi.validate(results, [tmp_path / "coding" / "coded-a.csv"], lang="de")
    assert not (tmp_path / "coding").exists()
