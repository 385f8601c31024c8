"""Plain text in any encoding that Chinese files come in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from cuoshi.documents import Document
from cuoshi.errors import ReadError
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16's, so it is tried first
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: what Chinese systems write; names of files are in one of the first two
ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
#: GB18030 makes private characters of the punctuation of Big5
PRIVATE, PUNCTUATION = re.compile("[\ue000-\uf8ff]"), re.compile("[，。、]")
#: what nearly all of a Chinese text is
PLAIN = re.compile("[\t\n\r -~\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
#: share of characters that may be damaged before another encoding is more likely
DAMAGED = 0.01
SAMPLE = 100_000
HEAD = 1_000_000
LONGEST_CHARACTER = 4  # bytes, in UTF-8 and in GB18030


def read(source: Source) -> Iterator[Document]:
    """Read a text file as one document.

    Raises:
        ReadError: it is empty, too large or no text.
    """
    yield Document(source.name, plausible(source, decode_file(source)))


def decode_file(source: Source) -> str:
    """Decode a text file.

    Raises:
        ReadError: it is empty, too large or no text.
    """
    raw = source.read(limit=LONGEST_CHARACTER * MAX_CHARACTERS)
    if not raw:
        raise source.error("the file is empty; check where it came from")
    try:
        text = decode(raw)
    except ReadError as error:
        raise source.error(str(error)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(raw: bytes) -> str:
    """Decode text whose encoding nobody states.

    A file of one encoding with a few damaged bytes is read as that encoding, the damage marked by U+FFFD.

    Raises:
        ReadError: it is no text, or in no encoding that can be told.
    """
    return raw.decode(encoding_of(raw), "replace")


def decode_name(raw: bytes) -> str | None:
    """Decode the name of a file: UTF-8, else GB18030 as Chinese Windows writes it; ``None`` where it is neither."""
    for encoding in ENCODINGS[:2]:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def encoding_of(raw: bytes) -> str:
    """Tell the encoding of a text: by byte order mark, else UTF-8, GB18030, Big5, else a guess.

    Args:
        raw: the text's bytes, or its first ones.

    Raises:
        ReadError: it is no text, or in no encoding that can be told.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return encoding
    if b"\0" in raw and (wide := _wide(raw)):
        return wide
    if b"\0" in raw:
        raise ReadError("has null bytes, so it is no text; save it as UTF-8 text")
    if _is_utf8(raw):  # nearly every file, told without a look at its characters
        return ENCODINGS[0]
    best = next((encoding for encoding in ENCODINGS if _fits(raw, encoding)), None)
    if best is None and (guess := from_bytes(raw[:SAMPLE]).best()):
        best = codecs.lookup(guess.encoding).name  # it says utf_8
    if best is None:
        raise ReadError("its encoding cannot be told; save it as UTF-8 text")
    return best


def encoding_of_head(source: Source) -> str:
    """Tell the encoding of a file by its first bytes, all that most reports have; empty where it cannot be told."""
    try:
        return encoding_of(source.head(HEAD))
    except ReadError:
        return ""


def _wide(raw: bytes) -> str:
    """Name UTF-16 without a byte order mark by the order in which nearly all is Chinese or ASCII; empty where none."""
    sample = raw[: SAMPLE - SAMPLE % 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if len(PLAIN.findall(text)) > 0.95 * len(text) and re.search("[\n,，。]", text):
            return encoding
    return ""


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _fits(raw: bytes, encoding: str) -> bool:
    text = raw.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    if encoding == "gb18030" and not PUNCTUATION.search(text):
        damaged += len(PRIVATE.findall(text))
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return damaged <= max(1, DAMAGED * foreign)
