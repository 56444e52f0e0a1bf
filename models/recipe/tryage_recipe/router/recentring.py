"""Predictions that are right on average: what is added to all predictions of a text alike, so that no choice changes.

The least of many predictions is too low, and what is learnt from noisy choices blurs the losses: short windows of running text
turn out easier than predicted, short prompts as people type them harder, at the same lengths. What is added is therefore linear
in the router's state as well as in the logarithm of the text's length.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from safetensors.torch import save

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import write_bytes
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.batches import SPECIAL_TOKENS_IN_SEQUENCE
from tryage_recipe.data.prompt_sets import ROUTER_TRAIN, ROUTER_VALID, PromptSettings, load_set, unseen_rows
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import load_tokenizer, router_windows
from tryage_recipe.measure.predict import predict
from tryage_recipe.measure.qtable import load_qtable
from tryage_recipe.router.shipped import rounded_router, router_file, router_form
from tryage_recipe.statistics.metrics import routed_loss
from tryage_recipe.statistics.regression import ridge_with_means

PENALTY = 100.0
#: Groups of fewer validation prompts have no say of their own.
SMALLEST_GROUP = 20


def length_groups(prompts: PromptSet, rows: np.ndarray, middle: int) -> dict[str, np.ndarray]:
    """Prompts among `rows` bool [n] by kind and length, bool [n] each; all of them where no group has `SMALLEST_GROUP`."""
    typed = np.array([part.endswith("/typed") for part in prompts.parts])
    short = prompts.lengths < middle
    groups = {
        "typed, short": rows & typed & short,
        "typed, long": rows & typed & ~short,
        "windows, short": rows & ~typed & short,
        "windows, long": rows & ~typed & ~short,
    }
    return {name: of for name, of in groups.items() if of.sum() >= SMALLEST_GROUP} or {"all": rows}


def recentre(config: Config, paths: Paths) -> dict[str, Any]:
    """Adds to all predictions of a text alike what measured loss is more than predicted loss of the expert that the router chooses,
    rounded as it ships: learnt from its training prompts (ridge regression on state and logarithm of length), such that the
    mean is right in every group of its validation prompts of held-out sources and typed ones. Returns what was added:
    `constant` in nats per token, `perLogToken`, and by group how many prompts and their mean before."""
    tokenizer = load_tokenizer(paths.tokenizer)
    shipped = rounded_router(config, paths, router_form(config, paths))

    def read(name: str) -> tuple[PromptSet, np.ndarray, np.ndarray]:
        prompts, true = load_set(paths, name), load_qtable(config, paths, name).loss
        predicted, states = predict(shipped, prompts, tokenizer)
        choice = predicted.argmin(axis=1)
        tokens = np.array([len(window) for window in router_windows(tokenizer, list(prompts.windows()))])
        lengths = np.log(tokens + SPECIAL_TOKENS_IN_SEQUENCE)[:, None]
        error = routed_loss(true, choice) - routed_loss(predicted, choice)
        return prompts, np.concatenate([states, lengths], axis=1).astype(np.float64), error.astype(np.float64)

    _, features, error = read(ROUTER_TRAIN)
    prompts, unseen, unseen_error = read(ROUTER_VALID)
    middle = config.section("qtable", PromptSettings).router_middle
    groups = length_groups(prompts, unseen_rows(config, prompts), middle)
    group_features = np.stack([unseen[rows].mean(axis=0) for rows in groups.values()])
    means = np.array([unseen_error[rows].mean() for rows in groups.values()])
    coefficients, constant = ridge_with_means(features, error, PENALTY, group_features, means)

    router = rounded_router(config, paths, None)
    router.loss_mean += constant
    router.length_slope += float(coefficients[-1])
    router.shift += torch.from_numpy(coefficients[:-1]).float()
    write_bytes(router_file(paths), save(router.state_dict()))
    told = [
        {"name": name, "prompts": int(rows.sum()), "mean": round(float(mean), 4)}
        for (name, rows), mean in zip(groups.items(), means, strict=True)
    ]
    return {"constant": round(constant, 5), "perLogToken": round(float(coefficients[-1]), 5), "groups": told}
