"""The columns of the workbook's sheets: labels, widths, number formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cuoshi.scheme import Scheme
from cuoshi.words import interface_words

PERCENT, PROBABILITY, NUMBER = "0.0%", "0.000", "0.0"
ENDS = ("", "下限", "上限")


@dataclass(frozen=True, slots=True)
class Column:
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
    **{"corrected": (12, PERCENT), "share_dsl": (14, PERCENT)},
}


def column(name: str) -> Column:
    """A column by its name in the tables; one that has no words of ours goes by its name."""
    return Column(labels().get(name, name), *LOOKS.get(name, ()))


def labels() -> Mapping[str, str]:
    """What columns are called, by their names in the tables."""
    return interface_words("zh")["columns"]


def validity_columns() -> list[Column]:
    """The columns of the sheet of what a coded sample said, a row a category."""
    measured = [("查准率", "查全率", "F1", "编码人一致率"), ("Cohen κ", "Krippendorff α")]
    return [
        column("category"),
        Column("编码为该类的句数", 16),
        Column("编码的句子中标为该类的", 18),
        Column("占比（模型）", 12, PERCENT),
        *map(column, ("corrected", "corrected_low", "corrected_high")),
        Column("下限（同类报告）", 16, PERCENT),
        Column("上限（同类报告）", 16, PERCENT),
        *(
            Column(f"{name}{end}", 14, form)
            for names, form in zip(measured, (PERCENT, PROBABILITY), strict=True)
            for name in names
            for end in ENDS
        ),
        Column("区间减半共需编码句数", 20),
    ]


SKIPPED = ("path", "reason")
UNRESOLVED = ("path", "title", "year", "county", "county_code", "reason", "county_candidates")
ABOUT = [Column("项目", 24), Column("内容", 100)]


def county_columns(scheme: Scheme) -> list[Column]:
    """The columns of the sheet of counties, a row a county."""
    return [
        *map(column, ("county", "county_code", "years", "reports", "sentences")),
        Column(labels()["number_covered"].format(n=len(scheme.categories)), 20),
        *(Column(labels()["share_of"].format(category=label.zh), 14, PERCENT) for label in scheme.categories),
    ]


def sentence_columns(scheme: Scheme) -> dict[str, Column]:
    """The columns of the sheet of sentences by their names in the sentences table: first what people look for."""
    first = ["county", "year", "title", "heading_path", "text", "categories", *(["status"] if scheme.statuses else [])]
    last = ["path", "covered_year", "position", *(["status_p"] if scheme.statuses else [])]
    joins = ("report_id", "county_id", "county_code", "level", "province", "city", "genre", "section_kind")
    given = {
        f"p_{label.id}": Column(labels()["p_of"].format(category=label.zh), 12, PROBABILITY)
        for label in scheme.categories
    }
    own = {name: column(name) for name in (*first, *last, *joins)}
    return {name: own.get(name) or given[name] for name in (*first, *given, *last, *joins)}
