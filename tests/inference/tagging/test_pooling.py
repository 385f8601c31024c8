import numpy as np

from cuoshi.schema import Report, Sentence
from cuoshi.tagging.folder import BUNDLED_MODEL, TOKENIZER_FILE
from cuoshi.tagging.pooling import BATCH_TOKENS, NO_TOKENS, in_windows, score
from cuoshi.tagging.tagger import read_tokenizer
from cuoshi.tagging.windows import Reading


def test_only_windows_of_wanted_sentences_are_read() -> None:
    tokenizer, sizes = read_tokenizer(BUNDLED_MODEL / TOKENIZER_FILE), []

    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        sizes.append(ids.size)
        return np.stack([ids, ids], axis=2).astype(np.float32)

    report = Report("a", [Sentence("推进审批提速，兑现承诺。" * 3, i, i) for i in range(60)])
    (whole,) = in_windows(forward, tokenizer, [report], Reading())
    every, (some,) = sum(sizes), in_windows(forward, tokenizer, [report], Reading(), [{50}])
    assert sum(sizes) - every < every / 3
    own, same = (tokens.values[tokens.starts[50] : tokens.starts[51]] for tokens in (whole, some))
    assert len(own) and np.array_equal(own, same)
    assert some.starts[1] == 0, "what is in no window that was read has no tokens"


def test_batches_stay_small_and_every_sentence_is_scored_once() -> None:
    tokenizer = read_tokenizer(BUNDLED_MODEL / TOKENIZER_FILE)
    sizes = []

    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        sizes.append(ids.size)
        return np.zeros((*ids.shape, 3), np.float32)

    units = [Sentence("推进审批提速，兑现承诺。" * (1 + i % 9), i, i) for i in range(120)]
    reports = [Report("a", units), Report("b", []), Report("c", units[:7])]
    found = list(score(forward, tokenizer, reports, Reading(alone=False), 2))
    assert [len(scores.logits) for scores in found] == [120, 0, 7]
    assert max(sizes) <= BATCH_TOKENS
    assert sum(sizes) > BATCH_TOKENS
    for scores in found:
        assert scores.starts[-1] == len(scores.tokens) == len(scores.spans)


def test_a_sentence_without_tokens_has_a_low_logit() -> None:
    tokenizer = read_tokenizer(BUNDLED_MODEL / TOKENIZER_FILE)

    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        return np.ones((*ids.shape, 1), np.float32)

    (scores,) = score(forward, tokenizer, [Report("a", [Sentence(""), Sentence("修渠。", 1, 1)])], Reading(), 1)
    assert scores.logits[0, 0] == NO_TOKENS
    assert scores.logits[1, 0] > 1
