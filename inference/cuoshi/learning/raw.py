"""The sentences of reports, tagged or not, as the table that a sample to learn from is drawn from."""

from __future__ import annotations

import logging

import numpy as np
import pandas as pd

from cuoshi.columns import BETWEEN_HEADINGS, sentence_id
from cuoshi.corpus.inputs import Corpus
from cuoshi.corpus.manifest import UNMET
from cuoshi.corpus.messages import Parsed, shown, warning
from cuoshi.corpus.pool import Pool
from cuoshi.errors import CuoshiError
from cuoshi.schema import Report

LOG = logging.getLogger("cuoshi")
#: files that are read for a first sample, of those of the corpus
MOST_FILES = 400


def sentences(corpus: Corpus, workers: int | None = None, seed: int = 1) -> tuple[pd.DataFrame, float]:
    """Read the sentences of a corpus, of a large one those of some of its files, drawn at random.

    Args:
        corpus: the files.
        workers: processes that read them.
        seed: of the draw of files.

    Returns:
        One row a sentence, report behind report, with the columns of :data:`cuoshi.learning.drawn.COLUMNS` but
        ``inclusion``; copies of a report are left out. And the share of files that was read.

    Raises:
        CuoshiError: no file can be read.
    """
    files = list(corpus.files)
    some = files
    if len(files) > MOST_FILES:
        chosen = np.random.default_rng(seed).choice(len(files), MOST_FILES, replace=False)
        some = [files[i] for i in sorted(chosen.tolist())]
    found: dict[str, Report] = {}
    with Pool(workers) as pool:
        for _, message in pool.read(map(corpus.job, some)):
            if isinstance(message, Parsed):
                found.setdefault(message.report.id, message.report)
            elif said := warning(message):
                LOG.warning("%s", said)
    for path in corpus.manifest.unmet() if some is files else ():
        LOG.warning("%s: %s", shown(path), UNMET)
    if not found:
        raise CuoshiError(f"none of {len(some)} files could be read; `cuoshi inspect` says why")
    rows = [row for _, report in sorted(found.items()) for row in _rows(report)]
    return pd.DataFrame(rows), len(some) / len(files)


def of_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The same columns of a sentences table (:class:`cuoshi.coding.population.Population`)."""
    names = ["sentence_id", "report_id", "title", "county", "year", "paragraph", "text"]
    table = frame[names].astype(dict.fromkeys(["report_id", "title", "county", "text"], object))
    table[["title", "county"]] = table[["title", "county"]].fillna("")
    paths = frame["heading_path"].astype(object).fillna("")
    table["headings"] = [path.split(BETWEEN_HEADINGS) if path else [] for path in paths]
    return table


def _rows(report: Report) -> list[dict[str, object]]:
    shared = {"title": report.title, "county": report.place.county, "year": report.year}
    return [
        {
            "sentence_id": sentence_id(report.id, sentence.position),
            "report_id": report.id,
            **shared,
            "headings": list(sentence.headings),
            "paragraph": sentence.paragraph,
            "text": sentence.text,
        }
        for sentence in report.sentences
    ]
