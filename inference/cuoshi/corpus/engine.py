"""What reads the files of a run: the wall between a run and the processes or machines that work for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from numbers import Integral
from typing import Protocol, Self

from cuoshi.corpus.messages import Job, Message
from cuoshi.errors import CuoshiError


class Engine(Protocol):
    """Reads files for a run. Used as a context manager, which starts and ends what it works with.

    The run alone writes. It must get the same messages of a file whatever the engine, the number of its workers and
    the order in which they work.
    """

    def __enter__(self) -> Self:
        """Start what it works with."""

    def __exit__(self, *exception: object) -> None:
        """End it, also in the middle of the work."""

    def read(self, jobs: Iterable[Job], tagged: Collection[str] = ()) -> Iterator[tuple[Job, Message]]:
        """Read files.

        Args:
            jobs: the files; taken one by one as there is room, in the caller's thread.
            tagged: :attr:`~cuoshi.corpus.messages.Parsed.tagged_as` of what was tagged before. An engine that tags
                gives every other report its rows; one that only reads leaves that to the run.

        Yields:
            Each file's messages in their order, those of several files mixed,
            :class:`~cuoshi.corpus.messages.Finished` last of each. What goes wrong with a file is a message too.
        """


def require_workers(workers: int | None) -> None:
    """Check a number of processes: with none at all an engine would answer for no file, as if there were none.

    Args:
        workers: the number; ``None`` where the engine chooses.

    Raises:
        CuoshiError: it is no whole number from 1.
    """
    if workers is not None and (not isinstance(workers, Integral) or workers < 1):
        raise CuoshiError(f"workers is {workers!r}; give a whole number from 1, or None for as many as fit the machine")
