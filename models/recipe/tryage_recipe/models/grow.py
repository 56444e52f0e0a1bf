"""Grows a trained model into a larger one that computes (nearly) the same function, so that its training goes on.

Width is grown as in Net2Net (Chen et al., arXiv 1511.05641) and bert2BERT (Chen et al., arXiv 2110.07143): every unit is
repeated, and what leads away from it is split at random among its copies, which preserves the function and lets the
copies learn different things. Depth: after each layer stands a copy of it whose updates start at zero.
"""

from __future__ import annotations

import torch
from torch import Tensor

from tryage_recipe.core.config import growth
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape

SMALLEST_SHARE = 0.2  # of a connection, that one copy of two equal ones gets


def _split(matrix: Tensor, width: int, generator: torch.Generator) -> Tensor:
    """[out, in] to [out × width, in × width]: outputs repeated, every input shared among its copies by random shares."""
    repeated = matrix.repeat(width, 1)
    shares = SMALLEST_SHARE + torch.rand((width, *repeated.shape), generator=generator)
    shares /= shares.sum(dim=0)
    return torch.cat([repeated * share for share in shares], dim=1)


def _widen(state: dict[str, Tensor], width: int, generator: torch.Generator) -> dict[str, Tensor]:
    """Weights of a model `width` times as wide; its states are the old ones repeated."""
    wide = {}
    for name, weight in state.items():
        if name == "cls.predictions.bias":
            wide[name] = weight
        elif "embeddings" in name and weight.ndim == 2:
            wide[name] = weight.repeat(1, width)
        elif weight.ndim == 2:
            wide[name] = _split(weight, width, generator)
        else:
            wide[name] = weight.repeat(width)
        if name.startswith("cls.predictions.transform.LayerNorm"):
            # Each logit is now a sum over `width` times as many equal products.
            wide[name] = wide[name] / width
    return wide


def _idle_copy(layer: dict[str, Tensor]) -> dict[str, Tensor]:
    """A layer's weights with updates of zero and norms that nearly return its states as that layer leaves them."""
    copy = {name: weight.clone() for name, weight in layer.items()}
    for name in ("attention.output.dense", "output.dense"):
        copy[f"{name}.weight"].zero_()
        copy[f"{name}.bias"].zero_()
    # A state scaled by g and shifted by b has about this mean and deviation over its features.
    scale, shift = layer["output.LayerNorm.weight"], layer["output.LayerNorm.bias"]
    deviation = (scale.square().mean() + shift.var(correction=0)).sqrt()
    copy["attention.output.LayerNorm.weight"].fill_(1.0)
    copy["attention.output.LayerNorm.bias"].zero_()
    copy["output.LayerNorm.weight"].fill_(deviation)
    copy["output.LayerNorm.bias"].fill_(shift.mean())
    return copy


def grow(model: MaskedLanguageModel, shape: RoFormerShape, generator: torch.Generator) -> MaskedLanguageModel:
    """A model of `shape` that starts where a smaller one stands. Raises ValueError where the shapes do not fit."""
    factors = growth(model.shape, shape)
    if factors is None:
        raise ValueError(f"{model.shape} does not grow into {shape}")
    width, depth = factors
    prefix = "roformer.encoder.layer."
    wide = _widen(model.state_dict(), width, generator)
    state = {name: weight for name, weight in wide.items() if not name.startswith(prefix)}
    for number in range(model.shape.layers):
        own = f"{prefix}{number}."
        layer = {name.removeprefix(own): weight for name, weight in wide.items() if name.startswith(own)}
        for copy in range(depth):
            weights = layer if copy == 0 else _idle_copy(layer)
            state |= {f"{prefix}{number * depth + copy}.{name}": weight for name, weight in weights.items()}
    grown = type(model)(shape)
    grown.load_state_dict(state)
    return grown
