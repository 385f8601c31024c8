"""``cuoshi-train``: what makes the model.

A new one goes through `vocabulary`, `pack`, `embed`, `finetune` or `distil`, `calibrate` and `export`; a BERT
checkpoint of your own starts at `finetune`. `evaluate`, `baselines`, `speed` and `gate` measure.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from cuoshi.scheme import Scheme

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, rich_markup_mode="markdown")

Labelled = Annotated[
    list[Path], typer.Option(exists=True, dir_okay=False, help="labelled reports, .jsonl; may be given several times")
]
Corpus = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="corpus shards, .jsonl.xz or .jsonl")]
Model = Annotated[Path | None, typer.Option(help="model folder; the bundled model when not given")]
Kinds = Annotated[list[str] | None, typer.Option(help="kinds of document to keep; all when not given")]
Out = Annotated[Path, typer.Option(help="model folder to write")]
Vocabulary = Annotated[Path | None, typer.Option(help="tokenizer.json; the base's own when not given")]
Rates = Annotated[
    float,
    typer.Option(help="factor on all learning rates; 1 suits a base from `embed`, 0.2 one that is trained", min=0),
]
Alone = Annotated[
    float, typer.Option(help="share of reports whose sentences are shown one by one, not in windows", min=0, max=1)
]
SchemeFile = Annotated[
    Path | None,
    typer.Option("--scheme", exists=True, dir_okay=False, help="scheme.toml of the labels; county when not given"),
]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON object")]


def main() -> None:
    """Entry point: known errors end in one line, not in a traceback."""
    from cuoshi.errors import CuoshiError

    try:
        app()
    except CuoshiError as error:
        Console(stderr=True, soft_wrap=True).print(f"error: {error}", style="red", markup=False, highlight=False)
        raise SystemExit(2) from error


def _scheme(path: Path | None) -> Scheme:
    from cuoshi.scheme import Scheme, bundled

    return Scheme.read(path) if path else bundled()


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def embed(config: Annotated[Path, typer.Argument(help="run settings, .toml; see cpu.toml")]) -> None:
    """Write a base whose word vectors come from co-occurrence: what `finetune` starts from.

    Example: `cuoshi-train embed training/cuoshi_training/encoder/cpu.toml`
    """
    from cuoshi_training.encoder.embeddings import write_base
    from cuoshi_training.encoder.pretrain import Settings

    typer.echo(f"base in {write_base(Settings.from_toml(config))}")


@app.command()
def pretrain(config: Annotated[Path, typer.Argument(help="run settings, .toml; see cpu.toml and gpu.toml")]) -> None:
    """Pre-train an encoder, or go on with a run that was cut off; the loss goes to `log.jsonl` in its folder.

    Example: `nice -n 19 cuoshi-train pretrain training/cuoshi_training/encoder/cpu.toml`
    """
    from cuoshi_training.encoder.pretrain import Settings
    from cuoshi_training.encoder.pretrain import pretrain as run

    typer.echo(f"encoder in {run(Settings.from_toml(config))}")


@app.command()
def finetune(
    base: Annotated[str, typer.Option(help="folder or hub name of a BERT checkpoint")],
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

    from cuoshi_training.classifier.batches import Context
    from cuoshi_training.classifier.finetune import Settings, refuse_trained
    from cuoshi_training.classifier.finetune import train as run
    from cuoshi_training.data.labelled import load
    from cuoshi_training.encoder.vocabulary import load as load_tokenizer

    refuse_trained(out)
    labels = _scheme(scheme)
    loaded = load_tokenizer(tokenizer or Path(base) / "tokenizer.json")
    settings = Settings(epochs=epochs, context=Context(alone=alone)).scaled(rates)
    scores = run(base, loaded, load(train, labels), load(dev, labels), settings, out, seeds, typer.echo, labels)
    spread = f" ± {statistics.stdev(scores):.4f} over {seeds} seeds" if seeds > 1 else ""
    typer.echo(f"dev macro-F1 at its own thresholds {statistics.mean(scores):.4f}{spread}; best in {out}")


@app.command()
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


@app.command()
def distil(
    base: Annotated[Path, typer.Option(help="folder of the encoder to start from: `finetune`, `shorten`, `trim`")],
    corpus: Annotated[
        list[Path], typer.Option(exists=True, dir_okay=False, help="corpus shard; may be given several times")
    ],
    train: Labelled,
    dev: Labelled,
    out: Out,
    soft: Annotated[Path, typer.Option(help="folder for the soft labels and the text that they are of")],
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
    from cuoshi_training.classifier.batches import Context
    from cuoshi_training.classifier.distil import Draw, soft_labelled
    from cuoshi_training.classifier.finetune import Settings, refuse_trained
    from cuoshi_training.classifier.finetune import train as run
    from cuoshi_training.data.labelled import load
    from cuoshi_training.data.store import concatenate, store
    from cuoshi_training.encoder.vocabulary import load as load_tokenizer

    refuse_trained(out)
    labels = _scheme(scheme)
    loaded = load_tokenizer(tokenizer or base / "tokenizer.json")
    labelled, taggers = load(train, labels), [load_tagger(folder) for folder in teacher or []]
    settings = Settings(epochs=epochs, seed=seed, context=Context(alone=alone)).scaled(rates)
    draw = Draw(tuple(corpus), tuple(kind or ["work-report"]), sentences, seed)
    passages = soft_labelled(draw, labelled, taggers, soft, typer.echo)
    count = sum(len(passage.categories) for passage in passages)
    typer.echo(f"{count:,} sentences of {len(passages):,} passages labelled by {1 + len(taggers)}")
    reports = concatenate([passages, *[store(labelled, soft / "labelled.arrow")] * repeat])
    (f1,) = run(base, loaded, reports, load(dev, labels), settings, out, log=typer.echo, scheme=labels)
    typer.echo(f"dev macro-F1 at its own thresholds {f1:.4f}; model in {out}")


@app.command()
def average(
    models: Annotated[list[Path], typer.Argument(help="folders that `finetune` or `distil` wrote, one from the other")],
    out: Out,
) -> None:
    """Average the weights of a model before and after more training.

    Example: `cuoshi-train average runs/second runs/third --out runs/mean`
    """
    from cuoshi_training.classifier.average import average as run
    from cuoshi_training.classifier.finetune import refuse_trained

    refuse_trained(out)
    run(models, out)
    typer.echo(f"mean of {len(models)} models in {out}")


@app.command()
def annotated(
    corpus: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="corpus shards that hold the annotated documents")
    ],
    table: Annotated[Path, typer.Option(help="labels without text")] = Path("training/annotations.csv"),
    out: Annotated[Path, typer.Option(help="labelled reports to write; they hold corpus text")] = Path(
        "runs/annotated.jsonl"
    ),
) -> None:
    """Put the labels of corpus sentences back together with their text, for `finetune --train`.

    Example: `cuoshi-train annotated corpus/*.jsonl.xz --out runs/annotated.jsonl`
    """
    from cuoshi_training.data.annotations import rebuild

    found, missing = rebuild(table, corpus, out)
    typer.echo(f"{found:,} sentences in {out}; {missing:,} not found in this corpus")


@app.command()
def doubtful(
    train: Labelled,
    out: Annotated[Path, typer.Option(help="table to write")] = Path("training/doubtful.csv"),
    most: Annotated[int, typer.Option(help="rows")] = 200,
) -> None:
    """List the training labels that models trained without them doubt most; no text is written.

    Example: `cuoshi-train doubtful --train data/train.jsonl`
    """
    from cuoshi.scheme import bundled
    from cuoshi_training.classifier.doubtful import write
    from cuoshi_training.data.labelled import load

    typer.echo(f"{write(load(train), bundled(), out, most)} labels in {out}")


@app.command()
def calibrate(
    model: Annotated[Path, typer.Argument(help="folder that `finetune` or `distil` wrote")],
    dev: Labelled,
    window: Annotated[int, typer.Option(help="window size, tokens")] = 256,
    title: Annotated[bool, typer.Option(help="open windows with the report's title")] = True,
    alone: Annotated[bool, typer.Option(help="read every sentence once more alone")] = True,
) -> None:
    """Fit probabilities on dev, thresholds on their out-of-fold values, and store both with the model.

    Example: `cuoshi-train calibrate runs/model --dev data/dev.jsonl`
    """
    from cuoshi.tagging.folder import read_scheme
    from cuoshi.tagging.windows import Reading
    from cuoshi_training.classifier.calibrate import calibrate_folder
    from cuoshi_training.data.labelled import load

    before, after = calibrate_folder(model, load(dev, read_scheme(model)), Reading(window, title, alone))
    typer.echo(f"expected calibration error {before:.4f} before, {after:.4f} after (out of fold)")


@app.command()
def export(
    model: Annotated[Path, typer.Argument(help="calibrated model folder")],
    dev: Labelled,
    out: Annotated[Path, typer.Option(help="folder to write, as `cuoshi.load` reads it")],
) -> None:
    """Export to ONNX in int8, unless that loses more than half a point of macro-F1 on dev against fp32.

    Example: `cuoshi-train export runs/model --dev data/dev.jsonl --out inference/cuoshi/tagging/models/base`
    """
    from dataclasses import asdict

    from cuoshi.tagging.folder import read_scheme
    from cuoshi_training.classifier.export import export as run
    from cuoshi_training.data.labelled import load

    typer.echo(json.dumps(asdict(run(model, out, load(dev, read_scheme(model))))))


@app.command()
def evaluate(data: Labelled, model: Model = None, as_json: AsJson = False) -> None:
    """Measure a model on labelled reports, with 95% intervals by a bootstrap over reports.

    Example: `cuoshi-train evaluate --data data/dev.jsonl --json`
    """
    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.labelled import load
    from cuoshi_training.evaluation.evaluate import evaluate as run
    from cuoshi_training.evaluation.evaluate import show

    tagger = load_tagger(model)
    figures = run(tagger, load(data, tagger.scheme), data)
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        show(figures, Console())


@app.command()
def baselines(train: Labelled, data: Labelled, scheme: SchemeFile = None, as_json: AsJson = False) -> None:
    """Train the baselines and measure them on the same data.

    Example: `cuoshi-train baselines --train data/train.jsonl --data data/dev.jsonl`
    """
    from cuoshi_training.data.labelled import load
    from cuoshi_training.evaluation import baselines as steps

    labels = _scheme(scheme)
    figures = steps.measure(load(train, labels), load(data, labels), data, labels)
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
        return
    table = Table(title=f"{', '.join(p.name for p in data)}: macro-F1", title_justify="left")
    for column in ("baseline", "macro-F1", "95% interval", "micro-F1", "coverage_mae"):
        table.add_column(column)
    for name, row in figures.items():
        low, high = row["intervals"]["macro_f1"]
        cells = (
            f"{row['macro_f1']:.3f}",
            f"{low:.3f} – {high:.3f}",
            f"{row['micro_f1']:.3f}",
            f"{row['coverage_mae']:.2f}",
        )
        table.add_row(name, *cells)
    Console().print(table)


@app.command()
def speed(data: Labelled, model: Model = None) -> None:
    """Time a model and the baselines on whole reports, and a BERT-base pipeline on 128 of their sentences.

    Example: `cuoshi-train speed --data data/train.jsonl`
    """
    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.labelled import load
    from cuoshi_training.evaluation.speed import measure

    tagger = load_tagger(model)
    found = measure(tagger, load(data, tagger.scheme))
    typer.echo(json.dumps({name: round(value, 1) for name, value in found.items()}))


@app.command()
def simulate_validity(
    data: Labelled,
    model: Model = None,
    category: Annotated[str, typer.Option(help="category whose probabilities the corpora are drawn from")] = "finance",
    coded: Annotated[list[int] | None, typer.Option(help="coded sentences; 100, 300 and 1000 when not given")] = None,
    replications: Annotated[int, typer.Option(help="corpora of each scenario and size", min=2)] = 1000,
    seed: Annotated[int, typer.Option(help="of everything")] = 1,
) -> None:
    """Show whether the intervals of `cuoshi validate` hold: corpora with known truth, sampled, coded, corrected.

    Example: `cuoshi-train simulate-validity --data data/train.jsonl --replications 200`
    """
    import numpy as np

    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.labelled import load
    from cuoshi_training.evaluation.simulation import simulate

    tagger = load_tagger(model)
    reports = tagger.tag_reports(labelled.report for labelled in load(data, tagger.scheme))
    tags = [sentence.tags for report in reports for sentence in report.sentences if sentence.tags]
    table = simulate(
        np.array([tag.probabilities[category] for tag in tags]), coded or (100, 300, 1000), replications, seed=seed
    )
    typer.echo(table.to_string(index=False, float_format=lambda value: f"{value:.4f}"))


@app.command()
def gate(
    floors: Annotated[Path, typer.Option(help="file of floors")] = Path("tests/floors.json"),
    model: Model = None,
    raise_to_measured: Annotated[bool, typer.Option("--raise", help="pin floors just below what is measured")] = False,
    allow_lower: Annotated[bool, typer.Option(help="let --raise lower a floor")] = False,
) -> None:
    """Check a model against the pinned floors; exit code 1 when one is missed.

    Example: `cuoshi-train gate`
    """
    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.labelled import load
    from cuoshi_training.evaluation.evaluate import evaluate as run
    from cuoshi_training.evaluation.gate import check, raise_floors

    tagger = load_tagger(model)

    def figures(path: Path) -> dict[str, Any]:
        return run(tagger, load([path]), [path])

    if raise_to_measured:
        raise_floors(floors, figures, allow_lower)
    verdicts = check(floors, figures)
    for v in verdicts:
        mark, side = ("ok    ", "") if v.passed else ("MISSED", " <- must not be worse than the floor")
        typer.echo(f"{mark} {v.data} {v.measure} {v.value:.4f} (floor {v.floor:.4f}){side}")
    if not all(v.passed for v in verdicts):
        raise typer.Exit(1)
