"""How well a space of embeddings separates labels: neighbour purity, silhouette, and NMI of its clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import normalized_mutual_info_score, silhouette_score
from sklearn.neighbors import NearestNeighbors

NEIGHBOURS = 10
STARTS = 4  # k-means runs, of which the tightest is kept
#: Share of the points in each seeded subsample of the full space.
SUBSAMPLE = 0.8


@dataclass(frozen=True)
class Figure:
    """Mean over seeds, and the least and greatest value of any seed."""

    mean: float
    low: float
    high: float

    @staticmethod
    def of(values: Sequence[float]) -> Figure:
        return Figure(float(np.mean(values)), float(np.min(values)), float(np.max(values)))


@dataclass(frozen=True)
class Separation:
    """`purity` and `nmi` lie in 0 … 1, `silhouette` in -1 … 1; higher separates better."""

    purity: Figure
    silhouette: Figure
    nmi: Figure


def purity(points: np.ndarray, labels: np.ndarray, neighbours: int = NEIGHBOURS) -> float:
    """Mean share of each point's nearest other points (Euclidean) that have its label."""
    count = min(neighbours, len(points) - 1)
    # Without an argument the points themselves are left out of their own neighbours.
    nearest = NearestNeighbors(n_neighbors=count).fit(points).kneighbors(return_distance=False)
    return float((labels[nearest] == labels[:, None]).mean())


def silhouette(points: np.ndarray, labels: np.ndarray) -> float:
    """Mean of (b - a) / max(a, b): a is a point's mean distance to its own label, b to the nearest other label."""
    return float(silhouette_score(points, labels))


def cluster_agreement(points: np.ndarray, labels: np.ndarray, seed: int) -> float:
    """NMI (arithmetic mean) of the labels and as many k-means clusters."""
    clusters = KMeans(len(np.unique(labels)), n_init=STARTS, random_state=seed).fit_predict(points)
    return float(normalized_mutual_info_score(labels, clusters))


def _separation(samples: Sequence[tuple[np.ndarray, np.ndarray]], seeds: Sequence[int]) -> Separation:
    return Separation(
        Figure.of([purity(points, labels) for points, labels in samples]),
        Figure.of([silhouette(points, labels) for points, labels in samples]),
        Figure.of([cluster_agreement(*sample, seed) for sample, seed in zip(samples, seeds, strict=True)]),
    )


def full_separation(points: np.ndarray, labels: np.ndarray, seeds: Sequence[int]) -> Separation:
    """Figures of points [n, d] over seeded subsamples without replacement."""
    samples = []
    for seed in seeds:
        rows = np.random.default_rng(seed).permutation(len(points))[: max(2, round(SUBSAMPLE * len(points)))]
        samples.append((points[rows], labels[rows]))
    return _separation(samples, seeds)


def plane_separation(planes: Sequence[np.ndarray], labels: np.ndarray, seeds: Sequence[int]) -> Separation:
    """Figures of the same points in several maps, each [n, 2] and laid out with its seed."""
    return _separation([(plane, labels) for plane in planes], seeds)
