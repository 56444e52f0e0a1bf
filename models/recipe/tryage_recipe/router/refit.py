"""A router of one library turned to the experts of another task: its encoder stays, its head is fitted to their losses anew."""

from __future__ import annotations

import json

import numpy as np
import torch
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from tokenizers import Tokenizer

from tryage_recipe.core.config import Config
from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.measure.predict import predict
from tryage_recipe.models.router_model import PerceptiveRouter

PENALTY = 10.0


def of_other_task(config: Config, paths: Paths) -> bool:
    """Whether the library that is continued has experts of another task, whose losses are on another scale."""
    if paths.library is None:
        return False
    told = json.loads((paths.library / MANIFEST).read_text(encoding="utf-8"))
    return told.get("task", "masked") != config.task


@torch.no_grad()
def refit_head(router: PerceptiveRouter, prompts: PromptSet, losses: np.ndarray, tokenizer: Tokenizer) -> None:
    """Standardises the router by losses [n, experts] of prompts and sets its head to their ridge regression on its states,
    in place. What was added to all predictions alike is taken off: it was of other losses."""
    router.standardise(torch.from_numpy(losses))
    router.length_slope.zero_()
    router.shift.zero_()
    states = predict(router, prompts, tokenizer)[1].astype(np.float64)
    scaler = StandardScaler().fit(states)
    wanted = (losses - router.loss_mean.cpu().numpy()) / router.loss_scale.cpu().numpy()
    ridge = Ridge(PENALTY).fit(scaler.transform(states), wanted)
    weight = ridge.coef_ / scaler.scale_
    router.head.weight.copy_(torch.from_numpy(weight))
    router.head.bias.copy_(torch.from_numpy(ridge.intercept_ - weight @ scaler.mean_))
    router.train()
