"""The table of rotary angles as an ONNX graph computes it: stored, it would be as large as a small model's vectors together.

A position is a multiple of `FINE` and a rest, and the cosine and sine of a sum follow from those of its terms. So two short
tables make the long one, to the last bits of fp32 and by operators that every runtime has (fp64 ones are not among them).
"""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from tryage_recipe.models.rotary import RoFormerShape, rotary_table

#: Positions of the table of rests.
FINE = 16


def compute_rotation(model: onnx.ModelProto, shape: RoFormerShape) -> None:
    """Replaces the stored cosines and sines of every position's angles by nodes that compute them, in place; runtimes fold
    these nodes when they load the model.

    Raises ValueError when the graph holds no such table.
    """
    graph, width = model.graph, shape.hidden // shape.heads
    coarse = -(-shape.positions // FINE)
    whole = rotary_table(coarse * FINE, width)
    names: list[str] = []
    for table in whole:
        found = [i for i in graph.initializer if np.array_equal(numpy_helper.to_array(i), table[: shape.positions].numpy())]
        if not found:
            raise ValueError("the graph holds no table of rotary angles: the model or its export has changed")
        graph.initializer.remove(found[0])
        names.append(found[0].name)

    def constant(name: str, values: np.ndarray) -> str:
        graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), f"rotation.{name}"))
        return f"rotation.{name}"

    def terms(name: str, table: torch.Tensor) -> tuple[str, str]:
        """A table at the multiples [coarse, 1, width / 2] and at the rests [1, fine, width / 2]."""
        values = table.numpy()
        return constant(f"{name}.coarse", values[::FINE, None]), constant(f"{name}.fine", values[None, :FINE])

    (cosine, fine_cosine), (sine, fine_sine) = terms("cosine", whole[0]), terms("sine", whole[1])
    long = constant("shape", np.array([coarse * FINE, -1], np.int64))
    bounds = [constant("start", np.array([0], np.int64)), constant("end", np.array([shape.positions], np.int64))]
    sums = {"Sub": ((cosine, fine_cosine), (sine, fine_sine)), "Add": ((sine, fine_cosine), (cosine, fine_sine))}
    nodes: list[onnx.NodeProto] = []
    for name, (operator, products) in zip(names, sums.items(), strict=True):
        for number, product in enumerate(products):
            nodes.append(helper.make_node("Mul", list(product), [f"{name}.product{number}"]))
        nodes.append(helper.make_node(operator, [f"{name}.product0", f"{name}.product1"], [f"{name}.sum"]))
        nodes.append(helper.make_node("Reshape", [f"{name}.sum", long], [f"{name}.long"]))
        nodes.append(helper.make_node("Slice", [f"{name}.long", *bounds], [name]))
    others = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *others])
