"""The folder of a sample that is drawn to learn from: which sentences, and the reports that they stand in.

``drawn.parquet`` has every sentence of those reports, since the encoder reads a sentence among its neighbours. The
sample that judges a model (:mod:`cuoshi.validity.sampled`) is another file, so that one is not taken for the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cuoshi.arrays import Integers
from cuoshi.atomic import replaced
from cuoshi.errors import CuoshiError
from cuoshi.schema import Heading, Report, Sentence
from cuoshi.scheme import Scheme
from cuoshi.words import interface_words

FILE = "drawn.parquet"
ABOUT = b"cuoshi"
#: a row a sentence, in reading order, report behind report
COLUMNS = ("sentence_id", "report_id", "title", "county", "year", "headings", "paragraph", "text", "inclusion")

#: text, headings above it, paragraph, index in its report
Line = tuple[str, Sequence[str], int, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample to learn from.

    Attributes:
        frame: one row a drawn sentence in the order in which to code: ``sentence_id``, ``inclusion`` …
        context: all sentences of their reports, :data:`COLUMNS`; ``inclusion`` is missing where one was not drawn.
        scheme: what they are coded with.
    """

    frame: pd.DataFrame
    context: pd.DataFrame
    scheme: Scheme

    def reports(self) -> tuple[tuple[Report, ...], Integers, Integers]:
        """The reports, and for each drawn sentence the index of its report and its place there."""
        made: list[Report] = []
        places: dict[str, tuple[int, int]] = {}
        for name, rows in self.context.groupby("report_id", sort=False):
            columns = (rows[column].tolist() for column in ("text", "headings", "paragraph"))
            lines = zip(*columns, range(len(rows)), strict=True)
            made.append(Report(id=str(name), units=units(lines), title=str(rows["title"].iat[0])))
            places |= {one: (len(made) - 1, i) for i, one in enumerate(rows["sentence_id"].tolist())}
        found = np.array([places[name] for name in self.frame["sentence_id"]], np.int64).reshape(-1, 2)
        return tuple(made), found[:, 0], found[:, 1]


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was drawn.

    Attributes:
        drawn: the sample; ``drawn.frame`` has its sentences, a row each.
        population: distinct sentences of the reports that were read, those drawn before left out.
        files: coding page and sheet.
        keywords: drawn sentences that have a category's keyword, by category.
    """

    drawn: Drawn
    population: int
    files: tuple[Path, ...]
    keywords: dict[str, int]

    def summary(self, lang: str = "en") -> str:
        """Say in lines what was drawn and where to code it.

        Args:
            lang: ``zh`` or ``en``.
        """
        words, mark = interface_words(lang)["learning"], interface_words(lang)["script"]["list"]
        said = [words["drawn"].format(n=len(self.drawn.frame), population=f"{self.population:,}")]
        if self.keywords:
            names = mark.join(f"{name} {number}" for name, number in self.keywords.items())
            said.append(words["keywords"].format(names=names))
        return "\n".join([*said, words["files"].format(files="  ".join(map(str, self.files)))])


def units(lines: Iterable[Line]) -> list[Heading | Sentence]:
    """Put headings back where they stood: before the first sentence below them.

    Args:
        lines: the sentences of a report in reading order.
    """
    found: list[Heading | Sentence] = []
    path: tuple[str, ...] = ()
    for text, headings, paragraph, position in lines:
        now = tuple(headings)
        shared = next((i for i, (a, b) in enumerate(zip(path, now, strict=False)) if a != b), min(len(path), len(now)))
        found += [Heading(level, heading) for level, heading in enumerate(now[shared:], shared + 1)]
        found.append(Sentence(text, int(paragraph), position, now))
        path = now
    return found


def has_sample(folder: Path) -> bool:
    """Whether a folder holds a sample to learn from."""
    return (folder / FILE).is_file()


def write(folder: Path, drawn: Drawn, about: dict[str, object]) -> None:
    """Write the sample.

    Args:
        folder: the coding folder, which is there.
        drawn: the sample.
        about: how it was drawn.
    """
    order = {name: i for i, name in enumerate(drawn.frame["sentence_id"])}
    rows = drawn.context.assign(order=[order.get(name, -1) for name in drawn.context["sentence_id"]])
    table = pa.Table.from_pandas(rows, preserve_index=False)
    known = json.dumps(about | {"scheme": drawn.scheme.to_dict()}, ensure_ascii=False)
    with replaced(folder / FILE) as temporary:
        pq.write_table(table.replace_schema_metadata({ABOUT: known}), temporary, compression="zstd")


def read(folder: Path) -> Drawn:
    """Read the sample of a coding folder.

    Raises:
        CuoshiError: there is none, or it is damaged.
    """
    path = folder / FILE
    try:
        table = pq.read_table(path)
        scheme = Scheme.from_dict(json.loads(table.schema.metadata[ABOUT])["scheme"], str(path))
        context = table.to_pandas()
        frame = context[context["order"] >= 0].sort_values("order", kind="stable").reset_index(drop=True)
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise CuoshiError(f"{path}: no sample to learn from there ({error}); draw one with `cuoshi sample`") from error
    return Drawn(frame, context, scheme)
