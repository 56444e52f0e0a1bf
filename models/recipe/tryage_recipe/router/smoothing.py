"""Takes noise out of the losses that the router learns from: few masks of a short text measure little."""

from __future__ import annotations

import numpy as np


def smooth_within_passages(losses: np.ndarray, passages: np.ndarray, share: float) -> np.ndarray:
    """Losses [n, experts] whose differences between experts are drawn by `share` towards their passage's mean.

    Windows of one passage suit the same experts, while few masks per window leave noise in its own
    differences. A window keeps its mean over the experts: how hard a text is changes from line to line.
    """
    level = losses.mean(axis=1, keepdims=True)
    relative = losses - level
    _, group, sizes = np.unique(passages, return_inverse=True, return_counts=True)
    sums = np.zeros((len(sizes), losses.shape[1]))
    np.add.at(sums, group, relative)
    shared = (sums / sizes[:, None])[group]
    return (level + (1 - share) * relative + share * shared).astype(losses.dtype)


def smooth_by_length(losses: np.ndarray, parts: np.ndarray, lengths: np.ndarray, tokens: float) -> np.ndarray:
    """Losses [n, experts] whose differences between experts are drawn towards the mean of their part [n], the more the shorter the
    prompt: a prompt of `tokens` by half.

    Few hidden tokens leave so much noise in a short prompt's differences that its least loss is often that of an expert
    which is worse on average and only varies more. A choice is not to be learnt from that.
    """
    level = losses.mean(axis=1, keepdims=True)
    relative = losses - level
    of_part = {part: relative[parts == part].mean(axis=0) for part in np.unique(parts)}
    own = (lengths / (lengths + tokens))[:, None]
    return (level + own * relative + (1 - own) * np.stack([of_part[part] for part in parts])).astype(losses.dtype)
