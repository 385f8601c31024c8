"""``cuoshi-train``: what makes the model.

A new one goes through `trim`, `finetune`, `distil`, `calibrate` and `export`; a BERT checkpoint of your own starts at
`finetune`. `evaluate`, `baselines`, `speed` and `gate` measure.
"""

from __future__ import annotations

import typer
from rich.console import Console

from cuoshi_training.classifier import commands as classifier
from cuoshi_training.encoder import commands as encoder
from cuoshi_training.evaluation import commands as evaluation

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, rich_markup_mode="markdown")
#: in the order of the work
COMMANDS = (
    encoder.trim,
    encoder.shorten,
    *(
        classifier.annotated,
        classifier.doubtful,
        classifier.coded,
        classifier.finetune,
        classifier.distil,
        classifier.average,
    ),
    *(classifier.calibrate, classifier.export, classifier.restore),
    *(evaluation.evaluate, evaluation.baselines, evaluation.speed, evaluation.cost),
    *(evaluation.simulate_validity, evaluation.redraw_validity, evaluation.few_labels, evaluation.gate),
)
for command in COMMANDS:
    app.command()(command)


def main() -> None:
    """Entry point: known errors end in one line, not in a traceback."""
    from cuoshi.errors import CuoshiError

    try:
        app()
    except CuoshiError as error:
        Console(stderr=True, soft_wrap=True).print(f"error: {error}", style="red", markup=False, highlight=False)
        raise SystemExit(2) from error
