"""The coding scheme: which categories and statuses there are, what they are called, how they look.

A model folder carries its scheme as ``scheme.toml``, a results folder in ``run.json``; both have the same keys::

    name = "county"
    version = "1.2"              # of the codebook
    codebook = "data/CODEBOOK.md"

    [[category]]                 # 1 to 40
    id = "law"
    zh = "法治环境"
    en = "Rule of law"
    meaning_zh = "…"
    meaning_en = "…"
    colour = "#14568c"           # may be left out
    keywords = ["执法", "…"]      # may be left out; they say where to look for first examples and decide nothing

    [[status]]                   # 0 to 8, the same keys; one may be marked `rest = true`
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cuoshi.atomic import replaced
from cuoshi.columns import COLUMNS
from cuoshi.errors import SchemeError
from cuoshi.label import Label, labels, plain, text

FILE = "scheme.toml"
#: the codebook that lies beside it in a model folder
CODEBOOK = "codebook.md"
BUNDLED = Path(__file__).parent / "schemes"
MOST_CATEGORIES, MOST_STATUSES = 40, 8
NAMED = frozenset(column.name for column in COLUMNS)
#: what the panel calls the measures of a category
PANEL_MEASURES = frozenset(
    {"share", "n", "present", "expected", "low", "high", "corr", "corr_low", "corr_high", "method", "dsl", "per1000"}
)
#: columns that stand beside the statuses in the coverage table, which those that make its groups can be any of the
#: sentences table's, and what counts are prefixed with; or in the panel
RESERVED = NAMED | PANEL_MEASURES | {"category", "reports", "sentences", "tagged", "corrected", "corrected_low"}
RESERVED |= {"corrected_high", "share_dsl", "hand_coded"}
#: columns that stand beside the categories in a coding sheet or in ``sentences.csv``
BESIDE = NAMED | {"sentence_id", "none", "unsure", "note", "seconds", "coder", "before", "after"}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A coding scheme; the order of its labels is the order of columns, rows and a model's heads.

    Attributes:
        name: what it is called.
        version: version of its codebook.
        categories: what a sentence can be about, any number of them at once.
        statuses: what state that is in, exactly one; may be none.
        codebook: where the codebook lies: absolute where it was found beside the scheme's file, else as that says.

    Raises:
        SchemeError: a label or their number is not allowed.
    """

    name: str
    version: str
    categories: tuple[Label, ...]
    statuses: tuple[Label, ...] = ()
    codebook: str = ""

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise SchemeError(f"scheme {self.name!r}: {problem}")

    @property
    def category_ids(self) -> tuple[str, ...]:
        """Ids of the categories in order."""
        return tuple(label.id for label in self.categories)

    @property
    def status_ids(self) -> tuple[str, ...]:
        """Ids of the statuses in order."""
        return tuple(label.id for label in self.statuses)

    @property
    def label_ids(self) -> tuple[str, ...]:
        """Ids of all labels, a model's heads in order."""
        return self.category_ids + self.status_ids

    @property
    def counted_ids(self) -> tuple[str, ...]:
        """Ids of the statuses that have a column in the coverage table: all but the rest."""
        return tuple(label.id for label in self.statuses if not label.rest)

    @property
    def rest(self) -> Label | None:
        """The status of all that has no other, if one is marked so."""
        return next((label for label in self.statuses if label.rest), None)

    def category(self, identifier: str) -> Label:
        """The category of an id."""
        return next(label for label in self.categories if label.id == identifier)

    def status(self, identifier: str) -> Label:
        """The status of an id."""
        return next(label for label in self.statuses if label.id == identifier)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any], where: str) -> Scheme:
        """Make a scheme of the keys that a TOML file or ``run.json`` has.

        Args:
            table: the keys.
            where: the file, for messages.

        Raises:
            SchemeError: a key is missing, unknown or of another type, or the scheme is not allowed.
        """
        try:
            unknown = set(table) - {"name", "version", "codebook", "category", "status"}
            if unknown:
                raise SchemeError(f"unknown key {min(unknown)!r}")
            parts = labels(table, "category"), labels(table, "status")
            name, version, codebook = (
                text({"codebook": "", **table}, key, "the scheme") for key in ("name", "version", "codebook")
            )
            return cls(name, version, *parts, codebook)
        except SchemeError as error:
            raise SchemeError(f"{where}: {error}") from error

    def to_dict(self) -> dict[str, Any]:
        """The keys that ``from_dict`` reads."""
        table: dict[str, Any] = {"name": self.name, "version": self.version, "codebook": self.codebook}
        return table | {"category": [*map(Label.entry, self.categories)], "status": [*map(Label.entry, self.statuses)]}

    @classmethod
    def read(cls, path: Path) -> Scheme:
        """Read a TOML file; the path of its codebook starts at its folder.

        Raises:
            SchemeError: it cannot be opened, is no TOML, or holds no scheme.
        """
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise SchemeError(f"{path}: cannot be opened ({error.strerror}); `cuoshi scheme new` writes one") from error
        except ValueError as error:
            raise SchemeError(f"{path}: not a TOML file ({error})") from error
        scheme = cls.from_dict(table, str(path))
        codebook = path.parent.absolute() / scheme.codebook
        return replace(scheme, codebook=str(codebook)) if codebook.is_file() else scheme

    def write(self, path: Path) -> None:
        """Write the TOML file that ``read`` reads, and beside it a copy of the codebook that was found."""
        table, codebook = self.to_dict(), Path(self.codebook)
        if codebook.is_absolute() and codebook.is_file():
            rules, table["codebook"] = codebook.read_bytes(), CODEBOOK
            with replaced(path.with_name(CODEBOOK)) as temporary:
                temporary.write_bytes(rules)
        with replaced(path) as temporary:
            temporary.write_text("\n".join(_lines(table)), encoding="utf-8", newline="\n")

    def is_named_in(self, codebook: str) -> bool:
        """Tell whether a codebook names this version: 1 is not named by 1.2, nor by 2021.

        Args:
            codebook: its text.
        """
        return re.search(rf"(?<![\d.]){re.escape(self.version)}(?!\.?\d)", codebook) is not None

    @classmethod
    def plain(cls, categories: Sequence[str], statuses: Sequence[str] = ()) -> Scheme:
        """Make a scheme of ids alone, for tables whose scheme is not known.

        Args:
            categories: ids in order.
            statuses: ids in order.
        """
        return cls("plain", "", plain(categories), plain(statuses))


@cache
def bundled(name: str = "county") -> Scheme:
    """Read a scheme that comes with the package; once a process, for it never changes."""
    return Scheme.read(BUNDLED / f"{name}.toml")


def _problems(scheme: Scheme) -> Iterator[str]:
    """Say what is wrong with a scheme, the first thing first."""
    if not 1 <= len(scheme.categories) <= MOST_CATEGORIES:
        yield f"{len(scheme.categories)} categories; give 1 to {MOST_CATEGORIES}"
    if len(scheme.statuses) > MOST_STATUSES:
        yield f"{len(scheme.statuses)} statuses; give {MOST_STATUSES} at most"
    for label in (*scheme.categories, *scheme.statuses):
        yield from label.problems()
    if any(label.rest for label in scheme.categories):
        yield "a category is marked `rest`; only a status can be"
    if sum(label.rest for label in scheme.statuses) > 1:
        yield "two statuses are marked `rest`; mark one at most"
    yield from _name_problems(scheme.category_ids, scheme.status_ids)


def _name_problems(categories: Sequence[str], statuses: Sequence[str]) -> Iterator[str]:
    """Say which ids would make two columns of one name."""
    if taken := RESERVED & set(statuses):
        yield f"a status cannot be called {min(taken)!r}, the coverage table or the panel has a column of that name"
    if taken := BESIDE & set(categories):
        yield f"a category cannot be called {min(taken)!r}, the coding sheet or sentences.csv has a column of that name"
    counted = [f"{prefix}_{name}" for prefix in ("tagged", "expected", *statuses) for name in categories]
    for name, number in (Counter((*categories, *statuses)) + Counter(counted)).items():
        if number > 1:
            yield f"the id {name!r} occurs twice; every category and status needs its own"
    panel = Counter(f"{name}_{end}" for name in categories for end in (*PANEL_MEASURES, *statuses))
    written = Counter([*NAMED, *categories, *(f"p_{name}" for name in categories), *(f"status_{n}" for n in statuses)])
    for name, number in (panel | written).items():
        if number > 1:
            yield f"two columns would be called {name!r}; rename a category or status"


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    """TOML of one level of tables; a JSON string is a TOML string."""
    for key in ("name", "version", "codebook"):
        yield f"{key} = {json.dumps(table[key], ensure_ascii=False)}"
    for kind in ("category", "status"):
        for entry in table[kind]:
            yield f"\n[[{kind}]]"
            yield from (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())
    yield ""
