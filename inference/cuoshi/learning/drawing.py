"""Draw sentences to learn from: spread over meaning, and more where a category, or doubt, is likely."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from cuoshi.arrays import Floats, Integers
from cuoshi.atomic import made, named
from cuoshi.coding import design, population, tasks
from cuoshi.coding.forms import Item
from cuoshi.columns import BETWEEN_HEADINGS
from cuoshi.corpus.inputs import Corpus
from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.learning import drawn, raw
from cuoshi.learning.drawn import Drawn, Sampled
from cuoshi.learning.fitting import require_sklearn
from cuoshi.learning.vectors import clusters, vectors
from cuoshi.scheme import Scheme
from cuoshi.tagging.tagger import load
from cuoshi.words import interface_words

#: sentences that a first sample is drawn from, of those of the corpus: what a laptop reads in half a minute
CANDIDATES = 4000
#: how many times as many sentences of an active sample are looked at as are drawn
LOOKED_AT = 8
#: sentences of one group of like meaning, in the mean of a sample
EACH = 3
#: of a first sample: what is drawn whatever it says, and by keywords where there are any; the rest is spread evenly
AT_RANDOM, BY_KEYWORDS = 0.25, 0.3


def sample_reports(
    paths: Sequence[Path | str] | Path | str,
    scheme: Scheme | Path | str,
    n: int = 200,
    out: Path | str = "coding",
    *,
    manifest: Path | str | None = None,
    earlier: Sequence[Path | str] = (),
    encoder: Path | str | None = None,
    workers: int | None = None,
    seed: int = 1,
    lang: str = "zh",
) -> Sampled:
    """Draw a first sample from reports that no model has tagged, and write the page on which to code it.

    A quarter is drawn at random, the rest evenly over groups of like meaning; where the scheme has keywords, three in
    ten are drawn among the sentences that have them, as many for a rare category as for a common one. Every sentence
    has a known probability of selection, so that a model's probabilities can be fitted to the corpus.

    Args:
        paths: files and folders of reports.
        scheme: the categories, or the TOML file that has them.
        n: sentences to draw.
        out: folder to write.
        manifest: as of ``cuoshi tally``.
        earlier: folders of samples whose sentences are not to be drawn again.
        encoder: model whose encoder tells what sentences mean; the default model when ``None``.
        workers: processes that read files.
        seed: of the draw.
        lang: language of the coding page.

    Returns:
        What was drawn.

    Raises:
        CuoshiError: there is nothing to read, or the folder holds a sample already.
        MissingDependencyError: scikit-learn is not installed.
    """
    require_sklearn()  # before hundreds of files are read
    folder = _free(out, lang)
    known = scheme if isinstance(scheme, Scheme) else Scheme.read(Path(scheme))
    sentences, share = raw.sentences(Corpus.of(paths, manifest), workers, seed)
    generator = np.random.default_rng(seed)
    rows = _new(sentences, earlier)
    total = len(rows)
    if total > CANDIDATES:
        rows, share = np.sort(generator.choice(rows, CANDIDATES, replace=False)), share * CANDIDATES / total
    texts = sentences["text"].iloc[rows].tolist()
    groups = clusters(vectors(texts, load(encoder)), max(2, n // EACH), seed)
    hits = _keyword_hits(texts, known.categories)
    chances = design.inclusion(_first_sizes(groups, hits), n, floor=0.0)
    chosen = generator.permutation(design.systematic(chances, groups, generator))
    picked = _context(sentences, rows[chosen], chances[chosen] * share, known)
    names = zip(known.category_ids, hits[chosen].sum(axis=0).tolist(), strict=True)
    files = _write(folder, picked, {"kind": "first", "n": n, "seed": seed}, lang)
    return Sampled(picked, total, files, {name: number for name, number in names if number})


def sample_active(
    results: Path | str,
    n: int = 100,
    out: Path | str = "coding",
    *,
    where: str = "",
    earlier: Sequence[Path | str] = (),
    encoder: Path | str | None = None,
    seed: int = 1,
    lang: str = "zh",
) -> Sampled:
    """Draw what to code next: sentences that the model is unsure of, spread over what they say.

    Eight times as many as are wanted are drawn with probabilities that grow with the model's uncertainty, and of
    these as many from every group of like meaning. The sample is for learning: it is kept apart from the one that
    judges the model (``cuoshi sample RESULTS``), and ``validate`` does not take it.

    Args:
        results: results folder of the model that is to learn.
        n: sentences to draw.
        out: folder to write.
        where: which sentences to draw from.
        earlier: folders of samples whose sentences are not to be drawn again.
        encoder: model whose encoder tells what sentences mean; the default model when ``None``.
        seed: of the draw.
        lang: language of the coding page.

    Returns:
        What was drawn.

    Raises:
        CuoshiError: the results cannot be read, or the folder holds a sample already.
        MissingDependencyError: scikit-learn is not installed.
    """
    require_sklearn()
    folder = _free(out, lang)
    everything = population.load(results, where)
    sentences = raw.of_table(everything.frame)
    generator = np.random.default_rng(seed)
    rows = _new(sentences, earlier)
    sizes = design.uncertainty(everything.probabilities[rows])
    first = design.inclusion(sizes, min(LOOKED_AT * n, len(rows)))
    looked = design.systematic(first, np.zeros(len(rows), np.int64), generator)
    texts = sentences["text"].iloc[rows[looked]].tolist()
    groups = clusters(vectors(texts, load(encoder)), max(2, n // EACH), seed)
    second = design.inclusion(1 / np.bincount(groups)[groups], n, floor=0.0)
    chosen = generator.permutation(design.systematic(second, groups, generator))
    inclusion = first[looked[chosen]] * second[chosen]
    picked = _context(sentences, rows[looked[chosen]], inclusion, everything.scheme)
    files = _write(folder, picked, {"kind": "active", "n": n, "seed": seed, "results": everything.fingerprint}, lang)
    return Sampled(picked, len(rows), files, {})


def _free(out: Path | str, lang: str) -> Path:
    interface_words(lang)
    folder = named(out, tasks.SAMPLE)
    if drawn.has_sample(folder) or (folder / tasks.SAMPLE).exists():
        raise CuoshiError(f"{out} holds a sample already, which may have been coded; name another folder")
    return folder


def _new(sentences: pd.DataFrame, earlier: Sequence[Path | str]) -> Integers:
    """Rows of the sentences to draw from: none twice, and none that was drawn before."""
    before = [drawn.read(Path(folder)).frame for folder in earlier]
    known = {text for frame in before for text in frame["text"]}
    unseen = ~sentences["text"].duplicated().to_numpy() & ~sentences["text"].isin(known).to_numpy()
    if unseen.sum() < 2:
        raise CuoshiError("fewer than 2 sentences to draw from; give more reports")
    return np.flatnonzero(unseen)


def _keyword_hits(texts: Sequence[str], categories: Sequence[Label]) -> np.ndarray:
    """Whether each sentence has a keyword of each category."""
    return np.array([[any(word in text for word in label.keywords) for label in categories] for text in texts], bool)


def _first_sizes(groups: Integers, hits: np.ndarray) -> Floats:
    """What probabilities of selection are proportional to: a mixture of three ways to draw one sentence."""
    held = np.bincount(groups)
    even = 1 / (held[groups] * len(held))
    found = hits.sum(axis=0)
    some = found > 0
    by_keywords = BY_KEYWORDS if some.any() else 0.0
    words = (hits[:, some] / found[some]).sum(axis=1) / max(int(some.sum()), 1)
    sizes: Floats = AT_RANDOM / len(groups) + (1 - AT_RANDOM - by_keywords) * even + by_keywords * words
    return sizes


def _context(sentences: pd.DataFrame, rows: Integers, inclusion: Floats, scheme: Scheme) -> Drawn:
    """The drawn sentences with the reports that they stand in."""
    chances = pd.Series(inclusion, index=sentences.index[rows])
    reports = set(sentences["report_id"].iloc[rows])
    context = sentences[sentences["report_id"].isin(reports).to_numpy()].assign(inclusion=chances)
    frame = sentences.iloc[rows].assign(inclusion=inclusion)
    return Drawn(frame.reset_index(drop=True), context.reset_index(drop=True), scheme)


def _write(folder: Path, picked: Drawn, about: dict[str, object], lang: str) -> tuple[Path, ...]:
    made(folder)
    name = f"{about['kind']}-{pd.util.hash_pandas_object(picked.frame['sentence_id'], index=False).sum():x}"
    written = tasks.write_pair(folder, _items(picked), picked.scheme, name, lang)
    drawn.write(folder, picked, about)  # last, so that what cannot be coded is no sample
    return tuple(written)


def _items(picked: Drawn) -> list[Item]:
    """The drawn sentences with what stands beside them."""
    context = picked.context
    places = pd.Index(context["sentence_id"]).get_indexer(pd.Index(picked.frame["sentence_id"]))
    texts, reports = context["text"].tolist(), context["report_id"].tolist()

    def beside(row: int, other: int) -> str:
        inside = 0 <= other < len(texts) and reports[other] == reports[row]
        return str(texts[other]) if inside else ""

    rows = zip(picked.frame.to_dict("records"), places.tolist(), strict=True)
    return [
        Item(
            sentence_id=str(own["sentence_id"]),
            text=str(own["text"]),
            heading_path=BETWEEN_HEADINGS.join(own["headings"]),
            before=beside(row, row - 1),
            after=beside(row, row + 1),
            title=str(own["title"]),
            county=str(own["county"]),
            year=None if pd.isna(own["year"]) else int(own["year"]),
        )
        for own, row in rows
    ]
