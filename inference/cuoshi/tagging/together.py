"""Several models over one pass of the encoder that they share."""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from cuoshi.schema import Report, Sentence, Tags
from cuoshi.scheme import Scheme
from cuoshi.tagging.pooling import Tokens, in_windows
from cuoshi.tagging.tagger import Tagger, known_characters


def tag_together(taggers: Sequence[Tagger], report: Report) -> list[Report]:
    """Tag a report by several models.

    Args:
        taggers: the models; those of one encoder that read windows of one kind share its pass
            (:func:`cuoshi.tagging.tagger.load_all` has such models share their encoder).
        report: the report.

    Returns:
        The report as each of them tags it.
    """
    seen = known_characters(report)
    passes: dict[tuple[int, int, bool], list[int]] = {}
    for i, tagger in enumerate(taggers):
        reading = tagger.decision.reading
        passes.setdefault((id(tagger.encoder), reading.window, reading.title), []).append(i)
    found: dict[int, Report] = {}
    for members in passes.values():
        for i, tokens in zip(members, _read([taggers[i] for i in members], seen), strict=True):
            found[i] = next(taggers[i].tag_tokens([report], [seen], [tokens]))
    return [found[i] for i in range(len(taggers))]


def _read(taggers: Sequence[Tagger], seen: Report) -> list[Tokens]:
    """Read a report once for models of one encoder; each gets what it needs, logits or states."""
    first = taggers[0]
    own = [tagger for tagger in taggers if tagger.heads is None]
    read = first.encoder.states if not own else first.encoder if len(own) == len(taggers) else first.encoder.both
    (tokens,) = in_windows(read, first.tokenizer, [seen], first.decision.reading)
    labels = len(own[0].scheme.label_ids) if own else 0
    states = tokens.part(slice(labels, None))
    return [states if tagger.heads else tokens.part(slice(labels)) for tagger in taggers]


class Together:
    """Models that take turns over the same reports: what the first turn has read is kept for the following ones.

    The tags of later turns lie in a temporary database of SQLite, which goes with this object: a corpus's may be more
    than memory holds.
    """

    def __init__(self, taggers: Sequence[Tagger]) -> None:
        self._taggers = list(taggers)
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute("CREATE TABLE kept (turn INTEGER, report BLOB, tags BLOB, PRIMARY KEY (turn, report))")

    @property
    def turns(self) -> list[Turn]:
        """A tagger a model, to be used one after the other."""
        return [Turn(self, i) for i in range(len(self._taggers))]

    def tagger(self, turn: int) -> Tagger:
        """The model whose turn it is."""
        return self._taggers[turn]

    def tag(self, turn: int, report: Report) -> Report:
        """Tag a report in a turn, and keep what the models of later turns say of it.

        Args:
            turn: which model's it is.
            report: the report.
        """
        key = hashlib.sha256(repr((report.title, report.units)).encode("utf-8", "surrogatepass")).digest()
        if row := self._kept.execute("SELECT tags FROM kept WHERE turn = ? AND report = ?", (turn, key)).fetchone():
            tags: list[Tags] = pickle.loads(row[0])  # noqa: S301 (from this process)
            return report.with_tags(tags)
        first, *others = tag_together(self._taggers[turn:], report)
        for later, tagged in enumerate(others, turn + 1):
            said = [unit.tags for unit in tagged.units if isinstance(unit, Sentence)]
            self._kept.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (later, key, pickle.dumps(said)))
        return first


class Turn:
    """One model's turn: a tagger as a corpus run needs it."""

    def __init__(self, together: Together, turn: int) -> None:
        self._together, self._turn = together, turn

    @property
    def scheme(self) -> Scheme:
        """The categories and statuses that it gives."""
        return self._together.tagger(self._turn).scheme

    @property
    def model_hash(self) -> str:
        """Digest of all that decides a tag."""
        return self._together.tagger(self._turn).model_hash

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Probability from which each category is given."""
        return self._together.tagger(self._turn).thresholds

    @property
    def learnt(self) -> Mapping[str, Any]:
        """What ``cuoshi learn`` said of the model."""
        return self._together.tagger(self._turn).learnt

    def tag(self, report: Report) -> Report:
        """Tag one report."""
        return self._together.tag(self._turn, report)
