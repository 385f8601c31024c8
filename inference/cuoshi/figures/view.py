"""What every figure is drawn from, and what they have in common: colours, labels, the counties set against others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap

from cuoshi.coverage.shares import coverage_table
from cuoshi.figures.corrected import Corrections, corrected
from cuoshi.label import is_bright
from cuoshi.maps.boundaries import Boundaries
from cuoshi.results.loading.folder import Results
from cuoshi.results.loading.places import ABOVE, UNKNOWN, Places
from cuoshi.words import interface_words, said

EVERYONE, OTHERS = "#14568c", "#6b7680"
#: from no share to the highest, in the page's blues
COLOURS = LinearSegmentedColormap.from_list("blues", ("#f3f7fb", "#bfd9ec", "#8dbddd", "#2a74ac", "#135a92", "#07345f"))
#: of the highest share, from where on white is easier to read than ink
DARK = 0.56
#: a line each, told apart also by those who do not see red and green alike, in the order of the page's
CHOSEN = ("#b1400f", "#14568c", "#1b7a4b", "#7d3c98", "#8a7a00", "#b3256d", "#0e9aa7", "#2b1d12")
#: that a Chinese character of a label is wide
CHARACTER_INCHES = 0.125
INK, SOFT, HAIR = "#16202a", "#55616d", "#dfe3e4"


@dataclass(frozen=True, slots=True)
class View:
    """What a figure shows.

    Attributes:
        results: the results folder.
        counties: numbers of the places asked for, see :class:`cuoshi.results.loading.places.Places`; may be none.
        lang: language of the labels.
        size: width and height in inches, ``None`` for what fits the content.
        corrections: corrected shares, to be shown in place of the counted ones.
        category: number of the one category that a figure shows, where it shows one.
        boundaries: what a map draws; tiles of provinces where none are given.
        reports: the results' reports with a column ``place``, the number of each one's place.
        places: the places.
        place_names: what they are called, each otherwise; a city's or province's own report is said to be that.
    """

    results: Results
    counties: Sequence[int] = ()
    lang: str = "zh"
    size: tuple[float, float] | None = None
    corrections: Corrections | None = None
    category: int = 0
    boundaries: Boundaries | None = None
    reports: pd.DataFrame = field(init=False)
    places: Places = field(init=False)
    place_names: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        places = self.results.places
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "place_names", places.labels(self.word("own_report"), self.word("unknown")))
        object.__setattr__(self, "reports", self.results.reports.assign(place=places.of_report))

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
        if self.corrections is None:
            return self.word("share")
        return self.word("share_corrected" if self.corrections.is_sure else "share_corrected_few")

    def province_name(self, name: str) -> str:
        """What a province is called in short in the language; others than China's are called as they are."""
        return interface_words(self.lang)["provinces"].get(name, name) or self.word("unknown_province")

    def held(self, reports: pd.DataFrame) -> list[str]:
        """What reports of several places hold beside those of counties; of one place its name says it."""
        if reports["place"].nunique() < 2:
            return []
        kinds = self.places.table["kind"].to_numpy()[reports["place"]]
        words = {ABOVE: "with_above", UNKNOWN: "with_unknown"}
        numbers = {kind: int((kinds == kind).sum()) for kind in words}
        return [said(self.word(words[kind]), n=number) for kind, number in numbers.items() if number]

    def groups(self, reports: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
        """Label, colour and reports of each line: every chosen county and the others, or all reports."""
        if not self.counties:
            return [(self.word("all"), EVERYONE, reports)]
        groups = [
            (self.place_names[number], colour, reports[reports["place"] == number])
            for number, colour in zip(self.counties, CHOSEN, strict=False)
        ]
        groups.append((self.word("rest"), OTHERS, reports[~reports["place"].isin(list(self.counties))]))
        return [group for group in groups if len(group[2])]


def width_of(text: str) -> float:
    """How wide a text is in Chinese characters, of which a Latin letter or a figure is about half as wide."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)


def folded(text: str, width: int) -> str:
    """Break a text into lines.

    Args:
        text: a name; Chinese has no blanks to break at.
        width: of a line, in Chinese characters.
    """
    return "\n".join(wrap(text, 2 * width, break_long_words=False) if text.isascii() else wrap(text, width))


def top_of(shares: Any) -> float:
    """Where a scale of shares ends, in percent: at the highest, and where there is nothing at one."""
    return float(np.nanmax(shares)) or 1.0


def ink_on(colour: str) -> str:
    """The colour of text that is easier to read on a colour: ink or white."""
    return INK if is_bright(colour) else "white"


def colour_bar(view: View, axes: Any, shares: Any, **where: float) -> None:
    """Draw the scale of shares beside a chart; what it says takes two lines where the figure is low.

    Args:
        view: for its words.
        axes: the chart.
        shares: what it is the scale of.
        where: how wide it is and how far away, as matplotlib's ``colorbar`` takes it.
    """
    bar = axes.figure.colorbar(shares, ax=axes, pad=0.02, **where)
    bar.outline.set_visible(False)
    fits = width_of(view.share) * CHARACTER_INCHES <= axes.get_position().height * axes.figure.get_figheight()
    text = view.share if fits else view.share.replace("（", "\n（").replace(" (", "\n(")
    bar.set_label(text, color=SOFT)


def note(axes: Any, text: str) -> None:
    """Write a note below a chart."""
    axes.text(0, -0.01, text, transform=axes.transAxes, va="top", fontsize=7.5, color=SOFT)
