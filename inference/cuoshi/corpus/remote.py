"""Files at addresses such as ``s3://bucket/reports``: a run lists them, the process that reads one fetches it.

pyarrow, which every installation has, speaks to S3 and what is like it, Google, Azure and HDFS; where they are and who
asks is said by their usual environment variables. An address goes through a run as the path that ``Path`` makes of it,
``s3:/bucket/reports``.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from cuoshi.errors import CuoshiError, first_line
from cuoshi.readers import MANIFEST
from cuoshi.readers.page_files import is_visible

ADDRESS = re.compile(r"(s3|gs|gcs|abfss?|hdfs):/+([^/]+)/*(.*)")


def address(path: Path) -> str:
    """The address that a path stands for, empty where it is a path of this machine."""
    found = ADDRESS.fullmatch(path.as_posix())
    return f"{found[1]}://{found[2]}/{found[3]}".rstrip("/") if found else ""


def find(path: Path) -> list[Path]:
    """List the files below an address, in the order of their names, hidden ones and a manifest left out.

    Raises:
        CuoshiError: it cannot be listed.
    """
    from pyarrow import fs

    try:
        files, start = _open(path)
        infos = files.get_file_info(fs.FileSelector(start, recursive=True))
    except (OSError, ValueError) as error:
        raise CuoshiError(f"{address(path)}: cannot be listed ({first_line(error)}); check address and keys") from error
    names = sorted(info.path.removeprefix(start).lstrip("/") for info in infos if info.is_file)
    parts = {name: map(Path, PurePosixPath(name).parts) for name in names if name != MANIFEST}
    return [path / name for name in parts if all(map(is_visible, parts[name]))]


@contextmanager
def fetched(path: Path) -> Iterator[Path]:
    """Give a file of this machine with the name and content of that at an address, as long as the block lasts.

    Raises:
        OSError: it cannot be had.
    """
    files, name = _open(path)
    with TemporaryDirectory(prefix="cuoshi-") as folder:
        here = Path(folder, path.name)
        with files.open_input_stream(name) as stream, here.open("wb") as file:
            shutil.copyfileobj(stream, file)
        yield here


def _open(path: Path) -> tuple[Any, str]:
    """The file system of an address, and the path there; a bucket alone is parsed, for names may hold any character."""
    from pyarrow import fs

    found = ADDRESS.fullmatch(path.as_posix())
    if not found:
        raise ValueError(f"{path}: no address")
    files, bucket = fs.FileSystem.from_uri(f"{found[1]}://{found[2]}")
    return files, "/".join(filter(None, (bucket.rstrip("/"), found[3])))
