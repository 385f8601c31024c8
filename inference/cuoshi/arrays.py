"""The kinds of arrays that are computed with."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: of single precision, as the encoder gives and takes them
Singles = NDArray[np.float32]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
