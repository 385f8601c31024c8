"""Soft labels for self-training and distillation: what teachers say of corpus sentences that nobody coded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from cuoshi.atomic import replaced
from cuoshi.schema import Report
from cuoshi.tagging.tagger import Tagger
from cuoshi_training.classifier.teacher import TfidfTeacher, label_with_tagger, mean_labels
from cuoshi_training.data import unlabelled
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.data.store import StoredReports, concatenate, opened, store
from cuoshi_training.errors import TrainingError

Item = TypeVar("Item")
#: passages labelled together, and lost when a run is cut off
CHUNK = 2000
SETTINGS_FILE, LABELLED_FILE = "soft.json", "labelled.arrow"


@dataclass(frozen=True)
class Draw:
    """Which passages of a corpus are labelled.

    Attributes:
        corpus: shards.
        kinds: kinds of document to draw from.
        sentences: how many to draw.
        seed: of the draw.
    """

    corpus: tuple[Path, ...]
    kinds: tuple[str, ...]
    sentences: int
    seed: int = 1


def lessons(
    draw: Draw,
    labelled: Sequence[TrainingReport],
    taggers: Sequence[Tagger],
    folder: Path,
    *,
    repeat: int,
    log: Callable[[str], None] = print,
) -> StoredReports:
    """What a student learns from: passages that teachers label, and the labelled reports among them.

    Args:
        draw: which passages.
        labelled: reports with labels, which the TF-IDF teacher learns from too.
        taggers: teachers beside it.
        folder: where all that is kept, as of :func:`soft_labelled`.
        repeat: how often the labelled reports are among the passages.
        log: receives a line every 2,000 passages, and one at the end.

    Raises:
        TrainingError: as of :func:`soft_labelled`.
    """
    passages = soft_labelled(draw, labelled, taggers, folder, log=log)
    count = sum(len(passage.categories) for passage in passages)
    log(f"{count:,} sentences of {len(passages):,} passages labelled by {1 + len(taggers)}")
    return concatenate([passages, *[store(labelled, folder / LABELLED_FILE)] * repeat])


def soft_labelled(
    draw: Draw,
    labelled: Sequence[TrainingReport],
    taggers: Sequence[Tagger],
    folder: Path,
    *,
    log: Callable[[str], None] = print,
) -> StoredReports:
    """Draw passages of a corpus and have all teachers label them; what is labelled lies on disk, not in memory.

    Args:
        draw: which passages.
        labelled: what the TF-IDF teacher learns from; the likelier it sees a measure in a passage, the likelier
            the passage is drawn.
        taggers: teachers beside it.
        folder: where the passages are kept, with their text; they must stay while the result is used. What an earlier
            call with the same arguments has left there is not labelled again.
        log: receives a line every 2,000 passages.

    Returns:
        The passages with the mean of the teachers' probabilities.

    Raises:
        TrainingError: the folder holds soft labels of another draw or of other teachers.
    """
    _claim(folder, draw, labelled, taggers)
    drawn = _drawn(draw, labelled, folder / "drawn.arrow")
    parts = []
    for first in range(0, len(drawn), CHUNK):
        path = folder / f"soft-{first // CHUNK:04}.arrow"
        if not path.exists():
            store(_averaged(drawn[first : first + CHUNK], taggers), path)
            log(f"labelled {min(first + CHUNK, len(drawn)):,} of {len(drawn):,} passages")
        parts.append(opened(path))
    return concatenate(parts)


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of some thousand items."""
    stream = iter(items)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _claim(folder: Path, draw: Draw, labelled: Sequence[TrainingReport], taggers: Sequence[Tagger]) -> None:
    """Write down what the folder is for, or refuse one that is for something else."""
    this = asdict(draw) | {
        "corpus": [path.name for path in draw.corpus],
        "kinds": list(draw.kinds),
        "labels": sum(len(report.categories) for report in labelled),
        "teachers": [tagger.model_hash for tagger in taggers],
    }
    path = folder / SETTINGS_FILE
    if path.exists() and (before := json.loads(path.read_text(encoding="utf-8"))) != this:
        differs = ", ".join(key for key in this if before.get(key) != this[key])
        raise TrainingError(f"{folder} holds soft labels of another run ({differs} differ); name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        temporary.write_text(json.dumps(this, indent=1), encoding="utf-8")


def _drawn(draw: Draw, labelled: Sequence[TrainingReport], path: Path) -> StoredReports:
    """The passages drawn, with the soft labels of the TF-IDF teacher."""
    if path.exists():
        return opened(path)
    teacher = TfidfTeacher(labelled)
    with TemporaryDirectory(dir=path.parent) as temporary:
        found = chunks(unlabelled.passages(draw.corpus, draw.kinds))
        told = (passage for chunk in found for passage in teacher.label(chunk))
        whole = store(told, Path(temporary) / "passages.arrow")
        return store(whole.select(unlabelled.draw(whole, draw.sentences, draw.seed)), path)


def _averaged(passages: Sequence[TrainingReport], taggers: Sequence[Tagger]) -> list[TrainingReport]:
    reports: list[Report] = [passage.report for passage in passages]
    return mean_labels([list(passages), *(label_with_tagger(tagger, reports) for tagger in taggers)])
