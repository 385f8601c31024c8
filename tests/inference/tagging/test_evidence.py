import numpy as np

from cuoshi.schema import Evidence
from cuoshi.tagging.evidence import MOST_RUNS, evidence


def spans(count: int) -> np.ndarray:
    return np.array([(2 * i, 2 * i + 2) for i in range(count)]).reshape(-1, 2)


def test_no_token_no_evidence() -> None:
    assert evidence("a", np.zeros(0, np.float32), spans(0)) == []


def test_a_run_covers_its_tokens_characters() -> None:
    logits = np.array([-5, -5, -5, 4, 4, 4, -5, -5, -5], np.float32)
    assert evidence("a", logits, spans(9)) == [Evidence("a", 6, 12)]


def test_the_strongest_run_comes_first_and_three_at_most() -> None:
    logits = np.full(30, -6, np.float32)
    for place, height in ((2, 5.0), (9, 7.0), (16, 6.0), (23, 5.5)):
        logits[place : place + 3] = height
    found = evidence("a", logits, spans(30))
    assert len(found) == MOST_RUNS
    assert [piece.start // 2 for piece in found] == [10, 17, 24], (
        "the middle of each: its neighbours' low ends are smoothed in"
    )


def test_a_sentence_of_one_token_is_its_own_evidence() -> None:
    assert evidence("a", np.array([1.0], np.float32), spans(1)) == [Evidence("a", 0, 2)]


def test_a_single_odd_token_does_not_stand_out_from_a_run() -> None:
    logits = np.array([-4, 6, -4, -4, -4, 3, 3, 3, 3, -4], np.float32)
    assert evidence("a", logits, spans(10))[0].start >= 8
