"""Commands that measure a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cuoshi_training.options import AsJson, Labelled, Model, SchemeFile, category_of, scheme_of


def evaluate(data: Labelled, model: Model = None, as_json: AsJson = False) -> None:
    """Measure a model on labelled reports, with 95% intervals by a bootstrap over reports.

    Example: `cuoshi-train evaluate --data data/dev.jsonl --json`
    """
    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.store import load
    from cuoshi_training.evaluation.evaluate import evaluate as run
    from cuoshi_training.evaluation.evaluate import show

    tagger = load_tagger(model)
    figures = run(tagger, load(data, tagger.scheme), data)
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        show(figures, Console())


def baselines(train: Labelled, data: Labelled, scheme: SchemeFile = None, as_json: AsJson = False) -> None:
    """Train the baselines and measure them on the same data.

    Example: `cuoshi-train baselines --train data/train.jsonl --data data/dev.jsonl`
    """
    from cuoshi_training.data.store import load
    from cuoshi_training.evaluation import baselines as steps

    labels = scheme_of(scheme)
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


def speed(data: Labelled, model: Model = None) -> None:
    """Time a model and the baselines on whole reports, and a BERT-base pipeline on 128 of their sentences.

    Example: `cuoshi-train speed --data data/train.jsonl`
    """
    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.store import load
    from cuoshi_training.evaluation.speed import measure

    tagger = load_tagger(model)
    found = measure(tagger, load(data, tagger.scheme))
    typer.echo(json.dumps({name: round(value, 1) for name, value in found.items()}))


def cost(
    data: Labelled,
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder for corpora and results, to be made.")],
    reports: Annotated[list[int], typer.Option(min=1, help="Sizes of corpora.")] = [200, 2000],  # noqa: B006
    engine: Annotated[list[str], typer.Option(help="pool, ray.")] = ["pool", "ray"],  # noqa: B006
    workers: Annotated[list[int], typer.Option(min=1, help="Processes that read.")] = [1, 2],  # noqa: B006
) -> None:
    """Run `cuoshi tally` on corpora made of labelled sentences, and print what each run cost as a table.

    Example: `cuoshi-train cost --data data/train.jsonl --out runs/cost --reports 200 --reports 2000 --reports 20000`
    """
    from cuoshi.scheme import bundled
    from cuoshi_training.data.store import load
    from cuoshi_training.evaluation import cost as steps

    found = [one.report for one in load(data, bundled())]
    costs = []
    for number in reports:
        steps.write_corpus(found, out / str(number), number)
        for name in engine:
            for count in workers:
                costs.append(steps.measure(out / str(number), out / f"{number}-{name}-{count}", name, count))
                typer.echo(" ".join(costs[-1].row()), err=True)
    typer.echo(steps.as_markdown(costs))


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
    from cuoshi_training.data.store import load
    from cuoshi_training.evaluation.simulation import simulate

    tagger = load_tagger(model)
    category_of(category, tagger.scheme)
    reports = tagger.tag_reports(labelled.report for labelled in load(data, tagger.scheme))
    tags = [sentence.tags for report in reports for sentence in report.sentences if sentence.tags]
    table = simulate(
        np.array([tag.probabilities[category] for tag in tags]),
        coded or (100, 300, 1000),
        replications=replications,
        seed=seed,
    )
    typer.echo(table.to_string(index=False, float_format=lambda value: f"{value:.4f}"))


def few_labels(
    train: Labelled,
    data: Labelled,
    scheme: SchemeFile = None,
    model: Model = None,
    categories: Annotated[
        list[str] | None, typer.Option(help="two that are taken for new, as law,finance; every pair when not given")
    ] = None,
    sizes: Annotated[
        list[int] | None, typer.Option("--coded", help="coded sentences; 50 to 800 when not given")
    ] = None,
    draws: Annotated[int, typer.Option(help="draws of each size", min=1)] = 5,
    most: Annotated[int | None, typer.Option(help="training reports that are read, the first ones")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure what a few coded sentences bring: `cuoshi learn` beside TF-IDF, on categories taken for new ones.

    Example: `cuoshi-train few-labels --train real/train.jsonl --data real/dev.jsonl --model model-without-these`
    """
    from itertools import combinations

    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.store import load
    from cuoshi_training.evaluation.few_labels import Pool, measure

    labels, tagger = scheme_of(scheme), load_tagger(model)
    ids = labels.category_ids
    given = [tuple(category_of(name, labels) for name in pair.split(",")) for pair in categories or ()]
    pairs = given or list(combinations(range(len(ids)), 2))
    pools = [Pool.of(load(paths, labels)[:count], tagger) for paths, count in ((train, most), (data, None))]
    found = measure(pools[0], pools[1], pairs, sizes or (50, 100, 200, 400, 800), draws=draws)
    found["categories"] = [",".join(ids[i] for i in pair) for pair in found["categories"]]
    if as_json:
        typer.echo(found.to_json(orient="records"))
        return
    means = found.groupby(["categories", "coded"], sort=False)[["learn", "tfidf"]].agg(["mean", "min", "max"])
    typer.echo(means.round(3).to_string())


def redraw_validity(
    data: Labelled,
    model: Model = None,
    coded: Annotated[int, typer.Option(help="coded sentences", min=2)] = 200,
    replications: Annotated[int, typer.Option(help="samples", min=2)] = 200,
    seed: Annotated[int, typer.Option(help="of the draws")] = 1,
) -> None:
    """Show whether corrected shares hold on labelled reports: samples are drawn of these, the labels are the coder.

    Example: `cuoshi-train redraw-validity --data data/dev.jsonl --coded 200`
    """
    import numpy as np

    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.store import load
    from cuoshi_training.evaluation.simulation import redraw

    tagger = load_tagger(model)
    labelled, names = load(data, tagger.scheme), tagger.scheme.category_ids
    told = [[s.tags for s in r.sentences if s.tags] for r in tagger.tag_reports(one.report for one in labelled)]
    found = redraw(
        np.array([[tags.probabilities[name] for name in names] for report in told for tags in report]),
        np.concatenate([one.categories for one in labelled]) > 0.5,
        np.repeat(np.arange(len(told)), [len(report) for report in told]),
        n=coded,
        replications=replications,
        seed=seed,
    )
    table = Table("category", "estimate", "bias", "coverage", "width", "to hand coding")
    for name, own in zip(names, found, strict=True):
        for kind, row in own.items():
            relative = row["width"] / own["hand coding alone"]["width"]
            figures = (row["bias"], row["coverage"], row["width"], relative)
            table.add_row(name, kind, *(f"{value:.4f}" for value in figures))
    Console().print(table)


def gate(
    floors: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="file of floors")] = Path(
        "tests/floors.json"
    ),
    model: Model = None,
    raise_to_measured: Annotated[bool, typer.Option("--raise", help="pin floors just below what is measured")] = False,
    allow_lower: Annotated[bool, typer.Option(help="let --raise lower a floor")] = False,
) -> None:
    """Check a model against the pinned floors; exit code 1 when one is missed.

    Example: `cuoshi-train gate`
    """
    from cuoshi.tagging.tagger import load as load_tagger
    from cuoshi_training.data.store import load
    from cuoshi_training.evaluation.evaluate import evaluate as run
    from cuoshi_training.evaluation.gate import check, raise_floors

    tagger = load_tagger(model)

    def figures(path: Path) -> dict[str, Any]:
        return run(tagger, load([path], tagger.scheme), [path])

    if raise_to_measured:
        raise_floors(floors, figures, allow_lower)
    verdicts = check(floors, figures)
    for v in verdicts:
        mark, side = ("ok    ", "") if v.passed else ("MISSED", " <- must not be worse than the floor")
        typer.echo(f"{mark} {v.data} {v.measure} {v.value:.4f} (floor {v.floor:.4f}){side}")
    if not all(v.passed for v in verdicts):
        raise typer.Exit(1)
