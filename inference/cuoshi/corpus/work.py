"""The reading and tagging of one run: files go to an engine, what is finished to the store."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from cuoshi.corpus.copies import entry_of
from cuoshi.corpus.engine import Engine
from cuoshi.corpus.inputs import Corpus, Progress
from cuoshi.corpus.manifest import UNMET
from cuoshi.corpus.messages import Doubt, Failure, Job, Message, Notice, Parsed, shown
from cuoshi.corpus.stamp import stamp
from cuoshi.corpus.store import Store
from cuoshi.errors import CuoshiError
from cuoshi.readers.pages.ocr import state
from cuoshi.results.tables.rows import retagged, sentence_table
from cuoshi.schema import Report
from cuoshi.scheme import Scheme

LOG = logging.getLogger("cuoshi")


class ReportTagger(Protocol):
    """What a run needs of a tagger; :class:`cuoshi.Tagger` has it."""

    @property
    def scheme(self) -> Scheme:
        """The categories and statuses that it gives."""

    @property
    def model_hash(self) -> str:
        """Digest of all that decides a tag."""

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Probability from which each category is given."""

    @property
    def learnt(self) -> Mapping[str, Any]:
        """What ``cuoshi learn`` said of the model; empty for other models."""

    def tag(self, report: Report) -> Report:
        """Tag one report."""


class Work:
    """What brings a store up to date with its files.

    Attributes:
        new: reports that it tagged.
        reports: reports that it met, tagged now or before.
    """

    def __init__(
        self, store: Store, tagger: ReportTagger, corpus: Corpus, progress: Callable[[Progress], None]
    ) -> None:
        """Begin nothing yet.

        Args:
            store: what is finished.
            tagger: the encoder.
            corpus: the files.
            progress: called after every file and report.
        """
        self.new = 0
        self._store = store
        self._tagger = tagger
        self._corpus = corpus
        self._stamp, self._ocr_state = stamp(tagger), state(corpus.ocr)
        self._files = self.reports = self._skipped = 0
        self._progress = progress

    def read_and_tag(self, engine: Engine) -> None:
        """Bring the store up to date with the files.

        Args:
            engine: what reads; it is started and ended here.

        Raises:
            CuoshiError: it did not answer for every file; what the store holds of the others stays there.
        """
        with engine:
            for job, message in engine.read(map(self._job, self._corpus.files), self._store.tagged_as()):
                self._take(job, message)
                self._progress(Progress(self._files, len(self._corpus.files), self.reports, self._skipped))
        if self._files < len(self._corpus.files):
            raise CuoshiError(f"{self._files} of {len(self._corpus.files)} files were answered for; run again")
        self._store.forget_unseen()
        for path in self._corpus.manifest.unmet():
            self._store.skip(shown(path), UNMET)

    def _job(self, path: Path) -> Job:
        name = shown(path)
        self._store.see(name)
        return self._corpus.job(path, self._stamp, self._store.key(name), self._ocr_state)

    def _take(self, job: Job, message: Message) -> None:
        if isinstance(message, Parsed):
            self._tag(job, message)
        elif isinstance(message, Failure):
            self._store.skip(message.path, message.reason)
            LOG.info("%s: skipped: %s", message.path, message.reason)
            self._skipped += 1
        elif isinstance(message, Doubt):
            self._store.skip(message.path, message.reason, counted=True)
            LOG.info("%s: doubtful: %s", message.path, message.reason)
        elif isinstance(message, Notice):
            LOG.warning("%s", message.text)
        else:
            self._files += 1
            if message.count is None:
                self.reports += self._store.reports_in(job.name)
            else:
                self._store.finish(job.name, message.key, message.count)

    def _tag(self, job: Job, parsed: Parsed) -> None:
        report = parsed.report
        self.reports += 1
        if self._store.digest(job.name, parsed.number) == parsed.digest:
            return
        if known := self._store.tagged(parsed.tagged_as):
            rows = retagged(report, known, self._tagger.scheme)
        elif parsed.rows is not None:
            rows = parsed.rows
            self.new += 1
        else:
            rows = sentence_table(self._tagger.tag(report), self._tagger.scheme)
            self.new += 1
        self._store.put(entry_of(job, parsed), rows, parsed.digest, parsed.tagged_as)
