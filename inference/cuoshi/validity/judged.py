"""The sentences that were coded, among all of a results folder."""

from __future__ import annotations

from dataclasses import dataclass

from cuoshi.arrays import Flags, Floats, Integers
from cuoshi.coding.population import Population
from cuoshi.validity.recalibration import recalibrated
from cuoshi.validity.shares import Estimate, corrected
from cuoshi.validity.variances import Clusters


@dataclass(frozen=True, slots=True)
class Judged:
    """What was coded, and by which design.

    Attributes:
        everything: all sentences.
        drawn: indices of the coded ones.
        labels: whether coders gave the category, 0 or 1 (coded sentences × categories).
        inclusion: their probabilities of selection.
        clusters: their reports, if these were drawn first.
    """

    everything: Population
    drawn: Integers
    labels: Floats
    inclusion: Floats
    clusters: Clusters | None = None

    @property
    def weights(self) -> Floats:
        """How many sentences each coded one stands for."""
        return 1 / self.inclusion

    @property
    def units(self) -> Integers | None:
        """Number of each coded sentence's report where reports were drawn first."""
        return None if self.clusters is None else self.clusters.reports

    def given(self, category: int) -> Flags:
        """Whether coders gave a category, by coded sentence."""
        return self.labels[:, category] > 0.5

    def predicted(self, category: int) -> Floats:
        """Probability of a category for every sentence, recalibrated by what was coded."""
        own = self.everything
        given = self.given(category)
        return recalibrated(own.probabilities[:, category], own.reports, self.drawn, given, self.weights)

    def share(self, category: int, predicted: Floats) -> Estimate:
        """A category's share of all sentences.

        Args:
            category: its number.
            predicted: its probability, one a sentence.
        """
        return corrected(predicted, self.drawn, self.labels[:, category], self.inclusion, clusters=self.clusters)
