"""Pages as a scanner gives them: text set out as offices do, then noisy, askew, turned, stamped, compressed."""

from __future__ import annotations

import io
import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4

DATA = Path(__file__).parents[4] / "data"


@dataclass(frozen=True, slots=True)
class Scan:
    """A page, what is on it, and what was done to it."""

    picture: Image.Image
    text: str
    done: str

    def jpeg(self, quality: int = 60) -> bytes:
        file = io.BytesIO()
        self.picture.save(file, "JPEG", quality=quality)
        return file.getvalue()


def rendered(raw: bytes, resolution: int = 200) -> Image.Image:
    """Print the first page of a PDF."""
    return pypdfium2.PdfDocument(raw)[0].render(scale=resolution / 72).to_pil().convert("RGB")


def askew(picture: Image.Image, degrees: float) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))


def noisy(picture: Image.Image, amount: float, seed: int) -> Image.Image:
    noise = Image.effect_noise(picture.size, 255 * amount).convert("RGB")
    grey = Image.blend(picture, noise, 0.12)
    return grey.filter(ImageFilter.GaussianBlur(0.6 + 0.1 * (seed % 4)))


def stamped(picture: Image.Image) -> Image.Image:
    """Put a round red seal over the lower right of the page."""
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    x, y, radius = 0.68 * picture.width, 0.62 * picture.height, 0.09 * picture.width
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(214, 40, 40), width=7)
    points = [(radius * (0.5 if n % 2 else 0.22), math.pi * n / 5) for n in range(10)]
    draw.polygon([(x + r * math.sin(a), y - r * math.cos(a)) for r, a in points], fill=(214, 40, 40))
    return picture


def paragraphs_of_data(name: str = "dev.jsonl") -> list[str]:
    """Paragraphs of the fictional documents that come with the project."""
    found: list[str] = []
    for line in (DATA / name).read_text("utf-8").splitlines():
        by_number: dict[int, str] = {}
        for unit in json.loads(line)["units"]:
            if unit["kind"] == "sentence":
                by_number[unit["paragraph"]] = by_number.get(unit["paragraph"], "") + unit["text"]
        found += by_number.values()
    return found


def scans(layouts: Any, count: int, seed: int = 1) -> Iterator[Scan]:
    """Make pages of the project's documents.

    Args:
        layouts: the module of that name.
        count: how many.
        seed: of what is done to each.
    """
    texts = [text for text in paragraphs_of_data() if len(text) < 250]
    chance = random.Random(seed)  # noqa: S311
    for number in range(count):
        sheet = layouts.Sheet(A4, chance.choice((12.0, 14.0, 16.0)))
        held = _fill(sheet, texts, 2 if number % 5 == 4 else 1)
        texts = texts[len(held) :] + texts[: len(held)]
        picture, done = (
            rendered(sheet.raw(), chance.choice((150, 200, 200))),
            ["columns" if number % 5 == 4 else "column"],
        )
        if number % 4 == 1:
            picture, done = stamped(picture), [*done, "seal"]
        degrees = chance.uniform(-2.5, 2.5) if number % 2 else 0.0
        picture = noisy(askew(picture, degrees), chance.uniform(0.2, 0.8), number)
        if quarter := {3: 90, 6: 180, 7: 270}.get(number % 8):
            picture, done = picture.rotate(quarter, expand=True), [*done, f"turned {quarter}"]
        yield Scan(picture, "".join(held), ", ".join([*done, f"{degrees:.1f} degrees"] if degrees else done))


def _fill(sheet: Any, texts: list[str], columns: int) -> list[str]:
    """Set out as many paragraphs as a page holds, and return them."""
    gutter = 2 * sheet.size
    width = (sheet.width - 144 - gutter * (columns - 1)) / columns
    held: list[str] = []
    lines: list[tuple[float, float, str]] = []
    column, top = 0, 740.0
    while column < columns:
        found = sheet.frame([texts[len(held)]], 72 + column * (width + gutter), top, width)
        if found[-1][1] < 90:
            column, top = column + 1, 740.0
            continue
        held.append(texts[len(held)])
        lines += found
        top = found[-1][1] - sheet.leading
    sheet.draw(lines)
    return held


def errors(right: str, read: str) -> int:
    """Characters to insert, delete and replace so that one text becomes the other (Levenshtein)."""
    row = list(range(len(read) + 1))
    for index, character in enumerate(right, start=1):
        before, row[0] = row[0], index
        for column, other in enumerate(read, start=1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (character != other))
    return row[-1]
