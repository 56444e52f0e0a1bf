"""Calibration of predicted losses: does what is predicted to be 4 nats turn out to be 4 nats?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Cells of similar prediction: how many, and their mean predicted and true loss in nats per token."""

    cells: int
    predicted: float
    true: float


def calibration_bins(predicted: np.ndarray, true: np.ndarray, bins: int = BINS) -> list[Bin]:
    """Bins of (nearly) equal size by predicted loss; both arrays hold one value per cell, in any shape."""
    order = np.argsort(predicted, axis=None, kind="stable")
    pieces = [piece for piece in np.array_split(order, bins) if len(piece)]
    flat_predicted, flat_true = predicted.reshape(-1), true.reshape(-1)
    return [Bin(len(p), float(flat_predicted[p].mean()), float(flat_true[p].mean())) for p in pieces]


def expected_calibration_error(bins: list[Bin]) -> float:
    """Mean absolute difference of predicted and true loss over bins, weighted by their cells, in nats."""
    total = sum(piece.cells for piece in bins)
    return sum(piece.cells * abs(piece.predicted - piece.true) for piece in bins) / total
