"""Take out what download sites and websites put around a report, and keep a record of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from cuoshi.documents import Removed
from cuoshi.notation.marks import has_ended
from cuoshi.notation.numbering import numbering
from cuoshi.text import clean_rules as rules
from cuoshi.text.lines import CELL, Line, lines_of
from cuoshi.text.page_ends import PAGE_ENDS, take_running_heads
from cuoshi.text.wrapping import unwrap

LONGEST_NOTICE = 120
SHORTEST_CONTENT = 12
#: lines behind the last notice of a text that may belong to it, and their length
LONGEST_TAIL, LONGEST_TAIL_LINE = 15, 60
#: rules whose lines come in blocks at the end of a text, so that what follows is suspect too
BLOCKS = frozenset(("watermark", "site name", "website header", "website navigation", "website footer"))


@dataclass(slots=True)
class Cleaned:
    """A text's lines without what does not belong to the report.

    Attributes:
        lines: what is left, a paragraph each, without empty lines, white space made single.
        removed: what was taken out, in the order of the text.
    """

    lines: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)


def clean(text: str) -> Cleaned:
    r"""Clean a report's text.

    Args:
        text: the text as a reader gives it, lines parted by ``\n``.

    Returns:
        The lines left and the pieces removed; these bear the number of their line in ``text``, from 1.
    """
    lines = lines_of(text)
    sites = _site_names(lines)
    for line in lines:
        line.rule = line.rule or _rule(line.text, sites)
    take_running_heads(lines)
    _take_contents(lines)
    _take_attachments(lines)
    _take_table_names(lines)
    _take_tail(lines)
    cleaned = Cleaned()
    opens: list[bool] = []
    page_ended = False
    for line in lines:
        if line.rule:
            page_ended = page_ended or line.rule in PAGE_ENDS
            cleaned.removed.append(Removed(line.number, line.text, line.rule))
            continue
        kept, pieces = _cut(line.text, sites)
        cleaned.removed += [Removed(line.number, piece, rule) for piece, rule in pieces]
        if kept:
            cleaned.lines.append(kept)
            # the empty lines around the end of a page part nothing
            opens.append(line.indented or (line.behind_gap and not page_ended))
            page_ended = False
    cleaned.lines = [line for line in unwrap(cleaned.lines, opens) if not rules.ONLY_MARK.fullmatch(line)]
    return cleaned


def _site_names(lines: list[Line]) -> frozenset[str]:
    """Names that the watermarks of this text give their site: “某某整理，完整版资料咨询……”."""
    named = (rules.SITE_NAME.match(line.text) for line in lines)
    return frozenset(found["site"] for found in named if found and _is_watermark(found.string))


def _rule(line: str, sites: frozenset[str]) -> str:
    if line in sites:
        return "site name"
    if len(line) > LONGEST_NOTICE:
        return ""
    for name, pattern in rules.LINES:
        if pattern.fullmatch(line):
            return name
    if _is_chrome(line):
        return "website header"
    return "watermark" if _is_watermark(line) else ""


def _is_chrome(line: str) -> bool:
    """Say whether a line is nothing but labels with their short values: 来源：… 作者：… 阅读：…次."""
    labels = [found[0] for found in rules.LABEL.finditer(line)]
    if not labels or all(rules.SHARED_LABEL.search(label) for label in labels):
        return False
    before, *values = rules.LABEL.split(line)
    return not before.strip() and all(
        len(v) <= rules.LONGEST_VALUE and not rules.SENTENCE_END.search(v) for v in values
    )


def _is_watermark(line: str) -> bool:
    """Say whether a line is a watermark as a whole: words of several kinds meet, and cutting leaves no content."""
    if len(line) > LONGEST_NOTICE:
        return False
    if any(form.fullmatch(line) for form in (rules.SECRECY_ONLY, rules.SITE_LINE, rules.ACCOUNT, rules.CREDIT_LINE)):
        return True
    kinds = _kinds(line)
    if rules.SENTENCE_END.search(line):
        meets = "contact" in kinds and len(kinds) > 2 and rules.DIRECT.search(line) is not None
    else:
        meets = len(kinds) > 1 and bool(kinds & {"contact", "secrecy"})
    return meets and not _holds_content(_cut(line, frozenset())[0])


def _holds_content(rest: str) -> bool:
    return not _kinds(rest) and (rules.SENTENCE_END.search(rest) is not None or len(rest) >= SHORTEST_CONTENT)


def _kinds(text: str) -> set[str]:
    """Kinds of a watermark's words that occur in a text."""
    kinds = {"secrecy": rules.SECRECY.search, "product": rules.PRODUCT.search, "credit": rules.CREDIT.search}
    found = {kind for kind, occurs in kinds.items() if occurs(text)}
    if rules.CONTACT.search(rules.OFFICIAL_URL.sub(" ", text)):
        found.add("contact")
    return found


def _take_contents(lines: list[Line]) -> None:
    """Take out a table of contents: the line 目录 and those behind it that end in a page number."""
    titles = (index for index, line in enumerate(lines) if rules.CONTENTS_TITLE.fullmatch(line.text))
    index = next(titles, len(lines))
    entries = list(takewhile(lambda line: rules.ENTRY.fullmatch(line.text), lines[index + 1 :]))
    for line in [*lines[index : index + 1], *entries] if entries else []:
        line.rule = "table of contents"


def _take_attachments(lines: list[Line]) -> None:
    """Take out an attachment that no text follows, and the further items of a list of attachments."""
    for line, following in pairwise([*lines, None]):
        if line and not line.rule and rules.ATTACHED.fullmatch(line.text):
            line.rule = "" if following and rules.SENTENCE_END.search(following.text) else "attachment"
    for index, line in enumerate(lines):
        if line.rule == "attachment":
            for item in takewhile(lambda item: rules.ATTACHMENT_ITEM.fullmatch(item.text), lines[index + 1 :]):
                item.rule = "attachment"
        elif not line.rule and rules.ATTACHMENTS.fullmatch(line.text):
            _take_list(lines[index:])


def _take_list(lines: list[Line]) -> None:
    """Take out a list of attachments below its head: several items in a row, or names of files."""
    items = list(takewhile(lambda item: item.rule == "attachment" or _is_item(item), lines[1:]))
    if len(items) > 1 or any(item.rule for item in items):
        for line in [lines[0], *items]:
            line.rule = "attachment"


def _is_item(line: Line) -> bool:
    return not line.rule and rules.ATTACHMENT_ITEM.fullmatch(line.text) is not None


def _take_table_names(lines: list[Line]) -> None:
    """Take out what tables are called above them, and notes beside them; the first line of a text may be its title."""
    begun = False
    for before, line in pairwise(lines):
        begun = begun or has_ended(before.text) or numbering(before.text) is not None
        if begun and line.rule == CELL and not before.rule and _is_of_table(before.text):
            before.rule = "caption"
        elif begun and before.rule == CELL and not line.rule and rules.TABLE_NOTE.fullmatch(line.text):
            line.rule = "caption"


def _is_of_table(line: str) -> bool:
    return numbering(line) is None and any(form.fullmatch(line) for form in (rules.TABLE_NAME, rules.TABLE_NOTE))


def _take_tail(lines: list[Line]) -> None:
    """Take out what follows a notice at the end of a text: slogans, group numbers, links to other pages."""
    last = max((index for index, line in enumerate(lines) if not line.rule and _is_content(line.text)), default=-1)
    notice = next((index for index in range(last + 1, len(lines)) if lines[index].rule in BLOCKS), len(lines))
    tail = [line for line in lines[notice:] if not line.rule]
    if last < 0 or len(tail) > LONGEST_TAIL or any(_opens_part(line.text) for line in tail):
        return
    for line in tail:
        if len(line.text) <= LONGEST_TAIL_LINE:
            line.rule = "behind the last watermark"


def _opens_part(line: str) -> bool:
    return numbering(line) is not None or line.startswith("附件")


def _is_content(line: str) -> bool:
    return "。" in line or len(line) > LONGEST_TAIL_LINE or rules.SENTENCE_END.search(line) is not None


def _cut(line: str, sites: frozenset[str]) -> tuple[str, list[tuple[str, str]]]:
    """Cut watermarks out of a line of content; return what is left and the pieces with their rules."""
    kept: list[str] = []
    pieces: list[tuple[str, str]] = []
    position = 0
    for start, end, rule in sorted(_fragments(line, sites)):
        if start >= position:
            kept.append(line[position:start])
            pieces.append((line[start:end].strip(), rule))
            position = end
    return rules.SPACE.sub(" ", "".join([*kept, line[position:]])).strip() if pieces else line, pieces


def _fragments(line: str, sites: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start and end of the watermarks in a line, with their rules."""
    for found in rules.PAGE_FRAGMENT.finditer(line):
        yield *found.span(), "page number"
    for found in rules.BRACKETED.finditer(line):
        kinds = _kinds(found[0])
        if len(kinds) > 1 and kinds & {"contact", "secrecy"}:
            yield *found.span(), "watermark"
    yield from ((*advert, "watermark") for advert in _adverts(line, sites))


def _adverts(line: str, sites: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the runs of clauses that lead to a contact: “某某整理，获得完整版资料咨询QQ……”."""
    if not rules.CONTACT.search(line):
        return
    start = 0
    for found in rules.CLAUSE.finditer(line):
        kinds = _kinds(found[0])
        contact = rules.CONTACT.search(line, found.start(), found.end())
        if "contact" in kinds and contact:
            advert, rest = line[start : contact.end()], line[contact.end() : found.end()]
            told = len(_kinds(advert)) > 2 and rules.DIRECT.search(advert)
            if told or any(site in advert for site in sites):
                yield start, contact.end() if rest.strip("，,。！!；;") else found.end()
            start = found.end()
        elif not kinds:
            start = found.end()
