"""Draw the figures of a paper from a results folder; needs ``pip install 'cuoshi[plot]'``."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cuoshi.atomic import replaced
from cuoshi.errors import CuoshiError, MissingDependencyError
from cuoshi.maps.boundaries import Boundaries, read_boundaries
from cuoshi.results.loading.folder import Results, load
from cuoshi.scheme import Scheme
from cuoshi.words import interface_words

#: which options each kind of figure makes use of; a figure is the function of its name in the module of its name
TAKES: Mapping[str, Sequence[str]] = {
    "heatmap": ("county", "corrected"),
    "trend": ("county", "corrected"),
    "profile": ("county", "corrected"),
    "panel": ("county", "corrected", "category"),
    "matrix": ("county",),
    "map": ("corrected", "category", "map"),
}
KINDS = tuple(TAKES)
#: kinds that draw each county in a colour of its own, and how many colours can be told apart; elsewhere it has a row
COLOURED, MOST_COLOURS = ("trend", "profile"), 8
#: kinds that show shares, counted or corrected
COUNTED = tuple(kind for kind, takes in TAKES.items() if "corrected" in takes)
#: drawn by year
BY_YEAR = ("trend", "panel", "matrix")
FORMATS = (".pdf", ".svg", ".png")
MOST_INCHES = 100
LOG = logging.getLogger("cuoshi")
# A collection file shows its first face only, which for Noto is the Japanese one; it holds the same characters.
CHINESE_FONTS = (
    "Source Han Sans SC", "Source Han Sans CN", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "SimHei", "Noto Sans CJK JP", "Arial Unicode MS",
)  # fmt: skip
FONT_FILES = ("notosanscjk", "notosanssc", "sourcehansans", "wqy", "msyh", "simhei", "pingfang")
NO_FONT = (
    "no Chinese font found, so the figure's labels could not be drawn; install one "
    "(Debian/Ubuntu: apt install fonts-noto-cjk or fonts-wqy-zenhei; Fedora: dnf install google-noto-sans-cjk-fonts)"
)


def plot(
    results: Path | str,
    kind: str,
    out: Path | str,
    *,
    counties: Sequence[str] = (),
    size: tuple[float, float] | None = None,
    dpi: int = 300,
    lang: str = "zh",
    corrected: bool = False,
    category: str = "",
    boundaries: Path | str | None = None,
) -> Path:
    """Draw a figure; the same results give the same bytes.

    Args:
        results: folder that ``cuoshi tally`` wrote.
        kind: ``heatmap`` (county × category), ``trend`` (each category by year), ``profile`` (each category's share
            and status), ``panel`` (county × year of one category), ``matrix`` (which counties have reports of which
            years) or ``map`` (one category by province, or in boundaries of your own).
        out: the figure, ``.pdf``, ``.svg`` or ``.png``.
        counties: names or codes; a heatmap, panel or matrix shows these only, a trend and a profile show
            each beside the others.
        size: width and height in inches; chosen by the content if not given.
        dpi: dots per inch of a PNG.
        lang: language of the labels, ``zh`` or ``en``.
        corrected: show the shares that a hand-coded sample corrected; those counted when not.
        category: id or name of the category of a panel or map; the scheme's first if not given.
        boundaries: GeoJSON that a map draws by code, in place of tiles of provinces.

    Returns:
        ``out``.

    Raises:
        CuoshiError: the kind, format, county or folder is none that can be drawn, the kind makes no use of something
            that is given, no Chinese font is installed, or there is no sample to correct by.
        MissingDependencyError: matplotlib is not installed.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise MissingDependencyError("figures need matplotlib: pip install 'cuoshi[plot]'") from error
    from cuoshi.figures.corrected import Corrections
    from cuoshi.figures.view import View

    results, out = Path(results), Path(out)
    given = {"county": counties, "corrected": corrected, "category": category, "map": boundaries}
    _check_taken(kind, [name for name, there in given.items() if there])
    _check_format(out, size)
    interface_words(lang)  # an unknown language is refused before anything is read
    loaded = _loaded(results, kind)
    chosen = _chosen(loaded, kind, counties)
    corrections = Corrections(loaded) if corrected else None
    for warning in () if corrected or kind not in COUNTED else _as_counted(loaded):
        LOG.warning("%s: %s", results, warning)
    with mpl.rc_context(_style(find_chinese_font())), _quiet():
        draw = getattr(importlib.import_module(f"cuoshi.figures.{kind}"), kind)
        shapes = _boundaries(loaded, Path(boundaries)) if boundaries else None
        view = View(loaded, chosen, lang, size, corrections, _category(loaded.scheme, category), shapes)
        _save(draw(view), out, dpi)
    return out


def _as_counted(results: Results) -> list[str]:
    """What is to be known of shares that are drawn as the model counted them, a line each."""
    if results.validity and results.validity.groups:
        return ["drawn as the model counted them; a hand-coded sample corrects these shares: add --corrected"]
    return results.learnt_warnings("en")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep matplotlib from saying of every figure that the font has no face of just the weight that was asked for."""
    log = logging.getLogger("matplotlib.font_manager")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def find_chinese_font() -> str:
    """Find an installed font that has Chinese characters.

    Returns:
        Its family name as matplotlib knows it.

    Raises:
        CuoshiError: there is none; the text says which package to install.
    """
    from matplotlib import font_manager

    def first() -> str | None:
        installed = {font.name for font in font_manager.fontManager.ttflist}
        return next((name for name in CHINESE_FONTS if name in installed), None)

    found = first()
    if found is None:
        # matplotlib remembers the fonts of its first run; one installed since is found by its file.
        for path in _font_files(font_manager.findSystemFonts()):
            font_manager.fontManager.addfont(path)
        found = first()
    if found is None:
        raise CuoshiError(NO_FONT)
    return found


def _font_files(paths: Iterable[str]) -> list[str]:
    """Files whose name is that of a Chinese font, in a stable order."""
    return sorted(path for path in paths if Path(path).name.lower().replace("-", "").startswith(FONT_FILES))


def _check_taken(kind: str, given: Sequence[str]) -> None:
    """Refuse a figure that there is not, and options that would change nothing in it."""
    if kind not in KINDS:
        raise CuoshiError(f"no figure of the kind {kind!r}; choose one of {', '.join(KINDS)}")
    if idle := [name for name in given if name not in TAKES[kind]]:
        kinds = [one for one, takes in TAKES.items() if idle[0] in takes]
        raise CuoshiError(f"a {kind} makes no use of --{idle[0]}; leave it out, or draw one of {', '.join(kinds)}")


def _check_format(out: Path, size: tuple[float, float] | None) -> None:
    if out.suffix.lower() not in FORMATS:
        raise CuoshiError(f"{out}: a figure is written as {', '.join(FORMATS)}; give the file one of these endings")
    if not out.parent.is_dir():
        raise CuoshiError(f"{out}: there is no folder {out.parent}; make it first")
    if size is not None and not all(1 <= inches <= MOST_INCHES for inches in size):
        raise CuoshiError(f"a figure of {size[0]:g} × {size[1]:g} inches; give from 1 to {MOST_INCHES} for each")


def _loaded(results: Path, kind: str) -> Results:
    """Load results of which there is something to draw."""
    loaded = load(results)
    if not len(loaded.reports):
        raise CuoshiError(f"{results} holds no sentences, there is nothing to draw")
    if kind in BY_YEAR and loaded.reports["year"].isna().all():
        raise CuoshiError(f"no report of {results} has a year, so there is no {kind}; name it in a manifest.csv")
    return loaded


def _chosen(results: Results, kind: str, counties: Sequence[str]) -> list[int]:
    """Numbers of the places asked for, each once; a name that several bear is refused, and more than can be told."""
    places = results.places
    chosen: dict[int, None] = {}
    for wanted in counties:
        found = places.find(results.reports, wanted)
        if not found:
            raise CuoshiError(f"no county {wanted!r} in {results.folder}")
        if len(found) > 1:
            codes = ", ".join(places.table["code"].iloc[found])
            raise CuoshiError(f"{wanted!r} names {len(found)} counties; give the code: {codes}")
        chosen[found[0]] = None
    if kind in COLOURED and len(chosen) > MOST_COLOURS:
        rows = ", ".join(one for one, takes in TAKES.items() if "county" in takes and one not in COLOURED)
        raise CuoshiError(
            f"{len(chosen)} counties; a {kind} tells {MOST_COLOURS} apart at most; name fewer, or draw one of {rows}"
        )
    return list(chosen)


def _category(scheme: Scheme, wanted: str) -> int:
    """Number of the category that is called so; the first where none is asked for."""
    if not wanted:
        return 0
    for number, one in enumerate(scheme.categories):
        if wanted in (one.id, one.zh, one.en):
            return number
    raise CuoshiError(f"no category {wanted!r}; choose one of {', '.join(scheme.category_ids)}")


def _boundaries(results: Results, path: Path) -> Boundaries:
    return read_boundaries(path, [code for own in results.places.codes(results.reports) for code in own])


def _style(font: str) -> dict[str, Any]:
    return {
        "font.family": [font, "DejaVu Sans"],
        "axes.titleweight": "normal",
        "font.size": 9,
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#8a949c",
        "axes.linewidth": 0.8,
        "xtick.color": "#55616d",
        "ytick.color": "#55616d",
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "pdf.fonttype": 42,  # journals ask for fonts that can be edited
        "svg.hashsalt": "cuoshi",
    }


def _save(figure: Any, out: Path, dpi: int) -> None:
    metadata = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}.get(out.suffix.lower())
    with replaced(out) as temporary:
        figure.savefig(temporary, format=out.suffix[1:].lower(), dpi=dpi, metadata=metadata, bbox_inches="tight")
