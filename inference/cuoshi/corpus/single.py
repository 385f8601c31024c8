"""Reads single files as a corpus run does: in a child process, with its limit of time."""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cuoshi.corpus import remote
from cuoshi.corpus.child import Child
from cuoshi.corpus.messages import Failure, Job, Parsed, shown, warning
from cuoshi.errors import ReadError
from cuoshi.schema import Report

LOG = logging.getLogger("cuoshi")


def read(path: Path | str, ocr: bool = True) -> Report:
    """Read the report that a file holds.

    Args:
        path: a file of any type that cuoshi reads.
        ocr: whether pictures of pages are read, where rapidocr is installed.

    Returns:
        The report, its sentences not yet tagged.

    Raises:
        ReadError: it cannot be read, takes longer than a corpus run would wait, or holds several reports;
            ``read_all`` gives those.
    """
    reports = read_all(path, ocr)
    first = next(reports)
    if next(reports, None) is not None:
        raise ReadError(f"{path}: holds several reports; read them with cuoshi.corpus.single.read_all")
    return first


def read_all(path: Path | str, ocr: bool = True) -> Iterator[Report]:
    """Read every report of a file: an archive's members, a table's rows.

    Args:
        path: a file of any type that cuoshi reads.
        ocr: whether pictures of pages are read, where rapidocr is installed.

    Raises:
        ReadError: the file, or one of the reports in it, cannot be read or takes too long; those before it were
            yielded.
    """
    path = Path(path)
    # A child keeps the folder and the environment that it was started in, and both may have changed since: a path is
    # made whole, and an address, whose keys the environment holds, gets a child of its own.
    address = remote.address(path)
    where = path if address else path.absolute()
    idle = [] if address else _idle(os.getpid())  # those of a process that this one was forked from are not ours
    child = idle.pop() if idle else Child()
    for message in child.ask(Job(where, shown(path), "", ocr=ocr)):
        if isinstance(message, Failure):
            raise ReadError(f"{message.path}: {message.reason}")
        if isinstance(message, Parsed):
            yield message.report
        elif said := warning(message):
            LOG.warning("%s", said)
    if address:
        child.end()
    else:
        idle.append(child)


@cache
def _idle(_process: int) -> list[Child]:
    """Children that wait for a file, so that the next one need not start its process."""
    children: list[Child] = []
    atexit.register(lambda: [child.end() for child in children])
    return children
