"""What the workbook's sheets say, row by row, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

import pandas as pd
import pyarrow as pa

from cuoshi.results import learnt
from cuoshi.results.coded import Coded
from cuoshi.scheme import Scheme
from cuoshi.words import interface_words

#: rows that are Python's own at a time
AT_ONCE = 1024
#: what is said of a run, by the names of ``run.json``
FACTS = {
    "versions": "版本",
    "model_hash": "模型指纹",
    "codebook_version": "编码手册版本",
    "thresholds": "判定阈值",
    "by": "分组",
    "where": "条件",
    "inputs": "输入",
    "files": "文件数",
    "reports": "报告数",
    "sentences": "句数",
    "duplicates": "与他篇正文相同的报告数",
    "keep_duplicates": "正文相同的报告是否计入",
    "near_duplicates": "九成以上句子与他篇相同的报告数（计入）",
    "counties": "县数",
    "years": "年份数",
    "skipped": "未读取数",
}


def about(facts: Mapping[str, Any], scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield what a run's sheet of facts says, a pair a row.

    Args:
        facts: facts of the run by the keys of ``FACTS``.
        scheme: what the sentences were tagged with.
    """
    for name, label in FACTS.items():
        yield label, _text(facts[name], scheme)
    yield "占比", "标为该类的句数 ÷ 全部句数；一句可属几类，各类占比之和可大于 1"
    if scheme.rest and scheme.counted_ids:
        counted = "、".join(scheme.status(name).zh for name in scheme.counted_ids)
        yield "状态", f"{counted}之外的句子为“{scheme.rest.zh}”"
    yield "期望句数", "校准后概率之和，不受阈值影响"
    yield (
        "占比下限、上限",
        "对组内报告重抽样 1000 次所得的 95% 区间；各篇占比相同时为按句数的 Wilson 区间；组内只有一篇时无法重抽样，留空",
    )


def about_learnt(
    facts: Mapping[str, Any], coverage: pd.DataFrame, scheme: Scheme, validity: Coded | None
) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of a model that a user learnt, with warnings where no sample corrects its shares.

    Args:
        facts: facts of the run.
        coverage: the coverage table.
        scheme: what the sentences were tagged with.
        validity: what a hand-coded sample said, if there is one.
    """
    found = facts.get("learnt") or {}
    if said := learnt.description(found, "zh"):
        yield "模型", said
    sums = coverage.groupby("category")[["tagged", "sentences"]].sum()
    shares = dict(zip(sums.index, sums["tagged"] / sums["sentences"].clip(lower=1), strict=True))
    for warning in () if validity else learnt.warnings(found, shares, scheme, "zh"):
        yield "注意", warning


def about_validity(validity: Coded | None) -> Iterator[tuple[str, str]]:
    """Yield what the sheet of facts says of a hand-coded sample, nothing where there is none."""
    if validity is None:
        return
    among = f"{validity.population:,} 句" + (f"（{validity.where}）" if validity.where else "")
    yield "手工编码", f"{'、'.join(validity.coders)}编码了 {validity.coded} 句，按已知概率抽自 {among}"
    yield "未答、有分歧", f"抽到的句子中 {validity.missing} 句未答，{validity.unsettled} 句编码人有分歧而未裁定"
    words = interface_words("zh")["validity"]
    for name, n in validity.told.items():
        yield "注意", words[f"warn_{name}"].format(n=n)
    yield "校正后占比", "以手工编码的句子校正模型误差后的占比；区间只含抽样编码的误差，“同类报告”再加上报告之间的差异"
    yield (
        "校正方法",
        "design：全部编码；composite：以本组的误差校正；synthetic：本组编码的句子太少，用各组共同的误差校正",
    )
    yield "占比（回归用）", "各句“预测 + 编码误差 ÷ 入样概率”的均值：无偏而波动大，可超出 0 至 1，不可截断，只用于回归"


def validity_rows(validity: Coded, scheme: Scheme) -> Iterator[list[Any]]:
    """Yield a row a category, in the order of :func:`cuoshi.results.sheets.validity_columns`."""
    for label in scheme.categories:
        own = validity.categories[label.id]
        row = [label.zh, own.coded, own.tagged, own.naive, *astuple(own.corrected), *own.wide]
        for figure in own.measured.values():
            row += astuple(figure)
        yield [*row, own.needed]


def _text(fact: Any, scheme: Scheme) -> str:
    if isinstance(fact, Mapping):
        names = {label.id: label.zh for label in scheme.categories}
        return "；".join(f"{names.get(name, name)} {value}" for name, value in fact.items())
    if isinstance(fact, bool):
        return "是" if fact else "否"
    if isinstance(fact, list):
        return "，".join(map(str, fact))
    return str(fact)


def coverage_rows(coverage: pd.DataFrame, scheme: Scheme) -> Iterator[list[Any]]:
    """Yield the rows of the coverage table, categories by their Chinese names."""
    shown = coverage.assign(
        category=coverage["category"].map({label.id: label.zh for label in scheme.categories}),
        present=coverage["present"].map({True: "是", False: "否"}),
    )
    for row in shown.itertuples(index=False, name=None):
        yield [None if pd.isna(value) else value for value in row]


def county_rows(counties: pd.DataFrame) -> Iterator[list[Any]]:
    """Yield a row a county, in the order of :func:`cuoshi.results.sheets.county_columns`.

    Args:
        counties: the coverage table by county alone, with a column ``years``.
    """
    for (county, code), group in counties.groupby(["county", "county_code"], sort=True):
        first = group.iloc[0]
        covered = int(group["present"].sum())
        facts = [county or "（未识别）", code, first["years"], int(first["reports"]), int(first["sentences"])]
        yield [*facts, covered, *group["share"].tolist()]


def sentence_rows(table: pa.Table, columns: Sequence[str], scheme: Scheme) -> Iterator[list[Any]]:
    """Yield a row a sentence, categories and status by their Chinese names.

    Args:
        table: a piece of the sentences table.
        columns: which of its columns, in this order.
        scheme: what it was tagged with.
    """
    categories = {label.id: label.zh for label in scheme.categories}
    statuses = {label.id: label.zh for label in scheme.statuses}
    for piece in table.select(columns).to_batches(AT_ONCE):
        for row in piece.to_pylist():
            row["categories"] = "；".join(categories[category] for category in row["categories"])
            if scheme.statuses:
                row["status"] = statuses.get(row["status"] or "")
            yield [row[name] for name in columns]
