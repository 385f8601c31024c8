"""int8: weights in seven bits, activations as they come in eight, their channels first brought to like ranges.

Activations are scaled by the largest of a pass, and in a pre-trained encoder a few channels are twenty times as wide as
the others, which then are left with a few steps. A wide channel is made narrower and its row of the weights larger by
the same factor (Xiao et al. 2023, SmoothQuant): the product is the same, and int8 gives it with half the error, in 2%
more time (``training/RESULTS.md``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic

from cuoshi.arrays import Singles
from cuoshi.tagging.windows import Window

#: how much of the difference between channels goes to the weights; 0.7 to 0.8 are best, 0.5 and 0.9 worse
STRENGTH = 0.75
#: ranges below this are as good as none
LEAST = 1e-4
#: what is behind the name of a weight for the factors that its input is multiplied by
FACTORS = "_smooth"
HEAD_BIAS = "model.classifier.bias"


def to_int8(fp32: Path, out: Path, windows: Sequence[Window]) -> None:
    """Quantise a model.

    Weights have seven bits so that sums of products stay within 16 bits on processors without VNNI, and every machine
    computes the same numbers.

    Args:
        fp32: the exact model, ``.onnx``.
        out: the file to write.
        windows: text such as the model will read, some thousand tokens; how wide channels are is measured on it.
    """
    options = {"DefaultTensorType": TensorProto.FLOAT}  # of the fused operators' outputs, which shape inference skips
    with TemporaryDirectory() as temporary:
        smooth = Path(temporary) / "smooth.onnx"
        onnx.save(smoothed(onnx.load(fp32), windows), smooth)
        quantize_dynamic(
            smooth, out, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, extra_options=options
        )


def move_logits(int8: Path, shift: Singles) -> None:
    """Add to the bias of the head what quantising takes from each logit in the mean.

    Rounded weights and activations leave logits a little off to one side, and thresholds were found on exact ones:
    bias correction, as in Nagel et al. 2019, Data-Free Quantization, section 4.2, with labelled text in place of none.

    Args:
        int8: the quantised model, ``.onnx``; it is written anew.
        shift: what to add to each logit, of shape (labels,).
    """
    model = onnx.load(int8)
    bias = next(tensor for tensor in model.graph.initializer if tensor.name == HEAD_BIAS)
    moved = (numpy_helper.to_array(bias) + shift).astype(np.float32)
    bias.CopyFrom(numpy_helper.from_array(moved, HEAD_BIAS))
    onnx.save(model, int8)


def smoothed(model: ModelProto, windows: Sequence[Window]) -> ModelProto:
    """The same function with a multiplication before every product with weights.

    Args:
        model: fp32, with attention fused; it is changed.
        windows: what ranges are measured on.
    """
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    products = [node for node in graph.node if node.op_type in ("MatMul", "Attention") and node.input[1] in weights]
    widths = _widths(model, sorted({node.input[0] for node in products}), windows)
    nodes: list[NodeProto] = []
    for node in graph.node:
        if node in products:
            seen, name = node.input[0], node.input[1]
            weight = numpy_helper.to_array(weights[name])
            factor = _factors(widths[seen], np.abs(weight).max(axis=1))
            weights[name].CopyFrom(numpy_helper.from_array(weight / factor[:, None], name))
            graph.initializer.append(numpy_helper.from_array(factor, name + FACTORS))
            node.input[0] = f"{name}{FACTORS}_output"
            nodes.append(helper.make_node("Mul", [seen, name + FACTORS], [node.input[0]], name=name + FACTORS))
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def _factors(activations: Singles, weights: Singles) -> Singles:
    """What each channel is multiplied by, of geometric mean one."""
    wide = STRENGTH * np.log(np.maximum(activations, LEAST)) - (1 - STRENGTH) * np.log(np.maximum(weights, LEAST))
    factors: Singles = np.exp(wide.mean() - wide).astype(np.float32)
    return factors


def _widths(model: ModelProto, names: Sequence[str], windows: Sequence[Window]) -> dict[str, Singles]:
    """The largest absolute value of every channel of some activations."""
    shown = ModelProto()
    shown.CopyFrom(model)
    shown.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = InferenceSession(shown.SerializeToString(), providers=["CPUExecutionProvider"])
    widest: dict[str, Singles] = {name: np.zeros(1, np.float32) for name in names}
    for window in windows:
        ids = np.array([window.ids])
        found = session.run(list(names), {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        widest = {n: np.maximum(widest[n], np.abs(v[0]).max(axis=0)) for n, v in zip(names, found, strict=True)}
    return widest
