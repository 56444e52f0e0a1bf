"""Stage `causal`: a causal language model on the experts' texts, and its embeddings of the benchmark's prompts.

Writes `model.safetensors`, `meta.json` and `states/<set>.npz`. Without a table `[causal]` the stage
does nothing.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from tryage_recipe.core.config import Config, Training
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import digest, stage_key
from tryage_recipe.data.batches import SPECIAL_TOKENS_IN_SEQUENCE, batches_by_length, pad_windows
from tryage_recipe.data.sampling import NextTokenSampler
from tryage_recipe.data.prompt_sets import load_set, reported_sets
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.models.causal_model import CausalLanguageModel
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.train.expert import hardware_name
from tryage_recipe.train.trainer import Trainer
from tryage_recipe.train.training_log import TrainingLog
from tryage_recipe.train.training_run import train_to_end


@dataclass(frozen=True)
class CausalSettings:
    """Table `[causal]`."""

    size: str  # of [sizes]; that of the router makes the comparison fair
    tokens: int
    loss_share: float = 0.25  # of a batch's tokens whose prediction is trained: the head is most of the cost
    matrix_rate: float = 0.01
    other_rate: float = 0.003


def is_configured(config: Config) -> bool:
    """Whether the configuration asks for a causal model."""
    return "causal" in config.tables


def _settings(config: Config) -> CausalSettings:
    settings = config.section("causal", CausalSettings)
    if settings.size not in config.sizes:
        raise ConfigError(f"[causal]: size {settings.size!r} is not in [sizes]")
    if not 0 < settings.loss_share <= 1 or settings.tokens <= 0:
        raise ConfigError("[causal]: loss_share must lie between 0 and 1, tokens must be positive")
    return settings


def _new_model(config: Config, settings: CausalSettings) -> CausalLanguageModel:
    size, positions = config.sizes[settings.size], config.training.window + SPECIAL_TOKENS_IN_SEQUENCE
    shape = RoFormerShape(config.tokenizer.vocabulary, size.layers, size.hidden, size.heads, positions)
    return CausalLanguageModel(shape)


def train(config: Config, paths: Paths, stop_after: int | None = None) -> CausalLanguageModel | None:
    """The trained model, loaded where this very training has finished before; None when `stop_after` steps came
    first, with a checkpoint to continue from."""
    settings, folder = _settings(config), paths.causal
    training = vars(config.training) | {"checkpoint_seconds": None}
    key = digest([stage_key(config, paths, "tokenizer"), vars(settings), training, config.seed])
    seed = zlib.crc32(f"{config.seed}:causal".encode())
    torch.manual_seed(seed)
    model = _new_model(config, settings)
    meta, weights = folder / "meta.json", folder / "model.safetensors"
    if weights.exists() and meta.exists() and json.loads(meta.read_text())["key"] == key:
        model.load_state_dict(load_file(weights))
        return model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    pool = TokenPool.load(paths.tokens("experts"))
    sampler = NextTokenSampler(pool, sorted(set(pool.parts.tolist())), config.training, seed, settings.loss_share)
    rates = {"matrix_rate": settings.matrix_rate, "other_rate": settings.other_rate}
    trainer = Trainer(model, sampler, Training(**{**vars(config.training), **rates}), settings.tokens, 1.0)
    resumed = trainer.restore(folder / "checkpoint.pt", key)
    with (folder / "log.jsonl").open("a" if resumed else "w", encoding="utf-8") as log:
        report, seconds = TrainingLog(trainer, "causal", log), config.training.checkpoint_seconds
        if not train_to_end(trainer, folder / "checkpoint.pt", key, report, seconds, stop_after):
            return None
    save_file(model.state_dict(), weights)
    progress = trainer.progress
    described = {
        "key": key,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "training": {
            "tokens": progress.tokens,
            "steps": progress.step,
            "seconds": round(progress.seconds, 1),
            "hardware": hardware_name(trainer.device),
        },
    }
    meta.write_text(json.dumps(described, indent=1))
    (folder / "checkpoint.pt").unlink(missing_ok=True)
    return model.eval()


@torch.inference_mode()
def embed(model: CausalLanguageModel, prompts: PromptSet) -> np.ndarray:
    """Mean pooled last states of the unmasked windows, fp32 [n, hidden]."""
    states = np.zeros((len(prompts), model.shape.hidden), dtype=np.float32)
    for rows in batches_by_length(prompts.lengths, copies=1):
        states[rows] = model.state(*pad_windows([prompts.window(row) for row in rows])).numpy()
    return states


def load_states(paths: Paths, name: str, prompts: PromptSet) -> np.ndarray:
    """The stage's embeddings [n, hidden] of a prompt set. Raises ValueError when they are of other prompts."""
    with np.load(paths.causal / "states" / f"{name}.npz") as stored:
        if str(stored["prompts"]) != prompts.fingerprint():
            raise ValueError(f"the causal model's embeddings of {name} are of other prompts: run the stage causal again")
        return stored["states"]


def run(config: Config, paths: Paths, _: Machine = Machine()) -> None:
    """Trains the model, or continues, and embeds every reported prompt set. Raises ConfigError."""
    if not is_configured(config):
        print("causal: no table [causal] in the configuration, nothing to do")
        return
    torch.set_num_threads(1)
    model = train(config, paths)
    (paths.causal / "states").mkdir(exist_ok=True)
    for name in reported_sets(config):
        prompts = load_set(paths, name)
        file = paths.causal / "states" / f"{name}.npz"
        np.savez(file, states=embed(model, prompts), prompts=prompts.fingerprint())
        print(f"causal: {name}: {len(prompts):,} prompts embedded", flush=True)
