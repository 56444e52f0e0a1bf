"""Weights in the form in which they ship.

Every matrix is stored as int4 with one fp16 scale for each block of 32 in a row, as int8 with one fp32 scale a row, or as
fp16; vectors (biases and norms) stay fp32. In the form `int4` the values and the output of attention are int8, in the form
`mixed` the queries, keys and values of attention and a router's head are fp16 and the rest is int8: where a form costs much,
it was these matrices that cost it, although they are few. int4 costs a model little only where it was trained with rounded
weights, see `rounded_training`.
Models always *compute* in fp32: the stored form only decides which
fp32 numbers the weights are rounded to. `rounded_state` gives those numbers to PyTorch, so
the Q table is measured on what ships, and `compress_initializers` stores the same numbers in
an ONNX graph.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from tryage_recipe.core.forms import BLOCK, Form, MatrixForm, matrix_form
from tryage_recipe.models.stored_matrix import stored_matrix

# The least number that fp16 holds with full precision: a scale below it would become zero.
SMALLEST_SCALE = 2.0**-14

# Below this many elements the extra nodes of the compressed form outweigh the bytes saved.
SMALLEST_MATRIX = 1024


def quantize_rows(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Symmetric int8 of a matrix with one scale a row.

    Returns (values int8 of the same shape, scales fp32 [rows, 1]).
    """
    largest = weight.abs().amax(dim=1, keepdim=True)
    scale = torch.where(largest > 0, largest, 1.0) / 127
    return (weight / scale).round().clamp(-127, 127).to(torch.int8), scale


def quantize_blocks(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Symmetric int4 of a matrix with one scale for every block of `BLOCK` neighbours in a row.

    Returns (values -7 … 7 as int8 [rows, blocks, `BLOCK`], scales fp16 [rows, blocks, 1]). `BLOCK` must divide a row.
    """
    blocks = weight.unflatten(1, (-1, BLOCK))
    largest = blocks.abs().amax(dim=2, keepdim=True)
    scale = (torch.where(largest > 0, largest, 1.0) / 7).clamp_min(SMALLEST_SCALE).to(torch.float16)
    return (blocks / scale.float()).round().clamp(-7, 7).to(torch.int8), scale


def is_compressed(shape: tuple[int, ...]) -> bool:
    """Whether a weight of this shape ships compressed."""
    return len(shape) == 2 and int(np.prod(shape)) >= SMALLEST_MATRIX


def _quantize(weight: Tensor, form: Literal["int4", "int8"]) -> tuple[Tensor, Tensor]:
    """Values and scales of a matrix in a form of whole numbers."""
    return quantize_blocks(weight) if form == "int4" else quantize_rows(weight)


def round_weight(weight: Tensor, form: MatrixForm) -> Tensor:
    """The fp32 numbers that remain of a matrix after storage in `form`."""
    if form == "float16":
        return weight.to(torch.float16).to(torch.float32)
    values, scale = _quantize(weight, form)
    return (values.float() * scale.float()).reshape(weight.shape)


def rounded_state(state: dict[str, Tensor], form: Form) -> dict[str, Tensor]:
    """A copy of a state dict with every matrix rounded to its shipped form."""
    return {
        name: round_weight(tensor.detach().float(), matrix_form(name, tuple(tensor.shape), form))
        if is_compressed(tuple(tensor.shape))
        else tensor
        for name, tensor in state.items()
    }


def _found_in_graphs(state: dict[str, Tensor]) -> dict[tuple[tuple[int, ...], bytes], tuple[str, bool]]:
    """The name of a matrix in a state dict, and whether it lies transposed, by a graph's shape and content.

    Exporters rename weights and store some transposed, so content is the only reliable key.
    """
    found: dict[tuple[tuple[int, ...], bytes], tuple[str, bool]] = {}
    for name, tensor in state.items():
        if is_compressed(tuple(tensor.shape)):
            matrix = tensor.detach().numpy()
            found[matrix.shape, matrix.tobytes()] = (name, False)
            found.setdefault((matrix.shape[::-1], matrix.T.tobytes()), (name, True))
    return found


def compress_initializers(model: onnx.ModelProto, state: dict[str, Tensor], form: Form) -> None:
    """Store the matrices of an fp32 ONNX graph in `form`, in place.

    Each matrix becomes initializers `<name>.stored` and `<name>.scale`, followed by nodes that restore the fp32 tensor
    under its old name, see `stored_matrix`; runtimes fold these nodes when they load the model. `state` holds the rounded
    weights the graph was exported from; initializers that are not among them (constants such as the rotary table) stay
    fp32. Raises ValueError if the stored form would change a number.
    """
    graph = model.graph
    found = _found_in_graphs(state)
    nodes: list[onnx.NodeProto] = []
    for initializer in list(graph.initializer):
        if initializer.data_type != onnx.TensorProto.FLOAT:
            continue
        weight, name = numpy_helper.to_array(initializer), initializer.name
        where = found.get((weight.shape, weight.tobytes()))
        if where is None:
            continue
        own_name, transposed = where
        matrix = state[own_name].detach()
        how = matrix_form(own_name, tuple(matrix.shape), form)
        if not torch.allclose(round_weight(matrix, how), matrix, rtol=1e-5, atol=1e-8):
            raise ValueError(f"{name} is not rounded to {how}: export the rounded weights")
        if how == "float16":
            values, scale = matrix.to(torch.float16), None
        else:
            values, scale = _quantize(matrix, how)
        stored, restoring = stored_matrix(name, values.numpy(), None if scale is None else scale.numpy(), transposed)
        graph.initializer.remove(initializer)
        graph.initializer.extend(stored)
        nodes += restoring
    graph_nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + graph_nodes)
