"""From an exported model back to a plain ``transformers`` folder, for training to go on from.

A bundled model brings its weights once, in int8; seven bits a weight are more than enough to start from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import GraphProto, numpy_helper
from transformers import AutoConfig, AutoModelForTokenClassification

from cuoshi.arrays import Singles
from cuoshi.tagging.folder import MODEL_FILE, TOKENIZER_FILE
from cuoshi_training.classifier.modelling import CONFIG_FILE, WEIGHTS_FILE, save
from cuoshi_training.classifier.quantise import FACTORS
from cuoshi_training.encoder.tokenizer import load as load_tokenizer
from cuoshi_training.errors import TrainingError

QUANTISED = "_quantized"


@contextmanager
def checkpoint(base: str | Path) -> Iterator[str | Path]:
    """The base itself, or for as long as it is needed a restored one if it is the folder of an exported model.

    Args:
        base: folder or hub name.
    """
    folder = Path(base)
    if (folder / WEIGHTS_FILE).is_file() or not (folder / MODEL_FILE).is_file():
        yield base
        return
    with TemporaryDirectory() as temporary:
        restore(folder, Path(temporary))
        yield temporary


def restore(folder: Path, out: Path) -> None:
    """Write the model of an exported folder as ``config.json``, ``model.safetensors`` and ``tokenizer.json``.

    Args:
        folder: what ``cuoshi-train export`` wrote, a bundled model for one.
        out: the folder to write.

    Raises:
        TrainingError: the folder lacks a file, or its weights are none that ``export`` wrote.
    """
    for name in (MODEL_FILE, CONFIG_FILE):
        if not (folder / name).is_file():
            raise TrainingError(f"{folder}: no {name} there; name a folder that `cuoshi-train export` wrote")
    model = AutoModelForTokenClassification.from_config(AutoConfig.from_pretrained(folder), dtype=torch.float32)
    found = dict(parameters(onnx.load(folder / MODEL_FILE).graph))
    try:
        model.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in found.items()})
    except RuntimeError as error:
        raise TrainingError(f"{folder}: {MODEL_FILE} and {CONFIG_FILE} do not fit one another ({error})") from error
    out.mkdir(parents=True, exist_ok=True)
    save(model, load_tokenizer(folder / TOKENIZER_FILE), out)


def parameters(graph: GraphProto) -> Iterator[tuple[str, Singles]]:
    """Name and value of all parameters of a BERT that ``export`` wrote.

    Args:
        graph: the int8 model's.
    """
    weights = _weights(graph)
    for name, value in weights.items():
        if name.startswith("model."):
            yield name.removeprefix("model."), value
    for node in graph.node:
        if node.op_type == "QAttention":
            yield from _attention(node.name, weights[node.input[1].removesuffix(QUANTISED)], weights[node.input[2]])
        elif node.op_type == "MatMulInteger":
            module = node.name.removeprefix("/model/").rsplit("/", 1)[0].replace("/", ".")
            yield f"{module}.weight", weights[node.input[1].removesuffix(QUANTISED)].T


def _weights(graph: GraphProto) -> dict[str, Singles]:
    """All weights under the names that they had before they were quantised, in fp32, channels as wide as they were."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    exact = {name: value for name, value in stored.items() if value.dtype == np.float32 and not name.endswith("_scale")}
    for name, value in stored.items():
        if name.endswith(QUANTISED):
            own = name.removesuffix(QUANTISED)
            exact[own] = (value.astype(np.float32) - stored[f"{own}_zero_point"]) * stored[f"{own}_scale"]
            if own + FACTORS in stored:
                exact[own] *= stored[own + FACTORS][:, None]
    return exact


def _attention(name: str, weight: Singles, bias: Singles) -> Iterator[tuple[str, Singles]]:
    """Query, key and value, which lie beside one another in the fused operator."""
    layer = re.findall(r"\d+", name)[0]
    parts = zip(("query", "key", "value"), np.split(weight, 3, axis=1), np.split(bias, 3), strict=True)
    for part, own, offset in parts:
        prefix = f"bert.encoder.layer.{layer}.attention.self.{part}"
        yield f"{prefix}.weight", own.T
        yield f"{prefix}.bias", offset
