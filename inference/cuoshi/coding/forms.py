"""What coders code a sample on: the page that opens offline in any browser, and what page and sheet have in common.

Both give the columns of :func:`coded_columns`, which :mod:`cuoshi.coding.codes` reads. A sentence whose category
cells are all empty has not been coded and is missing, not "none". One filled cell of a row is enough, empty ones beside
it mean 0; a sheet has a column for "none".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.offline.document import json_block, self_contained
from cuoshi.scheme import Scheme
from cuoshi.words import interface_words

TEMPLATES = Path(__file__).parent / "templates"
SCRIPTS = ("answers", "drawing", "files", "coding")  # in the order in which they run
#: what a coder says of a sentence beside its categories
ANSWERS = ("status", "unsure", "note", "seconds", "coder")
#: keys of the page's commands: codebook search, note, undo
COMMAND_KEYS = frozenset("cnu")
#: the sheet's column for a sentence of no category
NONE = "none"


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence to be coded, in its context.

    Attributes:
        sentence_id: its name in the sample.
        text: the sentence.
        heading_path: headings above it, outermost first, as the sentences table has them.
        before, after: the sentences beside it, empty where there is none.
        title, county, year: of its report; None for a year that is not known.
        probabilities: the model's by category, only where coders are to see them.
    """

    sentence_id: str
    text: str
    heading_path: str = ""
    before: str = ""
    after: str = ""
    title: str = ""
    county: str = ""
    year: int | None = None
    probabilities: Mapping[str, float] | None = None


def coded_columns(scheme: Scheme) -> tuple[str, ...]:
    """Columns of a coded file: the sentence's id, 0 or 1 by category, and what else the coder said of it."""
    return ("sentence_id", *scheme.category_ids, *ANSWERS)


def label_keys(scheme: Scheme) -> dict[str, str]:
    """Give every label of a scheme a key of its own.

    Args:
        scheme: of up to 40 categories and 8 statuses.

    Returns:
        Keys by id: a letter for a status, 1 to 9 for the first nine categories, then letters, at last capital ones.
        A letter of the label's own id is taken where one is free.
    """
    free = [letter for letter in ascii_lowercase if letter not in COMMAND_KEYS] + list(ascii_uppercase)
    numbered = dict(zip(scheme.category_ids, "123456789", strict=False))
    for name in (*scheme.status_ids, *scheme.category_ids[len(numbered) :]):
        numbered[name] = next((letter for letter in name if letter in free), free[0])
        free.remove(numbered[name])
    return numbered


def coding_page(
    items: Sequence[Item], scheme: Scheme, codebook: str, sample_id: str, lang: str, settles: bool = False
) -> str:
    """Make the page on which a coder codes a sample.

    Args:
        items: the sentences, in the order in which they are coded.
        scheme: what they are coded with.
        codebook: its rules in Markdown; HTML in it is shown as text.
        sample_id: names the sample; the browser keeps answers under it and the coder's name.
        lang: language of the interface, ``zh`` or ``en``; sentences and codebook stay as they are.
        settles: whether it is for one who settles what other coders differ on, and says so.

    Returns:
        One HTML file that asks nothing of the network.

    Raises:
        CuoshiError: no items, two of one id, an unknown language.
    """
    words, columns = dict(interface_words(lang)["coding"]), coded_columns(scheme)
    if settles:
        words |= {"title": words["settle_title"], "intro": words["settle_intro"]}
    check_items(items)
    keys = label_keys(scheme)

    def shown(label: Label) -> dict[str, str]:
        names = {"id": label.id, "name": label.name(lang), "zh": label.zh, "en": label.en}
        return {**names, "meaning": label.meaning(lang), "key": keys[label.id]}

    data = {
        "sample": sample_id,
        "columns": columns,
        "categories": [*map(shown, scheme.categories)],
        "statuses": [*map(shown, scheme.statuses)],
        "items": [*map(_entry, items)],
        "words": words,
    }
    return self_contained(
        TEMPLATES / "coding.html.jinja",
        (TEMPLATES / "coding.css").read_text("utf-8"),
        [TEMPLATES / f"{name}.js" for name in SCRIPTS],
        lang=lang,
        t=words,
        total=len(items),
        rules=_rules(codebook),
        data=json_block(data),
    )


def check_items(items: Sequence[Item]) -> None:
    """Check that coders are given sentences, each once.

    Raises:
        CuoshiError: they are not.
    """
    if not items:
        raise CuoshiError("no sentence to code; draw a sample of at least one")
    name, number = Counter(item.sentence_id for item in items).most_common(1)[0]
    if number > 1:
        raise CuoshiError(f"sentence {name!r} occurs {number} times in the sample; give each its own sentence_id")


def _entry(item: Item) -> dict[str, Any]:
    fields = ("text", "heading_path", "before", "after", "title", "county", "year")
    entry = {"id": item.sentence_id} | {field: getattr(item, field) for field in fields}
    return entry if item.probabilities is None else entry | {"p": dict(item.probabilities)}


def _rules(codebook: str) -> Markup:
    """The codebook as HTML: tags in it are escaped, and nothing leads out of the page."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "link", "autolink"])
    return Markup(markdown.render(codebook))  # noqa: S704 - html is off
