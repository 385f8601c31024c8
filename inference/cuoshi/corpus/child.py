"""A child process that reads files, and may crash, hang or run out of memory without harm to its parent."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import BinaryIO, cast

from cuoshi.corpus.worker import Failure, Finished, Job, Message, Parsed, Working

#: seconds that a file may take without a sign of life
TIMEOUT = 120.0
CODE = "from cuoshi.corpus.worker import main; main()"


class Child:
    """A process that reads one file at a time. It starts with its first file, and anew after one that it died of."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        """Start nothing yet.

        Args:
            timeout: seconds after which a process that says nothing is ended.
        """
        self._timeout = timeout
        self._process: _Process | None = None

    def ask(self, job: Job) -> Iterator[Message]:
        """Read a file.

        Args:
            job: the file.

        Yields:
            Its messages, :class:`Finished` last. A file that takes too long or kills the process is a failure. If
            the caller leaves off early, the process ends.
        """
        process = self._process = self._process or _Process()
        count, whole = 0, False
        try:
            process.send(job)
            while not whole:
                message = process.receive(self._timeout)
                if isinstance(message, Working):
                    continue
                whole = isinstance(message, Finished)
                count += isinstance(message, Parsed)
                yield message
        except Exception:  # a dead child shows as the end of its pipe, or as whatever half a message unpickles to
            yield Failure(job.name, self.end())
            yield Finished(count, None)
        finally:
            if not whole:
                self.kill()
                self.end()

    def kill(self) -> None:
        """Stop the process at once."""
        if process := self._process:
            process.kill()

    def end(self) -> str:
        """Close the process and say how it ended."""
        process, self._process = self._process, None
        return process.end() if process else ""


class _Process:
    """One child process and the two pipes to it."""

    def __init__(self) -> None:
        # The child finds its modules where the caller does, also in a notebook that has changed the path.
        code = f"import sys; sys.path[:] = {sys.path!r}; {CODE}"
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
