"""A model as a small ONNX file: exported, checked against PyTorch, its weights in 16 bits, its names short."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

OPSET = 17
TOLERANCE = 1e-3
#: Smaller tensors take less room as they are.
SMALLEST = 48


class Logits(nn.Module):
    """The model with plain tensors in and out, as the exporter wants it."""

    def __init__(self, model: nn.Module, inputs: tuple[str, ...]) -> None:
        super().__init__()
        self._model, self._inputs = model, inputs

    def forward(self, *given: Tensor) -> Tensor:
        return self._model(**dict(zip(self._inputs, given, strict=True)), return_dict=True).logits


def example(inputs: tuple[str, ...], rows: int, length: int, vocabulary: int) -> tuple[Tensor, ...]:
    ids = torch.randint(5, vocabulary, (rows, length))
    known = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    return tuple(known.get(name, torch.zeros_like(ids)) for name in inputs)


def write(model: nn.Module, inputs: tuple[str, ...], vocabulary: int, path: Path) -> None:
    """Raises RuntimeError where the file and PyTorch disagree."""
    wrapped, held = Logits(model, inputs).eval(), io.BytesIO()
    axes = {name: {0: "batch", 1: "tokens"} for name in (*inputs, "logits")}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            wrapped, example(inputs, 2, 21, vocabulary), held, dynamo=False, input_names=list(inputs), output_names=["logits"],
            dynamic_axes=axes, opset_version=OPSET,
        )  # fmt: skip
    small = _small(onnx.load_from_string(held.getvalue()))
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save_model(small, path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    for rows, length in ((1, 5), (1, 64), (3, 40)):
        given = example(inputs, rows, length, vocabulary)
        with torch.inference_mode():
            expected = wrapped(*given).numpy()
        names = {one.name for one in session.get_inputs()}
        feeds = {name: tensor.numpy() for name, tensor in zip(inputs, given, strict=True) if name in names}
        found = session.run(None, feeds)[0]
        difference = float(abs(found - expected).max()) if found.shape == expected.shape else float("inf")
        if not difference <= TOLERANCE:
            raise RuntimeError(f"{path}: the ONNX file and PyTorch differ by {difference:.1e} at {rows} × {length} tokens")


def _small(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph: equal weights once, also where one is the other transposed; floats that 16 bits hold in 16 bits; names of one or
    two letters; no traces of the source code."""
    graph = model.graph
    model.producer_name = model.producer_version = model.doc_string = graph.doc_string = ""
    del graph.value_info[:]
    kept: dict[tuple, str] = {}
    stored, nodes = [], []
    for held in graph.initializer:
        array, name = numpy_helper.to_array(held), held.name
        key, turned = (array.dtype.str, array.shape, array.tobytes()), (array.dtype.str, array.shape[::-1], array.T.tobytes())
        if array.size >= SMALLEST and key in kept:
            nodes.append(helper.make_node("Identity", [kept[key]], [name]))
        elif array.size >= SMALLEST and array.ndim == 2 and turned in kept:
            nodes.append(helper.make_node("Transpose", [kept[turned]], [name], perm=[1, 0]))
        elif array.dtype == np.float32 and array.size >= SMALLEST and (array.astype(np.float16).astype(np.float32) == array).all():
            stored.append(numpy_helper.from_array(array.astype(np.float16), f"{name}.half"))
            nodes.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
            kept[key] = name
        else:
            stored.append(numpy_helper.from_array(array, name))
            kept[key] = name
    own = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(stored)
    graph.node.extend([*nodes, *own])
    _rename(graph)
    return model


def _rename(graph: onnx.GraphProto) -> None:
    fixed = {one.name for one in (*graph.input, *graph.output)} | {""}
    short: dict[str, str] = {}

    def name(long: str) -> str:
        return long if long in fixed else short.setdefault(long, f"v{len(short)}")

    def rename(part: onnx.GraphProto) -> None:
        del part.value_info[:]
        for held in (*part.initializer, *part.output):
            held.name = name(held.name)
        for node in part.node:
            node.name = node.doc_string = ""
            del node.metadata_props[:]
            node.input[:] = [name(one) for one in node.input]
            node.output[:] = [name(one) for one in node.output]
            for attribute in node.attribute:
                if attribute.type == onnx.AttributeProto.GRAPH:
                    rename(attribute.g)

    rename(graph)
