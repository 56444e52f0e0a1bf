"""Figures of merit of a routing policy on a Q table.

Notation: ``loss[n, i]`` is the true loss L(z_n, M_i) in nats per masked token and
``choice[n]`` the index of the expert that a policy sends prompt n to. Every function takes
the choice as an array, so a learned router, a fixed expert and an oracle are scored alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from tryage_recipe.statistics.bootstrap import LEVEL, RESAMPLES, Bootstrap, Interval


def routed_loss(loss: np.ndarray, choice: np.ndarray) -> np.ndarray:
    """Loss of the chosen expert for every prompt, shape [n], nats per token."""
    return loss[np.arange(len(choice)), choice]


def correct(loss: np.ndarray, choice: np.ndarray, tolerance: float = 0.0) -> np.ndarray:
    """Whether each choice is within `tolerance` nats of the best expert: L(chosen) <= min L + eps.

    With tolerance 0 this is the plain routing accuracy, ties counted as right.
    """
    return routed_loss(loss, choice) <= loss.min(axis=1) + tolerance


def regret(loss: np.ndarray, choice: np.ndarray) -> np.ndarray:
    """L(chosen) - min_i L for every prompt, shape [n], nats per token, never negative."""
    return routed_loss(loss, choice) - loss.min(axis=1)


def decisive(loss: np.ndarray, margin: float) -> np.ndarray:
    """Prompts whose best expert leads the second best by more than `margin` nats, shape [n]."""
    two_best = np.partition(loss, 1, axis=1)[:, :2]
    return two_best[:, 1] - two_best[:, 0] > margin


def oracle_gap_closed(policy: float, reference: float, oracle: float) -> float:
    """(reference - policy) / (reference - oracle) of mean losses: 1 is the oracle, 0 the reference.

    NaN where the reference already equals the oracle, since nothing is left to close.
    """
    gap = reference - oracle
    return (reference - policy) / gap if gap > 0 else float("nan")


def noise_ceiling(half_losses: np.ndarray) -> float:
    """Share of prompts whose best expert is the same in two independent measurements.

    `half_losses` is [2, n, experts]: the losses under two independent sets of mask patterns.
    No router can be expected to agree with one noisy oracle more often than a second one does.
    """
    first, second = half_losses.argmin(axis=2)
    return float((first == second).mean())


def standard_error_of_loss(half_losses: np.ndarray) -> float:
    """Root mean square standard error of one cell of the Q table, in nats per token.

    For the mean of two independent halves a and b the variance is estimated by (a - b)^2 / 4.
    """
    difference = half_losses[0] - half_losses[1]
    return float(np.sqrt(np.mean(difference**2)) / 2)


def honest_oracle(half_losses: np.ndarray) -> np.ndarray:
    """Loss of an oracle that never scores a choice on the masks which made it, shape [n].

    The expert chosen on one half of the mask patterns is scored on the other half; the two
    directions are averaged. The plain oracle takes a minimum over noise and is too good.
    """
    rows = np.arange(half_losses.shape[1])
    first, second = half_losses.argmin(axis=2)
    return (half_losses[1][rows, first] + half_losses[0][rows, second]) / 2


def bootstrap_interval(
    values: np.ndarray,
    seed: int,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    statistic: Callable[[np.ndarray], np.ndarray] | None = None,
    documents: np.ndarray | None = None,
) -> Interval | None:
    """Percentile interval of a statistic of values [n] or [n, k], see `Bootstrap.interval`.

    `documents` [n] names every prompt's document; without it every prompt is one of its own.
    """
    of_prompts = np.arange(len(values)) if documents is None else documents
    return Bootstrap(of_prompts, seed, resamples).interval(values, level, statistic)


@dataclass(frozen=True)
class PredictionQuality:
    """`mean_absolute_error` in nats; `rank_correlation` is Spearman's over a prompt's experts, mean over prompts."""

    mean_absolute_error: float
    rank_correlation: float


def prediction_quality(loss: np.ndarray, predicted: np.ndarray) -> PredictionQuality:
    """How well predicted losses [n, experts] match true ones, apart from the choices they lead to."""
    true_ranks, predicted_ranks = rankdata(loss, axis=1), rankdata(predicted, axis=1)
    true_ranks -= true_ranks.mean(axis=1, keepdims=True)
    predicted_ranks -= predicted_ranks.mean(axis=1, keepdims=True)
    scale = np.sqrt((true_ranks**2).sum(axis=1) * (predicted_ranks**2).sum(axis=1))
    correlation = (true_ranks * predicted_ranks).sum(axis=1) / np.where(scale > 0, scale, 1)
    return PredictionQuality(float(np.abs(loss - predicted).mean()), float(correlation.mean()))
