"""How far experts have specialised, from counts of windows by part (rows) and chosen expert (columns)."""

from __future__ import annotations

import numpy as np


def entropy(counts: np.ndarray) -> float:
    """Entropy in nats of the distribution that counts [n] describe; 0 when there are none."""
    total = counts.sum()
    if not total:
        return 0.0
    shares = counts[counts > 0] / total
    return float(-(shares * np.log(shares)).sum())


def mutual_information(counts: np.ndarray) -> float:
    """I(part; expert) in nats from counts [parts, experts]: what a choice tells about the part. Never negative."""
    joint = entropy(counts.ravel())
    return max(0.0, entropy(counts.sum(axis=1)) + entropy(counts.sum(axis=0)) - joint)


def normalised_mutual_information(counts: np.ndarray) -> float:
    """Mutual information over the mean of both entropies: 1 when part and expert determine each other."""
    scale = (entropy(counts.sum(axis=1)) + entropy(counts.sum(axis=0))) / 2
    return mutual_information(counts) / scale if scale > 0 else 0.0


def load_entropy(counts: np.ndarray) -> float:
    """Entropy of the experts' load over that of an even load: 1 is even, 0 is one expert for all."""
    experts = counts.shape[1]
    return entropy(counts.sum(axis=0)) / float(np.log(experts)) if experts > 1 else 0.0


def count_choices(parts: np.ndarray, choices: np.ndarray, part_count: int, expert_count: int) -> np.ndarray:
    """Counts int64 [part_count, expert_count] of pairs of part number and expert number, each [n]."""
    counts = np.zeros((part_count, expert_count), dtype=np.int64)
    np.add.at(counts, (parts, choices), 1)
    return counts
