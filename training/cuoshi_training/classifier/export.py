"""Export a fine-tuned model to ONNX, fp32 and int8, and refuse an int8 that loses macro-F1."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from onnxruntime.transformers.optimizer import optimize_model
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModelForTokenClassification, PreTrainedModel

from cuoshi.learning.judging import macro_f1
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.encoder import LOGITS, STATES, OnnxEncoder
from cuoshi.tagging.folder import DECISION_FILE, MODEL_FILE, SCHEME_FILE, TOKENIZER_FILE, read_scheme
from cuoshi.tagging.pooling import packed
from cuoshi.tagging.windows import Packer, Window
from cuoshi_training.classifier.modelling import CONFIG_FILE, predict
from cuoshi_training.classifier.quantise import move_logits, to_int8
from cuoshi_training.data.labelled import TrainingReport, gold
from cuoshi_training.encoder.bases import read_from
from cuoshi_training.encoder.tokenizer import load as load_tokenizer
from cuoshi_training.errors import TrainingError

MAX_F1_LOSS = 0.005
OPSET = 17
#: windows that the widths of channels are measured on, some twelve thousand tokens
WINDOWS = 60


class ExportRefusedError(TrainingError):
    """The quantised model is too far from the fp32 one."""


@dataclass(frozen=True)
class Comparison:
    """int8 against fp32 on the same sentences: macro-F1 of both, and the share of decisions that changed."""

    fp32_f1: float
    int8_f1: float
    changed: float
    fp32_bytes: int
    int8_bytes: int


class _Outputs(nn.Module):
    """The model as ONNX sees it: ids and mask in, logits and the states of a lower layer and of the last out.

    Fine-tuning turns the upper layers to the categories learned; a third of the way up, states hold most of what is
    needed for others (training/RESULTS.md, What a few coded sentences bring).
    """

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model
        self.lower = model.config.num_hidden_layers // 3

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        found = self.model(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
        return found.logits, torch.cat([found.hidden_states[self.lower], found.hidden_states[-1]], dim=2)


def to_onnx(model_folder: Path, out: Path) -> None:
    """Write fp32 ONNX with the attention, norms and activations fused for ONNX Runtime."""
    with read_from(model_folder):
        model = AutoModelForTokenClassification.from_pretrained(
            model_folder, dtype=torch.float32, attn_implementation="eager"
        )
    example = torch.ones(2, 8, dtype=torch.int64)
    axes = {0: "windows", 1: "tokens"}
    with TemporaryDirectory() as temporary:
        raw = Path(temporary) / "raw.onnx"
        torch.onnx.export(
            _Outputs(model).eval(),
            (example, example),
            str(raw),
            input_names=["input_ids", "attention_mask"],
            output_names=[LOGITS, STATES],
            dynamic_axes=dict.fromkeys(("input_ids", "attention_mask", LOGITS, STATES), axes),
            opset_version=OPSET,
            dynamo=False,
        )
        config = model.config
        fused = optimize_model(
            str(raw), "bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size, opt_level=0
        )
        fused.save_model_to_file(str(out))


def compare(
    fp32: Path, int8: Path, *, decision: Decision, tokenizer: Tokenizer, dev: Sequence[TrainingReport]
) -> Comparison:
    """Run both models over labelled reports, and move the logits of int8 by the mean of what it takes from them.

    Args:
        fp32: the exact model, ``.onnx``.
        int8: the quantised one; the bias of its head is rewritten.
        decision: calibration and thresholds of both.
        tokenizer: of both.
        dev: the reports.

    Returns:
        Macro-F1 of both, the share of decisions that differ, and the bytes of both files.
    """
    labels, thresholds = gold(dev), np.array(decision.thresholds)
    exact_logits, rough = (predict(OnnxEncoder(path), tokenizer, dev, decision.reading) for path in (fp32, int8))
    shift = (exact_logits - rough).mean(axis=0)
    move_logits(int8, shift)
    exact, quantised = (decision.probabilities(found) >= thresholds for found in (exact_logits, rough + shift))
    return Comparison(
        macro_f1(labels, exact),
        macro_f1(labels, quantised),
        float((exact != quantised).mean()),
        fp32.stat().st_size,
        int8.stat().st_size,
    )


def export(model_folder: Path, out: Path, dev: Sequence[TrainingReport]) -> Comparison:
    """Export a calibrated model folder to a folder that ``cuoshi.load`` reads.

    Writes the int8 model, its configuration, the tokenizer, the scheme and the decision rule; :mod:`.restore` makes a
    ``transformers`` folder of them.

    Args:
        model_folder: what ``calibrate`` has been run on.
        out: the folder to write.
        dev: labelled reports on which channels are measured and int8 is compared with fp32 and centred; the more, the
            surer.

    Raises:
        ExportRefusedError: int8 loses more than half a point of macro-F1 on ``dev``.
    """
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(model_folder / TOKENIZER_FILE)
    scheme = read_scheme(model_folder)
    decision = Decision.read(model_folder / DECISION_FILE, scheme)
    fp32 = model_folder / "fp32.onnx"
    to_onnx(model_folder, fp32)
    int8 = model_folder / "int8.onnx"
    to_int8(fp32, int8, _windows(tokenizer, decision, dev))
    comparison = compare(fp32, int8, decision=decision, tokenizer=tokenizer, dev=dev)
    if comparison.fp32_f1 - comparison.int8_f1 > MAX_F1_LOSS:
        raise ExportRefusedError(f"int8 macro-F1 {comparison.int8_f1:.4f} against {comparison.fp32_f1:.4f} of fp32")
    shutil.copyfile(int8, out / MODEL_FILE)
    for name in (TOKENIZER_FILE, DECISION_FILE, CONFIG_FILE):
        shutil.copyfile(model_folder / name, out / name)
    scheme.write(out / SCHEME_FILE)
    return comparison


def _windows(tokenizer: Tokenizer, decision: Decision, reports: Sequence[TrainingReport]) -> list[Window]:
    """Windows of reports drawn at even steps, as the model will read them."""
    packer, reading = Packer(tokenizer, decision.reading.window), decision.reading
    windows = [window for labelled in reports for window in packed(packer, labelled.report, reading)]
    return windows[:: max(1, len(windows) // WINDOWS)]
