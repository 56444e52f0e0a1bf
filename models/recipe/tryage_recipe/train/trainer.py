"""Training of one language model: its state and one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from tryage_recipe.core.arithmetic import device_of, fast_autocast
from tryage_recipe.core.config import Training
from tryage_recipe.core.forms import Form
from tryage_recipe.data.batches import SPECIAL_TOKENS_IN_SEQUENCE
from tryage_recipe.data.sampling import Batch, WindowSampler
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.train.rounded_training import rounded_while
from tryage_recipe.train.optim import build_optimisers, warmup_then_linear
from tryage_recipe.train.training_run import Progress, TrainingRun


@dataclass
class ModelProgress(Progress):
    """Where a run stands. `tokens` of all windows read, special tokens not counted."""

    tokens: int = 0


def cross_entropy_with_gradient(logits: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Cross-entropies [n] in nats of logits [n, vocabulary], and the gradient of their mean in the logits' type.

    Written out because the backward pass of log-softmax on a CPU costs as much as a whole tiny model.
    """
    gradient = logits.float().softmax(-1)
    rows = torch.arange(len(targets), device=targets.device)
    losses = -gradient[rows, targets].log()
    gradient[rows, targets] -= 1.0
    return losses, gradient.div_(len(targets)).to(logits.dtype)


def steps_of(budget: int, settings: Training) -> int:
    """Optimiser steps of a training budget in tokens."""
    return max(1, budget // settings.batch_tokens)


class Trainer(TrainingRun):
    """The state of one run; `advance` makes one step."""

    def __init__(
        self,
        model: MaskedLanguageModel,
        sampler: WindowSampler,
        settings: Training,
        budget: int,
        factor: float,
        form: Form | None = None,
    ) -> None:
        """`budget` in tokens, special tokens and padding counted; `factor` multiplies both peak rates. With a `form`, every
        step computes with the weights rounded to it, see `rounded_while`. Trains where the model's weights are."""
        self.model = model
        self.sampler = sampler
        self.settings = settings
        self.form = form
        self.device = device_of(model)
        self.steps = steps_of(budget, settings)
        self.optimisers = build_optimisers(model, settings.matrix_rate * factor, settings.other_rate * factor)
        self._peaks = [optimiser.param_groups[0]["lr"] for optimiser in self.optimisers]
        self.progress = ModelProgress()

    def _step(self) -> float:
        """One batch; returns its loss in nats per masked token."""
        factor = warmup_then_linear(self.progress.step, self.steps, self.settings.warmup_share)
        for optimiser, peak in zip(self.optimisers, self._peaks, strict=True):
            optimiser.param_groups[0]["lr"] = peak * factor
        batch = self.sampler.batch()
        losses = self._gradients(batch.to(self.device))
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad()
        real = batch.input_ids.numel() if batch.attention_mask is None else int(batch.attention_mask.sum())
        self.progress.tokens += real - SPECIAL_TOKENS_IN_SEQUENCE * len(batch.input_ids)
        return losses.mean().item()

    def _gradients(self, batch: Batch) -> Tensor:
        """Leaves the gradients of a batch's loss in the weights; its losses [n] in nats per masked token."""
        with rounded_while(self.model, self.form):
            with fast_autocast(self.device):
                logits = self.model.logits_at(batch.input_ids, batch.attention_mask, batch.positions)
            losses, gradient = cross_entropy_with_gradient(logits.detach(), batch.targets)
            logits.backward(gradient)
        return losses

    def state(self) -> dict[str, Any]:
        return {
            "model": self.model.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "sampler": self.sampler.generator.bit_generator.state,
        }

    def load_state(self, state: dict[str, Any]) -> None:
        self.model.load_state_dict(state["model"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.sampler.generator.bit_generator.state = state["sampler"]
