"""Reads the weights of a shipped expert, or of the router, back from its ONNX file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from tryage_recipe.core.stamps import StageError
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.models.stored_matrix import read_matrix

LAYER_MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
EMBEDDINGS = "roformer.embeddings.word_embeddings.weight"
#: What routers have only since their predictions are recentred.
ADDED = ("length_slope", "shift")
TOKEN_TYPE = "roformer.embeddings.token_type_embeddings.weight"


class RestoreError(StageError):
    """A library's experts cannot be used; the message says why."""


def _layer_matrices(layers: int) -> list[str]:
    """Names of an encoder's hidden matrices in the order in which a forward pass meets them."""
    return [f"roformer.encoder.layer.{layer}.{name}.weight" for layer in range(layers) for name in LAYER_MATRICES]


def read_router(path: Path, router: PerceptiveRouter) -> None:
    """Loads the weights of a shipped router, see `read_weights`."""
    _load(path, router, [*_layer_matrices(router.roformer.shape.layers)])


def read_weights(path: Path, model: MaskedLanguageModel) -> None:
    """Loads the weights of a shipped ONNX file (see `compress.compress_initializers`) into a model of its shape.

    The exporter keeps the names of vectors and of the embeddings; the other matrices it stores under numbers that grow
    along the forward pass. Raises RestoreError when the file holds another model.
    """
    _load(path, model, [*_layer_matrices(model.shape.layers), "cls.predictions.transform.dense.weight"])


def _load(path: Path, model: nn.Module, names: list[str]) -> None:
    """Loads a file whose hidden matrices are, in their order, those of these names."""
    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    all_stored = (name.removesuffix(".stored") for name in stored if name.endswith(".stored"))
    matrices = {name: read_matrix(name, stored) for name in all_stored}
    own = model.state_dict()
    state = {EMBEDDINGS: matrices.pop(EMBEDDINGS, None), TOKEN_TYPE: stored["select"][None]}
    # What keeps its name, a router's head, is no hidden matrix.
    state |= {name: matrices.pop(name) for name in list(matrices) if name in own}
    numbered = sorted(matrices, key=lambda name: int(name.rsplit("_", 1)[1]))
    if len(numbered) != len(names):
        raise RestoreError(f"{path} holds {len(numbered)} hidden matrices, expected {len(names)}")
    state |= {name: matrices[number] for name, number in zip(names, numbered, strict=True)}
    state |= {name: stored[name] for name in own if name not in state and name in stored}
    state |= {name: own[name] for name in ADDED if name in own and name not in state}
    try:
        model.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    except (RuntimeError, TypeError) as error:
        raise RestoreError(f"{path} holds another model: {error}") from error
