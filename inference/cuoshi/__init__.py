"""cuoshi（措施）: tag every sentence of Chinese county reports with the measures it reports, and tally coverage.

>>> import cuoshi
>>> [sentence.categories for sentence in cuoshi.tag("组织45名企业家赴外地参加研修班。")]  # doctest: +SKIP
[('training',)]
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuoshi.results.tally import tally
from cuoshi.schema import Report, Sentence

if TYPE_CHECKING:
    from cuoshi.corpus.inspection import Inspection, inspect
    from cuoshi.corpus.run import Summary
    from cuoshi.corpus.single import read
    from cuoshi.figures.plot import plot
    from cuoshi.learning.drawing import sample_active, sample_reports
    from cuoshi.learning.learn import learn
    from cuoshi.page.report import write_report
    from cuoshi.refreshing import validate
    from cuoshi.results.panel.panel import panel
    from cuoshi.scheme import Scheme
    from cuoshi.tagging.tagger import Tagger, load
    from cuoshi.tallying import tag_corpus
    from cuoshi.validity.outcome import Validity
    from cuoshi.validity.sample import sample

    __version__: str

__all__ = [
    "Inspection",
    "Report",
    "Scheme",
    "Sentence",
    "Summary",
    "Tagger",
    "Validity",
    "__version__",
    "inspect",
    "learn",
    "load",
    "panel",
    "plot",
    "read",
    "sample",
    "sample_active",
    "sample_reports",
    "tag",
    "tag_corpus",
    "tally",
    "validate",
    "write_report",
]

# What needs the readers or the encoder is imported when it is first used, so that `import cuoshi` is instant.
_HOMES = {
    "Inspection": "cuoshi.corpus.inspection",
    "inspect": "cuoshi.corpus.inspection",
    "Summary": "cuoshi.corpus.run",
    "Tagger": "cuoshi.tagging.tagger",
    "learn": "cuoshi.learning.learn",
    "load": "cuoshi.tagging.tagger",
    "panel": "cuoshi.results.panel.panel",
    "plot": "cuoshi.figures.plot",
    "read": "cuoshi.corpus.single",
    "Scheme": "cuoshi.scheme",
    "Validity": "cuoshi.validity.outcome",
    "sample": "cuoshi.validity.sample",
    "sample_active": "cuoshi.learning.drawing",
    "sample_reports": "cuoshi.learning.drawing",
    "tag_corpus": "cuoshi.tallying",
    "validate": "cuoshi.refreshing",
    "write_report": "cuoshi.page.report",
}


def tag(text_or_report: str | Path | Report, model: Path | str | None = None) -> Report:
    """Tag every sentence of one report; a model is loaded once, and anew when its files have changed.

    Args:
        text_or_report: the text of a report or of a single sentence; or the path of a file that holds one report, as a
            ``Path``; or a report that was read.
        model: name of a bundled model, or a model folder; the default model when ``None``.

    Returns:
        The report with its sentences tagged. Iterating it gives the sentences in reading order; ``to_frame()``
        gives them as a table; ``tally`` takes any number of such reports.

    Raises:
        CuoshiError: there is no sentence in the text, the file cannot be read or holds several reports, or there is
            no such model.
    """
    from cuoshi.corpus.single import read
    from cuoshi.reading import from_text
    from cuoshi.tagging.folder import locate, written

    if isinstance(text_or_report, Path):
        report = read(text_or_report)
    else:
        report = from_text(text_or_report) if isinstance(text_or_report, str) else text_or_report
    if not isinstance(report, Report):
        from cuoshi.errors import CuoshiError

        raise CuoshiError(f"{type(report).__name__} cannot be tagged; give a text, the Path of a file, or a report")
    folder = locate(model).resolve()
    return _tagger(folder, written(folder)).tag(report)


@functools.lru_cache(maxsize=2)
def _tagger(folder: Path, written: object) -> Tagger:
    """The model of a folder as it was written then: ``cuoshi learn`` writes over what it wrote before."""
    from cuoshi.tagging.tagger import load

    return load(folder)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return importlib.metadata.version("cuoshi")
    if name not in _HOMES:
        raise AttributeError(f"module 'cuoshi' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
