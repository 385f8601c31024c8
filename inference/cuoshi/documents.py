"""What readers give, documents, and what cleaning takes out of them; nothing here is known of what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that was read by OCR.

    Attributes:
        page: its number in the file, from 1.
        confidence: mean confidence of its lines, from 0 to 1.
        text: what was read on it, before anything is joined or left out.
    """

    page: int
    confidence: float
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    r"""Text as a reader found it, one report each, before anything is cleaned.

    Attributes:
        path: file that it came from, as the user named it; a member of an archive or a row of a table
            is appended after ``#``.
        text: the report's text, lines parted by ``\\n``; a paragraph is one line.
        title: the title that the file itself states, else empty.
        metadata: further columns of a table row or of the manifest, those that mean a field of a report by its name
            (:func:`cuoshi.aliases.by_field`): ``county``, ``year``, ``province`` …
        reader: what it was read as: ``docx``, ``pdf``, ``csv`` …
        encoding: of the file if it is a text, else empty.
        scans: its pages that were read by OCR.
        pictures: whether pages of it are pictures, read or left out, so that its text hangs on OCR.
        left_out: what its reader took out: code.
    """

    path: str
    text: str
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    reader: str = ""
    encoding: str = ""
    scans: Sequence[Scan] = ()
    pictures: bool = False
    left_out: Sequence[Removed] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An archive member or table row that holds no text that can be read; the rest of its file goes on.

    Attributes:
        path: where it is, as in :class:`Document`.
        reason: what is wrong and what to do.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A line, or a piece of one, that cleaning or a reader took out, and the rule that did."""

    line: int
    text: str
    rule: str
