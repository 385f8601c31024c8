"""A corpus run and the page of its results, together: what ``cuoshi tally`` does, in Python."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

from cuoshi.corpus import run
from cuoshi.corpus.run import Summary
from cuoshi.page.report import write_report

P = ParamSpec("P")


def _with_page(tagging: Callable[P, Summary]) -> Callable[P, Summary]:
    @functools.wraps(tagging)
    def whole(*args: P.args, **kwargs: P.kwargs) -> Summary:
        summary = tagging(*args, **kwargs)
        write_report(summary.out)  # also of nothing: a page of an earlier run must not stay beside empty tables
        return summary

    return whole


tag_corpus = _with_page(run.tag_corpus)
