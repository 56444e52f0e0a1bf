"""What a run of end-to-end training has reached: routed loss and specialisation on unseen windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.sampling import Batch
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.joint.routing import NOWHERE
from tryage_recipe.joint.settings import LABELLED
from tryage_recipe.joint.training import JointTrainer
from tryage_recipe.measure.window_losses import unmasked, window_losses
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.statistics.metrics import routed_loss
from tryage_recipe.statistics.specialisation import (
    count_choices,
    load_entropy,
    mutual_information,
    normalised_mutual_information,
)
from tryage_recipe.train.part_losses import validation_batches


@dataclass(frozen=True)
class ValidationWindows:
    """Masked batches of unseen windows, as many of each part, and the part number of every window."""

    batches: list[Batch]
    parts: np.ndarray

    def windows(self) -> list[np.ndarray]:
        return [window for batch in self.batches for window in unmasked(batch)]

    def losses(self, models: list[MaskedLanguageModel]) -> np.ndarray:
        """Losses [windows, models] in nats per masked token."""
        columns = [np.concatenate([window_losses(model, batch) for batch in self.batches]) for model in models]
        return np.stack(columns, axis=1)


def load_validation(config: Config, paths: Paths, batches_per_part: int) -> ValidationWindows:
    """The same windows for every run, from the documents kept for validation."""
    by_part = validation_batches(config, TokenPool.load(paths.tokens("valid")))
    numbers = {part.id: number for number, part in enumerate(config.parts)}
    batches, parts = [], []
    for part, chosen in by_part.items():
        for batch in chosen[:batches_per_part]:
            batches.append(batch)
            parts += [numbers[part]] * len(batch.input_ids)
    return ValidationWindows(batches, np.array(parts))


def specialisation_figures(counts: np.ndarray) -> dict[str, float]:
    """Mutual information (nats) of part and expert, the same over the mean entropy, and load entropy (1 = even)."""
    return {
        "mutualInformation": round(mutual_information(counts), 5),
        "normalisedMutualInformation": round(normalised_mutual_information(counts), 5),
        "loadEntropy": round(load_entropy(counts), 5),
    }


def _choices_of_the_rule(
    trainer: JointTrainer, windows: list[np.ndarray], predicted: np.ndarray, parts: np.ndarray
) -> np.ndarray:
    """Where the run's rule sends the windows now; random leaves it to the router, having no choice of its own."""
    if trainer.settings.rule == "router" and trainer.settings.branch_share >= 1:
        return trainer.clusters_of(trainer.online.read(windows))
    if trainer.settings.rule in LABELLED:
        labels = trainer.label_experts[parts]
        return np.where(labels == NOWHERE, predicted.argmin(axis=1), labels)
    return predicted.argmin(axis=1)


def validate(trainer: JointTrainer, valid: ValidationWindows) -> dict[str, Any]:
    """Figures of a run now. Losses in nats per masked token, means over windows, as many of each part:
    `routedLoss` of the router's choices, `ruleLoss` of the run's own rule (under labels, the true part's
    specialist), `oracleLoss`, `bestSingleLoss`, `randomLoss`. Specialisation on these windows, and
    the load of the training windows since the last validation."""
    loss = valid.losses(trainer.experts)
    windows = valid.windows()
    predicted = trainer.online.predict_all(windows)
    choices = _choices_of_the_rule(trainer, windows, predicted, valid.parts)
    counts = count_choices(valid.parts, choices, len(trainer.label_experts), len(trainer.experts))
    progress = trainer.progress
    sent = trainer.sent.sum(axis=0)
    return {
        "step": progress.step,
        "tokens": int(trainer.trained.sum()),
        "routedLoss": round(float(routed_loss(loss, predicted.argmin(axis=1)).mean()), 5),
        "ruleLoss": round(float(loss.mean() if trainer.settings.rule == "random" else routed_loss(loss, choices).mean()), 5),
        "oracleLoss": round(float(loss.min(axis=1).mean()), 5),
        "bestSingleLoss": round(float(loss.mean(axis=0).min()), 5),
        "randomLoss": round(float(loss.mean()), 5),
        **specialisation_figures(counts),
        "load": [round(share, 4) for share in (sent / max(1, sent.sum())).tolist()],
        "trainingMutualInformation": round(mutual_information(trainer.sent), 5),
        "trainingLoadEntropy": round(load_entropy(trainer.sent), 5),
        "routerShare": round(progress.router_seconds / max(progress.seconds, 1e-9), 4),
    }
