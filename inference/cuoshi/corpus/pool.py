"""Reads many files at once in child processes that may crash, hang or run out of memory without stopping the run."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from queue import Empty, Queue
from typing import Any, BinaryIO, cast

from cuoshi.corpus.worker import Failure, Finished, Job, Message, Parsed, Working

TIMEOUT = 120.0
CHILD = "from cuoshi.corpus.worker import main; main()"
#: messages (most of them a report each) that wait for the tagger; more would only fill memory
WAITING = 32


class Pool:
    """Child processes that read files. Use as a context manager.

    Each child has a thread that hands it one file at a time, so that a child that dies takes only its file along.
    """

    def __init__(self, workers: int, timeout: float) -> None:
        """Start the threads; a child starts with its first file.

        Args:
            workers: how many children.
            timeout: seconds after which a child that says nothing is ended.
        """
        self._timeout = timeout
        self._inbox: Queue[Job | None] = Queue()
        self._outbox: Queue[tuple[Job, Message]] = Queue(WAITING)
        self._children: dict[int, _Child] = {}
        self._threads = [threading.Thread(target=self._run, args=(slot,), daemon=True) for slot in range(workers)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *exception: object) -> None:
        _drain(self._inbox)
        for _ in self._threads:
            self._inbox.put(None)
        for thread in self._threads:
            while thread.is_alive():
                for child in list(self._children.values()):
                    child.kill()
                _drain(self._outbox)
                thread.join(0.02)

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Message]]:
        """Read files.

        Args:
            jobs: the files; taken one by one as there is room, in the caller's thread.

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
        while (job := self._inbox.get()) is not None:
            for message in self._ask(slot, job):
                self._outbox.put((job, message))
        if child := self._children.pop(slot, None):
            child.end()

    def _ask(self, slot: int, job: Job) -> Iterator[Message]:
        child = self._children.setdefault(slot, self._children.get(slot) or _Child())
        count = 0
        try:
            child.send(job)
            while True:
                message = child.receive(self._timeout)
                if isinstance(message, Working):
                    continue
                yield message
                if isinstance(message, Finished):
                    return
                count += isinstance(message, Parsed)
        except Exception:  # a dead child shows as the end of its pipe, or as whatever half a message unpickles to
            del self._children[slot]
            yield Failure(job.name, child.end())
            yield Finished(count, None)


class _Child:
    """One child process and the two pipes to it."""

    def __init__(self) -> None:
        # The child finds its modules where the caller does, also in a notebook that has changed the path.
        code = f"import sys; sys.path[:] = {sys.path!r}; {CHILD}"
        pipe = subprocess.PIPE
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `end`)
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=self._complaints
        )
        self._inbox = cast(BinaryIO, self._process.stdin)
        self._outbox = cast(BinaryIO, self._process.stdout)
        self._late: float | None = None

    def send(self, job: Job) -> None:
        pickle.dump(job, self._inbox, pickle.HIGHEST_PROTOCOL)
        self._inbox.flush()

    def receive(self, timeout: float) -> Message | Working:
        alarm = threading.Timer(timeout, self._expire, [timeout])
        alarm.start()
        try:
            message: Message | Working = pickle.load(self._outbox)  # noqa: S301 (from our own child)
            return message
        finally:
            alarm.cancel()

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> str:
        """Close the process and say how it ended."""
        self._outbox.close()
        with contextlib.suppress(OSError):
            self._inbox.close()
        code = self._process.wait()
        with self._complaints:
            self._complaints.seek(0)
            lines = self._complaints.read().decode("utf-8", "replace").split("\n")
        if self._late is not None:
            return f"reading took more than {self._late:.0f} seconds and was stopped; open the file and save it anew"
        last = next((f", {line.strip()}" for line in reversed(lines) if line.strip()), "")
        return f"reading it crashed (exit code {code}{last}); open the file and save it anew"

    def _expire(self, timeout: float) -> None:
        self._late = timeout
        self.kill()


def _drain(queue: Queue[Any]) -> None:
    with contextlib.suppress(Empty):
        while True:
            queue.get_nowait()
