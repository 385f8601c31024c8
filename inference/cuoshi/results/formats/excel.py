"""Excel workbooks: put in place as a whole, the same bytes for the same cells."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING

from cuoshi.atomic import replaced
from cuoshi.errors import CuoshiError
from cuoshi.results.files import CREATED

if TYPE_CHECKING:
    import xlsxwriter


@contextmanager
def workbook(path: Path, **options: bool) -> Iterator[xlsxwriter.Workbook]:
    """Give an Excel workbook that is put in place when the block ends well.

    Args:
        path: the file.
        options: XlsxWriter's.

    Raises:
        CuoshiError: it cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    # Made elsewhere first, for on a full disk the library ends in a traceback of its own.
    with TemporaryFile() as made, TemporaryDirectory() as rows:
        try:
            book = Workbook(made, {**options, "tmpdir": rows})
            book.set_properties({"created": CREATED})
            yield book
            book.close()  # but not where the block failed: what it has written so far goes with its folder
        except XlsxWriterException as error:
            raise CuoshiError(f"{path}: cannot be written ({error}); free space for temporary files") from error
        made.seek(0)
        with replaced(path) as temporary, temporary.open("wb") as file:
            shutil.copyfileobj(made, file)
