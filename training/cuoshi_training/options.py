"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuoshi_training.errors import TrainingError

if TYPE_CHECKING:
    from cuoshi.scheme import Scheme

Labelled = Annotated[
    list[Path], typer.Option(exists=True, dir_okay=False, help="labelled reports, .jsonl; may be given several times")
]
Corpus = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="corpus shards, .jsonl.xz or .jsonl")]
Model = Annotated[
    Path | None, typer.Option(help="name of a bundled model, or a model folder; the default model when not given")
]
Out = Annotated[Path, typer.Option(file_okay=False, help="model folder to write")]
Vocabulary = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="tokenizer.json; the base's own when not given")
]
Rates = Annotated[
    float,
    typer.Option(help="factor on all learning rates; 1 suits a base from `trim`, 0.2 a model that is trained", min=0),
]
Alone = Annotated[
    float, typer.Option(help="share of reports whose sentences are shown one by one, not in windows", min=0, max=1)
]
SchemeFile = Annotated[
    Path | None,
    typer.Option("--scheme", exists=True, dir_okay=False, help="scheme.toml of the labels; county when not given"),
]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON object")]


def category_of(name: str, scheme: Scheme) -> int:
    """Place of a category among those of a scheme.

    Raises:
        TrainingError: the scheme has none of that name.
    """
    if name not in scheme.category_ids:
        raise TrainingError(
            f"no category {name!r} in the scheme {scheme.name}; it has {', '.join(scheme.category_ids)}"
        )
    return scheme.category_ids.index(name)


def scheme_of(path: Path | None) -> Scheme:
    """The scheme of a file, the bundled one where none is given."""
    from cuoshi.scheme import Scheme, bundled

    return Scheme.read(path) if path else bundled()
