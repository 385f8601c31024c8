"""What the command line shows: tagged sentences, progress, the coverage table, the codebook in short."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table
from rich.text import Text

from cuoshi.corpus.run import Progress, Summary
from cuoshi.results.tally import tally
from cuoshi.schema import CATEGORIES, CODEBOOK_VERSION, STATUSES, Report, Sentence

MAX_COUNTIES = 25
PLAIN_SECONDS = 10.0
SECTIONS = {"review": "回顾", "plan": "计划", "problems": "问题"}
COLOURS = {
    "law": "blue",
    "finance": "yellow",
    "service": "green",
    "market": "cyan",
    "integrity": "magenta",
    "party": "red",
    "training": "bright_blue",
}
MEANINGS = {
    "law": (
        "依法行政、公正执法司法、产权保护、惠企政策",
        "rule of law, fair enforcement, property rights, relief",
    ),
    "finance": ("贷款、担保、贴息、基金、融资对接", "loans, guarantees, interest subsidies, funds, access to finance"),
    "service": ("审批提速、帮办代办、包联企业、诉求响应", "faster approval, help for firms, response to complaints"),
    "market": (
        "公平竞争、市场监管、拓市场、招商、要素保障",
        "fair competition, regulation, sales, investment, inputs",
    ),
    "integrity": ("政府践诺、清欠、信用监管、表彰礼遇", "kept promises, arrears cleared, credit regulation, honours"),
    "party": ("党组织、党员和干部队伍、从严治党", "Party organisation, members and cadres, discipline"),
    "training": ("企业家和职工的培训、研修、外出考察", "training, courses and study visits for adults"),
}
STATUS_MEANINGS = {
    "done": ("已经做了、正在做、取得结果", "done, under way, or with a result"),
    "planned": ("将要做", "to be done"),
    "problem": ("不足、短板、困难", "a shortcoming or difficulty"),
    "general": ("只讲原则、意义、定义", "a principle or definition only"),
}


def records(report: Report, thresholds: Mapping[str, float], show_removed: bool) -> Iterator[dict[str, Any]]:
    """Lay a tagged report out as JSON objects, one a sentence.

    Args:
        report: the report.
        thresholds: probability from which each category is given.
        show_removed: put what cleaning removed first, one object a piece.
    """
    if show_removed:
        for removed in report.removed:
            yield {"report": report.id, "removed": removed.text, "line": removed.line, "rule": removed.rule}
    for sentence in report.sentences:
        tags = sentence.tags
        if tags is None:
            continue
        yield {
            "report": report.id,
            "path": report.path,
            "paragraph": sentence.paragraph,
            "position": sentence.position,
            "headings": list(sentence.headings),
            "section": sentence.section,
            "text": sentence.text,
            "categories": list(tags.categories),
            "status": tags.status,
            "probabilities": {name: round(value, 4) for name, value in tags.probabilities.items()},
            "thresholds": {name: round(value, 4) for name, value in thresholds.items()},
            "status_probabilities": {name: round(value, 4) for name, value in tags.status_probabilities.items()},
            "evidence": [{"category": e.category, "start": e.start, "end": e.end} for e in tags.evidence],
        }


def show_report(report: Report, thresholds: Mapping[str, float], show_removed: bool) -> None:
    """Print a tagged report: sentences with a tag in full, the others dim.

    Args:
        report: the report.
        thresholds: probability from which each category is given.
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
            console.print(Text(" / ".join(headings), "dim bold"))
        console.print(_sentence(sentence, thresholds))
    if show_removed:
        console.print(Text(f"清洗去掉 {len(report.removed)} 处 (removed):", "bold"))
        for removed in report.removed:
            console.print(Text(f"  {removed.line}: {removed.text}  ← {removed.rule}", "dim"))


def show_coverage(out: Path) -> None:
    """Print the county × category table of a results folder, on one screen.

    Args:
        out: the results folder.
    """
    coverage = tally(out / "sentences.parquet", by=("county",))
    if coverage.empty:
        return
    counties = [group for _, group in coverage.groupby(["county", "county_code"], sort=False)]
    more = len(counties) - MAX_COUNTIES
    if more > 0:
        counties = sorted(counties, key=lambda group: -group["sentences"].iloc[0])[:MAX_COUNTIES]
    title = "各县各类句子占比  share of sentences by county and category"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("县", no_wrap=True)
    for label in ("报告", "句子", *(name.removesuffix("环境") for name in CATEGORIES.values())):
        table.add_column(label, justify="right", no_wrap=True)
    for group in counties:
        first = group.iloc[0]
        facts = (first["county"] or "（未识别）", str(first["reports"]), str(first["sentences"]))
        table.add_row(*facts, *map(_percent, group["share"]))
    console = Console()
    console.print(table)
    if more > 0:
        console.print(f"还有 {more} 个县未列出，见 {out / 'coverage.csv'} ({more} more counties there)", soft_wrap=True)


def show_summary(summary: Summary) -> None:
    """Say in a few lines what a run did and where its files are."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{summary.reports} reports, {summary.sentences} sentences, {summary.counties} counties, "
        f"{summary.years} years in {summary.seconds:.1f} s: {summary.new} tagged now, {summary.reused} as before"
    )
    if summary.duplicates:
        console.print(f"{summary.duplicates} reports repeat the text of another; all are kept and counted")
    if summary.skipped:
        console.print(f"{summary.skipped} skipped, reasons in {summary.out / 'skipped.csv'}", style="yellow")
    if not summary.reports:
        console.print("no report could be read; the tables are empty", style="yellow")
    names = ("coverage.csv", "coverage.xlsx", "coverage.parquet", "sentences.parquet", "report.html")
    there = [name for name in names if (summary.out / name).exists()]
    console.print(f"results: {summary.out}/  {'  '.join(there)}")


def show_categories() -> None:
    """Print the codebook in short."""
    console = Console(highlight=False, soft_wrap=True)
    parts = (
        (f"类别 categories (codebook {CODEBOOK_VERSION})", CATEGORIES, MEANINGS),
        ("状态 statuses", STATUSES, STATUS_MEANINGS),
    )
    for title, names, meanings in parts:
        console.print(title, style="bold")
        for name, (chinese, english) in meanings.items():
            console.print(f"  {name:<10}{names[name]}：{chinese}\n{'':12}{english}")


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """Show how far a run is, as a bar on a terminal, else as a line now and then; give what to call with it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain(console)
        return
    columns = (MofNCompleteColumn(), TextColumn("files · {task.fields[facts]}"), TimeRemainingColumn(compact=True))
    with ProgressBar(BarColumn(), *columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, facts="")

        def advance(now: Progress) -> None:
            facts = f"{now.reports} reports · {_rate(now, bar.tasks[0].elapsed)} · {now.skipped} skipped · left"
            if now.files == now.total:
                facts = f"{now.reports} reports · writing the tables"
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


def _sentence(sentence: Sentence, thresholds: Mapping[str, float]) -> Text:
    """One sentence and, below it, its tags; the characters that carried the decision are underlined."""
    tags = sentence.tags
    if tags is None or not tags.categories:
        return Text(f"  {sentence.text}", "dim")
    text = Text("  ") + Text(sentence.text)
    for evidence in tags.evidence:
        text.stylize(f"underline {COLOURS[evidence.category]}", evidence.start + 2, evidence.end + 2)
    parts = [
        Text(f"{CATEGORIES[name]} {tags.probabilities[name]:.2f} ≥ {thresholds[name]:.2f}", f"bold {COLOURS[name]}")
        for name in tags.categories
    ]
    if tags.status:
        parts.append(Text(f"{STATUSES[tags.status]} {tags.status_probabilities[tags.status]:.2f}"))
    return text + Text("\n    → ") + Text("  ").join(parts)
