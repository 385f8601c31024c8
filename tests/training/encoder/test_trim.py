import json
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel

from cuoshi.errors import CuoshiError
from cuoshi.tagging.windows import Packer
from cuoshi_training.encoder.trim import trim
from cuoshi_training.errors import TrainingError

TEXTS = ["发放贷款二亿元，贷款贴息。\n建立党支部。", "发放贷款 wide 二亿元。"]
PIECES = [
    "▁",
    "▁wide",
    "发放",
    "贷款",
    "发放贷款",
    "二",
    "亿元",
    "，",
    "。",
    "建立",
    "党支部",
    "贴息",
    "从未出现",
    "发",
    "放",
    "w",
]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A tiny checkpoint with XLM-R's vocabulary: Unigram, its special tokens, a word mark before every text."""
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *PIECES, "<mask>"]
    tokenizer = Tokenizer(
        models.Unigram([(piece, -float(len(PIECES) - i)) for i, piece in enumerate(pieces)], unk_id=3)
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    torch.manual_seed(0)
    sizes = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(pieces), pad_token_id=1, **sizes)).save_pretrained(tmp_path)
    return tmp_path


def test_a_trimmed_base_computes_what_the_whole_one_does(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    entries = trim(base, TEXTS, out)
    whole, trimmed = (Tokenizer.from_file(str(f / "tokenizer.json")) for f in (base, out))
    assert entries == trimmed.get_vocab_size() < whole.get_vocab_size()
    assert trimmed.token_to_id("从未出现") is None
    text = "发放贷款二亿元，贷款贴息。"
    theirs, ours = whole.encode(text, add_special_tokens=False), trimmed.encode(text, add_special_tokens=False)
    assert theirs.tokens == ["▁", *ours.tokens], "only the word mark before the text is gone"
    names = {"<s>": "[CLS]", "</s>": "[SEP]", "<pad>": "[PAD]"}
    for given in ([0, *theirs.ids[1:], 2], [0, 2, 2], [0, *theirs.ids[1:3], 2]):
        same = [trimmed.token_to_id(names.get(piece := whole.id_to_token(i), piece)) for i in given]
        torch.testing.assert_close(_hidden(base, given), _hidden(out, same))
    packer = Packer(trimmed)
    assert (packer.cls, packer.sep, trimmed.token_to_id("[PAD]")) == (2, 3, 0)
    assert ours.offsets[-1] == (len(text) - 1, len(text))


def test_characters_stay_whatever_the_corpus_uses(base: Path, tmp_path: Path) -> None:
    trim(base, ["二亿元"], tmp_path / "out", size=1)
    trimmed = Tokenizer.from_file(str(tmp_path / "out" / "tokenizer.json"))
    assert trimmed.encode("发放", add_special_tokens=False).tokens == ["发", "放"]
    assert trimmed.token_to_id("w") is not None and trimmed.token_to_id("▁wide") is None


def test_a_base_that_cannot_be_trimmed_says_why(base: Path, tmp_path: Path) -> None:
    spec = json.loads((base / "tokenizer.json").read_text())
    spec["model"]["vocab"] = [[piece.replace("<mask>", "mask"), score] for piece, score in spec["model"]["vocab"]]
    (base / "tokenizer.json").write_text(json.dumps(spec))
    with pytest.raises(TrainingError, match=r"no \[MASK\]"):
        trim(base, TEXTS, tmp_path / "out")
    (base / "tokenizer.json").write_text("{")
    with pytest.raises(CuoshiError, match=r"tokenizer\.json: no tokenizer can be read from it"):
        trim(base, TEXTS, tmp_path / "out")


def _hidden(folder: Path, ids: list[int]) -> torch.Tensor:
    model = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    with torch.no_grad():
        hidden: torch.Tensor = model(torch.tensor([ids])).last_hidden_state
    return hidden
