"""One training run of the router: batches, augmentation, steps and checkpoints."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from tryage_recipe.augment import change_case, mask_some
from tryage_recipe.checkpoint import read_checkpoint, write_checkpoint
from tryage_recipe.measure import pad_windows
from tryage_recipe.optim import warmup_then_linear
from tryage_recipe.prompts import PromptSet
from tryage_recipe.router_model import PerceptiveRouter, router_loss

# Batches of similar length are made within runs of this many, so that they still mix.
BATCHES_SORTED_TOGETHER = 50


@dataclass(frozen=True)
class RouterSettings:
    """Table `[router]`. Temperatures are in nats, see `router_model.router_loss`."""

    start_from: str  # expert whose encoder the router starts from
    epochs: int
    batch: int = 32
    rate: float = 5e-4
    head_rate_factor: float = 4.0
    warmup_share: float = 0.05
    prediction_temperature: float = 0.2
    target_temperature: float = 0.1
    masked_share: float = 0.5  # prompts read with blanks
    largest_blank_share: float = 0.15  # of a prompt's tokens
    case_share: float = 0.1  # prompts read in another case
    validations: int = 2  # an epoch


@dataclass
class Progress:
    """Where a run stands. `curve` holds the step and the validation figures of every validation."""

    step: int = 0
    seconds: float = 0.0
    tokens: int = 0
    curve: list[dict[str, float]] = field(default_factory=list)


class RouterTrainer:
    """The state of one run; `advance` makes one step.

    What a step reads depends on the seed and its number alone, so an interrupted run continues
    exactly as if it had not been.
    """

    def __init__(
        self,
        router: PerceptiveRouter,
        prompts: PromptSet,
        losses: np.ndarray,
        tokenizer: Tokenizer,
        settings: RouterSettings,
        seed: int,
    ) -> None:
        """`losses` fp32 [n, experts] are the true losses of `prompts`; they also set the router's standardisation."""
        self.router = router
        self.prompts = prompts
        self.losses = torch.from_numpy(losses)
        self.tokenizer = tokenizer
        self.settings = settings
        self.seed = seed
        self.steps_per_epoch = -(-len(prompts) // settings.batch)
        self.steps = settings.epochs * self.steps_per_epoch
        router.loss_mean.copy_(self.losses.mean(dim=0))
        router.loss_scale.copy_(self.losses.std(dim=0))
        self.optimiser = torch.optim.AdamW(
            [
                {"params": list(router.roformer.parameters()), "lr": settings.rate},
                {"params": list(router.head.parameters()), "lr": settings.rate * settings.head_rate_factor},
            ]
        )
        self._peaks = [group["lr"] for group in self.optimiser.param_groups]
        self._epoch = -1
        self._batches: list[np.ndarray] = []
        self.progress = Progress()

    def _shuffled_batches(self, epoch: int) -> list[np.ndarray]:
        generator = np.random.default_rng([self.seed, epoch])
        order = generator.permutation(len(self.prompts))
        size = self.settings.batch
        batches = []
        for start in range(0, len(order), size * BATCHES_SORTED_TOGETHER):
            rows = order[start : start + size * BATCHES_SORTED_TOGETHER]
            rows = rows[np.argsort(self.prompts.lengths[rows], kind="stable")]
            batches += [rows[at : at + size] for at in range(0, len(rows), size)]
        return [batches[index] for index in generator.permutation(len(batches))]

    def _rows(self, step: int) -> np.ndarray:
        """Prompt indices of a step's batch."""
        epoch, position = divmod(step, self.steps_per_epoch)
        if epoch != self._epoch:
            self._epoch, self._batches = epoch, self._shuffled_batches(epoch)
        return self._batches[position]

    def _augmented(self, row: int, generator: np.random.Generator) -> np.ndarray:
        window, settings = self.prompts.window(row), self.settings
        if generator.random() < settings.case_share:
            longest = self.router.roformer.shape.positions - 2
            window = change_case(window, self.tokenizer, longest, generator)
        if generator.random() < settings.masked_share:
            window = mask_some(window, settings.largest_blank_share, generator)
        return window

    def advance(self) -> float:
        """One step; returns the loss of its batch."""
        settings, progress = self.settings, self.progress
        factor = warmup_then_linear(progress.step, self.steps, settings.warmup_share)
        for group, peak in zip(self.optimiser.param_groups, self._peaks, strict=True):
            group["lr"] = peak * factor
        rows = self._rows(progress.step)
        generator = np.random.default_rng([self.seed, progress.step, 1])
        ids, attention = pad_windows([self._augmented(row, generator) for row in rows])
        predicted, _ = self.router(ids, attention)
        loss = router_loss(
            predicted,
            self.losses[rows],
            self.router.loss_scale,
            settings.prediction_temperature,
            settings.target_temperature,
        )
        loss.backward()
        self.optimiser.step()
        self.optimiser.zero_grad()
        progress.step += 1
        progress.tokens += int(attention.sum())
        return loss.item()

    def save(self, path: Path, key: str) -> None:
        """Writes a checkpoint; the old one stays until the new one is complete."""
        state = {
            "router": self.router.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "progress": vars(self.progress),
        }
        write_checkpoint(path, key, state)

    def restore(self, path: Path, key: str) -> bool:
        """Continues from a checkpoint of the same run; False when there is none."""
        state = read_checkpoint(path, key)
        if state is None:
            return False
        self.router.load_state_dict(state["router"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])
        return True
