"""Tell what a file is by its content; its extension decides only between kinds of text."""

from __future__ import annotations

import re
import zipfile

import olefile
from lxml.etree import LxmlError

from cuoshi import aliases
from cuoshi.errors import ReadError, UnsupportedFormatError
from cuoshi.readers.archive import DAMAGE
from cuoshi.readers.formats import FORMATS, SUFFIXES, TEXTS
from cuoshi.readers.package import is_word, part_name
from cuoshi.readers.source import Source
from cuoshi.readers.tables.delimited import DELIMITERS, delimiter_of, find_header
from cuoshi.readers.text import encoding_of

#: extensions of archives that are documents: a damaged one is no archive of reports
OFFICE = frozenset(suffix for one in FORMATS if one.member or one.name == "docx" for suffix in one.suffixes)
PACKED = OFFICE | {".zip"}
#: members that tell archives which hold no reports but are a document that cuoshi does not read
FOREIGN_MEMBERS = (("ppt/presentation.xml", "a PowerPoint file; save its text as .docx"),)
FOREIGN = (
    (b"Rar!", "a RAR archive; pack it as .zip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; pack it as .zip"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"\xdb\xa5", "older than Word 97; open it in Word and save it as .docx"),
)
#: what text is that bears the extension of an old Office file, as programs give it to what they export
PLAIN = {"doc": "text", "workbook": "csv"}
#: streams of an old Excel workbook
SHEETS = ("Workbook", "Book")
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
WORD_XML = re.compile(rb"\s*<\?xml.{0,400}?(?:mso-application|w:wordDocument|pkg:package)", re.S)


def kind(source: Source) -> str:
    """Return what a file is: ``text``, ``html``, ``docx`` …, the name of one of :data:`cuoshi.readers.formats.FORMATS`.

    Raises:
        ReadError: it is empty, of a type that cuoshi does not read, or not what its extension says and unsafe to
            guess.
    """
    head = source.head()
    if not head:
        raise source.error("the file is empty; check where it came from")
    found = _by_content(source, head)
    stated = SUFFIXES.get(source.suffix)
    if found in ("html", "mime"):
        return _page(source, stated, found)
    if found:
        return found
    if stated is None:
        known = " ".join(SUFFIXES)
        raise UnsupportedFormatError(f"{source.name}: type {source.suffix or 'unknown'} is none of {known}; convert it")
    if stated in PLAIN and b"\0" not in head:
        return PLAIN[stated]
    if stated not in TEXTS:
        raise source.error(f"not a {source.suffix} file inside: damaged, or renamed; open it and save it anew")
    return "csv" if stated == "text" and _is_table(head) else stated


def _by_content(source: Source, head: bytes) -> str | None:
    for magic, message in FOREIGN:
        if head.startswith(magic):
            raise UnsupportedFormatError(f"{source.name}: {message}")
    if WORD_XML.match(head):
        raise UnsupportedFormatError(f"{source.name}: a Word XML document; save it as .docx")
    found = next((one.name for one in FORMATS if one.accepts(head)), None)
    if found is None and source.suffix in PACKED and zipfile.is_zipfile(source.stream):
        found = "zip"  # one that unpacks itself has a program before it
    if found == "doc" and _is_workbook(source):
        return "workbook"
    return _in_archive(source) if found == "zip" else found


def _is_workbook(source: Source) -> bool:
    """Say whether a compound file, in which old Word and Excel files are packed alike, is one of Excel."""
    try:
        file = olefile.OleFileIO(source.stream)
        return any(map(file.exists, SHEETS))
    except Exception:  # whatever a damaged file makes of it; the reader says so
        return False
    finally:
        source.stream.seek(0)


def _in_archive(source: Source) -> str:
    try:
        with zipfile.ZipFile(source.stream) as archive:
            members = set(map(part_name, archive.namelist()))
            word = is_word(archive)
            sheets = "mimetype" in archive.namelist() and archive.read("mimetype").startswith(SPREADSHEET)
    except (*DAMAGE, LxmlError):
        return SUFFIXES.get(source.suffix, "zip") if source.suffix in OFFICE else "zip"
    for member, message in FOREIGN_MEMBERS:
        if member in members:
            raise UnsupportedFormatError(f"{source.name}: {message}")
    if sheets:
        return "workbook"
    return "docx" if word else next((one.name for one in FORMATS if one.member in members), "zip")


def _is_table(head: bytes) -> bool:
    """Whether a text begins with the header of a table, as what Excel saves as “Unicode text” does."""
    try:
        text = head.decode(encoding_of(head), "replace").lstrip("\ufeff")
    except ReadError:
        return False
    lines = [line for line in text.splitlines() if line.strip()][:2]
    if len(lines) < 2 or not any(mark in lines[0] for mark in DELIMITERS):
        return False  # nearly every text, told in a moment
    mark = delimiter_of(text, "text")
    rows = [line.split(mark) for line in lines]
    return find_header(rows, "text") == 0 and min(aliases.known(rows[0]), len(rows[1])) > 1


def _page(source: Source, stated: str | None, found: str) -> str:
    """Old websites serve web pages as .doc; a page in place of another file is what a failed download leaves."""
    if stated == "workbook" and found == "html":
        return stated
    if stated in TEXTS or stated in ("doc", None):
        return found if stated not in ("csv", "jsonl") else stated
    raise ReadError(f"{source.name}: a web page, not a {source.suffix} file: the download failed; get it once more")
