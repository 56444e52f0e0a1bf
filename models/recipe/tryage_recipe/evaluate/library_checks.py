"""Whether the experts are what the library says: specialists of their parts, and generalists better with size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tryage_recipe.core.config import Config, Expert
from tryage_recipe.statistics.bootstrap import mean_and_error

if TYPE_CHECKING:
    from tryage_recipe.evaluate.benchmark import MeasuredSet

SPECIALIST_GAIN = 0.5  # nats


@dataclass(frozen=True)
class SpecialistCheck:
    """Gain of a specialist over the generalist of its own size on its own parts, in nats per token; its error is by document."""

    expert: str
    generalist: str
    prompts: int
    gain: float
    standard_error: float

    @property
    def met(self) -> bool:
        return self.gain >= SPECIALIST_GAIN


@dataclass(frozen=True)
class GeneralistCheck:
    """Mean loss of a generalist over all prompts, and what it gains over the next smaller one (None for the smallest)."""

    expert: str
    loss: float
    gain: float | None
    standard_error: float | None

    @property
    def met(self) -> bool:
        return self.gain is None or self.gain > 0


def current_generalists(config: Config) -> list[Expert]:
    """Generalists of all texts, smallest first; those that stop at a date are another story."""
    found = [expert for expert in config.experts if expert.generalist and expert.until is None]
    return sorted(found, key=lambda expert: config.sizes[expert.size].work)


def check_specialists(config: Config, measured: MeasuredSet) -> list[SpecialistCheck]:
    """Every specialist with a generalist of its size and prompts of its parts."""
    column = {expert.id: position for position, expert in enumerate(config.experts)}
    by_size = {expert.size: expert.id for expert in current_generalists(config)}
    checks = []
    for expert in config.experts:
        own = np.isin(measured.prompts.parts, expert.parts)
        if expert.generalist or expert.size not in by_size or not own.any():
            continue
        generalist, loss = by_size[expert.size], measured.qtable.loss[own]
        difference = loss[:, column[generalist]] - loss[:, column[expert.id]]
        gain, error = mean_and_error(difference, measured.prompts.documents[own])
        checks.append(SpecialistCheck(expert.id, generalist, int(own.sum()), gain, error))
    return checks


def check_generalists(config: Config, measured: MeasuredSet) -> list[GeneralistCheck]:
    """Generalists from the smallest to the largest."""
    column = {expert.id: position for position, expert in enumerate(config.experts)}
    checks: list[GeneralistCheck] = []
    before: np.ndarray | None = None
    for expert in current_generalists(config):
        loss = measured.qtable.loss[:, column[expert.id]]
        gain, error = (None, None) if before is None else mean_and_error(before - loss, measured.prompts.documents)
        checks.append(GeneralistCheck(expert.id, float(loss.mean()), gain, error))
        before = loss
    return checks
