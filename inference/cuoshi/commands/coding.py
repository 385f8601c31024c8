"""Commands around coding by hand: draw a sample, judge the model by it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuoshi.commands.options import Empty, Encoder, Lang, Language, Results
from cuoshi.errors import CuoshiError

#: what a sample is drawn for, by the options that say so, and what it is called
JUDGE, FIRST, ACTIVE = KINDS = (
    "a sample that judges a model",
    "a first sample to learn from (--scheme)",
    "a sample to go on learning from (--active)",
)
LIST_THEM = (
    "To see the sentences that coders differ on, were unsure of, or see unlike the model, add --disagreements "
    "differ.xlsx; to have them settled, --disagreements settle.html."
)
#: options that not every sample has a use for, with those that have
USE = {
    **dict.fromkeys(("simple", "clusters", "strata", "coders", "overlap", "show_model"), (JUDGE,)),
    **dict.fromkeys(("earlier", "encoder"), (FIRST, ACTIVE)),
    "where": (JUDGE, ACTIVE),
    "scheme": (FIRST,),
}


def sample(
    context: typer.Context,
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="RESULTS|REPORTS...", help="Folder that `cuoshi tally` wrote; reports with --scheme."),
    ],
    out: Annotated[Path, typer.Option(help="Folder to write the sample into.")],
    n: Annotated[int, typer.Option(min=2, help="Sentences to draw.")] = 300,
    simple: Annotated[bool, typer.Option("--simple", help="Give all sentences the same probability.")] = False,
    clusters: Annotated[bool, typer.Option("--clusters", help="Draw reports first: coders read passages.")] = False,
    strata: Annotated[str, typer.Option(help="Columns to spread over, parted by commas.")] = "county,year",
    where: Annotated[str, typer.Option(help="Which sentences to draw from: 'year >= 2020'.")] = "",
    coders: Annotated[int, typer.Option(min=1, help="How many people code.")] = 1,
    overlap: Annotated[float, typer.Option(min=0, max=1, help="Share of sentences that all of them code.")] = 1.0,
    seed: Annotated[int, typer.Option(min=0, help="Of the draw.")] = 1,
    show_model: Annotated[bool, typer.Option("--show-model", help="Let coders see the model's probabilities.")] = False,
    scheme: Annotated[
        Path | None, typer.Option(metavar="SCHEME.toml", help="Draw from reports, to learn these categories.")
    ] = None,
    active: Annotated[bool, typer.Option("--active", help="Draw what the model should learn next.")] = False,
    earlier: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="Sample to learn from that is not drawn again.")
    ] = None,
    encoder: Encoder = None,
    lang: Lang = Language.zh,
) -> None:
    """Draw sentences to code by hand: to judge a model, or to learn one of your own categories.

    From RESULTS: with known probabilities, more where the model is unsure, to correct shares by. With --scheme, from
    reports that nothing has tagged, and with --active, from results: to learn from (`cuoshi learn`).
    """
    from cuoshi.learning.drawing import sample_active, sample_reports
    from cuoshi.validity.sample import sample as draw

    kind = ACTIVE if active else JUDGE if scheme is None else FIRST
    _refuse_idle(context, kind, coders)
    if kind == FIRST and scheme is not None:
        first = sample_reports(sources, scheme, n, out, earlier=earlier or (), encoder=encoder, seed=seed, lang=lang)
        print(first.summary())
        print(f"cuoshi learn {scheme} {out}/coded-* --out my-model")
        return
    if len(sources) > 1:
        raise CuoshiError("one results folder at a time; to draw from reports add --scheme SCHEME.toml")
    (results,) = sources
    if active:
        more = sample_active(results, n, out, where=where, earlier=earlier or (), encoder=encoder, seed=seed, lang=lang)
        print(more.summary())
        print(f"cuoshi learn SCHEME.toml {out}/coded-* … --out my-model")
        return
    found = draw(
        results,
        n,
        out,
        simple=simple,
        clusters=clusters,
        strata=strata,
        where=where,
        coders=coders,
        overlap=overlap,
        seed=seed,
        show_model=show_model,
        lang=lang,
    )
    print(found.summary())
    print(f"cuoshi validate {results} {out}/coded-*")


def _refuse_idle(context: typer.Context, kind: str, coders: int) -> None:
    """Refuse options that change nothing.

    Raises:
        CuoshiError: one was given.
    """
    for option in context.command.params:
        source = context.get_parameter_source(str(option.name))
        if source is None or source.name != "COMMANDLINE":
            continue
        kinds = USE.get(str(option.name), KINDS)
        if kind not in kinds:
            raise CuoshiError(f"{kind} makes no use of {option.opts[0]}; leave it out, it is for {' or '.join(kinds)}")
        if option.name == "overlap" and coders == 1:
            raise CuoshiError("--overlap is the share of sentences that several coders code; say how many: --coders 2")


def validate(
    results: Results,
    coded: Annotated[list[Path], typer.Argument(metavar="CODED...", help="What coders saved, a file each.")],
    by: Annotated[
        str | None, typer.Option(help="Columns that make a group, parted by commas.", show_default="as tallied")
    ] = None,
    disagreements: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the sentences where coders, or coders and model, differ (.csv, .xlsx), or the page on which to "
            "settle what coders differ on (.html).",
        ),
    ] = None,
    blank: Empty = None,
    lang: Lang = Language.zh,
) -> None:
    """Correct a results folder's shares by its hand-coded sample, and say how good coders and model are."""
    from cuoshi.refreshing import validate as run
    from cuoshi.results.files import PAGES, VALIDITY
    from cuoshi.validity import differences

    if disagreements is not None:
        differences.check_ending(disagreements)
    found = run(results, coded, by, blank=blank, lang=lang)
    print(found.summary())
    if disagreements is not None:  # at last: it may be refused when all else is there
        n = differences.write_differences(disagreements, found, lang)
        print(f"{disagreements}: {n} sentence{'' if n == 1 else 's'} to look at again")
    elif len(found.differences):
        print(LIST_THEM)
    for path in (results / name for name in (VALIDITY, *PAGES.values())):
        if path.exists():
            print(path)
