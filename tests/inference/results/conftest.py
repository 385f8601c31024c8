"""Reports tagged by keyword, and the tables of a run over them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from cuoshi.results.lists.skipped import Skipped
from cuoshi.results.tables import rows
from cuoshi.results.workbook import sheet_rows
from cuoshi.results.writing.folder import Run, write_results
from cuoshi.schema import Place, Report, Sentence
from cuoshi.scheme import bundled

KEYS = ["county", "county_code", "year"]


@pytest.fixture
def make_report(tagger) -> Callable[..., Report]:
    def make(number=0, texts=("推进审批提速。", "种粮面积稳定。"), county="清禾县", year=2021):
        units = [Sentence(text, i // 2, i, ("一、回顾", "（一）环境"), "review") for i, text in enumerate(texts)]
        report = Report(f"r{number}", units, f"in/{number}.txt", "清禾县报告", Place(county, "130001"), year)
        return tagger.tag(report)

    return make


@pytest.fixture
def write() -> Callable[..., Path]:
    """Write the files of a run, made from reports without a store."""

    def write_all(
        folder: Path, reports: Iterable[Report], skipped: Sequence[tuple[str, str]] = (), lang: str = "zh"
    ) -> Path:
        folder.mkdir(exist_ok=True)
        tables = (rows.sentence_table(report, bundled()) for report in reports)
        facts = dict.fromkeys(sheet_rows.FACTS, "0") | {"lang": lang}
        write_results(Run(tables, [Skipped(*one) for one in skipped], KEYS, bundled(), facts), folder)
        return folder

    return write_all


@pytest.fixture
def cells() -> Callable[[Any], list[list[Any]]]:
    """The values of a sheet, row by row."""
    return lambda sheet: [list(row) for row in sheet.iter_rows(values_only=True)]
