"""The wording of a text: what stays the same when another format or site sets it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from cuoshi.notation.script import simplified

SET = re.compile(r"[\W_]+")
SENTENCE_BYTES = 8


def wording(text: str) -> str:
    """Letters, simplified characters and digits of a text, in one width: formats differ in space and punctuation."""
    return SET.sub("", unicodedata.normalize("NFKC", simplified(text)))


def text_digest(sentences: Sequence[str]) -> str:
    """Digest of a text's sentences, by which a report is known wherever its file lies."""
    return _digest("\n".join(map(wording, sentences)))


def wording_digest(sentences: Sequence[str]) -> str:
    """Digest of a text that does not depend on where sentences end: equal for copies in all formats."""
    return _digest("".join(map(wording, sentences)))


def sentence_digests(sentences: Sequence[str]) -> bytes:
    """The set of a text's sentences: their distinct digests, 8 bytes each, sorted."""
    words = (wording(sentence).encode("utf-8", "surrogatepass") for sentence in sentences)
    return b"".join(sorted({hashlib.blake2b(own, digest_size=SENTENCE_BYTES).digest() for own in words if own}))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
