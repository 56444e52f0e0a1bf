"""ONNX models as they ship: fp32 arithmetic, compressed weights, free batch and sequence length."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from tryage_recipe.core.forms import Form
from tryage_recipe.models.compress import compress_initializers
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotation_nodes import compute_rotation
from tryage_recipe.models.router_model import PerceptiveRouter

Shipped = MaskedLanguageModel | PerceptiveRouter

OPSET = 18  # layer normalisation is one node; nothing newer is needed
LARGEST_BATCH = 4096  # the exporter asks for a bound; nothing depends on it
INPUTS = ("input_ids", "attention_mask")
# Greatest difference allowed between ONNX and the exact result, as a share of the largest output.
TOLERANCE = 2e-5


class ParityError(RuntimeError):
    """The exported model does not compute what the PyTorch model computes."""


def to_onnx(model: Shipped, outputs: Sequence[str], form: Form) -> onnx.ModelProto:
    """Traces a model of (input_ids, attention_mask), both int64 [batch, sequence], and compresses its weights.

    The weights must already be rounded to `form`.
    """
    # Two rows of unequal length: dimensions of size one would be taken for constants.
    ids = torch.full((2, 9), 5)
    attention = torch.ones_like(ids)
    attention[1, 6:] = 0
    longest = model.roformer.shape.positions
    axes = {0: torch.export.Dim("batch", max=LARGEST_BATCH), 1: torch.export.Dim("sequence", max=longest)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's notes on its own internals
        program = torch.onnx.export(
            model,
            (ids, attention),
            dynamo=True,
            verbose=False,
            input_names=list(INPUTS),
            output_names=list(outputs),
            dynamic_shapes={name: axes for name in INPUTS},
            external_data=False,
            opset_version=OPSET,
        )
    exported = program.model_proto
    # Traces of the source code, paths of this machine included, have no place in a shipped file.
    graph = exported.graph
    for traced in (graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
        del traced.metadata_props[:]
    del graph.value_info[:]
    compress_initializers(exported, model.state_dict(), form)
    compute_rotation(exported, model.roformer.shape)
    onnx.checker.check_model(exported, full_check=True)
    return exported


def open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


@torch.inference_mode()
def check_parity(path: Path, model: Shipped, batches: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> float:
    """Greatest difference between the stored ONNX model and PyTorch over batches of (ids, attention mask).

    PyTorch computes in fp64: in fp32 it may itself be further from the exact result than ONNX is, at single positions
    where a layer norm divides by a small deviation.
    Padded positions of a per-token output carry no meaning and are left out. Raises ParityError
    when a difference exceeds `TOLERANCE` times the largest magnitude of its output.
    """
    session = open_session(path)
    exact = copy.deepcopy(model).double()
    worst = 0.0
    for ids, attention in batches:
        expected = exact(ids, attention)
        found = session.run(None, dict(zip(INPUTS, (ids.numpy(), attention.numpy()), strict=True)))
        for want, got in zip(expected if isinstance(expected, tuple) else (expected,), found, strict=True):
            want = want.numpy()
            if want.ndim == 3:
                real = attention.numpy() == 1
                want, got = want[real], got[real]
            difference, allowed = float(np.abs(want - got).max()), TOLERANCE * float(np.abs(want).max())
            if not difference <= allowed:
                raise ParityError(f"{path}: ONNX and PyTorch differ by {difference:.2e}, more than {allowed:.1e}")
            worst = max(worst, difference)
    return worst


def export_model(
    model: Shipped,
    outputs: Sequence[str],
    form: Form,
    path: Path,
    batches: Sequence[tuple[torch.Tensor, torch.Tensor]],
) -> float:
    """Writes the ONNX file and checks it; returns the greatest difference found. Raises ParityError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save_model(to_onnx(model.eval(), outputs, form), path)
    return check_parity(path, model, batches)
