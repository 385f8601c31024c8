"""What the command line shows: tagged sentences, progress, the coverage table, the codebook in short."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table
from rich.text import Text

from cuoshi.corpus.inputs import Progress
from cuoshi.corpus.inspection import Inspection
from cuoshi.corpus.run import ReportTagger, Summary
from cuoshi.coverage.shares import coverage_table, under_newest_name
from cuoshi.results import files
from cuoshi.results.loading import Results
from cuoshi.schema import Report, Sentence
from cuoshi.scheme import Label, Scheme

if TYPE_CHECKING:
    import pandas as pd

MAX_COUNTIES = 25
#: reports, and other lines of one kind, that an inspection shows, and years of its matrix
MAX_ROWS, MAX_YEARS = 20, 12
PLAIN: Mapping[str, Any] = {"title_justify": "left", "box": SIMPLE_HEAD, "padding": (0, 1, 0, 0)}
#: cells of a column of shares (“12.3%”) and characters of a name that stand in a line above it
NARROWEST, NAME_LINE = 6, 3
PLAIN_SECONDS = 10.0
DECIMALS = 4


def lines(report: Report, thresholds: Mapping[str, float], show_removed: bool) -> Iterator[dict[str, Any]]:
    """Lay a tagged report out as JSON objects, one a sentence: its row of the sentences table and what decided.

    Args:
        report: the report.
        thresholds: probability from which each category is given.
        show_removed: put what cleaning removed first, one object a piece.
    """
    if show_removed:
        for removed in report.removed:
            yield {"report_id": report.id, "removed": removed.text, "line": removed.line, "rule": removed.rule}
    decided = {"thresholds": _rounded(thresholds)}
    for sentence, record in zip(report.sentences, report.records(), strict=True):
        states = {"status_probabilities": _rounded(sentence.tags.status_probabilities if sentence.tags else {})}
        numbers = {name: value for name, value in record.items() if isinstance(value, float)}
        yield record | _rounded(numbers) | states | decided


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, DECIMALS) for name, value in values.items()}


def show_report(report: Report, tagger: ReportTagger, show_removed: bool) -> None:
    """Print a tagged report: sentences with a tag in full, the others dim.

    Args:
        report: the report.
        tagger: what tagged it, for its scheme and thresholds.
        show_removed: list what cleaning removed.
    """
    console = Console(highlight=False, soft_wrap=True)
    facts = [report.title, report.place.county, str(report.year or ""), report.path]
    if line := "  ".join(fact for fact in facts if fact):
        console.print(Text(line, "bold"))
    headings: tuple[str, ...] = ()
    for sentence in report.sentences:
        if sentence.headings != headings:
            headings = sentence.headings
            console.print(Text(sentence.heading_path, "dim bold"))
        console.print(_sentence(sentence, tagger.scheme, tagger.thresholds))
    if show_removed:
        console.print(Text(f"清洗去掉 {len(report.removed)} 处 (removed):", "bold"))
        for removed in report.removed:
            console.print(Text(f"  {removed.line}: {removed.text}  ← {removed.rule}", "dim"))


def show_coverage(results: Results) -> None:
    """Print the county × category table of a results folder, as much of it as one screen holds.

    Args:
        results: what was loaded of the folder.
    """
    coverage = coverage_table(under_newest_name(results.reports), ["county", "county_code"], results.scheme)
    if coverage.empty:
        return
    console = Console()
    counties = [group for _, group in coverage.groupby(["county", "county_code"], sort=False)]
    more = len(counties) - MAX_COUNTIES
    if more > 0:
        counties = sorted(counties, key=lambda group: -group["sentences"].iloc[0])[:MAX_COUNTIES]
    labels = _fitting(results.scheme, max(_width(group.iloc[0]) for group in counties), console.width)
    title = "各县各类句子占比  share of sentences by county and category"
    table = Table(title=title, **PLAIN)
    table.add_column("县", no_wrap=True)
    for name in ("报告", "句子"):
        table.add_column(name, justify="right", no_wrap=True)
    for label in labels:
        table.add_column(_folded(label.zh), justify="right", min_width=NARROWEST)
    for group in counties:
        first = group.iloc[0]
        facts = (_county(first), str(first["reports"]), str(first["sentences"]))
        table.add_row(*facts, *map(_percent, group["share"].iloc[: len(labels)]))
    console.print(table)
    left = len(results.scheme.categories) - len(labels)
    for count, what, english in ((more, "个县", "counties"), (left, "个类别", "categories")):
        if count > 0:
            where = results.folder / files.COVERAGE_CSV
            console.print(f"还有 {count} {what}未列出，见 {where} ({count} more {english} there)", soft_wrap=True)


def _fitting(scheme: Scheme, county: int, width: int) -> Sequence[Label]:
    """The categories whose columns fit beside those of the county, in cells of a terminal."""
    room = width - county - 2 * len("报告 ") - 6
    return scheme.categories[: max(1, room // (NARROWEST + 1))]


def _folded(name: str) -> str:
    """Break a name into lines of one length: 法治 above 环境."""
    size = math.ceil(len(name) / math.ceil(len(name) / NAME_LINE))
    return "\n".join(name[i : i + size] for i in range(0, len(name), size))


def _width(county: pd.Series[Any]) -> int:
    return cell_len(_county(county))


def _county(row: pd.Series[Any]) -> str:
    return str(row["county"]) or "（未识别）"


def show_summary(summary: Summary) -> None:
    """Say in a few lines what a run did and where its files are."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{summary.reports} reports, {summary.sentences} sentences, {summary.counties} counties, "
        f"{summary.years} years in {summary.seconds:.1f} s: {summary.new} tagged now, {summary.reused} as before"
    )
    if summary.duplicates:
        how = "and are counted, as asked for" if summary.keep_duplicates else "and are not counted (--keep-duplicates)"
        console.print(f"{summary.duplicates} reports repeat the text of another {how}")
    if summary.near_duplicates:
        console.print(f"{summary.near_duplicates} reports have 90% of their sentences in common with another")
    if summary.duplicates or summary.near_duplicates:
        console.print(f"which ones: {summary.out / files.DUPLICATES}")
    if summary.skipped:
        console.print(f"{summary.skipped} skipped, reasons in {summary.out / files.SKIPPED}", style="yellow")
    if not summary.reports:
        console.print("no report could be read; the tables are empty", style="yellow")
    names = (files.COVERAGE_CSV, files.COVERAGE_XLSX, files.COVERAGE_PARQUET, files.SENTENCES, files.PAGES["zh"])
    there = [name for name in names if (summary.out / name).exists()]
    console.print(f"results: {summary.out}/  {'  '.join(there)}")


def show_inspection(found: Inspection) -> None:
    """Print what a folder would be read as: doubtful reports first, then which counties have which years."""
    console = Console(highlight=False, soft_wrap=True)
    said = [*(f"skipped {path}: {reason}" for path, reason in found.skipped), *found.notices]
    for line in said[:MAX_ROWS]:
        console.print(Text(line, "yellow"))
    _show_more(len(said) - MAX_ROWS, "条", "such lines; the manifest has those of files")
    _show_rows(found)
    _show_matrix(found.matrix())
    for name in ("level", "genre", "reader", "encoding"):
        counts = found.reports.loc[found.reports[name] != "", name].value_counts()
        console.print(f"{name}: " + "  ".join(f"{value} {count}" for value, count in counts.items()))
    console.print(f"{found.summary()} in {found.seconds:.1f} s")


def _show_rows(found: Inspection) -> None:
    reports = found.reports.sort_values("note", key=lambda note: note == "", kind="stable")
    doubtful = (reports["note"] != "").sum()
    print(f"报告，存疑的 {doubtful} 份在前  reports, the {doubtful} doubtful ones first")
    folder = os.path.commonpath([*map(os.path.dirname, reports["path"])]) if len(reports) else ""
    table = Table(**PLAIN)
    for name in ("县", "年", "文种", "字数"):
        table.add_column(name, no_wrap=True, justify="right" if name == "字数" else "left")
    table.add_column(f"报告 {folder}", overflow="fold")
    for _, report in reports.head(MAX_ROWS).fillna({"year": 0}).iterrows():
        unit = report["county"] or report["city"] * (report["level"] == "city") or _county(report)
        facts = (unit, str(report["year"] or "?"), report["genre"], f"{report['characters']:,}")
        name = report["path"].removeprefix(f"{folder}/")
        table.add_row(*facts, Text(name) + Text(f"\n{report['note']}".rstrip(), "yellow"))
    Console().print(table)
    _show_more(len(reports) - MAX_ROWS, "份报告", "reports in the manifest")


def _show_matrix(counts: pd.DataFrame) -> None:
    """Print how many reports each county has of each year, counties with gaps first where there are many."""
    if counts.empty:
        return
    if len(counts) > MAX_COUNTIES:
        gaps = (counts == 0).sum(axis=1)
        counts = counts.loc[gaps.sort_values(ascending=False, kind="stable").index]
    print("各县各年报告数  reports by county and year")
    table = Table(**PLAIN)
    table.add_column("县", no_wrap=True)
    shown = counts.iloc[:MAX_COUNTIES, -MAX_YEARS:]
    for year in shown:
        table.add_column(str(year), justify="right", no_wrap=True)
    for county, row in zip(shown.index.get_level_values("county"), shown.to_numpy(), strict=True):
        table.add_row(county, *(str(count or "·") for count in row))
    Console().print(table)
    _show_more(len(counts) - MAX_COUNTIES, "个县", "counties; cuoshi.inspect(…).matrix() has all")


def _show_more(count: int, what: str, english: str) -> None:
    if count > 0:
        Console(highlight=False, soft_wrap=True).print(f"还有 {count} {what} ({count} more {english})")


def show_scheme(scheme: Scheme) -> None:
    """Print a codebook in short."""
    console = Console(highlight=False, soft_wrap=True)
    parts = ((f"类别 categories (codebook {scheme.version})", scheme.categories), ("状态 statuses", scheme.statuses))
    width = max(map(len, scheme.label_ids)) + 2
    for title, labels in parts:
        if labels:
            console.print(title, style="bold")
        for label in labels:
            console.print(f"  {label.id:<{width}}{label.zh}：{label.meaning_zh}")
            console.print(f"  {'':<{width}}{label.en}: {label.meaning_en}")


@contextmanager
def progress(last: str = "writing the tables", quiet: bool = False) -> Iterator[Callable[[Progress], None]]:
    """Show how far a run is, as a bar on a terminal, else as a line now and then; give what to call with it.

    Args:
        last: what is done when all files are read.
        quiet: show nothing.
    """
    console = Console(stderr=True, quiet=quiet)
    if quiet or not console.is_terminal:
        yield _plain(console)
        return
    columns = (MofNCompleteColumn(), TextColumn("files · {task.fields[facts]}"), TimeRemainingColumn(compact=True))
    with ProgressBar(BarColumn(), *columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, facts="")

        def advance(now: Progress) -> None:
            facts = f"{now.reports} reports · {_rate(now, bar.tasks[0].elapsed)} · {now.skipped} skipped · left"
            if now.files == now.total:
                facts = f"{now.reports} reports · {last}"
            bar.update(task, completed=now.files, total=now.total, facts=facts)

        yield advance


def _plain(console: Console) -> Callable[[Progress], None]:
    started = last = time.monotonic()

    def advance(now: Progress) -> None:
        nonlocal last
        moment = time.monotonic()
        if moment - last >= PLAIN_SECONDS:
            last = moment
            facts = f"{now.files} of {now.total} files, {now.reports} reports, {_rate(now, moment - started)}"
            console.print(f"{facts}, {now.skipped} skipped", soft_wrap=True, highlight=False)

    return advance


def _rate(now: Progress, seconds: float | None) -> str:
    return f"{now.reports / seconds:.1f} reports/s" if seconds else "…"


def _percent(share: float) -> str:
    return f"{share:.1%}" if share else "·"


def _sentence(sentence: Sentence, scheme: Scheme, thresholds: Mapping[str, float]) -> Text:
    """One sentence and, below it, its tags; the characters that carried the decision are underlined."""
    tags = sentence.tags
    if tags is None or not tags.categories:
        return Text(f"  {sentence.text}", "dim")
    text = Text("  ") + Text(sentence.text)
    for evidence in tags.evidence:
        text.stylize(f"underline {scheme.category(evidence.category).colour}", evidence.start + 2, evidence.end + 2)
    parts = [
        Text(f"{label.zh} {tags.probabilities[label.id]:.2f} ≥ {thresholds[label.id]:.2f}", f"bold {label.colour}")
        for label in map(scheme.category, tags.categories)
    ]
    if tags.status:
        parts.append(Text(f"{scheme.status(tags.status).zh} {tags.status_probabilities[tags.status]:.2f}"))
    return text + Text("\n    → ") + Text("  ").join(parts)
