"""A matrix as an ONNX graph holds it in a few bits, with the nodes that restore it; and back from such a graph.

Only operators that every runtime has in fp32 are used, so that a file needs no type of four bits to be known: two values
share a byte, and are told apart by division.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# Added to values of four bits, so that two of them make an unsigned byte.
_OFFSET = 8


def _pack(values: np.ndarray) -> np.ndarray:
    """Values -7 … 7 [rows, blocks, block] as bytes [rows, columns / 2]: the first half of a row in the low four bits."""
    low, high = np.split((values.reshape(len(values), -1) + _OFFSET).astype(np.uint8), 2, axis=1)
    return low | high << 4


def _unpack(packed: np.ndarray) -> np.ndarray:
    """The inverse of `_pack`, int [rows, columns]."""
    return np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.int64) - _OFFSET


def stored_matrix(
    name: str, values: np.ndarray, scale: np.ndarray | None, transposed: bool
) -> tuple[list[onnx.TensorProto], list[onnx.NodeProto]]:
    """Initializers `<name>.stored` and `<name>.scale`, and the nodes that make the fp32 tensor `name` of them.

    `values` is [rows, columns] fp16 without a scale, [rows, columns] int8 with a `scale` [rows, 1], or [rows, blocks,
    block] of four bits with a `scale` [rows, blocks, 1] fp16. `transposed`: the graph wants [columns, rows].
    """
    tensors: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []

    def constant(suffix: str, content: np.ndarray) -> str:
        tensors.append(numpy_helper.from_array(content, f"{name}.{suffix}"))
        return f"{name}.{suffix}"

    def step(operator: str, inputs: list[str], suffix: str, **attributes: object) -> str:
        nodes.append(helper.make_node(operator, inputs, [f"{name}.{suffix}"], **attributes))
        return f"{name}.{suffix}"

    def floats(tensor: str, suffix: str) -> str:
        return step("Cast", [tensor], suffix, to=TensorProto.FLOAT)

    if scale is None:
        result = floats(constant("stored", values), "cast")
    elif values.ndim == 2:
        cast = floats(constant("stored", values), "cast")
        result = step("Mul", [cast, constant("scale", scale)], "scaled")
    else:
        bytes_ = floats(constant("stored", _pack(values)), "bytes")
        sixteen, offset = constant("16", np.float32(16)), constant("offset", np.float32(_OFFSET))
        high = step("Floor", [step("Div", [bytes_, sixteen], "sixteenth")], "high")
        low = step("Sub", [bytes_, step("Mul", [high, sixteen], "shifted")], "low")
        halves = step("Sub", [step("Concat", [low, high], "halves", axis=1), offset], "values")
        blocks = step("Reshape", [halves, constant("blocks", np.array(values.shape, np.int64))], "blocked")
        scaled = step("Mul", [blocks, floats(constant("scale", scale), "scales")], "scaledBlocks")
        result = step("Reshape", [scaled, constant("shape", np.array([len(values), -1], np.int64))], "matrix")
    if transposed:
        step("Transpose", [result], "turned", perm=[1, 0])
    del nodes[-1].output[:]
    nodes[-1].output.append(name)
    return tensors, nodes


def read_matrix(name: str, initializers: Mapping[str, np.ndarray]) -> np.ndarray:
    """The fp32 matrix [rows, columns] of the initializers that `stored_matrix` made for `name`."""
    stored, scale = initializers[f"{name}.stored"], initializers.get(f"{name}.scale")
    if scale is None:
        return stored.astype(np.float32)
    values = _unpack(stored) if stored.dtype == np.uint8 else stored
    blocks = values.astype(np.float32).reshape(*scale.shape[:-1], -1)
    return (blocks * scale.astype(np.float32)).reshape(len(stored), -1)
