"""The table of rotary angles as an ONNX graph computes it: stored, it would be as large as a small model's vectors together."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

from tryage_recipe.roformer import ROTARY_BASE, RoFormerShape, rotary_table


def compute_rotation(model: onnx.ModelProto, shape: RoFormerShape) -> None:
    """Replaces the stored cosines and sines of every position's angles by nodes that compute them, in place; runtimes fold
    these nodes when they load the model. They compute in fp64, as the table was computed: the values are the same.

    Raises ValueError when the graph holds no such table.
    """
    graph, width = model.graph, shape.hidden // shape.heads
    tables = dict(zip(("Cos", "Sin"), (table.numpy() for table in rotary_table(shape.positions, width)), strict=True))
    frequencies = ROTARY_BASE ** (-np.arange(0, width, 2) / width)
    found: list[onnx.NodeProto] = []
    for initializer in list(graph.initializer):
        values = numpy_helper.to_array(initializer)
        for operator, table in tables.items():
            if values.dtype == table.dtype and np.array_equal(values, table):
                graph.initializer.remove(initializer)
                exact = f"rotation.{operator}"
                found.append(helper.make_node(operator, ["rotation.angles"], [exact]))
                found.append(helper.make_node("Cast", [exact], [initializer.name], to=onnx.TensorProto.FLOAT))
    if len(found) != 2 * len(tables):
        raise ValueError("the graph holds no table of rotary angles: the model or its export has changed")
    positions = np.arange(shape.positions, dtype=np.float64)[:, None]
    graph.initializer.append(numpy_helper.from_array(positions, "rotation.positions"))
    graph.initializer.append(numpy_helper.from_array(frequencies[None], "rotation.frequencies"))
    angles = helper.make_node("Mul", ["rotation.positions", "rotation.frequencies"], ["rotation.angles"])
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([angles, *found, *nodes])
