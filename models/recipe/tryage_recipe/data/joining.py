"""Prompts of two texts for the router's training: it would otherwise read one text at a time, and people do not."""

from __future__ import annotations

import numpy as np

SMALLEST_SHARE = 0.25  # of a joined prompt's tokens that either text has


def joined(first: np.ndarray, second: np.ndarray, longest: int, generator: np.random.Generator) -> tuple[np.ndarray, float]:
    """The start of one window followed by the end of another, as long as the first, and the first one's share of the tokens.

    At most `longest` tokens in all. Windows under two tokens are left as they are (share 1).
    """
    length = min(len(first), longest)
    wanted = round(float(generator.uniform(SMALLEST_SHARE, 1 - SMALLEST_SHARE)) * length)
    rest = min(length - wanted, len(second))
    if wanted < 1 or rest < 1:
        return first, 1.0
    return np.concatenate([first[:wanted], second[len(second) - rest :]]), wanted / (wanted + rest)


def join_some(
    windows: list[np.ndarray], losses: np.ndarray, share: float, longest: int, generator: np.random.Generator
) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """A batch in which `share` of the windows are joined with another of it, with losses [n, experts] mixed to match.

    An expert's loss on the whole is the mean over all masked tokens, so that of a joined prompt is about the mean of its
    texts' losses by their tokens. Also returns which windows are still one text [n].
    """
    windows_out, losses_out = list(windows), losses.copy()
    alone = np.ones(len(windows), dtype=bool)
    for row in np.flatnonzero(generator.random(len(windows)) < share):
        other = int(generator.integers(len(windows)))
        if other == row:
            continue
        windows_out[row], own = joined(windows[row], windows[other], longest, generator)
        losses_out[row] = own * losses[row] + (1 - own) * losses[other]
        alone[row] = own == 1.0
    return windows_out, losses_out, alone
