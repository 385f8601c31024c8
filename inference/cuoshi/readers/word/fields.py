"""Fields of Word documents: their code is not shown, their result is."""

from __future__ import annotations

from dataclasses import dataclass

from cuoshi.readers.word import equations

#: fields inside each other of which a reader keeps track
DEEPEST = 50


def is_contents(code: str) -> bool:
    """Say whether a field's code makes a table of contents, which repeats the headings."""
    return code.split(maxsplit=1)[:1] in (["TOC"], ["toc"])


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_code: bool = True
    is_contents: bool = False


class Fields:
    """The fields that are open while the text of paragraphs is read one after the other."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._contents = False

    def begin(self) -> None:
        """Open a field; its code follows."""
        self._open = [*self._open[1 - DEEPEST :], _Field()]

    def separate(self) -> None:
        """End the code of the innermost field; its result follows."""
        if self._open:
            field = self._open[-1]
            field.in_code, field.is_contents = False, is_contents(field.code)
            self._contents = self._contents or field.is_contents

    def end(self) -> str:
        """Close the innermost field and return what is shown of one without result."""
        ended = self._open.pop() if self._open else _Field()
        return self.shown(equations.field(ended.code)) if ended.in_code else ""

    def code(self, text: str) -> None:
        """Take in text of the innermost field's code."""
        if self._open:
            self._open[-1].code += text

    def shown(self, text: str) -> str:
        """Return text that stands outside all codes; inside of one it belongs to that, and nothing is shown."""
        inside = next((field for field in reversed(self._open) if field.in_code), None)
        if inside is None:
            return text
        inside.code += text
        return ""

    def end_paragraph(self, text: str) -> str:
        """Return the paragraph's text, nothing for a line of a table of contents.

        Where a field's end is missing, no more than its paragraph is lost: a code goes on in no other one, and a
        sentence belongs to no table of contents.
        """
        contents = self._contents
        self._open = [field for field in self._open if not field.in_code]
        self._contents = any(field.is_contents for field in self._open)
        return "" if contents and "。" not in text else text
