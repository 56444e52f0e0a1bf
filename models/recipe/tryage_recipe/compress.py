"""Weights in the form in which they ship.

Every matrix is stored either as int8 with one fp32 scale a row or as fp16; vectors (biases
and norms) stay fp32. In the form `mixed` the queries, keys and values of attention and a router's head are
fp16 and the rest is int8: where int8 costs much, it was these matrices that cost it, although they are few.
Models always *compute* in fp32: the stored form only decides which
fp32 numbers the weights are rounded to. `rounded_state` gives those numbers to PyTorch, so
the Q table is measured on what ships, and `compress_initializers` stores the same numbers in
an ONNX graph.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

Form = Literal["int8", "mixed", "float16"]
MatrixForm = Literal["int8", "float16"]
#: Forms from the smallest file to the largest.
FORMS: tuple[Form, ...] = ("int8", "mixed", "float16")

# What is fp16 in the form `mixed`, by the end of its name in a state dict.
SENSITIVE = ("attention.self.query.weight", "attention.self.key.weight", "attention.self.value.weight", "head.weight")

# Below this many elements the extra nodes of the compressed form outweigh the bytes saved.
SMALLEST_MATRIX = 1024


def quantize_rows(weight: np.ndarray, axis: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 of a matrix with one scale for every index along `axis`.

    Returns (values int8 of the same shape, scales fp32 broadcastable against it).
    """
    largest = np.abs(weight).max(axis=1 - axis, keepdims=True)
    scale = (np.where(largest > 0, largest, 1) / 127).astype(np.float32)
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale


def try_forms(figure: Callable[[Form], float], suffices: Callable[[float], bool]) -> dict[Form, float]:
    """Figures of the forms from the smallest on, up to the first that suffices, or to the largest: the last one ships."""
    figures: dict[Form, float] = {}
    for form in FORMS:
        figures[form] = round(figure(form), 5)
        if suffices(figures[form]):
            break
    return figures


def is_compressed(shape: tuple[int, ...]) -> bool:
    """Whether a weight of this shape ships compressed."""
    return len(shape) == 2 and int(np.prod(shape)) >= SMALLEST_MATRIX


def matrix_form(name: str, form: Form) -> MatrixForm:
    """How the matrix of this name in a state dict is stored in a model of the form."""
    if form == "mixed":
        return "float16" if name.endswith(SENSITIVE) else "int8"
    return form


def round_weight(weight: torch.Tensor, form: MatrixForm) -> torch.Tensor:
    """The fp32 numbers that remain of a matrix after storage in `form`."""
    if form == "float16":
        return weight.to(torch.float16).to(torch.float32)
    values, scale = quantize_rows(weight.numpy())
    return torch.from_numpy(values.astype(np.float32) * scale)


def rounded_state(state: dict[str, torch.Tensor], form: Form) -> dict[str, torch.Tensor]:
    """A copy of a state dict with every matrix rounded to its shipped form."""
    return {
        name: round_weight(tensor.detach().float(), matrix_form(name, form))
        if is_compressed(tuple(tensor.shape))
        else tensor
        for name, tensor in state.items()
    }


def _stored_as(state: dict[str, torch.Tensor], form: Form) -> dict[tuple[tuple[int, ...], bytes], tuple[int, MatrixForm]]:
    """Which axis of a matrix in a graph runs over the rows of the original one, and how it is stored, by shape and content.

    Exporters rename weights and store some transposed, so content is the only reliable key.
    """
    found: dict[tuple[tuple[int, ...], bytes], tuple[int, MatrixForm]] = {}
    for name, tensor in state.items():
        if is_compressed(tuple(tensor.shape)):
            matrix, stored = tensor.detach().numpy(), matrix_form(name, form)
            found[matrix.shape, matrix.tobytes()] = (0, stored)
            found.setdefault((matrix.shape[::-1], matrix.T.tobytes()), (1, stored))
    return found


def compress_initializers(model: onnx.ModelProto, state: dict[str, torch.Tensor], form: Form) -> None:
    """Store the matrices of an fp32 ONNX graph in `form`, in place.

    Each matrix becomes an initializer `<name>.stored`, followed by Cast (and Mul with
    `<name>.scale`) that restore the fp32 tensor under its old name; runtimes fold these nodes
    when they load the model. `state` holds the rounded weights the graph was exported from;
    initializers that are not among them (constants such as the rotary table) stay fp32. Raises
    ValueError if the stored form would change a number.
    """
    graph = model.graph
    found = _stored_as(state, form)
    nodes: list[onnx.NodeProto] = []
    for initializer in list(graph.initializer):
        if initializer.data_type != TensorProto.FLOAT:
            continue
        weight, name = numpy_helper.to_array(initializer), initializer.name
        how = found.get((weight.shape, weight.tobytes()))
        if how is None:
            continue
        axis, matrix = how
        if matrix == "float16":
            stored = weight.astype(np.float16)
            restored = stored.astype(np.float32)
            nodes.append(helper.make_node("Cast", [f"{name}.stored"], [name], to=TensorProto.FLOAT))
        else:
            stored, scale = quantize_rows(weight, axis)
            restored = stored.astype(np.float32) * scale
            graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
            nodes.append(helper.make_node("Cast", [f"{name}.stored"], [f"{name}.cast"], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Mul", [f"{name}.cast", f"{name}.scale"], [name]))
        if not np.allclose(restored, weight, rtol=1e-5, atol=1e-8):
            raise ValueError(f"{name} is not rounded to {matrix}: export the rounded weights")
        graph.initializer.remove(initializer)
        graph.initializer.append(numpy_helper.from_array(stored, f"{name}.stored"))
    graph_nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + graph_nodes)
