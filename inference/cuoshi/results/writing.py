"""The files of a results folder, written from what the store holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cuoshi.corpus.store import Store
from cuoshi.coverage import arithmetic
from cuoshi.results import tables
from cuoshi.results.workbook import write_workbook
from cuoshi.schema import CATEGORIES

FILES = ("sentences.parquet", "coverage.parquet", "coverage.csv", "coverage.xlsx", "skipped.csv")
LABELS = {
    "versions": "版本",
    "model_hash": "模型指纹",
    "codebook_version": "编码手册版本",
    "thresholds": "判定阈值",
    "by": "分组",
    "inputs": "输入",
    "files": "文件数",
    "reports": "报告数",
    "sentences": "句数",
    "duplicates": "与他篇正文相同的报告数",
    "counties": "县数",
    "years": "年份数",
    "skipped": "未读取数",
}
REMARKS = {
    "占比": "标为该类的句数 ÷ 全部句数；一句可属几类，各类占比之和可大于 1",
    "状态": "已实施、计划、问题之外的句子为“一般”",
    "期望句数": "校准后概率之和，不受阈值影响",
    "占比下限、上限": "对组内报告重抽样 1000 次所得的 95% 区间；组内只有一篇报告时无法重抽样，留空",
}


def write_results(store: Store, out: Path, columns: Sequence[str], facts: Mapping[str, Any], xlsx: bool) -> None:
    """Write all tables of a run, unless they are there already and nobody has touched them since.

    Args:
        store: the finished reports.
        out: the results folder.
        columns: columns that make a group of the coverage table.
        facts: what the workbook says about the run; nothing in it may differ from run to run over the same files.
        xlsx: write the workbook too; when not, one of an earlier run is removed, it would not fit the rest.
    """
    content = repr((store.fingerprint(), columns, facts, xlsx))
    if store.written == _state(out, content):
        return
    sentences = out / "sentences.parquet"
    tables.write_sentences(store.tables(), sentences)
    keys = list(dict.fromkeys([*columns, "county", "county_code", "year"]))
    counts = arithmetic.count_reports(arithmetic.batches(sentences, keys), keys)
    table = arithmetic.coverage_table(counts, columns)
    tables.write_coverage(table, columns, out)
    tables.write_csv(out / "skipped.csv", ("path", "reason"), store.skipped())
    workbook = out / "coverage.xlsx"
    if xlsx:
        about = {label: _text(facts[name]) for name, label in LABELS.items()}
        write_workbook(workbook, table, county_summary(counts), sentences, store.skipped(), about | REMARKS)
    else:
        workbook.unlink(missing_ok=True)
    store.written = _state(out, content)


def county_summary(counts: pd.DataFrame) -> pd.DataFrame:
    """Coverage by county over all years, with the years that its reports are of in a column ``years``.

    Args:
        counts: counts per report, see :func:`cuoshi.coverage.arithmetic.count_reports`,
            with county and year among the keys.
    """
    county = ["county", "county_code"]
    years = counts.groupby(county, dropna=False, as_index=False).agg(years=("year", _years))
    return arithmetic.coverage_table(counts, county).merge(years, on=county)


def write_json(path: Path, facts: Mapping[str, Any]) -> None:
    """Write facts of a run as JSON."""
    with tables.replaced(path) as temporary:
        temporary.write_text(json.dumps(facts, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


def _state(out: Path, content: str) -> str:
    """What the tables were made from, and their size and time: another run need not write them again."""
    stats = [(path.name, path.stat()) for path in map(out.joinpath, FILES) if path.exists()]
    return repr((content, [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]))


def _years(years: pd.Series[int]) -> str:
    return "、".join(map(str, sorted(years.dropna().unique())))


def _text(fact: Any) -> str:
    if isinstance(fact, Mapping):
        return "；".join(f"{CATEGORIES.get(name, name)} {value}" for name, value in fact.items())
    if isinstance(fact, list):
        return "，".join(map(str, fact))
    return str(fact)
