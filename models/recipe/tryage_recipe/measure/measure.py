"""True losses of one model on a prompt set: the cells L(z, M) of one column of the Q table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import torch

from tryage_recipe.core.arithmetic import device_of, fast_autocast
from tryage_recipe.data.batches import BATCH_TOKENS, batches_by_length, pad_windows
from tryage_recipe.data.masks import prompt_patterns
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import MASK
from tryage_recipe.models.roformer import MaskedLanguageModel

CONFIDENT = 0.5  # probability of a filling above which a wrong one is a confident error


@dataclass(frozen=True)
class Column:
    """Means over the masked tokens of every prompt and permutation, each [n, permutations] fp32.

    `loss` in nats; `accuracy`: the most probable filling is the true token; `confident_errors`: it is not, though its
    probability is above `CONFIDENT`; `characters` of the most probable filling, white space around it not counted.
    """

    loss: np.ndarray
    accuracy: np.ndarray
    confident_errors: np.ndarray
    characters: np.ndarray


def _fillings(logits: torch.Tensor, truth: torch.Tensor, token_characters: np.ndarray) -> dict[str, np.ndarray]:
    """The figures of `Column` for single masked tokens, each [n], from logits [n, vocabulary] and true ids [n]."""
    log_probability = logits.log_softmax(1)
    highest, filling = log_probability.max(1)
    right = filling == truth
    return {
        "loss": -log_probability.gather(1, truth[:, None])[:, 0].double().cpu().numpy(),
        "accuracy": right.cpu().numpy(),
        "confident_errors": (~right & (highest.exp() > CONFIDENT)).cpu().numpy(),
        "characters": token_characters[filling.cpu().numpy()],
    }


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
    `progress` is called with the finished share after every batch.
    """
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
        for name, values in _fillings(logits, truth, token_characters).items():
            np.add.at(sums[name], cell, values)
        np.add.at(masked, cell, 1)
        done += len(rows)
        progress(done / len(prompts))
    return Column(**{name: (total / masked).astype(np.float32) for name, total in sums.items()})
