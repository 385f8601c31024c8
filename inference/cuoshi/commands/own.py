"""Commands of a user's own categories: scheme, model, what a model knows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuoshi.commands.options import Empty, Encoder, Model, SchemeFile


def scheme_new(path: SchemeFile) -> None:
    """Write a commented template of a scheme, to be changed in any editor."""
    from cuoshi.learning.scheme_file import write_template

    write_template(path)
    print(f"{path}: put your categories there; then: cuoshi scheme check {path}")


def scheme_check(path: SchemeFile) -> None:
    """Say what is wrong with a scheme, and what could be better; list its categories."""
    from cuoshi import terminal
    from cuoshi.learning.scheme_file import doubts
    from cuoshi.scheme import Scheme

    scheme = Scheme.read(path)
    terminal.show_scheme(scheme)
    for doubt in doubts(scheme, path.parent):
        print(f"note: {doubt}")
    print(f"{path}: ok; then: cuoshi sample REPORTS --scheme {path} --n 200 --out learning")


def learn(
    path: SchemeFile,
    coded: Annotated[
        list[Path], typer.Argument(metavar="CODED...", help="What coders saved, or tables of coded sentences.")
    ],
    out: Annotated[Path, typer.Option(help="Model folder to write.")],
    encoder: Encoder = None,
    blank: Empty = None,
) -> None:
    """Learn a model of your own categories from coded sentences, and say how good it is."""
    from cuoshi.learning.learn import learn as run

    found = run(path, coded, out, encoder, blank)
    print(found.summary())
    if len(found.unlearnt) < len(found.categories):
        print(f"{out}; then: cuoshi tally REPORTS --model {out} --out results")
    else:
        print(f"{out}: no category was learnt; code more: cuoshi sample REPORTS --scheme {path} --out learning-2")


def categories(model: Model = None) -> None:
    """List a model's categories and statuses, in Chinese and English."""
    from cuoshi import terminal
    from cuoshi.tagging.folder import locate, read_scheme

    terminal.show_scheme(read_scheme(locate(model)))
