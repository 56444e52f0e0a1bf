"""Experts as they ship: each in the smallest form whose rounding costs it little enough."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import kept_figures
from tryage_recipe.core.forms import FORMS, Form, try_forms
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import digest, file_digest
from tryage_recipe.data.masks import PARTS
from tryage_recipe.data.prompt_sets import BENCHMARK, PERMUTATIONS, load_set
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.measure.measure import measure
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.train.starting import expert_shape, load_expert

#: Nats per token, over all domains.
LARGEST_COST = 0.01
# Windows of the comparison, spread over the benchmark. Pairing makes the difference far more certain than either loss:
# its standard error is about 0.0005 nats.
SAMPLE = 300


def _sample(prompts: PromptSet) -> PromptSet:
    return prompts.rows(np.unique(np.linspace(0, len(prompts) - 1, SAMPLE).astype(int)))


def trained_expert(config: Config, paths: Paths, expert_id: str) -> MaskedLanguageModel:
    """An expert with the very weights of its training, in evaluation mode."""
    shape = expert_shape(config, config.expert(expert_id), config.tokenizer.vocabulary)
    return load_expert(shape, paths.expert(expert_id) / "model.safetensors", config.task)


def rounded_expert(config: Config, paths: Paths, expert_id: str, form: Form) -> MaskedLanguageModel:
    """An expert with its weights rounded to a form, in evaluation mode."""
    model = trained_expert(config, paths, expert_id)
    model.load_state_dict(rounded_state(model.state_dict(), form))
    return model


def form_file(paths: Paths, expert_id: str) -> Path:
    return paths.stage("qtable") / "forms" / f"{expert_id}.json"


def rounding_costs(config: Config, paths: Paths, expert_id: str, device: str = "cpu") -> dict[Form, float]:
    """Mean loss in a form less the mean loss of the trained weights on the same masks, nats per token.

    Forms are tried from the smallest file on, up to the first that costs at most `LARGEST_COST`; that one, the last of the
    result, ships. The benchmark's prompts must have been cut. Kept in the work folder.
    """
    inputs = [paths.expert(expert_id) / "model.safetensors", paths.tokenizer]
    prompts = _sample(load_set(paths, BENCHMARK))
    measured_on = [prompts.fingerprint(), *map(file_digest, inputs)]
    key = digest([measured_on, config.seed, LARGEST_COST, FORMS])

    def compute() -> dict[Form, float]:
        unused = np.zeros(config.tokenizer.vocabulary)

        def loss(model: MaskedLanguageModel) -> np.ndarray:
            return measure(model.to(device), prompts, PERMUTATIONS, PARTS, config.seed, True, unused, lambda share: None).loss

        trained = trained_expert(config, paths, expert_id)
        exact: list[np.ndarray] = []

        def cost(form: Form) -> float:
            rounded = rounded_expert(config, paths, expert_id, form)
            # Weights that were rounded before, in training or in a shipped library, lose nothing.
            if all(map(torch.equal, rounded.state_dict().values(), trained.state_dict().values())):
                return 0.0
            if not exact:
                exact.append(loss(trained))
            return float((loss(rounded) - exact[0]).mean())

        return try_forms(cost, lambda cost: cost <= LARGEST_COST)

    return kept_figures(form_file(paths, expert_id), key, compute)


def expert_form(config: Config, paths: Paths, expert_id: str) -> Form:
    """The form that ships."""
    return list(rounding_costs(config, paths, expert_id))[-1]


def shipped_cost(config: Config, paths: Paths, expert_id: str) -> float:
    """What the form that ships costs, see `rounding_costs`."""
    return rounding_costs(config, paths, expert_id)[expert_form(config, paths, expert_id)]


def shipped_expert(config: Config, paths: Paths, expert_id: str) -> MaskedLanguageModel:
    """An expert with its weights rounded to the form that ships, in evaluation mode."""
    return rounded_expert(config, paths, expert_id, expert_form(config, paths, expert_id))
