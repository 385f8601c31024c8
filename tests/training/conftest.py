import json
from pathlib import Path

import pytest
import torch

from cuoshi_training.data.corpus import pack
from cuoshi_training.encoder import vocabulary

LINES = ["全县新增市场主体一千二百户，发放贷款二亿元。", "推进行政审批制度改革，压缩办理时限。", "建立党支部三十个。"]


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> None:
    """Tiny models gain nothing from threads, and threads of several processes wait for one another."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def shard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small corpus of repeated lines, its vocabulary and its token shard."""
    folder = tmp_path_factory.mktemp("corpus")
    documents = [{"id": "a", "kind": "work-report", "text": "\n".join(LINES * 90)}] * 12 + [
        {"id": "b", "kind": "law", "text": "不应读入。" * 500}
    ]
    corpus = folder / "corpus.jsonl"
    corpus.write_text("\n".join(json.dumps(d, ensure_ascii=False) for d in documents), encoding="utf-8")
    vocabulary.save(vocabulary.train([d["text"] for d in documents], size=1200), folder / "tokenizer.json")
    assert pack([corpus], folder / "tokenizer.json", folder / "tokens.npy", ["work-report"]) > 15_000
    return folder
