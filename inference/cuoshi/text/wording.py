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


def wordings(sentences: Sequence[str]) -> list[str]:
    """The wording of each of a text's sentences, which take no time of their own when they are read together."""
    together = unicodedata.normalize("NFKC", simplified("\n".join(one.replace("\n", " ") for one in sentences)))
    return [SET.sub("", sentence) for sentence in together.split("\n")] if sentences else []


def text_digest(sentences: Sequence[str]) -> str:
    """Digest of a text's sentences, by which a report is known wherever its file lies."""
    return _digest("\n".join(wordings(sentences)))


def wording_digest(words: Sequence[str]) -> str:
    """Digest of a text that does not depend on where sentences end: equal for copies in all formats.

    Args:
        words: the wording of its sentences.
    """
    return _digest("".join(words))


def sentence_digests(words: Sequence[str]) -> bytes:
    """The set of a text's sentences: their distinct digests, 8 bytes each, sorted.

    Args:
        words: the wording of its sentences.
    """
    encoded = (own.encode("utf-8", "surrogatepass") for own in words)
    return b"".join(sorted({hashlib.blake2b(own, digest_size=SENTENCE_BYTES).digest() for own in encoded if own}))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
