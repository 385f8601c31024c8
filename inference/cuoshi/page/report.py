"""Write ``report.html``: one page that opens offline in any browser and asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
import pandas as pd
from markupsafe import Markup

from cuoshi.page import extracts
from cuoshi.results import tables
from cuoshi.results.loading import PLACE_COLUMNS, Results, load
from cuoshi.schema import CATEGORIES, CODEBOOK_VERSION
from cuoshi.words import interface_words

TEMPLATES = Path(__file__).parent / "templates"

SENTENCE_BYTES = 12_000_000  # keeps the page of 3,000 reports under 25 MB and quick to open
PAGE_NAME = "report.html"
LEFT_OUT_NAME = "report-sentences.csv"
SCRIPTS = ("base", "model", "tooltip", "heatmap", "trend", "breadth", "compare", "drill", "main")
MEASURES = ("tagged", "done", "planned", "problem")
NOT_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
DEFAULT_THRESHOLD = 0.5


def write_report(results: Path, lang: str = "zh", sentence_bytes: int = SENTENCE_BYTES) -> Path:
    """Write the coverage report of a results folder.

    Args:
        results: folder that ``cuoshi tally`` wrote.
        lang: language of the interface, ``zh`` or ``en``; the reports' own text stays as it is.
        sentence_bytes: bytes of sentence text that the page may carry. Sentences beyond it go to
            ``report-sentences.csv`` beside the page, and the page says how many.

    Returns:
        The page's path, ``report.html`` in the folder.

    Raises:
        CuoshiError: the folder holds no results, or the language is unknown.
    """
    words = interface_words(lang)
    loaded = load(results)
    sentences = extracts.read_tagged(loaded.sentences_path)
    kept = extracts.choose(sentences, sentence_bytes)
    _write_left_out(sentences[~kept], results / LEFT_OUT_NAME)
    position = {name: number for number, name in enumerate(loaded.reports["report_id"])}
    data = {**_data(loaded), "lang": lang, "words": words["script"], "categories": words["categories"]}
    data["sentences"] = {"tagged": len(kept), "embedded": int(kept.sum()), "file": LEFT_OUT_NAME}
    page = results / PAGE_NAME
    html = _render(words, loaded, data, extracts.embed(sentences[kept], position))
    with tables.replaced(page) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n")
    return page


def _write_left_out(sentences: pd.DataFrame, path: Path) -> None:
    if len(sentences):
        extracts.write_left_out(sentences, path)
    else:
        path.unlink(missing_ok=True)  # one from an earlier run would not belong to this page


def _data(results: Results) -> dict[str, Any]:
    """Counts per report, and the lists that their numbers point into."""
    reports, places = results.reports, results.places
    years = sorted(int(year) for year in reports["year"].dropna().unique())
    genres = sorted(set(reports["genre"]))
    county = reports.merge(places.reset_index(names="county_number"), on=PLACE_COLUMNS, how="left")["county_number"]
    counts = {name: reports[[f"{name}_{category}" for category in CATEGORIES]] for name in MEASURES}
    return {
        "counties": places[["county", "county_code", "province", "city"]].to_numpy().tolist(),
        "years": years,
        "genres": genres,
        "reports": {
            "county": county.tolist(),
            "year": [years.index(year) if pd.notna(year) else -1 for year in reports["year"]],
            "genre": [genres.index(genre) for genre in reports["genre"]],
            "title": reports["title"].tolist(),
            "sentences": reports["sentences"].astype(int).tolist(),
            **{name: table.to_numpy(np.int64).ravel().tolist() for name, table in counts.items()},
        },
        "intervals": _intervals(results, years),
        "thresholds": _thresholds(results),
    }


def _thresholds(results: Results) -> list[float]:
    given = results.run.get("thresholds")
    known = given if isinstance(given, dict) else {}
    return [float(known.get(category, DEFAULT_THRESHOLD)) for category in CATEGORIES]


def _intervals(results: Results, years: list[int]) -> list[list[int]]:
    """Intervals of the coverage table, so that the page states for its rows what the table states.

    Returns:
        For each county × year with an interval: county, year, then low and high of each category in
        ten-thousandths. Counties that share name and code cannot be told apart there and are left out.
    """
    table = results.coverage
    if not {"county", "county_code", "year", "category", "low", "high"} <= set(table.columns):
        return []
    names = results.places[["county", "county_code"]]
    unique = names[~names.duplicated(keep=False)]
    number = {tuple(pair): int(index) for index, pair in zip(unique.index, unique.to_numpy(), strict=True)}
    ends = table.dropna(subset=["year", "low", "high"])[["county", "county_code", "year", "category", "low", "high"]]
    found: dict[tuple[int, int], dict[str, tuple[int, int]]] = {}
    for county, code, year, category, low, high in ends.itertuples(index=False, name=None):
        if (county, code) in number and int(year) in years:
            pair = (round(low * 10_000), round(high * 10_000))
            found.setdefault((number[county, code], years.index(int(year))), {})[category] = pair
    whole = {key: by_category for key, by_category in found.items() if set(by_category) == set(CATEGORIES)}
    return [[*key, *(end for name in CATEGORIES for end in pairs[name])] for key, pairs in whole.items()]


def _render(words: dict[str, Any], results: Results, data: dict[str, Any], sentences: dict[str, Any]) -> str:
    style = (TEMPLATES / "report.css").read_text("utf-8")
    parts = "\n".join((TEMPLATES / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\n{parts}\n}})();'
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string((TEMPLATES / "report.html.jinja").read_text("utf-8"))
    return template.render(
        lang=data["lang"],
        t=words["page"],
        categories=words["categories"],
        summary=_summary(results, data),
        skipped=results.skipped,
        style=Markup(style),  # noqa: S704 - our own file, not text from a report
        script=Markup(script),  # noqa: S704
        style_hash=_source_hash(style),
        script_hash=_source_hash(script),
        data=_json_block(data),
        sentences=_json_block(sentences),
    )


def _summary(results: Results, data: dict[str, Any]) -> dict[str, Any]:
    """What the overview states."""
    run, years = results.run, data["years"]
    versions = run.get("versions")
    return {
        "reports": len(results.reports),
        "sentences": int(results.reports["sentences"].sum()),
        "counties": len(results.places),
        "provinces": len(set(results.places["province"]) - {""}),
        "years": "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else "",
        "model": run.get("model_hash", ""),
        "codebook": run.get("codebook_version", CODEBOOK_VERSION),
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


def _json_block(value: Any) -> Markup:
    """JSON that can stand inside a script element whatever text it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(NOT_IN_SCRIPT))  # noqa: S704 - nothing that ends the element is left in it


def _source_hash(text: str) -> str:
    """The source expression by which the page's policy admits an inline block."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
