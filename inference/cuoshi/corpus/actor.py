"""What a worker of a cluster does: it reads files in a child process of its own, and tags them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from cuoshi.corpus.child import Child
from cuoshi.corpus.messages import Job, Message, Parsed
from cuoshi.corpus.stamp import stamp
from cuoshi.errors import CuoshiError
from cuoshi.readers.pages.ocr import state
from cuoshi.results.tables.rows import sentence_table

if TYPE_CHECKING:
    from cuoshi.corpus.work import ReportTagger


class Worker:
    """What an actor does."""

    def __init__(self, tagger: ReportTagger, tagged: Collection[str]) -> None:
        """Begin.

        Args:
            tagger: the encoder.
            tagged: digests of what was tagged before.
        """
        self._child = Child()
        self._tagger = tagger
        self._tagged = tagged
        self._stamp = stamp(tagger)

    def open(self) -> None:
        """Say that it is there."""

    def read(self, job: Job, skip: int) -> Iterator[Message]:
        """Read and tag a file.

        Args:
            job: the file.
            skip: messages of the file that the driver has already, from an actor that died.

        Raises:
            CuoshiError: the driver would read or tag otherwise.
        """
        if (self._stamp, state(job.ocr)) != (job.stamp, job.ocr_state):
            raise CuoshiError("a worker has another version of cuoshi or rapidocr; install the same on every machine")
        for message in islice(self._child.ask(job), skip, None):
            if isinstance(message, Parsed) and message.tagged_as not in self._tagged:
                rows = sentence_table(self._tagger.tag(message.report), self._tagger.scheme)
                yield replace(message, rows=rows)
            else:
                yield message
