"""Write ``report.html``: one page that opens offline in any browser and asks nothing of the network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cuoshi.atomic import replaced
from cuoshi.coverage.bootstrap import RESAMPLES, SEED
from cuoshi.coverage.counts import ORIGINAL
from cuoshi.coverage.units import count_counties
from cuoshi.label import Label, is_bright
from cuoshi.maps.tiles import TILES
from cuoshi.offline.document import json_block, self_contained
from cuoshi.page.cautions import SHORT, cautions
from cuoshi.page.groups import PRECISION, group_intervals
from cuoshi.page.shapes import map_shapes
from cuoshi.page.texts import REPORT_BYTES, SENTENCE_BYTES, Carried, carried
from cuoshi.page.validity import validity_data
from cuoshi.results import files
from cuoshi.results.lists.unresolved import unresolved
from cuoshi.results.loading.folder import Results, load
from cuoshi.results.loading.places import Places
from cuoshi.results.measured.corrected import GROUPS
from cuoshi.results.measured.learnt import description
from cuoshi.scheme import Scheme
from cuoshi.words import Words, in_chinese, interface_words, said

TEMPLATES = Path(__file__).parent / "templates"
SCRIPTS = (
    *("model", "names", "own", "validity", "tooltip", "grid", "heatmap", "place", "panel", "trend", "breadth"),
    *("compare", "texts", "highlight", "reader", "drill", "downloads", "state", "main"),
)
DEFAULT_THRESHOLD = 0.5


def write_report(
    results: Path | str,
    lang: str = "zh",
    sentence_bytes: int = SENTENCE_BYTES,
    report_bytes: int = REPORT_BYTES,
    boundaries: Path | str | None = None,
) -> Path:
    """Write the coverage report of a results folder.

    Args:
        results: folder that ``cuoshi tally`` wrote.
        lang: language of the interface, ``zh`` or ``en``; the reports' own text stays as it is.
        sentence_bytes: bytes of tagged sentences that the page may carry. Sentences beyond it go to
            ``report-sentences.csv`` beside the page, and the page says how many.
        report_bytes: bytes of text that it may carry of reports that can be read as a whole; it says how many can.
        boundaries: GeoJSON of the reader's own that the page draws beside its tiles of provinces, by code; the page
            remembers where it is, as seen from the folder.

    Returns:
        The page's path, ``report.html`` in the folder, ``report.en.html`` in English.

    Raises:
        CuoshiError: the folder holds no results, the language is unknown, or the boundaries cannot be used.
    """
    interface_words(lang)  # before all that takes long
    loaded = load(Path(results), tagged=True)
    return write_page(
        loaded, carried(loaded, sentence_bytes, report_bytes), lang, Path(boundaries) if boundaries else None
    )


def write_page(results: Results, text: Carried, lang: str, boundaries: Path | None = None) -> Path:
    """Write the page of results that are loaded, whose text serves for pages in all languages.

    Args:
        results: what was loaded.
        text: what the page carries of the reports.
        lang: as of :func:`write_report`.
        boundaries: as of :func:`write_report`.
    """
    words, scheme, folder = interface_words(lang), results.scheme, results.folder
    data = {**_data(results), "lang": lang, "words": {**words["script"], **_warnings(words)}}
    data["categories"] = [{"id": one.id, "name": one.name(lang)} for one in scheme.categories]
    data["statuses"] = [{"id": one.id, "name": one.name(lang), "rest": one.rest} for one in scheme.statuses]
    data["named"] = {"provinces": words["provinces"], "genres": words["genres"]}
    data["boundaries"] = map_shapes(results, boundaries) if boundaries else None
    data["validity"] = validity_data(results, data["years"])
    numbers = {name: getattr(text, name) for name in ("tagged", "embedded", "whole")}
    data["sentences"] = {**numbers, "file": files.LEFT_OUT}
    data["pieces"] = text.firsts
    drawn = files.seen_from(folder, str(boundaries)) if boundaries else ""
    html = _render(words["page"], results, data, text.pieces, drawn)
    page = folder / files.PAGES[lang]
    with replaced(page) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n")
    return page


def _data(results: Results) -> dict[str, Any]:
    """Counts per report, and the lists that their numbers point into."""
    reports = results.reports
    years = sorted(int(year) for year in reports["year"].dropna().unique())
    genres = sorted(set(reports["genre"]))
    return {
        "counties": _counties(results.places, reports),
        "years": years,
        "genres": genres,
        "reports": _reports(results, years, genres),
        "candidates": _candidates(reports),
        "tiles": TILES,
        "groups": GROUPS,
        "intervals": group_intervals(results, years),
        "precision": PRECISION,
        "bootstrap": {"resamples": RESAMPLES, "seed": SEED},
        "thresholds": _thresholds(results),
    }


def _reports(results: Results, years: list[int], genres: list[str]) -> dict[str, Any]:
    """Columns of one value a report; those of counts have one a report and category, reports one after the other."""
    reports, scheme = results.reports, results.scheme

    def counts(measure: str) -> list[int]:
        table = reports[[f"{measure}_{category}" for category in scheme.category_ids]]
        flat: list[int] = table.to_numpy(np.int64).ravel().tolist()
        return flat

    return {
        "id": reports["report_id"].tolist(),
        "county": results.places.of_report.tolist(),
        "year": [years.index(year) if pd.notna(year) else -1 for year in reports["year"]],
        "genre": [genres.index(genre) for genre in reports["genre"]],
        "title": reports["title"].tolist(),
        "unit": pd.factorize(reports[ORIGINAL])[0].tolist(),
        "sentences": reports["sentences"].astype(int).tolist(),
        "tagged": counts("tagged"),
        "status": {status: counts(status) for status in scheme.counted_ids},
    }


def _counties(places: Places, reports: pd.DataFrame) -> list[list[Any]]:
    """Of each place its name, code, province, city, kind and what else it is called."""
    facts = places.table[["name", "code", "province", "city", "kind"]].to_numpy().tolist()
    return [[*row, names] for row, names in zip(facts, places.aliases(reports), strict=True)]


def _candidates(reports: pd.DataFrame) -> dict[int, str]:
    """By the number of a report of unknown county the counties that it can be of."""
    unknown = np.flatnonzero((reports["county"] == "") & (reports["county_candidates"] != ""))
    return {int(number): reports["county_candidates"].iloc[number] for number in unknown}


def _thresholds(results: Results) -> list[float]:
    given = results.run.get("thresholds")
    known = given if isinstance(given, dict) else {}
    return [float(known.get(category, DEFAULT_THRESHOLD)) for category in results.scheme.category_ids]


def _warnings(words: Words) -> dict[str, str]:
    """What is to be known of a coded sample, in the words that ``cuoshi validate`` has for it."""
    return {name: text for name, text in words["validity"].items() if name.startswith("warn_")}


def _render(t: Mapping[str, str], results: Results, data: dict[str, Any], pieces: list[str], drawn: str) -> str:
    lang, scheme = data["lang"], results.scheme
    words = interface_words(lang)
    return self_contained(
        TEMPLATES / "report.html.jinja",
        (TEMPLATES / "report.css").read_text("utf-8") + _status_style(scheme),
        [TEMPLATES / f"{name}.js" for name in SCRIPTS],
        lang=lang,
        t=t,
        categories=[{"name": one.name(lang), "meaning": one.meaning(lang)} for one in scheme.categories],
        statuses=data["words"]["list"].join(one.name(lang) for one in scheme.statuses),
        summary=_summary(results, data),
        skipped=[(one.path, in_chinese(one.reason) if lang == "zh" else one.reason) for one in results.skipped],
        validity=data["validity"],
        learnt=description(results.learnt, lang),
        learnt_warnings=results.learnt_warnings(lang),
        unknown=_unknown(results),
        why=words["reasons"],
        cautions=cautions(results.reports, {**words["genres"], **words["levels"]}, words["script"]["list"]),
        said=said,
        short=SHORT,
        data_boundaries=data["boundaries"],
        boundaries=drawn,
        data=json_block(data),
        sentences=json_block(pieces),
    )


def _unknown(results: Results) -> list[tuple[str, str, str, str]]:
    """Path, county as named, reason and candidates of the reports of which it is not known where they are from."""
    return [(path, county, why, like) for path, _, _, county, _, why, like in unresolved(results.reports)]


def _status_style(scheme: Scheme) -> str:
    """Classes ``s0``, ``s1`` … in the colours of the statuses, on a light page and on a dark one."""
    light = "".join(_status_colours(i, label, label.colour) for i, label in enumerate(scheme.statuses))
    dark = "".join(_status_colours(i, label, _lighter(label)) for i, label in enumerate(scheme.statuses))
    classes = "".join(
        f".s{i} {{ --series: var(--s{i}); }} .key .s{i} i {{ height: 10px; width: 10px; }}\n"
        f".badge.s{i} {{ background: var(--s{i}); color: var(--s{i}-ink); border-color: transparent; }}\n"
        for i in range(len(scheme.statuses))
    )
    return f":root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{classes}"


def _status_colours(number: int, label: Label, colour: str) -> str:
    ink = "#16202a" if is_bright(colour) else "#ffffff"
    return f"--s{number}: {colour}; --s{number}-ink: {ink}; "


def _lighter(label: Label) -> str:
    """The colour of a status on a dark page: two fifths nearer to white, that of the rest nearer to the page."""
    towards, weight = (0x20, 0.5) if label.rest else (0xFF, 0.4)
    parts = (int(label.colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (towards - part) * weight):02x}" for part in parts)


def _summary(results: Results, data: dict[str, Any]) -> dict[str, Any]:
    """What the overview states."""
    run, years, table = results.run, data["years"], results.places.table
    versions = run.get("versions")
    return {
        "reports": len(results.reports),
        "sentences": int(results.reports["sentences"].sum()),
        "counties": count_counties(results.reports),
        "provinces": len(set(table["province"]) - {""}),
        "years": "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else "",
        "model": run.get("model_hash", ""),
        "codebook": run.get("codebook_version", results.scheme.version),
        "version": versions.get("cuoshi", "") if isinstance(versions, dict) else "",
        "finished": _moment(str(run.get("finished", ""))),
        **data["sentences"],
    }


def _moment(text: str) -> str:
    """Date, time and zone as people write them; empty where the run has none."""
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M %Z}".strip()
    except ValueError:
        return ""
