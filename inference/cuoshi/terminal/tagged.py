"""Tagged sentences, as lines for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from cuoshi.corpus.work import ReportTagger
from cuoshi.schema import Report, Sentence
from cuoshi.scheme import Scheme

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
        console.print(Text(f"removed by cleaning: {len(report.removed)}", "bold"))
        for removed in report.removed:
            console.print(Text(f"  {removed.line}: {removed.text}  ← {removed.rule}", "dim"))


def _sentence(sentence: Sentence, scheme: Scheme, thresholds: Mapping[str, float]) -> Text:
    """One sentence and, below it, its tags; the characters that carried the decision are underlined."""
    tags = sentence.tags
    if tags is None or not tags.categories:
        return Text(f"  {sentence.text}", "dim")
    text = Text("  ") + Text(sentence.text)
    for evidence in tags.evidence:
        text.stylize(f"underline {scheme.category(evidence.category).colour}", evidence.start + 2, evidence.end + 2)
    parts = [
        Text(f"{label.en} {tags.probabilities[label.id]:.2f} ≥ {thresholds[label.id]:.2f}", f"bold {label.colour}")
        for label in map(scheme.category, tags.categories)
    ]
    if tags.status:
        parts.append(Text(f"{scheme.status(tags.status).en} {tags.status_probabilities[tags.status]:.2f}"))
    return text + Text("\n    → ") + Text("  ").join(parts)
