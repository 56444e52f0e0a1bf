"""Prints the loss of every trained expert on a sample of every part's validation text."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.sampling import Batch, mask_windows
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.train.starting import expert_shape, load_expert

BATCHES_PER_PART = 4
WINDOWS_PER_BATCH = 16
MASK_SHARE = 1 / 7


def validation_batches(config: Config, pool: TokenPool) -> dict[str, list[Batch]]:
    """The same masked windows for every expert: some of each part that has validation text."""
    generator = np.random.default_rng(config.seed)
    lengths = np.diff(pool.offsets)
    batches = {}
    for number, part in enumerate(config.parts):
        passages = np.flatnonzero((pool.parts == number) & (lengths >= config.training.shortest_window))
        if not len(passages):
            continue
        batches[part.id] = []
        for _ in range(BATCHES_PER_PART):
            windows = []
            for index in generator.choice(passages, WINDOWS_PER_BATCH):
                length = min(config.training.window, lengths[index])
                offset = generator.integers(lengths[index] - length + 1)
                windows.append(pool.passage(index)[offset : offset + length])
            batches[part.id].append(mask_windows(windows, MASK_SHARE, generator))
    return batches


@torch.inference_mode()
def mean_loss(model: MaskedLanguageModel, batches: list[Batch]) -> float:
    """Nats per masked token, fp32."""
    total, count = 0.0, 0
    for batch in batches:
        logits = model.logits_at(batch.input_ids, batch.attention_mask, batch.positions)
        total += F.cross_entropy(logits, batch.targets, reduction="sum").item()
        count += len(batch.targets)
    return total / count


def loss_table(config: Config, paths: Paths) -> dict[str, dict[str, float]]:
    """Loss by expert and part, of the experts whose weights are there."""
    batches = validation_batches(config, TokenPool.load(paths.tokens("valid")))
    table = {}
    for expert in config.trained:
        weights = paths.expert(expert.id) / "model.safetensors"
        if weights.exists():
            model = load_expert(expert_shape(config, expert, config.tokenizer.vocabulary), weights, config.task)
            table[expert.id] = {part: mean_loss(model, chosen) for part, chosen in batches.items()}
    return table


def run(config: Config, paths: Paths) -> None:
    """Prints experts in rows and parts in columns; then what each specialist gains over its base on its parts."""
    table = loss_table(config, paths)
    parts = list(next(iter(table.values()), {}))
    width = max((len(expert_id) for expert_id in table), default=0)
    print(" " * width, *(part.split("/")[-1][:7].rjust(7) for part in parts), "   mean")
    for expert_id, losses in table.items():
        values = [*losses.values(), math.fsum(losses.values()) / len(losses)]
        print(expert_id.ljust(width), *(f"{value:7.3f}" for value in values))
    for expert in config.trained:
        if expert.id in table and expert.branch_from in table:
            gains = [f"{part} {table[expert.branch_from][part] - table[expert.id][part]:+.3f}" for part in expert.parts]
            print(f"{expert.id}: gain over {expert.branch_from}: {', '.join(gains)}")
