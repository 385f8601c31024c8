"""What every figure is drawn from, and what they have in common: colours, labels, the counties set against others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cuoshi.coverage.shares import coverage_table
from cuoshi.figures.corrected import Corrections, corrected
from cuoshi.results.loading import Results
from cuoshi.scheme import BRIGHT, luminance
from cuoshi.words import interface_words

EVERYONE, CHOSEN, OTHERS = "#14568c", "#b1400f", "#6b7680"
INK, SOFT, HAIR = "#16202a", "#55616d", "#dfe3e4"


@dataclass(frozen=True, slots=True)
class View:
    """What a figure shows.

    Attributes:
        results: the results folder.
        counties: name and code of the counties asked for; may be none.
        lang: language of the labels.
        size: width and height in inches, ``None`` for what fits the content.
        corrections: corrected shares, to be shown in place of the counted ones.
    """

    results: Results
    counties: Sequence[tuple[str, str]] = ()
    lang: str = "zh"
    size: tuple[float, float] | None = None
    corrections: Corrections | None = None

    @property
    def names(self) -> list[str]:
        """What the categories are called."""
        return [label.name(self.lang) for label in self.results.scheme.categories]

    def word(self, key: str) -> str:
        """A text of the figures in the language."""
        return interface_words(self.lang)["figure"][key]

    def table(self, reports: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
        """The coverage table of some reports; with a column ``synthetic`` where shares are corrected."""
        table = coverage_table(reports, columns, self.results.scheme)
        return corrected(table, reports, columns, self.corrections) if self.corrections else table

    @property
    def share(self) -> str:
        """What the axis of shares says."""
        return self.word("share_corrected" if self.corrections else "share")

    def groups(self, reports: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
        """Label, colour and reports of each line: the chosen counties and the others, or everyone."""
        if not self.counties:
            return [(self.word("all"), EVERYONE, reports)]
        keys = pd.MultiIndex.from_frame(reports[["county", "county_code"]])
        inside = keys.isin(list(self.counties))
        several = self.word("selected").format(n=len(self.counties))
        label = self.counties[0][0] if len(self.counties) == 1 else several
        groups = [(label, CHOSEN, reports[inside]), (self.word("rest"), OTHERS, reports[~inside])]
        return [group for group in groups if len(group[2])]


def ink_on(colour: str) -> str:
    """The colour of text that is easier to read on a colour: ink or white."""
    return INK if luminance(colour) > BRIGHT else "white"


def note(axes: Any, text: str) -> None:
    """Write a note below a chart."""
    axes.text(0, -0.01, text, transform=axes.transAxes, va="top", fontsize=7.5, color=SOFT)
