"""Losses of single windows of a masked batch."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tryage_recipe.core.arithmetic import device_of, fast_autocast
from tryage_recipe.data.sampling import Batch
from tryage_recipe.models.roformer import MaskedLanguageModel


def losses_by_window(nats: Tensor, batch: Batch) -> np.ndarray:
    """Mean loss of every window, fp64 [rows], from the losses [n] of its masked tokens."""
    rows = (batch.positions // batch.input_ids.shape[1]).numpy()
    count = len(batch.input_ids)
    sums = np.bincount(rows, weights=nats.double().numpy(), minlength=count)
    return sums / np.bincount(rows, minlength=count)


def rows_of(batch: Batch, chosen: np.ndarray) -> Batch:
    """The batch of some rows alone, with the same blanks; `chosen` ascending."""
    width = batch.input_ids.shape[1]
    rows = batch.positions // width
    kept = torch.isin(rows, torch.from_numpy(chosen))
    moved = torch.searchsorted(torch.from_numpy(chosen), rows[kept])
    attention = batch.attention_mask
    return Batch(
        input_ids=batch.input_ids[chosen],
        attention_mask=None if attention is None else attention[chosen],
        positions=moved * width + batch.positions[kept] % width,
        targets=batch.targets[kept],
    )


@torch.inference_mode()
def window_losses(model: MaskedLanguageModel, batch: Batch, exact: bool = True) -> np.ndarray:
    """Mean loss of every window of a batch under a model, fp64 [rows], nats per masked token.

    Arithmetic is fp32 where `exact`, so that a figure is the same on every machine; else bf16 where the machine is fast
    in it, which is off by about 1e-4 of the loss: enough for training, not for a figure.
    """
    with fast_autocast(device_of(model), enabled=not exact):
        logits = model.logits_at(batch.input_ids, batch.attention_mask, batch.positions)
    return losses_by_window(F.cross_entropy(logits.float(), batch.targets, reduction="none"), batch)


def unmasked(batch: Batch) -> list[np.ndarray]:
    """The windows of a batch with their blanks filled in, without special tokens."""
    ids = batch.input_ids.clone()
    ids.view(-1)[batch.positions] = batch.targets
    lengths = [ids.shape[1]] * len(ids) if batch.attention_mask is None else batch.attention_mask.sum(1).tolist()
    return [row[1 : length - 1] for row, length in zip(ids.numpy(), lengths, strict=True)]
