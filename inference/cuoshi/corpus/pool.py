"""The engine of one machine: child processes read, and may crash, hang or run out of memory without stopping the run.

It tags nothing: that is left to the driver, whose encoder takes all cores.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from queue import Empty, Queue
from typing import Any

from cuoshi.corpus import child
from cuoshi.corpus.engine import require_workers
from cuoshi.corpus.messages import Finished, Job, Message

#: messages (most of them a report each) that wait for the tagger; more would only fill memory
WAITING = 32
MAX_WORKERS = 4


def workers_here() -> int:
    """Processes that read files on this machine: as many as the processor has cores, four at most."""
    return min(MAX_WORKERS, os.cpu_count() or 1)


class Pool:
    """Child processes that read files. Use as a context manager.

    Each child has a thread that hands it one file at a time, so that a child that dies takes only its file along.
    """

    def __init__(self, workers: int | None = None, timeout: float | None = None) -> None:
        """Start nothing yet.

        Args:
            workers: how many children; as many as :func:`workers_here` says when ``None``.
            timeout: seconds after which a child that says nothing is ended.

        Raises:
            CuoshiError: the number is none from 1.
        """
        require_workers(workers)
        number = workers or workers_here()
        self._inbox: Queue[Job | None] = Queue()
        self._outbox: Queue[tuple[Job, Message]] = Queue(WAITING)
        self._children = [child.Child(timeout or child.TIMEOUT) for _ in range(number)]
        self._threads = [threading.Thread(target=self._run, args=(slot,), daemon=True) for slot in range(number)]

    def __enter__(self) -> Pool:
        for thread in self._threads:  # a child starts with its first file
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        _drain(self._inbox)
        for _ in self._threads:
            self._inbox.put(None)
        for thread in self._threads:
            while thread.is_alive():
                for one in self._children:
                    one.kill()
                _drain(self._outbox)
                thread.join(0.02)

    def read(self, jobs: Iterable[Job], tagged: Collection[str] = ()) -> Iterator[tuple[Job, Message]]:
        """Read files.

        Args:
            jobs: the files; taken one by one as there is room, in the caller's thread.
            tagged: not used, for nothing is tagged here.

        Yields:
            Each file's messages in their order, those of several files mixed, :class:`Finished` last of each.
        """
        stream = iter(jobs)
        unfinished = 0
        for job in islice(stream, 2 * len(self._threads)):
            self._inbox.put(job)
            unfinished += 1
        while unfinished:
            job, message = self._outbox.get()
            yield job, message
            if isinstance(message, Finished):
                unfinished -= 1
                for following in islice(stream, 1):
                    self._inbox.put(following)
                    unfinished += 1

    def _run(self, slot: int) -> None:
        own = self._children[slot]
        while (job := self._inbox.get()) is not None:
            for message in own.ask(job):
                self._outbox.put((job, message))
        own.end()


def _drain(queue: Queue[Any]) -> None:
    with contextlib.suppress(Empty):
        while True:
            queue.get_nowait()
