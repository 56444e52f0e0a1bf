"""Everything measured on a prompt set, gathered: the input of tables, scores and report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.prompt_sets import load_set
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.evaluate.policies import Prompts
from tryage_recipe.measure.predict import predict
from tryage_recipe.measure.qtable import QTable, load_qtable
from tryage_recipe.models.router_model import PerceptiveRouter


@dataclass(frozen=True)
class MeasuredSet:
    """A prompt set with its Q table and what the router makes of it.

    `predicted` is [n, experts] in nats per token, `states` [n, hidden]; `texts` are the decoded
    windows, used for features only and never written.
    """

    prompts: PromptSet
    qtable: QTable
    predicted: np.ndarray
    states: np.ndarray
    texts: list[str]

    @property
    def choice(self) -> np.ndarray:
        """The router's expert for every prompt, argmin of the predictions."""
        return self.predicted.argmin(axis=1)

    def for_policies(self) -> Prompts:
        return Prompts(self.qtable.loss, self.states, self.texts, self.prompts.domains, self.prompts.parts)


def measured_set(
    config: Config, paths: Paths, router: PerceptiveRouter, tokenizer: Tokenizer, name: str
) -> MeasuredSet:
    """Loads a set and runs the router over its unmasked windows."""
    prompts = load_set(paths, name)
    predicted, states = predict(router, prompts, tokenizer)
    texts = tokenizer.decode_batch([window.tolist() for window in prompts.windows()])
    return MeasuredSet(prompts, load_qtable(config, paths, name), predicted, states, texts)
