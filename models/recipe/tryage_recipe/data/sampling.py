"""Training batches: windows of passages with part of their tokens masked, or part of their next tokens to be predicted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from tryage_recipe.core.config import Training
from tryage_recipe.data.batches import SPECIAL_TOKENS_IN_SEQUENCE, pad_windows
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.data.tokenizer import MASK


@dataclass(frozen=True)
class Batch:
    """`input_ids` int64 [rows, sequence]; `attention_mask` the same shape, or None without padding;
    `positions` int64 [n] of the masked tokens in the flattened grid and their true ids `targets`."""

    input_ids: Tensor
    attention_mask: Tensor | None
    positions: Tensor
    targets: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch in the memory of a device."""
        attention = None if self.attention_mask is None else self.attention_mask.to(device)
        return Batch(self.input_ids.to(device), attention, self.positions.to(device), self.targets.to(device))


def part_weights(pool: TokenPool, parts: list[int], exponent: float) -> np.ndarray:
    """Probability of drawing each of `parts`, in proportion to tokens ** exponent.

    Raises ValueError when a part has no tokens.
    """
    lengths = np.diff(pool.offsets)
    tokens = np.array([lengths[pool.parts == part].sum() for part in parts], dtype=float)
    if not tokens.all():
        raise ValueError(f"part number {parts[int(tokens.argmin())]} has no text to train on")
    weights = tokens**exponent
    return weights / weights.sum()


def source_name(source: str) -> str:
    """What a passage's `source` begins with: the repository or project, without the path in it."""
    return source.split(":", 1)[0]


def even_weights(lengths: np.ndarray, sources: list[str], exponent: float) -> np.ndarray:
    """Weight of drawing each passage of a part, so that a source is drawn in proportion to its tokens ** exponent and,
    within a source, every token is as likely as any other. At 1 these are the lengths themselves."""
    if exponent == 1.0:
        return lengths
    _, numbers = np.unique(sources, return_inverse=True)
    tokens = np.bincount(numbers, weights=lengths)
    return lengths * tokens[numbers] ** (exponent - 1.0)


class WindowSampler:
    """Draws batches `[CLS] window [SEP]` from some parts of a pool.

    All windows of a batch aim at one length, `window` mostly and a random shorter one for
    `short_share` of the batches, so that the models also know short prompts. A window never leaves
    its passage; what is shorter than the aim is padded. The rows of a batch are chosen so that
    each batch has about `batch_tokens` tokens.
    """

    def __init__(self, pool: TokenPool, parts: list[int], settings: Training, seed: int) -> None:
        self.generator = np.random.default_rng(seed)
        self._pool = pool
        self._settings = settings
        self._parts = np.array(parts)
        self._weights = part_weights(pool, parts, settings.mix_exponent)
        lengths = np.diff(pool.offsets)
        self._passages = [np.flatnonzero((pool.parts == part) & (lengths > 0)) for part in parts]
        exponent = settings.source_exponent
        names = [] if exponent == 1.0 else [source_name(record.source) for record in pool.records()]
        self._cumulated = [
            even_weights(lengths[passages], [names[at] for at in passages] if names else [], exponent).cumsum()
            for passages in self._passages
        ]

    def batch(self) -> Batch:
        windows, _ = self.windows()
        return mask_windows(windows, self._settings.mask_share, self.generator)

    def windows(self) -> tuple[list[np.ndarray], np.ndarray]:
        """The windows of one batch, unmasked, and the part number of each."""
        settings, generator = self._settings, self.generator
        aim = settings.window
        if generator.random() < settings.short_share:
            aim = int(generator.integers(settings.shortest_window, settings.window + 1))
        rows = max(1, settings.batch_tokens // (aim + SPECIAL_TOKENS_IN_SEQUENCE))
        choices = generator.choice(len(self._weights), rows, p=self._weights)
        return [self._window(choice, aim) for choice in choices], self._parts[choices]

    def _window(self, choice: int, aim: int) -> np.ndarray:
        cumulated = self._cumulated[choice]
        total = cumulated[-1]
        whole = np.issubdtype(cumulated.dtype, np.integer)
        drawn = self.generator.integers(total) if whole else self.generator.random() * total
        place = np.searchsorted(cumulated, drawn, side="right")
        passage = self._pool.passage(self._passages[choice][place])
        length = min(aim, len(passage))
        offset = self.generator.integers(len(passage) - length + 1)
        return passage[offset : offset + length]


class NextTokenSampler(WindowSampler):
    """Batches whose targets are the tokens after a random share of the positions."""

    def __init__(self, pool: TokenPool, parts: list[int], settings: Training, seed: int, share: float) -> None:
        super().__init__(pool, parts, settings, seed)
        self._share = share

    def batch(self) -> Batch:
        ids, attention = pad_windows(self.windows()[0])
        # [CLS] and every token but the last have a next token.
        last = attention.sum(dim=1, keepdim=True).numpy() - SPECIAL_TOKENS_IN_SEQUENCE
        known = np.arange(ids.shape[1]) < last
        chosen = known & (self.generator.random(known.shape) < self._share)
        chosen[0, 0] = True
        positions = torch.from_numpy(np.flatnonzero(chosen))
        return Batch(ids, attention, positions, ids.flatten()[positions + 1])


def mask_windows(windows: list[np.ndarray], share: float, generator: np.random.Generator) -> Batch:
    """Replaces `share` of each window's tokens, at least one, by [MASK]; special tokens are never masked."""
    ids, attention = (tensor.numpy() for tensor in pad_windows(windows))
    lengths = attention.sum(1) - SPECIAL_TOKENS_IN_SEQUENCE
    order = generator.random(ids.shape)
    order[:, 0] = 2.0
    order[np.arange(ids.shape[1]) > lengths[:, None]] = 2.0
    counts = np.maximum(1, np.round(lengths * share).astype(int))
    ranks = order.argsort(1).argsort(1)
    positions = np.flatnonzero(ranks < counts[:, None])
    flat = ids.reshape(-1)
    targets = flat[positions].copy()
    flat[positions] = MASK
    return Batch(
        input_ids=torch.from_numpy(ids),
        attention_mask=None if attention.all() else torch.from_numpy(attention),
        positions=torch.from_numpy(positions),
        targets=torch.from_numpy(targets),
    )
