"""Assemble one HTML file of a template, its style and its scripts, under a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

BASE = Path(__file__).parent
NOT_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def self_contained(template: Path, style: str, scripts: Iterable[Path], **shown: Any) -> str:
    """Render a template with everything that it needs inside.

    Args:
        template: a Jinja template that places ``style`` and ``script``, and ``style_hash`` and ``script_hash``,
            their hashes, in its Content-Security-Policy.
        style: rules that come after those that all pages share.
        scripts: files that come after the helpers that all pages share; together they are one function.
        shown: what else the template shows. Text is escaped; data for the scripts goes through :func:`json_block`.

    Returns:
        The page.
    """
    rules = (BASE / "base.css").read_text("utf-8") + style
    parts = "\n".join(path.read_text("utf-8") for path in (BASE / "base.js", *scripts))
    script = f'(() => {{\n"use strict";\n{parts}\n}})();'
    return _compiled(template.read_text("utf-8")).render(
        style=Markup(rules),  # noqa: S704 - our own file, not text from a report
        script=Markup(script),  # noqa: S704
        style_hash=_source_hash(rules),
        script_hash=_source_hash(script),
        **shown,
    )


@cache
def _compiled(template: str) -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(template)


def json_block(value: Any) -> Markup:
    """JSON that can stand inside a script element whatever text it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(NOT_IN_SCRIPT))  # noqa: S704 - nothing that ends the element is left in it


def _source_hash(text: str) -> str:
    """The source expression by which the page's policy admits an inline block."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
