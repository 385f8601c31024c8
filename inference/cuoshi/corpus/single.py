"""Reads single files as a corpus run does: in a child process, with its limit of time."""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cuoshi.corpus.child import Child
from cuoshi.corpus.messages import Doubt, Failure, Job, Message, Notice, Parsed, printable
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
    idle = _idle(os.getpid())  # those of a process that this one was forked from are not ours
    child = idle.pop() if idle else Child()
    # A child stays where it was started; the working folder may have changed since.
    for message in child.ask(Job(Path(path).absolute(), printable(str(path)), "", ocr=ocr)):
        if report := _report(message):
            yield report
    idle.append(child)


def _report(message: Message) -> Report | None:
    """Take the report out of a message, and pass on a warning.

    Raises:
        ReadError: it says that something cannot be read.
    """
    if isinstance(message, Failure):
        raise ReadError(f"{message.path}: {message.reason}")
    if isinstance(message, Doubt):
        LOG.warning("%s: %s", message.path, message.reason)
    elif isinstance(message, Notice):
        LOG.warning("%s", message.text)
    return message.report if isinstance(message, Parsed) else None


@cache
def _idle(_process: int) -> list[Child]:
    """Children that wait for a file, so that the next one need not start its process."""
    children: list[Child] = []
    atexit.register(lambda: [child.end() for child in children])
    return children
