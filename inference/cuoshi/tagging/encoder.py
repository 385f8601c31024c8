"""The encoder behind ONNX Runtime: token ids of windows to logits and states."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuoshi.arrays import Singles
from cuoshi.errors import ModelError, first_line

#: token ids and attention mask (windows × tokens) to logits (windows × tokens × labels), or to states
Forward = Callable[[NDArray[np.int64], NDArray[np.int64]], Singles]
#: outputs of the model file: of every token its logits, and its states a third of the way up (what it is, whatever was
#: learned last) and after the last layer (what it is for the categories learned), beside one another
LOGITS, STATES = "logits", "states"
INPUTS = ("input_ids", "attention_mask")
FATAL = 4  # what ONNX Runtime says by itself; all else is an exception, which has its line


class OnnxEncoder:
    """A BERT token classifier run by ONNX Runtime on the CPU, every window in a pass of its own.

    Activations of an int8 model are scaled by the largest of a pass, so that a window's logits would hang on those that
    share its pass, and a run that was stopped would end with other digits. Single windows need no padding either, and
    passes side by side make better use of cores than threads inside one, which wait for each other.
    """

    def __init__(self, path: Path, threads: int | None = None, content: bytes | None = None) -> None:
        """Load a model.

        Args:
            path: its file.
            threads: windows that are read side by side; as many as there are cores when ``None``.
            content: what the file held on the machine that this one was sent from.

        Raises:
            ModelError: there is no such file, no model in it, or one that reads something else.
        """
        import onnxruntime

        if content is None and not path.is_file():
            raise ModelError(f"{path}: no such model file; make one with `cuoshi-train export`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = FATAL
        try:
            self._session = onnxruntime.InferenceSession(content or path, options, providers=["CPUExecutionProvider"])
            shapes = {output.name: output.shape for output in self._session.get_outputs()}
            shape, inputs = shapes[LOGITS], [one.name for one in self._session.get_inputs()]
        except Exception as error:  # the library's errors have no common base but Exception
            reason = first_line(error)
            raise ModelError(f"{path}: no model can be read from it ({reason}); export it anew") from error
        if {*inputs} != {*INPUTS}:
            raise ModelError(f"{path}: reads {', '.join(inputs)}, not {' and '.join(INPUTS)}; export it anew")
        self._path = path
        self._threads = ThreadPoolExecutor(threads or os.cpu_count() or 1)
        #: labels that it gives logits for, ``None`` where the file does not say
        self.heads: int | None = shape[-1] if isinstance(shape[-1], int) else None
        #: whether it also gives states
        self.has_states = STATES in shapes

    def __reduce__(self) -> tuple[type[OnnxEncoder], tuple[Path, int, bytes]]:
        """Send the model itself to another process, which need not have the file; one thread, for there are many."""
        return OnnxEncoder, (self._path, 1, self._path.read_bytes())

    def require(self, token: int) -> None:
        """Check that it knows a token, as the highest id of the tokenizer that goes with it.

        Raises:
            ModelError: it does not.
        """
        try:
            self(np.array([[token]]), np.ones((1, 1), np.int64))
        except Exception as error:  # the library's errors have no common base but Exception
            raise ModelError(
                f"{self._path}: does not know token {token} of the tokenizer beside it; export both anew"
            ) from error

    def __call__(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Singles:
        """Read windows.

        Args:
            ids: token ids (windows × tokens).
            mask: 1 for the tokens of a window, which stand first, 0 for padding (windows × tokens).

        Returns:
            Token logits (windows × tokens × labels), those of padding 0.
        """
        return self._passes([LOGITS], ids, mask)

    def states(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Singles:
        """Read windows as :meth:`__call__` does, for the states of tokens.

        Args:
            ids: token ids (windows × tokens).
            mask: 1 for the tokens of a window, 0 for padding (windows × tokens).

        Returns:
            States of a lower layer, then of the last (windows × tokens × 2 · hidden width).

        Raises:
            ModelError: the file does not give them.
        """
        return self._passes([STATES], ids, mask)

    def both(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Singles:
        """Read windows as :meth:`__call__` does, for logits and, behind them, states.

        Args:
            ids: token ids (windows × tokens).
            mask: 1 for the tokens of a window, 0 for padding (windows × tokens).

        Returns:
            Token logits and states (windows × tokens × labels and 2 · hidden width).

        Raises:
            ModelError: the file gives no states.
        """
        return self._passes([LOGITS, STATES], ids, mask)

    def _passes(self, outputs: Sequence[str], ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Singles:
        if STATES in outputs and not self.has_states:
            raise ModelError(f"{self._path}: gives no token states; export it anew with `cuoshi-train export`")
        passes = list(self._threads.map(partial(self._read, outputs), ids, mask.sum(axis=1)))
        values = np.zeros((*ids.shape, passes[0].shape[-1]), np.float32)
        for row, read in enumerate(passes):
            values[row, : len(read)] = read
        return values

    def _read(self, outputs: Sequence[str], ids: NDArray[np.int64], length: int) -> Singles:
        """Outputs of one window beside one another (tokens × values)."""
        seen = ids[None, :length]
        read: list[Singles] = self._session.run(outputs, dict(zip(INPUTS, (seen, np.ones_like(seen)), strict=True)))
        return np.concatenate([values[0] for values in read], axis=1)
