"""The engine of many machines: Ray actors read and tag, a core each; the driver gets rows and writes them.

Each actor has the model, loaded once, and a child process that reads, so that a file costs no more than on one
machine. Plain actors rather than Ray Data: messages come one by one, so that a run shows how far it is and goes on
after a kill from the last report, and what an actor that died had in hand goes to another.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from cuoshi.corpus.actor import Worker
from cuoshi.corpus.engine import require_workers
from cuoshi.corpus.messages import Failure, Finished, Job, Message, Parsed
from cuoshi.errors import CuoshiError, first_line

if TYPE_CHECKING:
    from cuoshi.corpus.work import ReportTagger

LOG = logging.getLogger("cuoshi")
#: files that an actor has at once: the one that it reads and the next, so that it never waits for the driver
IN_HAND = 2
#: actors that a file may take along before it counts as the cause
DEATHS = 3
#: seconds without a word from the cluster after which a person is told
PATIENCE = 60.0


class Cluster:
    """Ray actors that read and tag. Use as a context manager."""

    def __init__(self, tagger: ReportTagger, workers: int | None = None, address: str | None = None) -> None:
        """Start nothing yet.

        Args:
            tagger: the encoder; every actor gets a copy.
            workers: actors, a core each; one for every core of the cluster when ``None``.
            address: the cluster's, ``auto`` for the one that this machine is part of; when ``None``, the one that the
                program is connected to already, else one of this machine alone for the time of the run.

        Raises:
            CuoshiError: Ray is not installed, or the number of actors is none from 1.
        """
        require_workers(workers)
        try:
            import ray
        except ImportError as error:
            raise CuoshiError("the engine ray is not installed; run pip install 'cuoshi[ray]'") from error
        self._ray = ray
        self._tagger = tagger
        self._workers = workers
        self._address = address
        self._slots: list[_Slot] = []
        self._owned = False

    def __enter__(self) -> Self:
        ray = self._ray
        if not ray.is_initialized():
            alone = {"num_cpus": self._workers, "include_dashboard": False} if self._address is None else {}
            try:
                ray.init(self._address or "local", log_to_driver=False, logging_level=logging.ERROR, **alone)
            except Exception as error:  # the library raises Exception itself where a node does not start in time
                where = self._address or "this machine"
                raise CuoshiError(f"{where}: no Ray cluster there ({first_line(error)}); see `ray status`") from error
            self._owned = True
        return self

    def __exit__(self, *exception: object) -> None:
        for slot in self._slots:
            slot.end()
        if self._owned:
            self._ray.shutdown()

    def read(self, jobs: Iterable[Job], tagged: Collection[str] = ()) -> Iterator[tuple[Job, Message]]:
        """Read and tag files; see :meth:`cuoshi.corpus.engine.Engine.read`.

        Raises:
            CuoshiError: no worker can be started, or one has another version of cuoshi.
        """
        ray = self._ray
        given = [ray.put(self._tagger), ray.put(frozenset(tagged))]
        cores = int(ray.cluster_resources().get("CPU", 1))
        self._slots = [_Slot(ray, given) for _ in range(self._workers or cores)]
        queue = _Queue(jobs)
        while True:
            for slot in self._slots:
                while slot.has_room and (task := queue.next()):
                    slot.give(task)
            if queue.is_empty and not any(slot.tasks for slot in self._slots):
                return
            slot = self._heard()
            try:
                yield from slot.take()
            except (ray.exceptions.RayActorError, ray.exceptions.ObjectLostError) as error:
                LOG.info("a worker was lost and is started anew (%s)", first_line(error))
                for task in slot.restart(error):
                    yield from queue.take_back(task)
            except ray.exceptions.RayTaskError as error:
                raise error.cause from error  # as it would be raised on one machine

    def _heard(self) -> _Slot:
        """The first actor that has something to say."""
        heads = {slot.head: slot for slot in self._slots if slot.head is not None}
        ready, _ = self._ray.wait(list(heads), num_returns=1, timeout=PATIENCE)
        if not ready:
            LOG.warning("no worker of the cluster has said a word for %.0f seconds; `ray status` says why", PATIENCE)
            ready, _ = self._ray.wait(list(heads), num_returns=1)
        return heads[ready[0]]


@dataclass(slots=True)
class _Task:
    """A file that an actor has in hand.

    Attributes:
        job: the file.
        stream: where its messages come from.
        messages: how many of them came.
        reports: how many of these were reports.
        deaths: actors that died of it.
    """

    job: Job
    stream: Any = None
    messages: int = 0
    reports: int = 0
    deaths: int = 0


class _Queue:
    """The files that no actor has, first those of actors that died."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.is_empty = False
        self._again: deque[_Task] = deque()
        self._stream = iter(jobs)

    def next(self) -> _Task | None:
        if self._again:
            return self._again.popleft()
        job = next(self._stream, None)
        self.is_empty = job is None
        return _Task(job) if job else None

    def take_back(self, task: _Task) -> Iterator[tuple[Job, Message]]:
        """Take a file back from an actor that died, and give it up if it was the last of several."""
        if task.deaths < DEATHS:
            self.is_empty = False
            self._again.append(task)
            return
        yield task.job, Failure(task.job.name, f"reading it ended {DEATHS} workers; open the file and save it anew")
        yield task.job, Finished(task.reports, None)


class _Slot:
    """An actor, and the next one in its place when it dies."""

    def __init__(self, ray: Any, given: list[Any]) -> None:
        self.tasks: deque[_Task] = deque()
        self._ray = ray
        self._given = given
        self._failed = 0
        self._actor: Any = None
        self._opening: Any = None
        self._start()

    @property
    def has_room(self) -> bool:
        return self._opening is None and len(self.tasks) < IN_HAND

    @property
    def head(self) -> Any:
        """What it says next, ``None`` where it has nothing to do."""
        return self._opening if self._opening is not None else next((task.stream for task in self.tasks), None)

    def give(self, task: _Task) -> None:
        task.stream = self._actor.read.options(num_returns="streaming").remote(task.job, task.messages)
        self.tasks.append(task)

    def take(self) -> Iterator[tuple[Job, Message]]:
        """Take what it says next."""
        if self._opening is not None:
            self._ray.get(self._opening)
            self._opening, self._failed = None, 0
            return
        task = self.tasks[0]
        message = self._ray.get(next(task.stream))
        task.messages += 1
        task.reports += isinstance(message, Parsed)
        if isinstance(message, Finished):
            self.tasks.popleft()
        yield task.job, message

    def restart(self, error: Exception) -> list[_Task]:
        """Start anew and give back what it had in hand.

        Raises:
            CuoshiError: it did not even start, several times.
        """
        self._failed += self._opening is not None
        if self._failed >= DEATHS:
            raise CuoshiError(f"no worker can be started ({first_line(error)}); see `ray status`") from error
        self.end()
        left = list(self.tasks)
        self.tasks.clear()
        for task in left[:1]:  # the second was not begun
            task.deaths += 1
        self._start()
        return left

    def end(self) -> None:
        self._ray.kill(self._actor)

    def _start(self) -> None:
        actor = self._ray.remote(num_cpus=1, max_restarts=0)(Worker)
        self._actor = actor.options(scheduling_strategy="SPREAD").remote(*self._given)
        self._opening = self._actor.open.remote()
