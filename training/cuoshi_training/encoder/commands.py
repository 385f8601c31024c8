"""Commands that make the encoder that training starts from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuoshi_training.options import Corpus, Out


def trim(
    base: Annotated[str, typer.Argument(help="folder or hub name of a BERT or XLM-R checkpoint")],
    corpus: Corpus,
    out: Annotated[Path, typer.Option(file_okay=False, help="folder to write")] = Path("runs/base"),
    size: Annotated[int, typer.Option(help="most frequent pieces to keep, besides all characters", min=0)] = 16_000,
) -> None:
    """Cut the vocabulary of a pre-trained base to what the corpus uses.

    Example: `cuoshi-train trim intfloat/multilingual-e5-small corpus/*.jsonl.xz --out runs/base`
    """
    from cuoshi_training.data.corpus import documents
    from cuoshi_training.encoder.trim import trim as run
    from cuoshi_training.progress import track

    texts = (document["text"] for document in track(documents(corpus), "documents"))
    typer.echo(f"{run(base, texts, out, size):,} entries in {out}")


def shorten(
    model: Annotated[Path, typer.Argument(help="folder that `finetune` or `distil` wrote")],
    out: Out,
    layers: Annotated[int, typer.Option(help="how many to keep, spread evenly", min=1)] = 4,
) -> None:
    """Take layers out of a model: what a student starts from.

    Example: `cuoshi-train shorten runs/teacher --layers 4 --out runs/short`
    """
    from cuoshi_training.encoder.shorten import shorten as run

    typer.echo(f"layers {', '.join(map(str, run(model, layers, out)))} in {out}")
