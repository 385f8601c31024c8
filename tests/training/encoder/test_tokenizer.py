from pathlib import Path

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.tagging.folder import BUNDLED_MODEL, TOKENIZER_FILE
from cuoshi_training.encoder.tokenizer import SPECIAL_TOKENS, load, of_base
from cuoshi_training.errors import TrainingError


def test_the_bundled_tokenizer_has_the_special_tokens_in_their_order() -> None:
    tokenizer = load(BUNDLED_MODEL / TOKENIZER_FILE)
    assert [tokenizer.id_to_token(i) for i in range(5)] == SPECIAL_TOKENS


def test_a_file_that_is_missing_or_damaged_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    with pytest.raises(TrainingError, match=r"tokenizer\.json: no tokenizer there"):
        load(path)
    path.write_text("{")
    with pytest.raises(CuoshiError, match=r"tokenizer\.json: no tokenizer can be read from it"):
        load(path)


def test_a_base_of_a_hub_has_its_tokenizer_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def download(name: str, file: str) -> str:
        asked.append((name, file))
        return str(BUNDLED_MODEL / TOKENIZER_FILE)

    monkeypatch.setattr("huggingface_hub.hf_hub_download", download)
    assert of_base("someone/bert").get_vocab() == of_base(BUNDLED_MODEL).get_vocab()
    assert asked == [("someone/bert", "tokenizer.json")]
    assert of_base("someone/else", BUNDLED_MODEL / TOKENIZER_FILE).get_vocab() == of_base(BUNDLED_MODEL).get_vocab()
    assert len(asked) == 1, "a file that is given is not asked for"
    with pytest.raises(TrainingError, match=r"no tokenizer\.json there"):
        of_base(tmp_path)
