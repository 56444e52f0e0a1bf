"""Linear regression that is right on average where it is asked to be."""

from __future__ import annotations

import numpy as np


def ridge_with_means(
    features: np.ndarray, target: np.ndarray, penalty: float, group_features: np.ndarray, group_means: np.ndarray
) -> tuple[np.ndarray, float]:
    """Coefficients [k] and constant of the ridge regression of `target` [n] on `features` [n, k] whose mean prediction for each of
    some groups is `group_means` [groups]; `group_features` [groups, k] are the means of their features. `penalty` is on squared
    coefficients of standardised features. Of all that meet the means, the one of least penalised squared error, by Lagrange
    multipliers."""
    centre, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)

    def standardised(rows: np.ndarray) -> np.ndarray:
        return np.concatenate([(rows - centre) / spread, np.ones((len(rows), 1))], axis=1)

    rows, means = standardised(features), standardised(group_features)
    normal = rows.T @ rows + np.diag([penalty] * features.shape[1] + [0.0])
    groups = len(means)
    system = np.block([[normal, means.T], [means, np.zeros((groups, groups))]])
    solution = np.linalg.lstsq(system, np.concatenate([rows.T @ target, group_means]), rcond=None)[0]
    coefficients = solution[: features.shape[1]] / spread
    return coefficients, float(solution[features.shape[1]] - coefficients @ centre)
