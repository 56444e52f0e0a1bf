"""True losses of a causal model on a prompt set: every token of a prompt is predicted from those before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import torch

from tryage_recipe.core.arithmetic import device_of, fast_autocast
from tryage_recipe.data.batches import BATCH_TOKENS, batches_by_length, pad_windows
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.measure.fillings import Column, fillings
from tryage_recipe.models.causal_roformer import CausalRoFormer


@torch.inference_mode()
def measure_next_tokens(
    model: CausalRoFormer,
    prompts: PromptSet,
    permutations: int,
    exact: bool,
    token_characters: np.ndarray,
    progress: Callable[[float], None],
) -> Column:
    """Means over all tokens of every prompt, the first one after [CLS] included; one reading, no masks.

    Nothing is drawn at random, so all of the `permutations` that a masked expert would be measured on are the same. Other
    parameters as for `measure`.
    """
    means = {field.name: np.zeros(len(prompts)) for field in fields(Column)}
    done, device = 0, device_of(model)
    for rows in batches_by_length(prompts.lengths, 1, BATCH_TOKENS[device.type]):
        windows = [prompts.window(row) for row in rows]
        ids, attention = pad_windows(windows)
        lengths = np.array([len(window) for window in windows])
        positions = torch.from_numpy(np.flatnonzero(np.arange(ids.shape[1]) < lengths[:, None]))
        truth = ids.flatten()[positions + 1]
        ids, attention, positions, truth = (tensor.to(device) for tensor in (ids, attention, positions, truth))
        with fast_autocast(device, enabled=not exact):
            logits = model.logits_at(ids, attention, positions).float()
        row_of = np.repeat(np.arange(len(rows)), lengths)
        for name, values in fillings(logits, truth, token_characters).items():
            means[name][rows] = np.bincount(row_of, weights=values, minlength=len(rows)) / lengths
        done += len(rows)
        progress(done / len(prompts))
    return Column(**{name: np.repeat(mean[:, None], permutations, 1).astype(np.float32) for name, mean in means.items()})
