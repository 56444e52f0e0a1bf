"""The benchmark as Parquet: figures, identifiers and keywords of every prompt, never its text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import torch

from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.evaluate.parquet_tables import DOCUMENT, KINDS, SOURCE_CHARACTERS, required_table
from tryage_recipe.models.compress import quantize_rows
from tryage_recipe.statistics.bootstrap import cluster_numbers


def _joined(sets: dict[str, MeasuredSet], column) -> np.ndarray:
    return np.concatenate([column(measured) for measured in sets.values()])


def prompt_table(
    sets: dict[str, MeasuredSet], experts: list[str], keywords: list[str], coordinates: np.ndarray
) -> pa.Table:
    """One row a prompt of all sets in turn; `keywords` and `coordinates` [n, 2] in the same order."""
    kinds = np.concatenate([np.full(len(m.prompts), KINDS[name]) for name, m in sets.items()])
    columns: dict[str, pa.Array] = {
        "id": pa.array(_joined(sets, lambda m: m.prompts.ids)),
        "kind": pa.array(kinds),
        "domain": pa.array(_joined(sets, lambda m: m.prompts.domains)),
        "part": pa.array(_joined(sets, lambda m: m.prompts.parts)),
        "source": pa.array([str(s)[:SOURCE_CHARACTERS] for s in _joined(sets, lambda m: m.prompts.sources)]),
        # A number per document, the same for all prompts cut from it whatever their kind.
        DOCUMENT: pa.array(cluster_numbers(_joined(sets, lambda m: m.prompts.documents)), pa.int32()),
        "keywords": pa.array(keywords),
        "tokens": pa.array(_joined(sets, lambda m: m.prompts.lengths), pa.int32()),
    }
    matrices = {
        "loss": _joined(sets, lambda m: m.qtable.loss),
        "accuracy": _joined(sets, lambda m: m.qtable.accuracy),
        "predicted": _joined(sets, lambda m: m.predicted),
    }
    for name, matrix in matrices.items():
        for position, expert in enumerate(experts):
            columns[f"{name}:{expert}"] = pa.array(matrix[:, position], pa.float32())
    columns["x"] = pa.array(coordinates[:, 0], pa.float32())
    columns["y"] = pa.array(coordinates[:, 1], pa.float32())
    return required_table(columns)


def state_columns(states: np.ndarray, prefix: str = "") -> dict[str, pa.Array]:
    """States [n, hidden] as `<prefix>state`, fixed-size binary of int8, and `<prefix>scale`, the fp32 step of each row."""
    values, scale = (part.numpy() for part in quantize_rows(torch.from_numpy(states.astype(np.float32))))
    rows = pa.array([row.tobytes() for row in values], pa.binary(states.shape[1]))
    return {f"{prefix}state": rows, f"{prefix}scale": pa.array(scale[:, 0], pa.float32())}


def embedding_table(sets: dict[str, MeasuredSet]) -> pa.Table:
    """`id` and the router's state, see `state_columns`, in the rows of `prompt_table`."""
    ids = pa.array(_joined(sets, lambda m: m.prompts.ids))
    return required_table({"id": ids, **state_columns(_joined(sets, lambda m: m.states))})


def reference_table(ids: pa.ChunkedArray, predicted: dict[str, np.ndarray], experts: list[str]) -> pa.Table:
    """`id` and the losses that other routers predict, `<short name>:<expert>`; `predicted` is [n, experts] by name."""
    columns: dict[str, pa.Array | pa.ChunkedArray] = {"id": ids}
    for name, losses in predicted.items():
        for position, expert in enumerate(experts):
            columns[f"{name}:{expert}"] = pa.array(losses[:, position], pa.float32())
    return required_table(columns)
