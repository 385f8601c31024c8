"""Files that are put in place in one step: killed at any moment, the old one or the new one is there, and whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cuoshi.errors import CuoshiError

LOG = logging.getLogger("cuoshi")


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a temporary file beside ``path`` that takes its place when the block ends well.

    Raises:
        CuoshiError: it cannot be written, or the file in its place is held open, as Excel does on Windows.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        yield temporary
        temporary.replace(path)
        LOG.info("%s: written", path)
    except OSError as error:
        problem = f"cannot be written ({error.strerror or error})"
        raise CuoshiError(f"{path}: {problem}; close it where it is open, free space, then run again") from error
    finally:
        temporary.unlink(missing_ok=True)


def made(folder: Path) -> Path:
    """Make a folder, and those above it, if it is not there.

    Raises:
        CuoshiError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CuoshiError(f"{folder}: cannot be written to ({error.strerror}); choose another --out") from error
    return folder


def named(folder: Path | str, own: str) -> Path:
    """A folder to write into that a user has named, for an unset variable is the working folder and files of it.

    Args:
        folder: what was given; the working folder is taken only where it is empty or was written to before.
        own: what lies in a folder that was written to before.

    Raises:
        CuoshiError: it is the working folder, with files of the user's.
    """
    if Path(folder) == Path() and any(Path().iterdir()) and not Path(own).exists():
        raise CuoshiError(f"out is {str(folder)!r}, the working folder, which holds other files; name another folder")
    return Path(folder)
