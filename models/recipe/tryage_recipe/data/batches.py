"""Windows of tokens as padded batches of a model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from tryage_recipe.data.tokenizer import CLS, PAD, SEP

#: [CLS] and [SEP] around every window.
SPECIAL_TOKENS_IN_SEQUENCE = 2
#: Tokens of one forward pass: larger batches no longer fit a processor's caches, smaller ones leave a GPU idle.
BATCH_TOKENS = {"cpu": 4096, "cuda": 65_536}


def batches_by_length(lengths: np.ndarray, copies: int, tokens: int = BATCH_TOKENS["cpu"]) -> Iterator[np.ndarray]:
    """Prompt indices in batches of similar length of about so many tokens, `copies` sequences per prompt."""
    batch: list[int] = []
    for index in np.argsort(lengths, kind="stable"):
        if batch and (len(batch) + 1) * copies * lengths[index] > tokens:
            yield np.array(batch)
            batch = []
        batch.append(int(index))
    if batch:
        yield np.array(batch)


def pad_windows(windows: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """`[CLS] window [SEP]` of every window, padded: ids and attention mask, int64 [n, longest + 2]."""
    lengths = np.array([len(window) for window in windows])
    ids = np.full((len(windows), lengths.max() + SPECIAL_TOKENS_IN_SEQUENCE), PAD, dtype=np.int64)
    ids[:, 0] = CLS
    for row, window in zip(ids, windows, strict=True):
        row[1 : len(window) + 1] = window
        row[len(window) + 1] = SEP
    attention = (np.arange(ids.shape[1]) < lengths[:, None] + SPECIAL_TOKENS_IN_SEQUENCE).astype(np.int64)
    return torch.from_numpy(ids), torch.from_numpy(attention)
