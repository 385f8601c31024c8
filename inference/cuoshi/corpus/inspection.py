"""What a folder would be read as, before anything is tagged, and the manifest by which that is corrected."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuoshi import aliases
from cuoshi.corpus.copies import Key, entry_of, find_copies
from cuoshi.corpus.doubts import AND, place_doubts, with_unlike, year_doubts
from cuoshi.corpus.inputs import Corpus, Progress
from cuoshi.corpus.manifest import INFORMS, UNMET, part_of, write_manifest
from cuoshi.corpus.messages import Doubt, Failure, Job, Message, Notice, Parsed, shown
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.store import Entry
from cuoshi.coverage.units import are_counties, count_counties, unit_of
from cuoshi.results.tables.checks import require_free, taken
from cuoshi.schema import Report
from cuoshi.scheme import Scheme, bundled
from cuoshi.words import interface_words

if TYPE_CHECKING:
    import pandas as pd

#: what is said of a report beside what every table says of it
ABOUT = ("sentences", "characters", "reader", "encoding", "duplicate_of", "note")
#: columns of the manifest; those of ``FOUND`` are filled with what was found, the others only as the manifest in use
#: states them, since they follow from the county and would contradict a corrected one
COLUMNS = ("path", "county", "county_code", "county_id", "level", "province", "city", "year", "genre", "title")
FOUND = ("path", "county", "year", "genre", "title")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the files of a folder would be read as.

    Attributes:
        reports: one row a report, in the order of their paths: what every table says of it (``report_id``, ``path``,
            ``title``, ``genre``, ``county``, ``year`` …), the manifest's own columns unless one is called as those that
            follow (it is in ``stated`` only), ``sentences``, ``characters``
            (of the sentences), ``reader`` (``docx``, ``pdf`` …), ``encoding`` (of texts), ``duplicate_of`` (the path
            of a report with the same text) and ``note``, what is doubtful.
        skipped: path and reason of what cannot be read.
        notices: what a person should know of files that are read.
        stated: what the manifest in use states of a report, by its path.
        seconds: wall time.
        manifest: which manifest is in use and how many rows it has; empty where there is none.
    """

    reports: pd.DataFrame
    skipped: Sequence[tuple[str, str]]
    notices: Sequence[str]
    stated: Mapping[str, Mapping[str, str]]
    seconds: float
    manifest: str = ""

    def matrix(self) -> pd.DataFrame:
        """Count the reports of each county and year; copies, and reports of unknown county or year, left out.

        Returns:
            One row a county, or city or province that reports itself (``county_id`` and its newest name), a column a
            year from the first to the last.
        """
        known = self.reports[(self.reports["county"] != "") & self.reports["year"].notna()]
        known = known[known["duplicate_of"] == ""].sort_values("year", kind="stable")
        unit = unit_of(known)
        newest = unit.map(known.groupby(unit)["county"].last()).rename("county")
        counts = known.groupby([unit, newest, "year"]).size().unstack("year", fill_value=0)
        named = [int(year) for year in known["year"]]
        years = range(min(named, default=0), max(named, default=-1) + 1)
        return counts.reindex(columns=list(years), fill_value=0).rename_axis(columns="year")

    def summary(self, lang: str = "en") -> str:
        """Say in a line how many reports there are, of which counties and years, and what is missing.

        Args:
            lang: ``zh`` or ``en``.
        """
        words, counts, reports = interface_words(lang)["inspection"], self.matrix(), self.reports
        cells = counts[are_counties(counts.index.get_level_values(0).to_series()).to_numpy()]
        years = words["years"].format(first=counts.columns[0], last=counts.columns[-1]) if len(counts) else ""
        return words["found"].format(
            reports=len(reports),
            copies=(reports["duplicate_of"] != "").sum(),
            counties=count_counties(reports[reports["duplicate_of"] == ""]),
            years=years,
            full=words["full"].format(some=(cells > 0).to_numpy().sum(), all=cells.size) if len(cells) else "",
            no_county=(reports["county_id"] == "").sum(),
            no_year=reports["year"].isna().sum(),
            skipped=len(self.skipped),
        )

    def write_manifest(self, path: Path | str) -> Path:
        """Write the manifest to correct and to give back to ``cuoshi.tag_corpus``.

        ``county``, ``year``, ``genre`` and ``title`` are as found; ``county_code``, ``level`` … as the manifest in use
        states them. Columns that begin with ``_`` say what else was found; they are not read back.

        Args:
            path: the file, which must not be there.

        Returns:
            The file.

        Raises:
            CuoshiError: it is there, or cannot be written.
        """
        own = [name for name in self.reports if name in self._own_columns()]
        header = [*COLUMNS, *own, *(INFORMS + name for name in ("place", "county_id", "level", *ABOUT))]
        write_manifest(Path(path), header, sorted(self._rows(), key=lambda row: str(row["path"])))
        return Path(path)

    def _own_columns(self) -> set[str]:
        return {name for stated in self.stated.values() for name in stated} - set(aliases.ALIASES)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for report in self.reports.astype(object).where(self.reports.notna(), "").to_dict("records"):
            found = {name: report[name] for name in FOUND}
            place = "".join(dict.fromkeys(report[name] for name in ("province", "city", "county")))
            code = f"（{report['county_code']}）" if report["county_code"] else report["county_candidates"]
            about = {INFORMS + name: report[name] for name in ("county_id", "level", *ABOUT)}
            about[f"{INFORMS}place"] = place + code
            yield found | dict(self.stated.get(report["path"], {})) | about
        for path, reason in self.skipped:
            yield {"path": path, f"{INFORMS}note": f"skipped: {reason}"}


def inspect(
    paths: Iterable[Path | str] | Path | str,
    *,
    manifest: Path | str | None = None,
    workers: int | None = None,
    ocr: bool = True,
    scheme: Scheme | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Inspection:
    """Read a corpus as ``cuoshi.tag_corpus`` would, and say what was found; nothing is tagged.

    Args:
        paths: files and folders of reports; folders are walked.
        manifest: CSV table or workbook with county, year … of the files; a folder's own ``manifest.csv`` when
            ``None``.
        workers: processes that read files; as many as the processor has cores, four at most, when ``None``.
        ocr: whether pictures of pages are read, where rapidocr is installed.
        scheme: what the run will tag with, whose columns no column of the manifest may be called like; that of the
            default model when ``None``.
        progress: called after every file and report.

    Returns:
        What the files would be read as.

    Raises:
        CuoshiError: there is no file to read, or the manifest cannot be used.
    """
    started = time.monotonic()
    corpus = Corpus.of(paths, manifest, ocr=ocr)
    require_free(corpus.manifest.extra, taken(scheme or bundled()))  # as a run will
    found = _Found(corpus, progress or (lambda _: None))
    with Pool(workers) as pool:
        for job, message in pool.read(map(corpus.job, corpus.files)):
            found.take(job, message)
    return found.inspection(started)


class _Found:
    """What has been found so far."""

    def __init__(self, corpus: Corpus, progress: Callable[[Progress], None]) -> None:
        self._corpus = corpus
        self._manifest = corpus.manifest
        self._progress = progress
        self._files = 0
        self._reports: dict[Key, tuple[Entry, dict[str, Any]]] = {}
        self._stated: dict[str, dict[str, str]] = {}
        self._doubts: dict[str, list[str]] = {}
        self._years: dict[Key, list[str]] = {}
        self._skipped: list[tuple[str, str]] = []
        self._notices: set[str] = set()

    def take(self, job: Job, message: Message) -> None:
        if isinstance(message, Parsed):
            self._put(job, message)
        elif isinstance(message, Doubt):
            self._doubts.setdefault(message.path, []).append(message.reason)
        elif isinstance(message, Failure):
            self._skipped.append((message.path, message.reason))
        elif isinstance(message, Notice):
            self._notices.add(message.text)
        else:
            self._files += 1
        self._progress(Progress(self._files, len(self._corpus.files), len(self._reports), len(self._skipped)))

    def _put(self, job: Job, parsed: Parsed) -> None:
        report = parsed.report
        stated = self._manifest.stated(job.path, part_of(job.name, report.path))
        said = [sentence.text for sentence in report.sentences]
        own = {name: stated.get(name, "") for name in self._manifest.extra if name not in ABOUT}
        read = {"reader": parsed.reader, "encoding": parsed.encoding}
        row = report.facts() | own | read | {"sentences": len(said), "characters": sum(map(len, said))}
        self._reports[job.name, parsed.number] = entry_of(job, parsed), row
        self._stated[report.path] = stated
        self._years[job.name, parsed.number] = list(year_doubts(report, parsed.reader, stated))

    def inspection(self, started: float) -> Inspection:
        """Put together what was found, in an order that does not depend on that of reading."""
        import pandas as pd  # it takes a second to import, `import cuoshi` should not

        missing = [(shown(path), UNMET) for path in self._manifest.unmet()]
        copies = find_copies([entry for entry, _ in self._reports.values()])
        rows = []
        for key, (_, row) in sorted(self._reports.items()):
            copy = copies.get(key)
            row |= {"duplicate_of": copy.original.name if copy and copy.exact else ""}
            doubts = [*self._doubts.get(row["path"], ()), *place_doubts(row, copy), *self._years[key]]
            rows.append(row | {"note": AND.join(doubts)})
        names = list(dict.fromkeys([*Report("", ()).facts(), *self._manifest.extra, *ABOUT]))
        frame = with_unlike(pd.DataFrame(rows, columns=names).astype({"year": "Int32"}))
        skipped = sorted([*self._skipped, *missing])
        seconds = round(time.monotonic() - started, 1)
        return Inspection(frame, skipped, sorted(self._notices), self._stated, seconds, self._manifest.said)
