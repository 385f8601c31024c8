import lzma
from pathlib import Path

import pytest

from cuoshi_training.data.corpus import documents
from cuoshi_training.errors import TrainingError

LINES = '{"id": "a", "kind": "news", "text": "天气晴好。"}\n{"id": "b", "kind": "work-report", "text": "走访企业。"}\n'


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_documents_come_in_order_packed_or_not(shard: Path) -> None:
    packed = shard.with_suffix(".jsonl.xz")
    packed.write_bytes(lzma.compress(LINES.encode()))
    assert [document["id"] for document in documents([shard, packed])] == ["a", "b", "a", "b"]


def test_only_the_kinds_asked_for_are_kept_and_one_that_is_not_there_is_named(shard: Path) -> None:
    assert [document["id"] for document in documents([shard], ["work-report"])] == ["b"]
    with pytest.raises(TrainingError, match="no document of kind law; there are news, work-report"):
        list(documents([shard], ["law"]))


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "c", "text": "无类。"}', "3"])
def test_a_line_that_is_no_document_is_named(shard: Path, line: str) -> None:
    shard.write_text(LINES + line, encoding="utf-8")
    with pytest.raises(TrainingError, match=r"corpus\.jsonl, line 3: not a corpus document"):
        list(documents([shard]))


def test_a_shard_that_was_cut_off_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.xz"
    path.write_bytes(lzma.compress(LINES.encode() * 1000)[:-20])
    with pytest.raises(TrainingError, match=r"cut\.jsonl\.xz.*not a corpus document"):
        list(documents([path]))
