"""The columns of the workbook's sheets: labels, widths, number formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cuoshi.columns import probability
from cuoshi.scheme import Scheme
from cuoshi.words import interface_words

PERCENT, PROBABILITY, NUMBER = "0.0%", "0.000", "0.0"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its label, its width in characters, its number format."""

    label: str
    width: int = 10
    form: str | None = None


#: width in characters of columns that are not ten wide, and the number format of those that have one
LOOKS: Mapping[str, tuple[int] | tuple[int, str]] = {
    **dict.fromkeys(("report_id", "duplicate_of"), (24,)),
    **dict.fromkeys(("path", "title"), (36,)),
    **dict.fromkeys(("genre", "county_id", "province", "city", "category", "method"), (12,)),
    **dict.fromkeys(("year", "position", "status"), (8,)),
    **dict.fromkeys(("county_candidates", "heading_path"), (30,)),
    **{"county": (14,), "text": (80,), "categories": (18,), "reason": (24,), "years": (14,)},
    **{"share": (10, PERCENT), "expected": (10, NUMBER), "status_p": (10, PROBABILITY)},
    **dict.fromkeys(("low", "high", "corrected_low", "corrected_high"), (16, PERCENT)),
    **{"corrected": (12, PERCENT), "share_dsl": (14, PERCENT), "hand_coded": (14,)},
}


def column(name: str, lang: str = "zh") -> SheetColumn:
    """A column by its name in the tables; one that has no words of ours goes by its name."""
    return SheetColumn(labels(lang).get(name, name), *LOOKS.get(name, ()))


def labels(lang: str) -> Mapping[str, str]:
    """What columns are called, by their names in the tables."""
    return interface_words(lang)["columns"]


def validity_columns(lang: str = "zh") -> list[SheetColumn]:
    """The columns of the sheet of what a coded sample said, a row a category."""
    words = interface_words(lang)["workbook"]
    shares = (words["precision"], words["recall"], "F1", words["agreement"])
    measured = [*((name, PERCENT) for name in shares), ("Cohen κ", PROBABILITY), ("Krippendorff α", PROBABILITY)]
    ends = ("{name}", words["low_of"], words["high_of"])
    return [
        column("category", lang),
        SheetColumn(words["coded_so"], 16),
        SheetColumn(words["tagged_coded"], 18),
        SheetColumn(words["naive"], 12, PERCENT),
        *(column(name, lang) for name in ("corrected", "corrected_low", "corrected_high")),
        SheetColumn(words["low_like"], 16, PERCENT),
        SheetColumn(words["high_like"], 16, PERCENT),
        *(SheetColumn(end.format(name=name), 14, form) for name, form in measured for end in ends),
        SheetColumn(words["needed"], 20),
    ]


SKIPPED = ("path", "reason")
UNRESOLVED = ("path", "title", "year", "county", "county_code", "reason", "county_candidates")


def skipped_columns(lang: str) -> list[SheetColumn]:
    """The columns of the sheet of what could not be read."""
    counted = SheetColumn(interface_words(lang)["workbook"]["in_tables"], 8)
    return [*(SheetColumn(labels(lang)[name], 80) for name in SKIPPED), counted]


def about_columns(lang: str) -> list[SheetColumn]:
    """The columns of the sheet of facts."""
    words = interface_words(lang)["workbook"]
    return [SheetColumn(words["item"], 24), SheetColumn(words["content"], 100)]


def county_columns(scheme: Scheme, lang: str = "zh") -> list[SheetColumn]:
    """The columns of the sheet of counties, a row a county."""
    own = labels(lang)
    return [
        *(column(name, lang) for name in ("county", "county_code", "years", "reports", "sentences")),
        SheetColumn(own["number_covered"].format(n=len(scheme.categories)), 20),
        *(SheetColumn(own["share_of"].format(category=label.name(lang)), 14, PERCENT) for label in scheme.categories),
    ]


def sentence_columns(scheme: Scheme, lang: str = "zh") -> dict[str, SheetColumn]:
    """The columns of the sheet of sentences by their names in the sentences table: first what people look for."""
    first = ["county", "year", "title", "heading_path", "text", "categories", *(["status"] if scheme.statuses else [])]
    last = ["path", "covered_year", "position", *(["status_p"] if scheme.statuses else [])]
    joins = ("report_id", "county_id", "county_code", "level", "province", "city", "genre", "section_kind")
    given = {
        probability(label.id): SheetColumn(labels(lang)["p_of"].format(category=label.name(lang)), 12, PROBABILITY)
        for label in scheme.categories
    }
    own = {name: column(name, lang) for name in (*first, *last, *joins)}
    return {name: own.get(name) or given[name] for name in (*first, *given, *last, *joins)}
