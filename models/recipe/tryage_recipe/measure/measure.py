"""True losses of one model on a prompt set: the cells L(z, M) of one column of the Q table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import torch

from tryage_recipe.core.arithmetic import device_of, fast_autocast
from tryage_recipe.data.batches import BATCH_TOKENS, batches_by_length, pad_windows
from tryage_recipe.data.masks import prompt_patterns
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import MASK
from tryage_recipe.measure.fillings import Column, fillings
from tryage_recipe.measure.next_tokens import measure_next_tokens
from tryage_recipe.models.causal_roformer import CausalRoFormer
from tryage_recipe.models.roformer import MaskedLanguageModel


@torch.inference_mode()
def measure(
    model: MaskedLanguageModel,
    prompts: PromptSet,
    permutations: int,
    patterns: int,
    seed: int,
    exact: bool,
    token_characters: np.ndarray,
    progress: Callable[[float], None],
) -> Column:
    """Losses over the first `patterns` patterns of every permutation; all their positions are [MASK].

    `token_characters` [vocabulary] is the length of every token's text.
    Arithmetic is fp32 where `exact`, else bf16 where the machine is fast in it; it is done where the model's weights are.
    `progress` is called with the finished share after every batch. A causal model needs no masks, see `measure_next_tokens`.
    """
    if isinstance(model, CausalRoFormer):
        return measure_next_tokens(model, prompts, permutations, exact, token_characters, progress)
    sums = {field.name: np.zeros((len(prompts), permutations)) for field in fields(Column)}
    masked = np.zeros((len(prompts), permutations))
    done = 0
    device = device_of(model)
    for rows in batches_by_length(prompts.lengths, permutations * patterns, BATCH_TOKENS[device.type]):
        windows, hidden, cells = [], [], []
        for row in rows:
            window = prompts.window(row)
            numbers = prompt_patterns(prompts.ids[row], len(window), permutations, seed)
            for permutation in range(permutations):
                for pattern in range(min(patterns, len(window))):
                    windows.append(window)
                    hidden.append(np.flatnonzero(numbers[permutation] == pattern) + 1)  # 1 for [CLS]
                    cells.append((row, permutation))
        ids, attention = pad_windows(windows)
        width = ids.shape[1]
        positions = torch.from_numpy(np.concatenate([at + k * width for k, at in enumerate(hidden)]))
        truth = ids.flatten()[positions]
        ids.view(-1)[positions] = MASK
        ids, attention, positions, truth = (tensor.to(device) for tensor in (ids, attention, positions, truth))
        with fast_autocast(device, enabled=not exact):
            logits = model.logits_at(ids, attention, positions).float()
        cell = tuple(np.repeat(np.array(cells), [len(at) for at in hidden], axis=0).T)
        for name, values in fillings(logits, truth, token_characters).items():
            np.add.at(sums[name], cell, values)
        np.add.at(masked, cell, 1)
        done += len(rows)
        progress(done / len(prompts))
    return Column(**{name: (total / masked).astype(np.float32) for name, total in sums.items()})
