"""Intervals by the cluster bootstrap: whole documents are drawn, with all their prompts.

Prompts of one document are alike, so resampling them one by one gives intervals that are too narrow. Each resample draws as
many documents as there are, with replacement; a statistic is the ratio of its sums over the documents drawn.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Interval = tuple[float, float]

RESAMPLES = 1000
LEVEL = 0.95


def cluster_numbers(documents: np.ndarray) -> np.ndarray:
    """Every prompt's document as a number from 0, in the order in which documents first appear, shape [n]."""
    _, first, number = np.unique(documents, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[number]


class Bootstrap:
    """Resamples of a prompt set, the same for every statistic of it: differences of statistics are paired.

    `documents` [n] names every prompt's document. Sums are taken once per document, so a resample costs as much as there are
    documents. `counts` [resamples, documents] says how often each resample draws each document, in order of first appearance.
    """

    def __init__(self, documents: np.ndarray, seed: int, resamples: int = RESAMPLES) -> None:
        self._number = cluster_numbers(np.asarray(documents))
        self.documents = int(self._number.max()) + 1 if len(self._number) else 0
        shares = np.full(self.documents, 1 / max(1, self.documents))
        # Multinomial counts are the same as drawing with replacement, in one product.
        self.counts = np.random.default_rng(seed).multinomial(self.documents, shares, size=resamples)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sums of values [n, k] over the prompts of each resample, shape [resamples, k]."""
        by_document = np.zeros((self.documents, values.shape[1]))
        np.add.at(by_document, self._number, values)
        return self.counts @ by_document

    def means(self, values: np.ndarray) -> np.ndarray:
        """Means over the prompts of each resample of values [n] or [n, k], shape [resamples, k]."""
        table = values.reshape(len(values), -1).astype(np.float64)
        sums = self.sums(np.column_stack([table, np.ones(len(table))]))
        return sums[:, :-1] / sums[:, -1:]

    def interval(
        self,
        values: np.ndarray,
        level: float = LEVEL,
        statistic: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> Interval | None:
        """Percentile interval of a mean; None with less than two documents, which say nothing about others.

        `values` is [n] or [n, k]: the columns of one prompt stay together. `statistic` maps column means [resamples, k] to one
        number per resample and defaults to the mean of the only column.
        """
        if self.documents < 2:
            return None
        means = self.means(values)
        sample = means[:, 0] if statistic is None else statistic(means)
        tail = (1 - level) / 2
        low, high = np.quantile(sample, [tail, 1 - tail])
        return float(low), float(high)


def mean_and_error(values: np.ndarray, documents: np.ndarray) -> tuple[float, float]:
    """Mean of values [n] and its standard error by document; the error is NaN with less than two documents.

    The error is the sandwich estimate for clusters: what each document's deviations sum to, squared and added up.
    """
    number = cluster_numbers(documents)
    count = int(number.max()) + 1
    mean = float(values.mean())
    if count < 2:
        return mean, float("nan")
    deviations = np.bincount(number, weights=values - mean)
    return mean, float(np.sqrt(count / (count - 1) * (deviations**2).sum()) / len(values))
