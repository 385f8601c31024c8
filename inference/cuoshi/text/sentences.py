"""Cut a paragraph into sentences as the codebook defines them (data/CODEBOOK.md, section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuoshi.notation.marks import CLOSERS, ENDS, NARROW_ENDS, STRAIGHT
from cuoshi.notation.script import HANZI

PAIRS = f"“”‘’（）()《》「」『』【】〈〉〔〕〖〗{STRAIGHT}"
PAIR, MARK = re.compile(f"[{PAIRS}]"), re.compile(f"[{ENDS}{PAIRS}]")
END = re.compile(rf"[{ENDS}…]+")
# Full- and half-width brackets are mixed freely, so both shapes are one kind.
KINDS = ("“”", "‘’", "（）()", "《》", "「」", "『』", "【】", "〈〉", "〔〕", "〖〗", '"＂', "'＇")
KIND_OF = {mark: kind for kind in KINDS for mark in kind}
# The last of these stands for an apostrophe too: between Latin letters, or behind one where none is open.
APOSTROPHE, LATIN = "'", re.compile(r"[0-9A-Za-z]")
# Nobody quotes 500 characters in one breath: such a pair is an opening mark that lost its partner.
LONGEST_PAIR = 500
# A note's number behind the last end mark of a paragraph belongs to the sentence; before other text it counts points.
NOTE = re.compile(r"(?:[①-⑳]|[\[〔［]\d{1,3}[\]〕］])+\s*$")
WORD = re.compile(rf"[{HANZI}A-Za-z0-9]")
# What goes on after “……！” with one of these has not ended.
CONTINUES = re.compile(r"[，、：,的等和与]|活动|行动|大讨论|口号|理念|精神|机制")


def split_sentences(text: str) -> list[str]:
    """Split one paragraph into sentences.

    A sentence ends at ``。！？；`` (or ``!?;`` beside a Chinese character) with the closing quotes and brackets
    behind it, never inside a paired quote, bracket or ``《》``. An opening mark without its partner pairs with
    nothing, so it cannot swallow the rest. What stands behind the last end mark is a sentence of its own.

    Args:
        text: one paragraph, of any length; time is linear in it.

    Returns:
        The sentences without surrounding white space; joined they are the text, save white space.
    """
    ends = [*_ends(text), len(text)]
    pieces = (text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False))
    return [piece for piece in pieces if piece]


def _ends(text: str) -> Iterator[int]:
    """Yield the position behind each sentence but the last."""
    closing = _pairs(text)
    closers = set(closing.values())
    opening = {end: start for start, end in closing.items()}
    covered = position = 0
    for mark in MARK.finditer(text):
        start = mark.start()
        covered = max(covered, closing.get(start, -1) + 1)
        if start < position or mark[0] not in ENDS:
            continue
        position = _behind(text, start, closers)
        if position >= covered and _is_end(text, start, position) and not _is_phrase(text, position, opening):
            yield _behind_note(text, position)


def _pairs(text: str) -> dict[int, int]:
    """Map each opening mark that has a partner to it."""
    waiting: dict[str, list[int]] = {}
    closing = {}
    for mark in PAIR.finditer(text):
        character, position = mark[0], mark.start()
        opened = waiting.setdefault(KIND_OF[character], [])
        if character == APOSTROPHE and _is_apostrophe(text, position, bool(opened)):
            continue
        if character in CLOSERS or (character in STRAIGHT and opened):
            if opened and position - (start := opened.pop()) <= LONGEST_PAIR:
                closing[start] = position
        else:
            opened.append(position)
    return closing


def _is_apostrophe(text: str, position: int, opened: bool) -> bool:
    """Say whether a straight single mark is of a word (don't, companies'), given whether a quotation is open."""
    behind_letter = position > 0 and LATIN.match(text, position - 1) is not None
    return behind_letter and (not opened or LATIN.match(text, position + 1) is not None)


def _behind(text: str, start: int, closers: set[int]) -> int:
    """Return the position behind an end mark, its repetitions and the closing marks that belong to it."""
    position = start
    while found := END.match(text, position):
        position = found.end()
        while position < len(text) and (text[position] in CLOSERS or position in closers):
            position += 1
    return position


def _behind_note(text: str, position: int) -> int:
    """Return the position behind a note's number that closes the text: “……。①”."""
    found = NOTE.match(text, position)
    return found.end() if found else position


def _is_phrase(text: str, end: int, opening: dict[int, int]) -> bool:
    """Say whether an end mark lies in a quoted phrase of a longer sentence: “企业怎么发展？”专题研讨班."""
    start = opening.get(end - 1)
    if start is None or text[end - 2 : end - 1] not in "？！?!" or not WORD.match(text, end):
        return False
    return start > 0 and WORD.match(text, start - 1) is not None


def _is_end(text: str, start: int, end: int) -> bool:
    """Say whether an end mark at ``start``, with no pair open behind it, ends a sentence."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if text[end - 1] in CLOSERS + STRAIGHT and CONTINUES.match(text, end):
        return False
    return text[start] not in NARROW_ENDS or not after.strip() or not (before.isascii() and after.isascii())
