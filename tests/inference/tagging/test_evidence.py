import logging

import jieba
import numpy as np
import pytest

from cuoshi.schema import Evidence
from cuoshi.tagging import evidence as module
from cuoshi.tagging.evidence import MOST_RUNS, evidence, word_starts


def spans(count: int) -> np.ndarray:
    return np.array([(2 * i, 2 * i + 2) for i in range(count)]).reshape(-1, 2)


def starts(count: int, length: int = 2) -> np.ndarray:
    return np.arange(0, 2 * count + 1, length)


def test_no_token_no_evidence() -> None:
    assert evidence("a", np.zeros(0, np.float32), spans(0), starts(0)) == []


def test_a_run_covers_its_tokens_characters() -> None:
    logits = np.array([-5, -5, -5, 4, 4, 4, -5, -5, -5], np.float32)
    assert evidence("a", logits, spans(9), starts(9)) == [Evidence("a", 6, 12)]


def test_a_run_is_widened_to_whole_words() -> None:
    logits = np.array([-5, -5, -5, 4, 4, 4, -5, -5, -5], np.float32)
    assert evidence("a", logits, spans(9), np.array([0, 5, 9, 11, 13, 18])) == [Evidence("a", 5, 13)]


def test_runs_that_meet_in_a_word_are_one() -> None:
    logits = np.array([-9, 5, 5, 5, -9, -9, 5, 5, 5, -9], np.float32)
    apart = evidence("a", logits, spans(10), starts(10))
    assert [(piece.start, piece.end) for piece in apart] == [(4, 6), (14, 16)]
    assert evidence("a", logits, spans(10), np.array([0, 4, 15, 18, 20])) == [Evidence("a", 4, 18)]


def test_the_strongest_run_comes_first_and_three_at_most() -> None:
    logits = np.full(30, -6, np.float32)
    for place, height in ((2, 5.0), (9, 7.0), (16, 6.0), (23, 5.5)):
        logits[place : place + 3] = height
    found = evidence("a", logits, spans(30), starts(30))
    assert len(found) == MOST_RUNS
    assert [piece.start // 2 for piece in found] == [10, 17, 24], (
        "the middle of each: its neighbours' low ends are smoothed in"
    )


def test_a_sentence_of_one_token_is_its_own_evidence() -> None:
    assert evidence("a", np.array([1.0], np.float32), spans(1), starts(1)) == [Evidence("a", 0, 2)]


def test_a_single_odd_token_does_not_stand_out_from_a_run() -> None:
    logits = np.array([-4, 6, -4, -4, -4, 3, 3, 3, 3, -4], np.float32)
    assert evidence("a", logits, spans(10), starts(10))[0].start >= 8


def test_words_are_jiebas() -> None:
    assert word_starts("清理拖欠账款。").tolist() == [0, 2, 4, 6, 7]
    assert word_starts("").tolist() == [0]


def test_words_that_the_process_gives_jieba_change_no_evidence_and_its_logger_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jieba.dt, "initialized", True)
    monkeypatch.setattr(jieba.dt, "FREQ", {})
    monkeypatch.setattr(jieba.dt, "total", 0)
    jieba.add_word("清理拖欠账款", 9)
    assert jieba.lcut("清理拖欠账款", HMM=False) == ["清理拖欠账款"]
    level = jieba.default_logger.level
    module._dictionary.cache_clear()
    with caplog.at_level(logging.DEBUG, "jieba"):
        assert word_starts("清理拖欠账款。").tolist() == [0, 2, 4, 6, 7]
    assert (jieba.default_logger.level, caplog.records) == (level, []), "nor is anything said of the words being built"
