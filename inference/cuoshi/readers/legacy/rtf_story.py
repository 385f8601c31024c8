"""Text of an RTF document that is read on its own: the document's, a note's, a text box's."""

from __future__ import annotations

from dataclasses import dataclass, field

from cuoshi.readers.rows import Rows
from cuoshi.readers.word.fields import Fields


@dataclass(slots=True)
class Story:
    """Lines that are through, and the pieces of the paragraph that is not.

    Attributes:
        fields: the fields that are open in it.
    """

    fields: Fields = field(default_factory=Fields)
    _pieces: list[str] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _rows: Rows = field(default_factory=Rows)

    def put(self, text: str) -> None:
        """Add text to the paragraph."""
        self._pieces.append(text)

    def end_paragraph(self, in_table: bool) -> None:
        """End the paragraph, which goes on in its cell if it is in a table."""
        lines = self._text()
        if in_table:
            self._rows.add(lines)
        else:
            self._lines += [*self._rows.rest(), *lines]

    def end_cell(self) -> None:
        """End a cell."""
        self._rows.end_cell(self._text())

    def end_row(self) -> None:
        """End a row."""
        self._rows.end_row()

    def end_inner_cell(self) -> None:
        """End a cell of a table within a cell."""
        self._rows.end_inner_cell(self._text())

    def end_inner_row(self) -> None:
        """End a row of a table within a cell."""
        self._rows.end_inner_row()

    def all(self) -> list[str]:
        """Its lines, with those of a table at its end."""
        return [*self._lines, *self._rows.rest()]

    def _text(self) -> list[str]:
        text = self.fields.end_paragraph("".join(self._pieces))
        self._pieces = []
        return text.strip().split("\n") if text.strip() else []
