"""How far a run is, and what it did."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

from cuoshi.corpus.inputs import Progress
from cuoshi.corpus.run import Summary
from cuoshi.decimals import decimal
from cuoshi.results import files

PLAIN_SECONDS = 10.0


def show_summary(summary: Summary) -> None:
    """Say in a few lines what a run did and where its files are."""
    console = Console(highlight=False, soft_wrap=True)
    counts = {"report": summary.reports, "sentence": summary.sentences, "year": summary.years}
    there = [*(_of(n, what) for what, n in counts.items()), _of(summary.counties, "county", "counties")]
    before = f", {summary.reused} of a text that was tagged already" if summary.reused else ""
    read = f"{summary.new + summary.reused} read, {summary.new} tagged now{before}"
    if summary.manifest:
        console.print(summary.manifest, markup=False)
    console.print(f"in the tables {', '.join(there)}; {read}, {summary.seconds:.1f} s")
    if summary.where:
        console.print(f"in the tables are only sentences where {summary.where}", markup=False)
    if summary.duplicates:
        how = "counted, as asked for" if summary.keep_duplicates else "not counted (--keep-duplicates)"
        console.print(f"{_of(summary.duplicates, 'copy', 'copies')} of another report's text {how}")
    if summary.near_duplicates:
        near = _of(summary.near_duplicates, "near copy", "near copies")
        console.print(f"{near} (90% of the sentences in common, or an excerpt), counted")
    if summary.duplicates or summary.near_duplicates:
        console.print(f"which ones: {summary.out / files.DUPLICATES}")
    if summary.skipped or summary.doubts:
        odd = {"skipped": summary.skipped, "doubtful": summary.doubts}
        said = ", ".join(f"{count} {what}" for what, count in odd.items() if count)
        console.print(f"{said}, reasons in {summary.out / files.SKIPPED}", style="yellow")
    if not summary.reports:
        why = "no sentence fulfils the condition" if summary.new or summary.reused else "no report could be read"
        console.print(f"{why}; the tables are empty", style="yellow")
    tables = (files.COVERAGE_CSV, files.COVERAGE_XLSX, files.COVERAGE_PARQUET, files.COVERAGE_DTA, files.SENTENCES)
    names = (*tables, *files.PAGES.values())
    written = [name for name in names if (summary.out / name).exists()]
    console.print(f"results: {summary.out}/  {'  '.join(written)}")


def _of(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


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
            facts += f", {now.skipped} skipped{_left(now, moment - started)}"
            console.print(facts, soft_wrap=True, highlight=False)

    return advance


def _left(now: Progress, seconds: float) -> str:
    """About how long it takes still, by the files that are done."""
    if not 0 < now.files < now.total:
        return ""
    minutes = seconds / now.files * (now.total - now.files) / 60
    return f", about {decimal(minutes, 0)} min left" if minutes >= 1 else ", less than a minute left"


def _rate(now: Progress, seconds: float | None) -> str:
    return f"{now.reports / seconds:.1f} reports/s" if seconds else "…"
