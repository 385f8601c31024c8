"""Commands that make the encoder that training starts from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuoshi_training.options import Corpus, Kinds, Out


def vocabulary(
    corpus: Corpus,
    out: Annotated[Path, typer.Option(help="tokenizer file to write")] = Path("runs/tokenizer.json"),
    size: Annotated[int, typer.Option(help="most entries", min=100, max=32_768)] = 20_000,
    kind: Kinds = None,
) -> None:
    """Train the vocabulary.

    Example: `cuoshi-train vocabulary corpus/local-*.jsonl.xz --kind work-report --out runs/tokenizer.json`
    """
    from cuoshi_training.data.corpus import documents
    from cuoshi_training.encoder.vocabulary import save, train
    from cuoshi_training.progress import track

    tokenizer = train([document["text"] for document in track(documents(corpus, kind), "documents")], size)
    save(tokenizer, out)
    typer.echo(f"{tokenizer.get_vocab_size()} entries in {out}")


def trim(
    base: Annotated[str, typer.Argument(help="folder or hub name of a BERT or XLM-R checkpoint")],
    corpus: Corpus,
    out: Annotated[Path, typer.Option(help="folder to write")] = Path("runs/base"),
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


def pack(
    corpus: Corpus,
    tokenizer: Annotated[Path, typer.Option(help="tokenizer file")] = Path("runs/tokenizer.json"),
    out: Annotated[Path, typer.Option(help="token shard to write, .npy")] = Path("runs/tokens.npy"),
    kind: Kinds = None,
    most: Annotated[int | None, typer.Option(help="stop after so many tokens; two bytes each")] = None,
) -> None:
    """Pack the corpus into a token shard, for `embed` and `pretrain`.

    Example: `cuoshi-train pack corpus/local-*.jsonl.xz --kind work-report --kind policy`
    """
    from cuoshi_training.data.corpus import pack as pack_corpus

    typer.echo(f"{pack_corpus(corpus, tokenizer, out, kind, most):,} tokens in {out}")


def embed(config: Annotated[Path, typer.Argument(help="run settings, .toml; see cpu.toml")]) -> None:
    """Write a base whose word vectors come from co-occurrence: what `finetune` starts from.

    Example: `cuoshi-train embed training/cuoshi_training/encoder/cpu.toml`
    """
    from cuoshi_training.encoder.embeddings import write_base
    from cuoshi_training.encoder.pretrain import Settings

    typer.echo(f"base in {write_base(Settings.from_toml(config))}")


def pretrain(config: Annotated[Path, typer.Argument(help="run settings, .toml; see cpu.toml and gpu.toml")]) -> None:
    """Pre-train an encoder, or go on with a run that was cut off; the loss goes to `log.jsonl` in its folder.

    Example: `nice -n 19 cuoshi-train pretrain training/cuoshi_training/encoder/cpu.toml`
    """
    from cuoshi_training.encoder.pretrain import Settings
    from cuoshi_training.encoder.pretrain import pretrain as run

    typer.echo(f"encoder in {run(Settings.from_toml(config))}")


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
