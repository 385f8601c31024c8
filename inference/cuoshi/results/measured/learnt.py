"""What is to be known of shares that were counted by a model which a user has learnt: page, workbook and run say it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from cuoshi.decimals import decimal, percent
from cuoshi.scheme import Scheme
from cuoshi.tagging.learnt import LearntFrom
from cuoshi.words import interface_words

#: how many times as frequent as among drawn sentences a category is told of
MORE = 2.0


def description(learnt: LearntFrom | None, lang: str) -> str:
    """Say what the categories were learnt from, and how well.

    Args:
        learnt: what ``cuoshi learn`` found; ``None`` for other models.
        lang: ``zh`` or ``en``.

    Returns:
        A sentence or two; empty for other models.
    """
    if not learnt:
        return ""
    value, low, high = ("–" if math.isnan(end) else decimal(end, 2) for end in learnt.macro_f1)
    return interface_words(lang)["learnt"]["from"].format(
        sentences=learnt.sentences, reports=learnt.reports, f1=value, low=low, high=high
    )


def warnings(learnt: LearntFrom | None, shares: Mapping[str, float], scheme: Scheme, lang: str) -> list[str]:
    """Say why the shares that such a model counts may be too high.

    Args:
        learnt: what ``cuoshi learn`` found; ``None`` for other models.
        shares: of all sentences, by category.
        scheme: the categories.
        lang: ``zh`` or ``en``.

    Returns:
        A line each: that it learnt from sentences which were not drawn; which categories are more than twice as
        frequent as among those that were, and outside of what these leave open.
    """
    if not learnt:
        return []
    words = interface_words(lang)["learnt"]
    told = [words["chosen"].format(sentences=learnt.sentences, chosen=learnt.chosen)] if learnt.chosen else []
    for name, (drawn, low, high) in learnt.shares.items():
        if shares[name] > max(MORE * drawn, high):
            ends = {"drawn": percent(drawn), "low": percent(low), "high": percent(high)}
            told.append(
                words["more"].format(category=scheme.category(name).name(lang), share=percent(shares[name]), **ends)
            )
    return told
