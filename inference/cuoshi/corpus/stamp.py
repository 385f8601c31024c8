"""The stamp of a run: a digest of all that decides a report's rows, so that a change tags anew what it concerns."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path
from typing import Protocol

from cuoshi.scheme import Scheme

PACKAGE = Path(__file__).parent.parent
#: code and tables by which a file becomes rows; nothing else is in the digest, so that a new plot tags nothing anew
DECIDES = (
    *("notation/**/*.py", "readers/**/*.py", "text/**/*.py", "places/**/*.py", "places/*.csv", "tagging/**/*.py"),
    *("reading.py", "labelled.py", "aliases.py", "columns.py", "documents.py", "schema.py", "scheme.py"),
    "results/tables/rows.py",
)


class Model(Protocol):
    """What a stamp needs of a tagger."""

    @property
    def model_hash(self) -> str:
        """Digest of weights, tokenizer and thresholds."""

    @property
    def scheme(self) -> Scheme:
        """The categories and statuses that it gives."""


def stamp(model: Model, package: Path = PACKAGE) -> str:
    """Digest what decides a report's rows beside the report; OCR decides those of files with pictures alone.

    Args:
        model: the model: its hash and the labels of its scheme count, what these are called does not.
        package: folder of the package's code.
    """
    digest = hashlib.sha256(repr((model.model_hash, model.scheme.label_ids)).encode())
    for pattern in DECIDES:
        for path in sorted(package.glob(pattern)):
            digest.update(f"{path.relative_to(package).as_posix()}\0".encode() + _content(path))
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    """What of a file decides: of a table all, of code what it does, not how it is laid out or explained."""
    content = path.read_bytes()
    return _done_by(content) if path.suffix == ".py" else content


@cache  # a notebook that tallies again and again has parsed the package once
def _done_by(code: bytes) -> bytes:
    """Digest of what code does."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = node.body[ast.get_docstring(node, clean=False) is not None :]
    return hashlib.sha256(ast.dump(tree).encode("utf-8", "surrogatepass")).digest()
