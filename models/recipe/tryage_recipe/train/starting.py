"""What the training of an expert starts from: random weights, another expert, or one of a shipped library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from tryage_recipe.core.config import Config, Expert, Task
from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError
from tryage_recipe.data.batches import SPECIAL_TOKENS_IN_SEQUENCE
from tryage_recipe.models.causal_roformer import CausalRoFormer
from tryage_recipe.models.grow import grow
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.models.shipped_weights import read_weights


def expert_shape(config: Config, expert: Expert, vocabulary: int) -> RoFormerShape:
    """The model of an expert's size for sequences of the longest training window."""
    size = config.sizes[expert.size]
    return RoFormerShape(
        vocabulary=vocabulary,
        layers=size.layers,
        hidden=size.hidden,
        heads=size.heads,
        positions=config.training.window + SPECIAL_TOKENS_IN_SEQUENCE,
    )


#: Of the difference of two masked experts that is added to a causal one: before any training, half of it was better on
#: validation windows of three parts than none (by 0.29 to 0.39 nats) and than all of it (by 0.33 to 0.65).
TRANSFERRED = 0.5
#: The model of a library's task.
MODELS: dict[Task, type[MaskedLanguageModel]] = {"masked": MaskedLanguageModel, "causal": CausalRoFormer}


def load_expert(shape: RoFormerShape, path: Path, task: Task = "masked") -> MaskedLanguageModel:
    """A trained model in evaluation mode. Raises RuntimeError when the weights do not fit the shape."""
    model = MODELS[task](shape)
    model.load_state_dict(load_file(path))
    return model.eval()


def entry_of(library: Path | None, expert_id: str) -> dict[str, Any]:
    """An expert's entry in the manifest of a shipped library. Raises StageError when there is no library, or no such expert."""
    if library is None:
        raise StageError(f"the expert {expert_id} is to be continued: name its library as `library` in the table [paths]")
    entries = json.loads((library / MANIFEST).read_text(encoding="utf-8"))["experts"]
    for entry in entries:
        if entry["id"] == expert_id:
            return entry
    raise StageError(f"{library} has no expert {expert_id} to continue")


def continue_from(library: Path | None, expert_id: str, model: MaskedLanguageModel) -> MaskedLanguageModel:
    """`model` with the weights of an expert of a shipped library, to be trained on. Raises StageError as `entry_of` does."""
    entry = entry_of(library, expert_id)
    read_weights(Path(str(library)) / entry["model"], model)
    return model


def _start_from(config: Config, paths: Paths, base: Expert, shape: RoFormerShape, seed: int) -> MaskedLanguageModel:
    """The trained base, grown to `shape` where it is smaller."""
    weights = paths.expert(base.id) / "model.safetensors"
    model = load_expert(expert_shape(config, base, shape.vocabulary), weights, config.task)
    grown = model if model.shape == shape else grow(model, shape, torch.Generator().manual_seed(seed))
    return grown.train()


def _transferred(config: Config, paths: Paths, expert: Expert, base: MaskedLanguageModel) -> MaskedLanguageModel:
    """The trained base, moved by half of what sets an expert of the library apart from the one that the base continues (task
    arithmetic, Ilharco et al., arXiv 2212.04089): what a masked specialist learnt goes on in a causal one."""
    own, other = (
        continue_from(paths.library, str(one.continues), MaskedLanguageModel(base.shape)).state_dict()
        for one in (expert, config.expert(str(expert.branch_from)))
    )
    base.load_state_dict({name: weight + TRANSFERRED * (own[name] - other[name]) for name, weight in base.state_dict().items()})
    return base


def starting_model(config: Config, paths: Paths, expert: Expert, seed: int) -> MaskedLanguageModel:
    """What an expert's training starts from, in training mode; new where it names nothing to start from."""
    torch.manual_seed(seed)
    shape = expert_shape(config, expert, config.tokenizer.vocabulary)
    if expert.branch_from:
        model = _start_from(config, paths, config.expert(expert.branch_from), shape, seed)
        return _transferred(config, paths, expert, model) if expert.continues else model
    model = MODELS[config.task](shape)
    return continue_from(paths.library, expert.continues, model) if expert.continues else model
