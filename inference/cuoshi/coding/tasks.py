"""What is handed to coders: a page and a sheet with the sentences of a sample, in their context."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from cuoshi.atomic import replaced
from cuoshi.coding.forms import Item, coding_page
from cuoshi.coding.population import Population
from cuoshi.coding.sheet import coding_sheet
from cuoshi.columns import probability
from cuoshi.scheme import BUNDLED, Scheme

#: the sample that judges a model, in the folder of its page and sheet; a model must not learn from it
SAMPLE = "sample.parquet"


def write_tasks(
    population: Population, frame: pd.DataFrame, sample_id: str, out: Path, show_model: bool = False, lang: str = "zh"
) -> list[Path]:
    """Write ``coding.html`` and ``sheet.xlsx``, or one of each a coder where coders share the sentences out.

    Args:
        population: what the sample was drawn from.
        frame: the sample: ``sentence_id`` and ``coders``.
        sample_id: names the sample; a browser keeps answers under it.
        out: the folder.
        show_model: put the model's probabilities beside the categories.
        lang: language of page and sheet.

    Returns:
        The files.
    """
    everyone = {tuple(numbers) for numbers in frame["coders"]}
    coders = sorted({number for numbers in everyone for number in numbers})
    parts = {"": frame} if len(everyone) == 1 else {f"-{k}": frame[[k in c for c in frame["coders"]]] for k in coders}
    written = []
    for suffix, part in parts.items():
        tasks = items(population, part["sentence_id"].tolist(), show_model)
        written += write_pair(out, tasks, population.scheme, sample_id, lang, suffix)
    return written


def write_pair(
    out: Path, tasks: list[Item], scheme: Scheme, sample_id: str, lang: str = "zh", suffix: str = ""
) -> list[Path]:
    """Write a page and a sheet with the same sentences.

    Args:
        out: the folder.
        tasks: the sentences, as coders see them.
        scheme: what they can say.
        sample_id: names the sample; a browser keeps answers under it.
        lang: language of page and sheet.
        suffix: what the files' names end with, to part coders.

    Returns:
        The files.
    """
    page, sheet, rules = out / f"coding{suffix}.html", out / f"sheet{suffix}.xlsx", codebook(scheme, lang)
    with replaced(page) as temporary:
        temporary.write_text(coding_page(tasks, scheme, rules, sample_id, lang), encoding="utf-8")
    coding_sheet(sheet, tasks, scheme, rules, lang)
    return [page, sheet]


def items(population: Population, sentence_ids: list[str], show_model: bool = False) -> list[Item]:
    """The sentences to be coded, with what stands around them.

    Args:
        population: all sentences.
        sentence_ids: those to be coded, in the order in which they are.
        show_model: whether coders see the model's probabilities.
    """
    names = ["report_id", "position", "text", "heading_path", "title", "county", "year"]
    places = pd.Index(population.frame["sentence_id"]).get_indexer(pd.Index(sentence_ids))
    wanted = {row + step for row in places.tolist() for step in (-1, 0, 1)}
    around = population.frame[names].loc[sorted(row for row in wanted if 0 <= row < len(population.frame))]
    rows = around.astype(object).where(around.notna(), None).to_dict("index")

    def beside(row: int, step: int) -> str:
        if row + step not in rows:
            return ""
        own, other = rows[row], rows[row + step]
        same = other["report_id"] == own["report_id"] and other["position"] == own["position"] + step
        return str(other["text"]) if same else ""

    return [
        Item(
            sentence_id=name,
            text=rows[row]["text"],
            before=beside(row, -1),
            after=beside(row, 1),
            **_facts(rows[row]),
            probabilities=_probabilities(population, row) if show_model else None,
        )
        for name, row in zip(sentence_ids, places.tolist(), strict=True)
    ]


def _facts(own: Mapping[Hashable, Any]) -> dict[str, Any]:
    """What a sentence's row says of where it stands."""
    known = {key: own[key] or "" for key in ("heading_path", "title", "county")}
    return known | {"year": None if own["year"] is None else int(own["year"])}


def _probabilities(population: Population, row: int) -> dict[str, float]:
    return {c: round(float(population.frame[probability(c)].iloc[row]), 3) for c in population.scheme.category_ids}


def codebook(scheme: Scheme, lang: str) -> str:
    """The rules of a scheme in Markdown: its codebook where there is one, else what it says of its labels.

    Args:
        scheme: whose.
        lang: of what is said of labels. A codebook is in the language that it was written in, Chinese as a rule; in
            another language labels are explained before it.
    """
    labels = [*scheme.categories, *scheme.statuses]
    said = "\n".join(f"- **{label.name(lang)}** `{label.id}` {label.meaning(lang)}" for label in labels)
    for path in (BUNDLED / f"{scheme.name}.md", Path(scheme.codebook)):
        if scheme.codebook and path.is_file() and scheme.is_named_in(text := path.read_text("utf-8", errors="replace")):
            return text if lang == "zh" else f"{said}\n\n{text}"
    return said
