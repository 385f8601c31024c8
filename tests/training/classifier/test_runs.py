import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from cuoshi.label import Label
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging.folder import read_scheme
from cuoshi_training.classifier.modelling import WEIGHTS_FILE
from cuoshi_training.classifier.runs import SETTINGS_FILE, checkpoint_file, checkpoint_files, refuse_trained, train
from cuoshi_training.classifier.settings import Settings
from cuoshi_training.data.labelled import TrainingReport
from cuoshi_training.errors import TrainingError

Reports = Callable[[int, int], list[TrainingReport]]


def test_the_best_of_the_seeds_is_left_with_settings_and_scheme(
    base: Path, tokenizer: Tokenizer, reports: Reports, tmp_path: Path
) -> None:
    scheme = Scheme("renamed", "3", tuple(Label(f"c{i}", f"类{i}", f"C {i}") for i in range(7)), bundled().statuses)
    settings, out = Settings(epochs=2, rate=5e-3, head_rate=5e-3, batch_tokens=256, seed=4), tmp_path / "model"
    told: list[str] = []
    given = {"reports": reports(20, 1), "dev": reports(5, 2), "scheme": scheme, "settings": settings}
    scores = train(base, tokenizer, **given, out=out, seeds=2, log=told.append)
    assert len(scores) == 2 and len(told) == 4
    kept = json.loads((out / SETTINGS_FILE).read_text("utf-8"))
    assert kept["seed"] == 4 + scores.index(max(scores)) and kept["rate"] == 5e-3
    assert read_scheme(out) == scheme
    assert checkpoint_files(out) == [], "what is through needs no state"
    with pytest.raises(TrainingError, match="holds a trained model"):
        train(base, tokenizer, **given, out=out)


def test_a_trained_model_is_not_written_over_but_its_training_goes_on(tmp_path: Path) -> None:
    refuse_trained(tmp_path)
    (tmp_path / WEIGHTS_FILE).touch()
    with pytest.raises(TrainingError, match="holds a trained model"):
        refuse_trained(tmp_path)
    checkpoint_file(tmp_path, 1).touch()
    refuse_trained(tmp_path)
