"""The codebook in short."""

from __future__ import annotations

from rich.console import Console

from cuoshi.scheme import Scheme


def show_scheme(scheme: Scheme) -> None:
    """Print a codebook in short."""
    console = Console(highlight=False, soft_wrap=True)
    parts = ((f"categories (codebook {scheme.version})", scheme.categories), ("statuses", scheme.statuses))
    width = max(map(len, scheme.label_ids)) + 2
    for title, labels in parts:
        if labels:
            console.print(title, style="bold")
        for label in labels:
            console.print(f"  {label.id:<{width}}{label.zh}：{label.meaning_zh}")
            console.print(f"  {'':<{width}}{label.en}: {label.meaning_en}")
