"""What a whole run costs: sentences a second, memory, and seconds of the page, by engine and workers.

Only the ratios of one table mean anything: all its rows are timed one after the other on one machine. A run is the
command itself in a process of its own, so that nothing of one is left for the next.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuoshi.errors import CuoshiError
from cuoshi.readers import MANIFEST
from cuoshi.refreshing import refresh
from cuoshi.results import files
from cuoshi.schema import Report

#: sentences of a report, and of one of its paragraphs
LENGTH, PARAGRAPH = 60, 4
#: seconds between two looks at the memory of the processes
PAUSE = 0.25


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost.

    Attributes:
        engine: what read.
        workers: how many processes it had.
        reports: how many there were.
        sentences: how many were tagged.
        seconds: wall time of the command.
        main: peak memory of its own process, in bytes.
        total: peak of the sum over all its processes, in bytes; what they share counts as often as they share it.
        page: seconds to load the results again and write the page anew.
    """

    engine: str
    workers: int
    reports: int
    sentences: int
    seconds: float
    main: int
    total: int
    page: float

    def row(self) -> list[str]:
        """Its row of the table."""
        rate = f"{self.sentences / self.seconds:,.0f}"
        memory = [f"{bytes_ / 1e6:,.0f}" for bytes_ in (self.main, self.total)]
        return [
            f"{self.reports:,}",
            self.engine,
            str(self.workers),
            rate,
            *memory,
            f"{self.page:.1f}",
        ]


COLUMNS = ("reports", "engine", "workers", "sentences/s", "main process, MB", "all, MB", "page, s")


def write_corpus(labelled: Iterable[Report], folder: Path, number: int, seed: int = 1) -> None:
    """Write so many reports of shuffled sentences, of a county and year each, as text files.

    Args:
        labelled: where the sentences are from.
        folder: to be made.
        number: how many reports.
        seed: of the shuffle.
    """
    said = [sentence.text for report in labelled for sentence in report.sentences]
    chance = random.Random(seed)  # noqa: S311 (no secret)
    folder.mkdir(parents=True)
    lines = ["path,county,year"]
    for report in range(number):
        drawn = chance.choices(said, k=LENGTH)
        parts = ["".join(drawn[start : start + PARAGRAPH]) for start in range(0, LENGTH, PARAGRAPH)]
        name = f"{report:06d}.txt"
        (folder / name).write_text("\n".join([f"第{report}号工作总结", "一、工作回顾", *parts]), "utf-8")
        lines.append(f"{name},第{report // 20}县,{2005 + report % 20}")
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", "utf-8")


def measure(reports: Path, out: Path, engine: str, workers: int) -> Cost:
    """Tally a folder and watch what that takes.

    Args:
        reports: the folder.
        out: results folder, not there yet.
        engine: ``pool`` or ``ray``.
        workers: its processes.

    Raises:
        CuoshiError: the run failed.
    """
    command = [sys.executable, "-m", "cuoshi", "tally", reports, "--out", out, "--quiet"]
    command += ["--engine", engine, "--workers", str(workers)]
    started = time.monotonic()
    process = subprocess.Popen([*map(str, command)], stderr=subprocess.PIPE, text=True)  # noqa: S603
    main = total = 0
    while process.poll() is None:
        sizes = dict(_sizes(process.pid))
        main, total = max(main, sizes.get(process.pid, 0)), max(total, sum(sizes.values()))
        time.sleep(PAUSE)
    seconds = time.monotonic() - started
    if process.returncode:
        said = process.stderr.read() if process.stderr else ""
        raise CuoshiError(f"{reports}: the run with the engine {engine} failed: {said.strip()[-300:]}")
    facts = json.loads((out / files.RUN).read_text("utf-8"))
    started = time.monotonic()
    refresh(out)
    page = time.monotonic() - started
    return Cost(engine, workers, facts["reports"], facts["sentences"], seconds, main, total, page)


def as_markdown(costs: Sequence[Cost]) -> str:
    """Lay costs out as a table of a page."""
    rows = [COLUMNS, ["---:"] * len(COLUMNS), *(cost.row() for cost in costs)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _sizes(root: int) -> Iterator[tuple[int, int]]:
    """Process and resident bytes of a process and all below it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        except OSError:  # it has ended meanwhile
            continue
        parents.setdefault(parent, []).append(int(stat.parent.name))
    waiting = [root]
    while waiting:
        process = waiting.pop()
        waiting += parents.get(process, [])
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
        except OSError:
            continue
        yield process, pages * os.sysconf("SC_PAGE_SIZE")
