"""Processes that read files for one run after the other: a test that is not about them waits for no start."""

import os
import sys
import threading
from pathlib import Path
from typing import ClassVar

from cuoshi.corpus import child
from cuoshi.corpus.messages import Finished, Job, Message, Working

OWN = child._Process
#: processes that wait for the next run; what they take of memory is that of the models that read pictures
MOST = 4


def world() -> tuple[object, ...]:
    """What a process keeps as it was when it began; the test's name is told in the environment, too."""
    environment = frozenset(item for item in os.environ.items() if item[0] != "PYTEST_CURRENT_TEST")
    return child.CODE, tuple(sys.path), Path.cwd(), environment


class Kept(OWN):
    """A process that is put by, not ended, when its run ends and it has nothing in hand."""

    idle: ClassVar[list["Kept"]] = []
    lock = threading.Lock()

    def __init__(self) -> None:
        super().__init__()
        self.world, self.resting = world(), True

    @classmethod
    def taken(cls) -> "Kept":
        """One that waits, or a new one."""
        with cls.lock:
            found = next((one for one in cls.idle if one.world == world()), None)
            if found:
                cls.idle.remove(found)
        return found or cls()

    def send(self, job: Job) -> None:
        self.resting = False
        super().send(job)

    def receive(self, timeout: float) -> Message | Working:
        message = super().receive(timeout)
        self.resting = isinstance(message, Finished)
        return message

    def kill(self) -> None:
        self.resting = False
        super().kill()

    def stop(self) -> None:
        if not self.resting:
            super().stop()

    def end(self) -> str:
        if not self.resting or self._process.poll() is not None:
            return self.end_now()
        with self.lock:
            self.idle.append(self)
            oldest = self.idle.pop(0) if len(self.idle) > MOST else None
        return oldest.end_now() if oldest else ""

    def end_now(self) -> str:
        return super().end()
