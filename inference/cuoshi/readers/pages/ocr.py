"""Pages that are pictures: lines of text with their places, read by OCR (rapidocr, PP-OCR models)."""

from __future__ import annotations

import importlib.util
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from statistics import mean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuoshi.documents import Scan
from cuoshi.readers.pages.furniture import Page
from cuoshi.readers.pages.lines import Line

LOG = logging.getLogger("cuoshi")
#: dots per inch at which a page is read
RESOLUTION = 200
ADVICE = "run pip install 'cuoshi[ocr]' to read it, or run OCR on it first"
#: the longest side of a picture that does not say its size is that of A4, in points
LONGEST = 842.0
#: mean confidence below which a page may stand upside down, and by how much it must be more when turned
DOUBTFUL, BETTER = 0.85, 0.05
#: confidence below which a line is a seal, a stain or a picture, and a character is illegible
NO_TEXT, ILLEGIBLE = 0.6, 0.5
#: what an illegible character is shown as in print
MARK = "□"
#: times its height that a box is wide at least to tell how a page is turned
LONG_BOX = 3
#: share of the height of a box that its type takes; characters from which its width tells the size better
TYPE, FEW = 0.85, 4
#: share by which sizes of type are the same, and by which one may be that is told by the height of a few characters
SAME_SIZE, LIKE = 0.15, 0.4
#: what is redder by so much is a seal; a red head stands in the upper part of a page and is text
RED, HEAD = 60, 0.35
#: difference of grey values from which a page is not blank
BLANK = 24

#: threads that read a page, since a run reads several files at once and waiting threads take processor time, and lines
#: that are read at once, since all are filled up to the longest: both together take two fifths less than 2 and 6
THREADS, LINES = 1, 1

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page that was read, and the mean confidence of its lines, 0 where there are none."""

    page: Page
    confidence: float


def state(wanted: bool) -> str:
    """What decides the text of a picture: ``off``, the version of the library, empty where there is none."""
    if not wanted:
        return "off"
    return version("rapidocr") if importlib.util.find_spec("rapidocr") else ""


def is_on(wanted: bool) -> bool:
    """Say whether pictures are read that are to be read."""
    return state(wanted) not in ("", "off")


def advice(wanted: bool) -> str:
    """Say what to do so that a picture is read."""
    return ADVICE if wanted else "OCR is switched off"


def note(name: str, scans: Sequence[Scan]) -> None:
    """Say which pages were read by OCR, and how sure that is.

    Args:
        name: the file.
        scans: the pages.
    """
    least = min(scans, key=lambda scan: scan.confidence)
    LOG.warning(
        "%s: %d pages read by OCR, confidence %.2f, least on page %d (%.2f)",
        *(name, len(scans), mean(scan.confidence for scan in scans), least.page, least.confidence),
    )


def read_page(image: Image, number: int, points: float) -> Recognised:
    """Read a page.

    Args:
        image: red, green and blue of each pixel, from the upper left.
        number: number of the page.
        points: size of a pixel, in points.
    """
    height, width = image.shape[:2]
    if int(image.max()) - int(image.min()) < BLANK:
        return Recognised(Page(width * points, height * points, []), 0.0)
    found, turned = _upright(_without_seals(image))
    if turned % 2:
        width, height = height, width
    boxes = _level(found.boxes, (width / 2, height / 2))
    lines = _lines(boxes, found.texts, number, points, height)
    return Recognised(Page(width * points, height * points, lines), found.confidence)


@dataclass(frozen=True, slots=True)
class _Found:
    """Corners of each line in pixels, upper left first and on with the clock, its text, and its confidence."""

    boxes: NDArray[np.float64]
    texts: list[str]
    scores: list[float]

    @property
    def confidence(self) -> float:
        return mean(self.scores) if self.scores else 0.0


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "Rec.rec_batch_num": LINES,
        }
    )


def _recognise(image: Image) -> _Found:
    result = _engine()(np.ascontiguousarray(image[:, :, ::-1]), return_word_box=True, return_single_char_box=True)
    if result.boxes is None:
        return _Found(np.zeros((0, 4, 2)), [], [])
    words = result.word_results or [()] * len(result.txts)
    found = [
        (box, _marked(text, word), score)
        for box, text, word, score in zip(result.boxes, result.txts, words, result.scores, strict=True)
        if score >= NO_TEXT
    ]
    boxes = np.array([box for box, _, _ in found], dtype=float).reshape(-1, 4, 2)
    return _Found(boxes, [text for _, text, _ in found], [float(score) for _, _, score in found])


def _marked(text: str, characters: Any) -> str:
    """Mark the characters that are illegible."""
    shown = [character for character, _, _ in characters]
    if "".join(shown) != "".join(text.split()):
        return text
    sure = iter(score >= ILLEGIBLE for _, score, _ in characters)
    pieces = [character if character.isspace() or next(sure) else MARK for character in text]
    return "".join(pieces)


def _upright(image: Image) -> tuple[_Found, int]:
    """Read a page, turned by quarters against the clock until it is upright; say by how many."""
    read = {0: _recognise(image)}
    if not read[0].texts:  # nor is it told so whether its lines lie on their side
        read[2] = _recognise(np.rot90(image, 2))
    seen = read.get(2, read[0])
    best, turned = _Found(seen.boxes[:0], [], []), 0
    for turn in (3, 1) if _is_sideways(seen.boxes) else (0, 2):
        found = read[turn] if turn in read else _recognise(np.rot90(image, turn))
        if found.confidence > best.confidence + BETTER:
            best, turned = found, turn
        if best.confidence >= DOUBTFUL:
            break
    return best, turned


def _is_sideways(boxes: NDArray[np.float64]) -> bool:
    """Say whether most long boxes of a page are higher than wide."""
    sides = [_sides(box) for box in boxes]
    tall = sum(high > LONG_BOX * wide for wide, high in sides)
    return tall > sum(wide > LONG_BOX * high for wide, high in sides)


def _sides(box: NDArray[np.float64]) -> tuple[float, float]:
    """Width and height of a box."""
    return float(np.linalg.norm(box[1] - box[0])), float(np.linalg.norm(box[3] - box[0]))


def _level(boxes: NDArray[np.float64], middle: tuple[float, float]) -> NDArray[np.float64]:
    """Turn the boxes of a page that lay askew about its middle, so that lines are level."""
    tops = [box[1] - box[0] for box in boxes if _sides(box)[0] > LONG_BOX * _sides(box)[1]]
    if not tops:
        return boxes
    angle = median(math.atan2(top[1], top[0]) for top in tops)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.asarray((boxes - middle) @ turn + middle)


def _without_seals(image: Image) -> Image:
    """Take red print out below the head of a page: a seal lies over text and is none."""
    colours = image.astype(np.int16)
    red = (colours[:, :, 0] - np.maximum(colours[:, :, 1], colours[:, :, 2])) > RED
    red[: int(HEAD * len(red))] = False
    if not red.any():
        return image
    cleared = image.copy()
    cleared[red] = colours[:, :, 0][red, None].astype(np.uint8)
    return cleared


def _lines(boxes: NDArray[np.float64], texts: list[str], page: int, points: float, height: float) -> list[Line]:
    """Make lines of boxes; those whose type is about the usual size have that, since boxes differ by a little."""
    sizes = [_size(box, text) * points for box, text in zip(boxes, texts, strict=True)]
    usual = median(sizes) if sizes else 0.0
    lines = []
    for box, text, own in zip(boxes, texts, sizes, strict=True):
        left, top = box.min(axis=0) * points
        right, low = box.max(axis=0) * points
        upper, lower = height * points - top, height * points - low
        size = usual if abs(own - usual) < (SAME_SIZE if _units(text) >= FEW else LIKE) * usual else own
        lines.append(Line(text, page, left, right, lower, upper, (upper + lower - TYPE * size) / 2, size))
    return lines


def _size(box: NDArray[np.float64], text: str) -> float:
    """Size of a line's type in pixels: its width by its characters, of which one of ASCII takes half."""
    wide, high = _sides(box)
    units = _units(text)
    return wide / units if units >= FEW else high * TYPE


def _units(text: str) -> float:
    """Widths of a Chinese character that a text takes."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)
