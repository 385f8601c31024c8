"""A child process that reads files, and may crash, hang or run out of memory without harm to its parent."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, cast

from cuoshi.corpus.messages import Failure, Finished, Job, Message, Parsed, Working

#: seconds that a file may take without a sign of life
TIMEOUT = 120.0
#: how a process ended that SIGKILL ended
KILLED = -9
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
        self._killed: set[str] = set()

    def ask(self, job: Job) -> Iterator[Message]:
        """Read a file.

        Args:
            job: the file.

        Yields:
            Its messages, :class:`Finished` last. A file that takes too long or ends the process is a failure; one whose
            process was killed from outside is read once more. If the caller leaves off early, the process ends.
        """
        told: list[type[Message]] = []
        while True:
            process = self._process = self._process or _Process()
            try:
                for message in islice(process.answers(job, self._timeout), len(told), None):
                    told.append(type(message))
                    yield message
                return
            except Exception:  # a dead child shows as the end of its pipe, or as whatever half a message unpickles to
                reason = self.end()
                if process.was_killed and job.name not in self._killed:
                    self._killed.add(job.name)
                    continue
                yield Failure(job.name, reason)
                yield Finished(told.count(Parsed), None)
                return
            finally:
                if Finished not in told:
                    process.kill()
                    self.end()

    def kill(self) -> None:
        """Stop the process at once."""
        if process := self._process:
            process.stop()

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
        self._stopped = False

    @property
    def was_killed(self) -> bool:
        """Whether somebody else ended it, as a system does that runs out of memory."""
        ours = self._stopped or self._late is not None
        return not ours and self._process.returncode == KILLED

    def answers(self, job: Job, timeout: float) -> Iterator[Message]:
        self.send(job)
        message: Message | Working = Working()
        while not isinstance(message, Finished):
            message = self.receive(timeout)
            if not isinstance(message, Working):
                yield message

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

    def stop(self) -> None:
        self._stopped = True
        self.kill()

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
