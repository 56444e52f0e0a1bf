"""How far the router's predictions can be trusted: their bias, a range by length, and what is unlike all that it knows.

Range and familiarity are calibrated on the router's validation prompts of held-out sources and typed ones, whose documents are
in no reported set; how well the range holds is then measured on the reported sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.prompt_sets import ROUTER_VALID, unseen_rows
from tryage_recipe.data.tokenizer import load_tokenizer
from tryage_recipe.evaluate.benchmark import MeasuredSet, measured_set
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.statistics.metrics import routed_loss

#: Longest prompts, in tokens, of the groups that have a range of their own.
LENGTHS = (8, 16, 32, 64, 126)
SHARE = 0.8
#: Neighbours whose mean distance says how familiar a prompt is.
NEIGHBOURS = 5
QUANTILES = (0.5, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True)
class Trust:
    """What the manifest tells of the router's predictions, as it stands there, and the states that distances are taken to."""

    prediction_range: dict[str, Any]
    familiarity: dict[str, Any]
    states: np.ndarray


def residuals(measured: MeasuredSet) -> np.ndarray:
    """Measured less predicted loss of the chosen expert, [n], nats per token."""
    return routed_loss(measured.qtable.loss, measured.choice) - routed_loss(measured.predicted, measured.choice)


def groups_of(lengths: np.ndarray) -> np.ndarray:
    """The number of every prompt's group of lengths."""
    return np.searchsorted(LENGTHS, lengths).clip(max=len(LENGTHS) - 1)


def distances(states: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Mean Euclidean distance of every state [n, hidden] to its `NEIGHBOURS` nearest of the known ones."""
    squared = (states**2).sum(1)[:, None] + (known**2).sum(1) - 2 * states @ known.T
    nearest = np.sort(squared.clip(min=0), axis=1)[:, :NEIGHBOURS]
    return np.sqrt(nearest).mean(axis=1)


def calibration_set(config: Config, paths: Paths, router: PerceptiveRouter) -> tuple[MeasuredSet, np.ndarray]:
    """The router's validation prompts, and which of them are of held-out sources or typed; all where none is."""
    measured = measured_set(config, paths, router, load_tokenizer(paths.tokenizer), ROUTER_VALID)
    return measured, unseen_rows(config, measured.prompts)


def trust(config: Config, paths: Paths, router: PerceptiveRouter, sets: dict[str, MeasuredSet]) -> Trust:
    """Range and familiarity for the manifest. `sets` are those that ship, whose states the app knows."""
    measured, kept = calibration_set(config, paths, router)
    error, group = residuals(measured)[kept], groups_of(measured.prompts.lengths[kept])
    tails = ((1 - SHARE) / 2, (1 + SHARE) / 2)
    by_tokens = []
    for number, longest in enumerate(LENGTHS):
        own = error[group == number]
        low, high = np.quantile(own if len(own) >= 20 else error, tails)
        by_tokens.append({"upTo": longest, "low": round(float(low), 3), "high": round(float(high), 3), "prompts": len(own)})
    states = np.concatenate([one.states for one in sets.values()])
    far = distances(measured.states, states)
    quantiles = {f"{share:g}": round(float(np.quantile(far, share)), 4) for share in QUANTILES}
    familiarity = {"neighbors": NEIGHBOURS, "metric": "euclidean", "prompts": len(far), "quantiles": quantiles}
    return Trust({"share": SHARE, "prompts": int(kept.sum()), "byTokens": by_tokens}, familiarity, states)


def coverage(measured: MeasuredSet, prediction_range: dict[str, Any]) -> float:
    """Share of prompts whose chosen expert's measured loss is within the range around its prediction."""
    error, group = residuals(measured), groups_of(measured.prompts.lengths)
    low, high = (np.array([one[end] for one in prediction_range["byTokens"]]) for end in ("low", "high"))
    return float(((error >= low[group]) & (error <= high[group])).mean())
