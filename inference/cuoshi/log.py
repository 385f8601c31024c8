"""The log file of a run: what is done, what was skipped and what is warned of, with the time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cuoshi.errors import CuoshiError


@contextmanager
def logged(path: Path | None) -> Iterator[None]:
    """Write what is noted meanwhile to a file, and what is warned of to standard error as before.

    Args:
        path: the file, to which is added; nothing is written when ``None``.

    Raises:
        CuoshiError: the file cannot be written.
    """
    if path is None:
        yield
        return
    try:
        written: logging.Handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise CuoshiError(f"{path}: cannot be written ({error.strerror}); choose another --log") from error
    written.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    shown = logging.StreamHandler()
    shown.setLevel(logging.WARNING)
    logger = logging.getLogger("cuoshi")
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        for handler in (written, shown):
            logger.addHandler(handler)
        yield
    finally:
        logger.setLevel(level)
        for handler in (written, shown):
            logger.removeHandler(handler)
            handler.close()
