"""The formats that are read, a line each; a new one is a module with its reader and a line here."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cuoshi.documents import Document, Unreadable
from cuoshi.errors import ReadError
from cuoshi.readers.source import Source

Documents = Iterator[Document | Unreadable]
#: extensions of pictures, some of which hold several pages
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
PICTURE = rb"(?s)\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP"
HTML = rb"(?i)\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b"
MIME = rb"(?i)\s*(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,10}?MIME-Version:"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes:
        name: what it is called here.
        reader: module of this package and function that reads it, ``word.docx:read``; loaded when it is needed, since
            each brings a library along.
        suffixes: extensions that such files bear.
        begins: pattern of the first bytes, none where these do not tell.
        member: part, in lower case, that tells an archive of this format from one of reports.
        is_text: whether it is text, so that where the first bytes do not tell, the extension does.
        is_table: whether its rows are reports, which state their year and place in columns.
    """

    name: str
    reader: str
    suffixes: tuple[str, ...]
    begins: bytes = b""
    member: str = ""
    is_text: bool = False
    is_table: bool = False

    def accepts(self, head: bytes) -> bool:
        """Say whether a file with these first bytes is of this format for certain."""
        seen = _without_comments(head.removeprefix(b"\xef\xbb\xbf")) if self.is_text else head
        return bool(self.begins) and re.match(self.begins, seen) is not None

    def read(self, source: Source) -> Documents:
        """Read a file of this format.

        Raises:
            ReadError: it cannot be read.
        """
        module, _, function = self.reader.partition(":")
        read: Callable[[Source], Documents] = getattr(importlib.import_module(f"cuoshi.readers.{module}"), function)
        try:
            yield from read(source)
        except ReadError:
            raise
        except Exception as error:  # whatever a library makes of a broken file; a run over thousands must go on
            raise source.error(f"damaged or unusual ({type(error).__name__}); open it and save it anew") from error


def _without_comments(head: bytes) -> bytes:
    """Leave out the comments that programs write at the head of a page that they save."""
    before, *comments = head.split(b"<!--")
    return before + b"".join(comment.partition(b"-->")[2] for comment in comments)


#: in the order in which they are asked; an Office file begins as a zip archive and is told by its parts
FORMATS = (
    Format("text", "text:read", (".txt",), is_text=True),
    Format("markdown", "web.markdown:read", (".md", ".markdown"), is_text=True),
    Format("docx", "word.docx:read", (".docx", ".docm", ".dotx", ".dotm")),
    Format("doc", "legacy.doc:read", (".doc", ".dot", ".wps"), re.escape(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    Format("rtf", "legacy.rtf:read", (".rtf",), rb"\{\\rtf"),
    Format("ofd", "pages.ofd:read", (".ofd",), member="ofd.xml"),
    Format("odt", "word.odt:read", (".odt", ".ott"), member="content.xml"),
    Format("epub", "web.epub:read", (".epub",), member="meta-inf/container.xml"),
    Format("pdf", "pages.pdf:read", (".pdf",), rb"(?s).{0,1016}?%PDF-\d"),
    Format("picture", "pages.picture:read", PICTURES, PICTURE),
    Format("html", "web.html:read", (".html", ".htm"), HTML, is_text=True),
    Format("mime", "web.html:read_mime", (".mht",), MIME, is_text=True),
    Format("csv", "tables.table:read_csv", (".csv", ".tsv"), is_text=True, is_table=True),
    Format("xlsx", "tables.table:read_xlsx", (".xlsx",), member="xl/workbook.xml", is_table=True),
    Format(
        "workbook",
        "tables.other_workbooks:read",
        (".xls", ".et", ".xlsb", ".ods"),
        member="xl/workbook.bin",
        is_table=True,
    ),
    Format("jsonl", "tables.json_rows:read", (".jsonl", ".ndjson", ".json"), is_text=True, is_table=True),
    Format("parquet", "tables.table:read_parquet", (".parquet",), b"PAR1", is_table=True),
    Format("zip", "archive:read", (".zip",), rb"PK(?:\x03\x04|\x05\x06)"),
)
BY_NAME = {one.name: one for one in FORMATS}
#: name of the format by extension
SUFFIXES = {suffix: one.name for one in FORMATS for suffix in one.suffixes}
TEXTS = frozenset(one.name for one in FORMATS if one.is_text)
TABLES = frozenset(one.name for one in FORMATS if one.is_table)
