"""The numbered lists of a Word document (.docx), and the list that each paragraph is in."""

from __future__ import annotations

from typing import Any

from cuoshi.readers.package import qn, value_of
from cuoshi.readers.word.counting import FORMATS, Level, NumberedList


class Counter:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Read the lists.

        Args:
            numbering: root element of ``numbering.xml``, ``None`` where the document has none.
            styles: root element of ``styles.xml``, ``None`` likewise.
        """
        self._styles = {style.get(qn("w:styleId")): style for style in _all(styles, "w:style")}
        self._lists: dict[str, NumberedList] = {
            abstract.get(qn("w:abstractNumId")): NumberedList(_levels(abstract), value_of(abstract, "w:numStyleLink"))
            for abstract in _all(numbering, "w:abstractNum")
        }
        self._numbers = {number.get(qn("w:numId")): number for number in _all(numbering, "w:num")}

    def label(self, paragraph: Any) -> str:
        """Count a paragraph and return the number before its text, empty where it has none."""
        number_id, level_id = self._place(paragraph)
        number = self._numbers.get(number_id)
        counted = self._list(number, set())
        if number is None or counted is None:
            return ""
        return counted.count(number_id, level_id, _overrides(number), _start_override(number, level_id))

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """List and level of a paragraph: its own, else those of its style or of the style that this is based on."""
        properties = paragraph.find(qn("w:pPr"))
        style_id = value_of(properties, "w:pStyle") or self._default_style()
        number_id, level = _number_properties(properties)
        seen: set[str] = set()
        while (number_id is None or level is None) and style_id and style_id not in seen:
            seen.add(style_id)
            style = self._styles.get(style_id)
            from_style, style_level = _number_properties(style.find(qn("w:pPr")) if style is not None else None)
            if number_id is None and from_style is not None:
                number_id = from_style
                level = level if level is not None else self._style_level(from_style, style_id, style_level)
            style_id = value_of(style, "w:basedOn") or ""
        return number_id or "", level or 0

    def _default_style(self) -> str:
        marked = (key for key, style in self._styles.items() if style.get(qn("w:default")) in ("1", "true"))
        return next((key for key in marked if self._styles[key].get(qn("w:type")) == "paragraph"), "")

    def _style_level(self, number_id: str, style_id: str, level: int | None) -> int | None:
        """Level that a style takes in its list: the list says, which wins over what the style says."""
        counted = self._list(self._numbers.get(number_id), set())
        found = (key for key, value in counted.levels.items() if value.style == style_id) if counted else iter(())
        return next(found, level)

    def _list(self, number: Any, seen: set[str]) -> NumberedList | None:
        """The list of a number; a list may be a mere link to the one of a style."""
        key = value_of(number, "w:abstractNumId")
        counted = self._lists.get(key or "")
        if counted is None or not counted.style_link or counted.levels or key in seen:
            return counted
        style = self._styles.get(counted.style_link)
        linked, _ = _number_properties(style.find(qn("w:pPr")) if style is not None else None)
        return self._list(self._numbers.get(linked), seen | {key or ""})


def _all(root: Any, tag: str) -> list[Any]:
    return [] if root is None else list(root.findall(qn(tag)))


def _integer(element: Any, tag: str) -> int | None:
    value = value_of(element, tag)
    return int(value) if value is not None and value.isdecimal() else None


def _number_properties(properties: Any) -> tuple[str | None, int | None]:
    numbered = None if properties is None else properties.find(qn("w:numPr"))
    return value_of(numbered, "w:numId"), _integer(numbered, "w:ilvl")


def _levels(parent: Any) -> dict[int, Level]:
    return {int(level.get(qn("w:ilvl"), 0)): _level(level) for level in _all(parent, "w:lvl")}


def _level(level: Any) -> Level:
    # A format that Word 2010 added stands in mc:AlternateContent, beside one for older readers.
    formats = [element.get(qn("w:val")) for element in level.iter(qn("w:numFmt"))]
    legal = level.find(qn("w:isLgl"))
    start = _integer(level, "w:start")
    return Level(
        start=1 if start is None else start,
        format=next((name for name in formats if name in FORMATS), "decimal"),
        text=value_of(level, "w:lvlText") or "",
        legal=legal is not None and legal.get(qn("w:val")) not in ("0", "false"),
        restart=_integer(level, "w:lvlRestart"),
        style=value_of(level, "w:pStyle"),
    )


def _overrides(number: Any) -> dict[int, Level]:
    return {key: level for override in _all(number, "w:lvlOverride") for key, level in _levels(override).items()}


def _start_override(number: Any, level_id: int) -> int | None:
    for override in _all(number, "w:lvlOverride"):
        if override.get(qn("w:ilvl")) == str(level_id):
            return _integer(override, "w:startOverride")
    return None
