from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer

from cuoshi.schema import Heading, Report, Sentence
from cuoshi.tagging.folder import BUNDLED_MODEL, TOKENIZER_FILE
from cuoshi.text.outline import with_paths
from cuoshi_training.classifier.batches import Context, epoch
from cuoshi_training.data.labelled import TrainingReport

SAYINGS = ["发放贷款二亿元。", "建立党支部三十个。", "天气晴好。"]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(BUNDLED_MODEL / TOKENIZER_FILE))


def reports(number: int, title: str = "") -> list[TrainingReport]:
    """Reports of six sentences; what a sentence says is its category, the third saying has none."""
    random, made = np.random.default_rng(number), []
    for i in range(number):
        chosen = random.integers(3, size=6)
        units = [Heading(1, "一、工作情况"), *(Sentence(SAYINGS[c], 0, k) for k, c in enumerate(chosen))]
        categories = np.eye(3, dtype=np.float32)[chosen][:, :2]
        status = np.stack([categories.any(axis=1), np.zeros(6)], axis=1).astype(np.float32)
        made.append(TrainingReport(Report(str(i), with_paths(units), title=title), categories, status))
    return made


def drawn(given: list[TrainingReport], tokenizer: Tokenizer, context: Context, tokens: int = 512, seed: int = 0):  # type: ignore[no-untyped-def]
    return epoch(given, tokenizer, context, batch_tokens=tokens, random=np.random.default_rng(seed))


@pytest.mark.parametrize("alone", [0.0, 1.0])
def test_every_sentence_is_in_an_epoch_once_with_its_own_labels(tokenizer: Tokenizer, alone: float) -> None:
    given = reports(12)
    words = [tokenizer.encode(word, add_special_tokens=False).ids[0] for word in ("贷款", "支部")]
    seen = 0
    for batch in drawn(given, tokenizer, Context(sizes=(64,), alone=alone)):
        ids = batch.ids.flatten()
        for row, (labels, status) in enumerate(zip(batch.categories, batch.status, strict=True)):
            own = ids[batch.owner == row]
            assert [word in own for word in words] == labels.bool().tolist()
            assert status.tolist() == [float(labels.any()), 0.0]
            seen += 1
    assert seen == 12 * 6


def test_batches_are_of_about_the_tokens_asked_for_and_of_windows_of_one_length(tokenizer: Tokenizer) -> None:
    batches = drawn(reports(40), tokenizer, Context(sizes=(64,), alone=1.0), tokens=300)
    rows, widths = zip(*(batch.ids.shape for batch in batches), strict=True)
    assert max(row * (width - 8) for row, width in zip(rows, widths, strict=True)) <= 300, "about: lengths of 8 are one"
    assert sum(rows) == 40 * 6 and len(batches) < 40
    padding = sum(int((batch.mask == 0).sum()) for batch in batches) / sum(batch.ids.numel() for batch in batches)
    assert padding < 0.25


def test_an_epoch_can_be_taken_up_where_it_was_cut_off_and_is_the_same_for_the_same_draw(tokenizer: Tokenizer) -> None:
    whole = drawn(reports(12), tokenizer, Context(), 256, seed=3)
    again, other = (drawn(reports(12), tokenizer, Context(), 256, seed=seed) for seed in (3, 4))
    rest = whole[2:]
    assert len(rest) == len(whole) - 2
    assert (rest[0].ids == again[2].ids).all() and (rest[0].owner == again[2].owner).all()
    assert any(
        one.ids.shape != two.ids.shape or (one.ids != two.ids).any() for one, two in zip(whole, other, strict=False)
    )


@pytest.mark.parametrize(("share", "shown"), [(0.0, True), (1.0, False)])
def test_titles_and_headings_are_withheld_as_asked_for(tokenizer: Tokenizer, share: float, shown: bool) -> None:
    given = reports(5, title="学校招生通知")
    title, heading = (tokenizer.encode(word, add_special_tokens=False).ids[0] for word in ("招生", "情况"))
    context = Context(no_title=share, no_headings=share, alone=0.0)
    batches = list(drawn(given, tokenizer, context))
    for word in (title, heading):
        assert all(bool((batch.ids == word).any()) is shown for batch in batches)


def test_a_report_without_status_labels_has_none_to_learn(tokenizer: Tokenizer) -> None:
    given = [replace(one, status=np.zeros((6, 0), np.float32)) for one in reports(3)]
    assert all(batch.status.shape == (len(batch.categories), 0) for batch in drawn(given, tokenizer, Context()))
