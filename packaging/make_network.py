"""Writes resources/noise/nsnet2.npz from the ONNX file of the DNS Challenge (nsnet2-20ms-baseline.onnx).

`uv run --with onnx python packaging/make_network.py FILE.onnx`. The weights as 16-bit floats: half the size, and no
figure of `./dev bench clean` changes in its second place.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

# Numbers that PyTorch gave the weights when it wrote the file.
NAMES = {
    "enter": "172",
    "enter_bias": "fc_in.0.bias",
    "first_input": "192",
    "first_state": "193",
    "first_bias": "194",
    "second_input": "212",
    "second_state": "213",
    "second_bias": "214",
    "wide": "215",
    "wide_bias": "fc_out.0.bias",
    "wider": "216",
    "wider_bias": "fc_out.2.bias",
    "leave": "217",
    "leave_bias": "fc_out.4.bias",
}
TARGET = Path(__file__).parents[1] / "resources" / "noise" / "nsnet2.npz"


def main(source: str) -> None:
    import onnx
    from onnx import numpy_helper

    weights = {each.name: numpy_helper.to_array(each) for each in onnx.load(source).graph.initializer}
    np.savez(TARGET, **{name: weights[number].squeeze().astype(np.float16) for name, number in NAMES.items()})


if __name__ == "__main__":
    main(sys.argv[1])
