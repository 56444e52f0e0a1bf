"""What rounding to the shipped form costs: experts in nats, the router in changed decisions."""

from __future__ import annotations

import numpy as np
from safetensors.torch import load_file

from tryage_recipe.config import Config
from tryage_recipe.masks import PARTS
from tryage_recipe.measure import measure
from tryage_recipe.paths import Paths
from tryage_recipe.predict import predict
from tryage_recipe.prompt_sets import BENCHMARK, PERMUTATIONS, load_set
from tryage_recipe.prompts import PromptSet
from tryage_recipe.qtable import load_column
from tryage_recipe.router import router_file, shipped_router
from tryage_recipe.train import expert_shape, load_expert

# Prompts of the comparison, spread over the benchmark; the pairing makes the difference far more certain than either loss.
SAMPLE = 60


def _sample(prompts: PromptSet) -> tuple[PromptSet, np.ndarray]:
    rows = np.unique(np.linspace(0, len(prompts) - 1, SAMPLE).astype(int))
    windows = [prompts.window(row) for row in rows]
    offsets = np.cumsum([0] + [len(window) for window in windows])
    names = (prompts.ids[rows], prompts.domains[rows], prompts.parts[rows], prompts.sources[rows])
    return PromptSet(*names, np.concatenate(windows), offsets), rows


def rounding_cost(config: Config, paths: Paths, expert_id: str) -> float:
    """Mean loss as shipped less the mean loss of the trained weights on the same masks, nats per token."""
    prompts, rows = _sample(load_set(paths, BENCHMARK))
    shape = expert_shape(config, config.expert(expert_id), config.tokenizer.vocabulary)
    trained = load_expert(shape, paths.expert(expert_id) / "model.safetensors")
    unused = np.zeros(shape.vocabulary)
    exact = measure(trained, prompts, PERMUTATIONS, PARTS, config.seed, True, unused, lambda share: None)
    return float((load_column(paths, BENCHMARK, expert_id).loss[rows] - exact.loss).mean())


def router_agreement(config: Config, paths: Paths) -> float:
    """Share of the benchmark's windows that the router sends to the same expert as shipped and as trained."""
    prompts, router = load_set(paths, BENCHMARK), shipped_router(config, paths)
    shipped = predict(router, prompts)[0].argmin(axis=1)
    router.load_state_dict(load_file(router_file(paths)))
    return float((shipped == predict(router, prompts)[0].argmin(axis=1)).mean())
