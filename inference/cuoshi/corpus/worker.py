"""The child process that reads files for a corpus run.

A broken PDF can crash the library that reads it or keep it busy for ever. In a process of its own that costs one
file. Jobs come in on standard input and messages go out on standard output, both pickled; a plain child process
rather than :mod:`multiprocessing`, whose children run the caller's script again.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from operator import attrgetter
from typing import BinaryIO

from cuoshi import readers, reading
from cuoshi.corpus import remote
from cuoshi.corpus.messages import Doubt, Failure, Finished, Job, Message, Notice, Parsed, Working, printable
from cuoshi.documents import Document, Unreadable
from cuoshi.errors import CuoshiError, first_line
from cuoshi.schema import Sentence
from cuoshi.text.wording import sentence_digests, wording_digest, wordings

#: memory of a child: a share of the machine's, but no less bytes than the models that read pictures need
MEMORY_SHARE, LEAST_MEMORY = 4, 1 << 30
#: what of a sentence decides its tags: the year that it speaks of hangs on the report's, and does not
DECIDES = attrgetter(*(one.name for one in fields(Sentence) if one.name not in ("covered_year", "tags")))


def answer(job: Job, alive: Callable[[], None] = lambda: None) -> Iterator[Message]:
    """Read one file.

    Args:
        job: the file.
        alive: called from time to time while that takes long.

    Yields:
        Its reports and failures, then :class:`Finished`. Whatever goes wrong is a failure, never an exception.
    """
    if not remote.address(job.path):
        yield from _answer(job, alive)
        return
    try:
        with remote.fetched(job.path) as here:
            for message in _answer(replace(job, path=here), alive):
                yield Notice(message.text.replace(str(here), job.name)) if isinstance(message, Notice) else message
    except OSError as error:
        yield Failure(job.name, f"cannot be fetched ({first_line(error)})")
        yield Finished(0, None)


def _answer(job: Job, alive: Callable[[], None]) -> Iterator[Message]:
    key, number, whole = None, 0, True
    try:
        key = file_key(job)
        scanned = _with_pictures(job, key)
        if job.known in (key, scanned):
            yield Finished(None, job.known)
            return
        with _noted() as notices:
            for document in readers.read_documents(job.path, job.ocr, alive):
                key = scanned if isinstance(document, Document) and document.pictures else key
                for message in _parse(job, document, number):
                    yield message
                    whole = whole and isinstance(message, Parsed)
                    number += isinstance(message, Parsed)
            yield from notices
    except Exception as error:
        whole = False
        yield Failure(job.name, reason(error).removeprefix(f"{job.path}: "))
    yield Finished(number, key if whole else None)


def file_key(job: Job) -> str:
    """Digest of a file's bytes, its path, its manifest rows and the stamp."""
    digest = hashlib.sha256(repr((job.stamp, job.name, job.rows)).encode())
    with job.path.open("rb") as file:
        digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _with_pictures(job: Job, key: str) -> str:
    """The key of a file with pages that are pictures: what reads them counts, too."""
    return hashlib.sha256(f"{key}{job.ocr_state}".encode()).hexdigest()


def reason(error: BaseException) -> str:
    """Say in one line why a file could not be read."""
    text = " ".join(str(error).split())
    if isinstance(error, CuoshiError):
        return text
    if isinstance(error, MemoryError):
        return "too large for this machine's memory"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be opened ({error.strerror})"
    return f"cannot be read ({type(error).__name__}: {text})"


@contextlib.contextmanager
def _noted() -> Iterator[list[Notice]]:
    """Collect what the readers warn of, since nobody sees what a child process prints."""
    notices: list[Notice] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: notices.append(Notice(record.getMessage()))  # type: ignore[method-assign]
    logger = logging.getLogger("cuoshi")
    logger.addHandler(handler)
    try:
        yield notices
    finally:
        logger.removeHandler(handler)


def _parse(job: Job, document: Document | Unreadable, number: int) -> Iterator[Parsed | Failure | Doubt]:
    """Yield a document's report, and a doubt for what cannot be right in it."""
    name = job.name + printable(document.path.removeprefix(str(job.path)))
    if isinstance(document, Unreadable):
        yield Failure(name, document.reason)
        return
    rows = [job.rows.get(part, {}) for part in ("", name.removeprefix(f"{job.name}#"))]
    document = replace(document, path=name, metadata={**document.metadata, **rows[0], **rows[1]})
    try:
        report = reading.from_document(document)
    except Exception as error:
        yield Failure(name, reason(error).removeprefix(f"{document.path}: "))
        return
    read = [DECIDES(unit) if isinstance(unit, Sentence) else (unit.level, unit.text) for unit in report.units]
    digest, tagged_as = (_digest(job, part) for part in (report, (report.title, read)))
    words = wordings([sentence.text for sentence in report.sentences])
    marks = wording_digest(words), sentence_digests(words)
    yield Parsed(number, digest, tagged_as, *marks, report, document.reader, document.encoding)
    for doubt in reading.doubts(document, report):
        yield Doubt(name, doubt)


def _digest(job: Job, part: object) -> str:
    return hashlib.sha256(f"{job.stamp}{part!r}".encode("utf-8", "surrogatepass")).hexdigest()


def serve(inbox: BinaryIO, outbox: BinaryIO) -> None:
    """Answer jobs until the other end closes."""

    def send(message: Message | Working) -> None:
        pickle.dump(message, outbox, pickle.HIGHEST_PROTOCOL)
        outbox.flush()

    while True:
        try:
            job = pickle.load(inbox)  # noqa: S301 (from our own parent)
        except EOFError:
            return
        for message in answer(job, lambda: send(Working())):
            send(message)


def memory_limit() -> int:
    """Bytes that a child may take: a quarter of the machine's memory, for up to four of them read at once."""
    return max(LEAST_MEMORY, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MEMORY_SHARE)


def _bound_memory() -> None:
    """Have a file that wants too much fail by itself, before the machine ends what it likes."""
    with contextlib.suppress(ImportError, AttributeError, ValueError, OSError):  # where a system has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory_limit(), resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _end_with_parent() -> None:
    """End when the parent was killed; what reads would not notice before the file is done, if ever."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def main() -> None:
    """Run as a child process: :class:`cuoshi.corpus.child.Child`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    _bound_memory()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with os.fdopen(os.dup(1), "wb") as outbox:
        os.dup2(2, 1)  # what a library prints must not get among the messages
        try:
            serve(sys.stdin.buffer, outbox)
        except BrokenPipeError:
            os._exit(1)
