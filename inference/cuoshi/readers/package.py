"""The parts of an Office file and how they are related.

Source: ECMA-376 part 2 (Open Packaging Conventions); ISO/IEC 29500-1, annex A, for the names of the strict form.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from lxml import etree

from cuoshi.readers.archive import DAMAGE, MAX_OFFICE, open_zip
from cuoshi.readers.source import Source

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "type": "http://schemas.openxmlformats.org/package/2006/content-types",
}
#: what a strict file calls its names, which are the usual ones but for this
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
CONTENT_TYPES = "[content_types].xml"
#: content types of a Word document, of one with macros and of templates
WORD = re.compile(rb"(?:wordprocessingml\.(?:document|template)|ms-word\.(?:document|template)\.\w{1,30})\.main\+xml")
WORD_PART = re.compile(r"(?:word/)?document\d{0,3}\.xml")


def qn(prefixed: str) -> str:
    """Write a name as lxml does: ``w:p`` as ``{http://…}p``."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def value_of(element: Any, tag: str) -> str | None:
    """What a child of an element of properties says, ``None`` where there is no such child."""
    child = None if element is None else element.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))


def part_name(member: str) -> str:
    r"""Name of a part by which it is found: some programs write ``word\document.xml`` or ``/word/Document.xml``."""
    return member.replace("\\", "/").lstrip("/").lower()


def stated_title(root: Any) -> str:
    """The title that a file's own description states, empty where it states none.

    Args:
        root: root element of the description, or ``None``.
    """
    title = None if root is None else root.find(f".//{qn('dc:title')}")
    return "" if title is None else (title.text or "").strip()


class Package:
    """The parts of an Office file, by their names in lower case."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._relations_of: dict[str, list[Any]] = {}
        self._members = {part_name(info.filename): info for info in archive.infolist() if not info.is_dir()}

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def read(self, part: str) -> bytes:
        """The bytes of a part that is there."""
        return self._archive.read(self._members[part])

    def xml(self, part: str | None) -> Any:
        """Root element of a part, ``None`` where there is no such part; names as in the usual form.

        Raises:
            lxml.etree.LxmlError: it is no XML.
        """
        if part is None or part not in self._members:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(STRICT.sub(USUAL, self.read(part)), parser)

    def main(self) -> str | None:
        """Name of the part with the document's text, ``None`` where there is none; it need not be document.xml."""
        found = next(self.related("", "officeDocument"), None)
        return found or self._typed() or next(filter(WORD_PART.fullmatch, self._members), None)

    def related(self, part: str, kind: str) -> Iterator[str]:
        """Yield the parts that stand in a relation to one, ``""`` for the package; those that are missing are not.

        Args:
            part: name of the part.
            kind: last word of the relation's type: ``footnotes``, ``core-properties``.
        """
        for relation in self._relations(part):
            target = self._target(part, relation)
            if relation.get("Type", "").rpartition("/")[2] == kind and target in self._members:
                yield target

    def by_id(self, part: str, identity: str | None) -> str | None:
        """The part that a part names by a relation's id; ``None`` where the relation or the part is missing."""
        named = (self._target(part, relation) for relation in self._relations(part) if relation.get("Id") == identity)
        return next((target for target in named if target in self._members), None)

    def _relations(self, part: str) -> list[Any]:
        if part not in self._relations_of:  # asked for every kind of part
            folder, _, file = part.rpartition("/")
            root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
            found = () if root is None else root.iter(qn("rel:Relationship"))
            self._relations_of[part] = [one for one in found if one.get("TargetMode") != "External"]
        return self._relations_of[part]

    def _target(self, part: str, relation: Any) -> str:
        target = unquote(relation.get("Target", "")).replace("\\", "/")
        return part_name(posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)))

    def _typed(self) -> str | None:
        root = self.xml(CONTENT_TYPES)
        for override in () if root is None else root.iter(qn("type:Override")):
            part = part_name(override.get("PartName", ""))
            if WORD.search(override.get("ContentType", "").encode()) and part in self._members:
                return part
        return None


@contextmanager
def opened(source: Source, damaged: str) -> Iterator[Package]:
    """Open the parts of an Office file, an OpenDocument text or a book.

    Args:
        source: the file.
        damaged: what to say where a part that must be there is missing or no XML, and what to do.

    Raises:
        ReadError: it is too large or damaged; so says, too, what fails while it is open.
    """
    source.require_size()
    with open_zip(source, MAX_OFFICE) as archive:
        try:
            yield Package(archive)
        except (*DAMAGE, etree.LxmlError, KeyError, AttributeError, TypeError, StopIteration) as error:
            raise source.error(damaged) from error


def is_word(archive: zipfile.ZipFile) -> bool:
    """Say whether an archive is a Word document, whatever its parts are called."""
    package = Package(archive)
    types = package.read(CONTENT_TYPES) if CONTENT_TYPES in package else b""
    return WORD.search(types) is not None or "word/document.xml" in package
