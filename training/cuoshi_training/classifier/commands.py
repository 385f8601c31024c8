"""Commands that train a model on labelled reports and write it as cuoshi reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cuoshi_training.options import Alone, Corpus, Labelled, Out, Rates, SchemeFile, Vocabulary, scheme_of


def annotated(
    corpus: Corpus,
    table: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="labels without text")] = Path(
        "training/annotations.csv"
    ),
    out: Annotated[Path, typer.Option(dir_okay=False, help="labelled reports to write")] = Path("runs/annotated.jsonl"),
) -> None:
    """Put the labels of corpus sentences back together with their text, for `finetune --train`.

    Example: `cuoshi-train annotated corpus/*.jsonl.xz --out runs/annotated.jsonl`
    """
    from cuoshi_training.data.annotations import rebuild

    found, missing = rebuild(table, corpus, out)
    typer.echo(f"{found:,} sentences in {out}; {missing:,} not found in this corpus")


def doubtful(
    train: Labelled,
    scheme: SchemeFile = None,
    out: Annotated[Path, typer.Option(dir_okay=False, help="table to write")] = Path("training/doubtful.csv"),
    most: Annotated[int, typer.Option(help="rows")] = 200,
) -> None:
    """List the training labels that models trained without them doubt most; no text is written.

    Example: `cuoshi-train doubtful --train data/train.jsonl`
    """
    from cuoshi_training.classifier.doubtful import write
    from cuoshi_training.data.store import load

    labels = scheme_of(scheme)
    typer.echo(f"{write(load(train, labels), labels, out, most)} labels in {out}")


def coded(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="what `cuoshi learn` takes")],
    scheme: SchemeFile = None,
    train: Annotated[Path, typer.Option(help="labelled reports to write, to train on")] = Path("coded-train.jsonl"),
    dev: Annotated[Path, typer.Option(help="and those held out, a fifth of the reports")] = Path("coded-dev.jsonl"),
    seed: Annotated[int, typer.Option(help="of the draw of these")] = 1,
) -> None:
    """Make labelled reports of coded sentences, for `finetune`: the second step after `cuoshi learn`.

    Example: `cuoshi-train coded learning/coded-* --scheme mine.toml --train mine-train.jsonl --dev mine-dev.jsonl`
    """
    from cuoshi import labelled
    from cuoshi.learning.coded import read
    from cuoshi_training.data.coded import split

    labels = scheme_of(scheme)
    parts = split(read(files, labels), labels, seed=seed)
    for path, reports in zip((train, dev), parts, strict=True):
        count = labelled.write(path, reports)
        typer.echo(f"{sum(len(one.labels) for one in reports):,} sentences of {count:,} reports in {path}")


def finetune(
    base: Annotated[str, typer.Option(help="bundled model, folder, or hub name of a BERT checkpoint")],
    train: Labelled,
    dev: Labelled,
    out: Out,
    scheme: SchemeFile = None,
    tokenizer: Vocabulary = None,
    epochs: Annotated[int, typer.Option(help="passes over the data", min=1)] = 4,
    rates: Rates = 1.0,
    alone: Alone = 0.5,
    seeds: Annotated[int, typer.Option(help="runs with different seeds; the best on dev is kept", min=1)] = 1,
) -> None:
    """Fine-tune on labelled reports; a run that was cut off loses five minutes and goes on.

    Example: `cuoshi-train finetune --base runs/base --train data/train.jsonl --dev data/dev.jsonl --out runs/model`
    """
    import statistics

    from cuoshi_training.classifier import runs
    from cuoshi_training.classifier.batches import Context
    from cuoshi_training.classifier.settings import Settings
    from cuoshi_training.data.store import load
    from cuoshi_training.encoder.bases import located
    from cuoshi_training.encoder.tokenizer import of_base

    runs.refuse_trained(out)
    labels = scheme_of(scheme)
    start = located(base)
    settings = Settings(epochs=epochs, context=Context(alone=alone)).scaled(rates)
    scores = runs.train(
        start,
        of_base(start, tokenizer),
        reports=load(train, labels),
        dev=load(dev, labels),
        scheme=labels,
        settings=settings,
        out=out,
        seeds=seeds,
        log=typer.echo,
    )
    spread = f" ± {statistics.stdev(scores):.4f} over {seeds} seeds" if seeds > 1 else ""
    typer.echo(f"dev macro-F1 at its own thresholds {statistics.mean(scores):.4f}{spread}; best in {out}")


def distil(
    base: Annotated[str, typer.Option(help="bundled model, folder, or hub name of a BERT checkpoint")],
    corpus: Annotated[
        list[Path], typer.Option(exists=True, dir_okay=False, help="corpus shard; may be given several times")
    ],
    train: Labelled,
    dev: Labelled,
    out: Out,
    soft: Annotated[
        Path, typer.Option(file_okay=False, help="folder for the soft labels and the text that they are of")
    ],
    scheme: SchemeFile = None,
    tokenizer: Vocabulary = None,
    teacher: Annotated[list[Path] | None, typer.Option(help="folders that `export` wrote; teach beside TF-IDF")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="kinds of document; work-report when not given")] = None,
    sentences: Annotated[int, typer.Option(help="unlabelled sentences to draw", min=1)] = 160_000,
    repeat: Annotated[int, typer.Option(help="how often the labelled reports are among them", min=0)] = 2,
    epochs: Annotated[int, typer.Option(help="passes over all that", min=1)] = 1,
    rates: Rates = 1.0,
    alone: Alone = 0.5,
    seed: Annotated[int, typer.Option(help="of the draw and the training")] = 1,
) -> None:
    """Learn from the labels, and from the soft labels that teachers give to unlabelled reports.

    A run that was cut off goes on; another one with the same teachers and the same draw uses the soft labels again.

    Example: `cuoshi-train distil --base runs/short --corpus corpus/local-00.jsonl.xz --train data/train.jsonl
    --dev data/dev.jsonl --teacher runs/teacher-exported --soft runs/soft --out runs/student`
    """
    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.classifier import runs
    from cuoshi_training.classifier.batches import Context
    from cuoshi_training.classifier.distil import Draw, lessons
    from cuoshi_training.classifier.settings import Settings
    from cuoshi_training.data.store import load
    from cuoshi_training.encoder.bases import located
    from cuoshi_training.encoder.tokenizer import of_base

    runs.refuse_trained(out)
    labels = scheme_of(scheme)
    start = located(base)
    settings = Settings(epochs=epochs, seed=seed, context=Context(alone=alone)).scaled(rates)
    draw = Draw(tuple(corpus), tuple(kind or ["work-report"]), sentences, seed)
    taggers = [load_tagger(folder) for folder in teacher or []]
    reports = lessons(draw, load(train, labels), taggers, soft, repeat=repeat, log=typer.echo)
    (f1,) = runs.train(
        start,
        of_base(start, tokenizer),
        reports=reports,
        dev=load(dev, labels),
        scheme=labels,
        settings=settings,
        out=out,
        log=typer.echo,
    )
    typer.echo(f"dev macro-F1 at its own thresholds {f1:.4f}; model in {out}")


def average(
    models: Annotated[list[Path], typer.Argument(help="folders that `finetune` or `distil` wrote, one from the other")],
    out: Out,
) -> None:
    """Average the weights of a model before and after more training.

    Example: `cuoshi-train average runs/second runs/third --out runs/mean`
    """
    from cuoshi_training.classifier.average import average as run
    from cuoshi_training.classifier.runs import refuse_trained

    refuse_trained(out)
    run(models, out)
    typer.echo(f"mean of {len(models)} models in {out}")


def calibrate(
    model: Annotated[Path, typer.Argument(help="folder that `finetune` or `distil` wrote")],
    dev: Labelled,
    window: Annotated[int, typer.Option(help="window size, tokens")] = 256,
    title: Annotated[bool, typer.Option(help="open windows with the report's title")] = True,
    alone: Annotated[bool, typer.Option(help="read every sentence once more alone")] = True,
    status: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, help="more labelled reports, for the status alone")
    ] = None,
) -> None:
    """Fit probabilities on dev, thresholds on their out-of-fold values, and store both with the model.

    Example: `cuoshi-train calibrate runs/model --dev data/dev.jsonl`
    """
    from cuoshi.tagging.folder import read_scheme
    from cuoshi.tagging.windows import Reading
    from cuoshi_training.classifier.calibrate import calibrate_folder
    from cuoshi_training.data.store import load

    scheme = read_scheme(model)
    more = load(status, scheme) if status else ()
    before, after = calibrate_folder(model, load(dev, scheme), Reading(window, title, alone), more)
    typer.echo(f"expected calibration error {before:.4f} before, {after:.4f} after (out of fold)")


def export(
    model: Annotated[Path, typer.Argument(help="calibrated model folder")],
    dev: Labelled,
    out: Annotated[Path, typer.Option(file_okay=False, help="folder to write, as `cuoshi.load` reads it")],
) -> None:
    """Export to ONNX in int8, unless that loses more than half a point of macro-F1 on dev against fp32.

    Give all the labelled reports that there are: with few, two sentences at a threshold are half a point.

    Example: `cuoshi-train export runs/model --dev data/dev.jsonl --out inference/cuoshi/tagging/models/base`
    """
    from dataclasses import asdict

    from cuoshi.tagging.folder import read_scheme
    from cuoshi_training.classifier.export import export as run
    from cuoshi_training.data.store import load

    typer.echo(json.dumps(asdict(run(model, out, load(dev, read_scheme(model))))))


def restore(
    model: Annotated[str, typer.Argument(help="bundled model, or folder that `export` wrote")],
    out: Out,
) -> None:
    """Make a plain `transformers` folder of an exported model, as far as int8 holds its weights.

    `finetune --base` takes an exported model as it is; this is for other programs.

    Example: `cuoshi-train restore base --out runs/base-as-transformers`
    """
    from cuoshi.tagging.folder import locate
    from cuoshi_training.classifier.restore import restore as run
    from cuoshi_training.classifier.runs import refuse_trained

    refuse_trained(out)
    run(locate(model), out)
    typer.echo(f"{model} in {out}, for transformers")
