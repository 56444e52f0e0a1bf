"""Optimisers: Muon for hidden matrices, AdamW for embeddings, norms and biases.

Muon replaces the momentum matrix of a weight by (nearly) its closest orthogonal matrix, so that
every direction of the update is of the same strength. For these small models it reaches a given
loss several times sooner than AdamW alone.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from tryage_recipe.core.arithmetic import fast_type

# Odd quintic a·s + b·s³ + c·s⁵ on the singular values: its slope at zero is steep, so small
# singular values grow fast; after five rounds all lie roughly within 0.7 … 1.2.
COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ROUNDS = 5


def orthogonalise(matrices: Tensor) -> Tensor:
    """Nearly orthogonal matrices of the same singular vectors; [..., rows, columns], same shape out.

    Newton–Schulz iteration: products only, so it tolerates bf16 and works on a stack of matrices at once.
    """
    a, b, c = COEFFICIENTS
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.to(fast_type(matrices.device))
    if tall:  # the inner product is then the smaller of the two
        x = x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(ROUNDS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.mT if tall else x).to(matrices.dtype)


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, orthogonalised. All parameters must be matrices.

    Matrices of one shape are orthogonalised as a stack: many small products cost more to start
    than to compute.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], lr: float, momentum: float = 0.95) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            stacks: dict[torch.Size, list[nn.Parameter]] = {}
            for parameter in group["params"]:
                if parameter.grad is not None:
                    stacks.setdefault(parameter.shape, []).append(parameter)
            for shape, parameters in stacks.items():
                updates = torch.stack([self._momentum(parameter, group["momentum"]) for parameter in parameters])
                # Tall matrices spread the same update over more outputs.
                rate = group["lr"] * max(1.0, shape[0] / shape[1]) ** 0.5
                for parameter, update in zip(parameters, orthogonalise(updates), strict=True):
                    parameter.add_(update, alpha=-rate)

    def _momentum(self, parameter: nn.Parameter, momentum: float) -> Tensor:
        gradient = parameter.grad
        state = self.state[parameter]
        if not state:
            state["momentum"] = torch.zeros_like(gradient)
        average = state["momentum"].lerp_(gradient, 1 - momentum)
        return gradient.lerp(average, momentum)


def build_optimisers(model: nn.Module, matrix_rate: float, other_rate: float) -> list[torch.optim.Optimizer]:
    """Muon over the matrices of hidden layers, AdamW over all else. Rates are peaks."""
    matrices, others = [], []
    for name, parameter in model.named_parameters():
        hidden_matrix = parameter.ndim == 2 and "embeddings" not in name
        (matrices if hidden_matrix else others).append(parameter)
    return [
        Muon(matrices, lr=matrix_rate),
        torch.optim.AdamW(others, lr=other_rate, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True),
    ]


def warmup_then_linear(step: int, steps: int, warmup_share: float) -> float:
    """Factor on the peak rate at `step` of `steps`: up over the first share, then down to zero."""
    warmup = max(1, round(steps * warmup_share))
    if step < warmup:
        return (step + 1) / warmup
    return (steps - step) / max(1, steps - warmup)
