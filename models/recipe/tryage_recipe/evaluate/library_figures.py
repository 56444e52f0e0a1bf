"""Everything measured on the library, gathered once: what export and report write down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.prompt_sets import BENCHMARK, HELD_OUT, ROUTER_TRAIN, reported_sets
from tryage_recipe.data.tokenizer import load_tokenizer
from tryage_recipe.evaluate.benchmark import MeasuredSet, measured_set
from tryage_recipe.evaluate.parquet_tables import KINDS
from tryage_recipe.evaluate.policies import References
from tryage_recipe.evaluate.scores import SetScores, score_set
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.router.shipped import shipped_router


@dataclass(frozen=True)
class LibraryFigures:
    """`sets`, `fit` (the router's training prompts) and `predicted` (losses that the reference regressors predict) go by
    the name of the prompt set, `scores` by kind of prompt; `label_policies` as `References.label_policies` gives."""

    router: PerceptiveRouter
    sets: dict[str, MeasuredSet]
    fit: MeasuredSet
    predicted: dict[str, dict[str, np.ndarray]]
    scores: dict[str, SetScores]
    label_policies: dict[str, dict[str, Any]]

    @property
    def window(self) -> MeasuredSet:
        """The headline's prompts."""
        return self.sets[BENCHMARK]

    @property
    def held_out(self) -> MeasuredSet:
        return self.sets[HELD_OUT]


def library_figures(config: Config, paths: Paths) -> LibraryFigures:
    """Runs the router over all reported prompts and scores it beside the reference policies."""
    router, tokenizer = shipped_router(config, paths), load_tokenizer(paths.tokenizer)
    sets = {name: measured_set(config, paths, router, tokenizer, name) for name in reported_sets(config)}
    fit = measured_set(config, paths, router, tokenizer, ROUTER_TRAIN)
    references = References(fit.for_policies())
    predicted = {name: references.predicted(measured.for_policies()) for name, measured in sets.items()}
    scores = {
        KINDS[name]: score_set(measured, references, predicted[name], config.seed) for name, measured in sets.items()
    }
    label_policies = references.label_policies([expert.id for expert in config.experts])
    return LibraryFigures(router, sets, fit, predicted, scores, label_policies)
