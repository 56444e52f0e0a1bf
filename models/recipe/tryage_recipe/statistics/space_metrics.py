"""How well a space of embeddings separates labels: neighbour purity, silhouette, and NMI of its clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import normalized_mutual_info_score, silhouette_samples, silhouette_score
from sklearn.neighbors import NearestNeighbors

from tryage_recipe.statistics.bootstrap import Bootstrap, Interval

ROUTER, CAUSAL = "router", "causal"
NEIGHBOURS = 10
STARTS = 4  # k-means runs, of which the tightest is kept
#: Share of the points in each seeded subsample of the full space.
SUBSAMPLE = 0.8

#: What the report tells of the figures and of their bounds.
SPREAD = """silhouette, and NMI of k-means with as many clusters as domains. Mean over {seeds} seeds: seeded 80% subsamples in full
dimension, seeded UMAP layouts in the plane. Purity and silhouette in full dimension: with their 95% intervals by document;
all others: least … greatest of the seeds.
"""


@dataclass(frozen=True)
class Figure:
    """Mean over seeds, and its bounds: the least and greatest value of any seed, or an interval by document."""

    mean: float
    low: float
    high: float

    def told(self) -> str:
        """As text: the mean and, in parentheses, its bounds."""
        return f"{self.mean:.3f} ({self.low:.3f} … {self.high:.3f})"

    @staticmethod
    def of(values: Sequence[float]) -> Figure:
        return Figure(float(np.mean(values)), float(np.min(values)), float(np.max(values)))


@dataclass(frozen=True)
class Separation:
    """`purity` and `nmi` lie in 0 … 1, `silhouette` in -1 … 1; higher separates better."""

    purity: Figure
    silhouette: Figure
    nmi: Figure


def _purities(points: np.ndarray, labels: np.ndarray, neighbours: int = NEIGHBOURS) -> np.ndarray:
    """Share of each point's nearest other points (Euclidean) that have its label, shape [n]."""
    count = min(neighbours, len(points) - 1)
    # Without an argument the points themselves are left out of their own neighbours.
    nearest = NearestNeighbors(n_neighbors=count).fit(points).kneighbors(return_distance=False)
    return (labels[nearest] == labels[:, None]).mean(axis=1)


def purity(points: np.ndarray, labels: np.ndarray, neighbours: int = NEIGHBOURS) -> float:
    """Mean of the shares of each point's nearest other points that have its label."""
    return float(_purities(points, labels, neighbours).mean())


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


def document_deviations(points: np.ndarray, labels: np.ndarray, documents: np.ndarray, seed: int) -> dict[str, Interval]:
    """How far 95% intervals of purity and silhouette on points [n, d] reach from their values, down and up, by resampling
    `documents` [n]; none with less than two of them."""
    bootstrap, deviations = Bootstrap(documents, seed), {}
    for name, values in (("purity", _purities(points, labels)), ("silhouette", silhouette_samples(points, labels))):
        bounds = bootstrap.interval(values)
        if bounds is not None:
            deviations[name] = (bounds[0] - float(values.mean()), bounds[1] - float(values.mean()))
    return deviations


def full_separation(
    points: np.ndarray, labels: np.ndarray, seeds: Sequence[int], documents: np.ndarray | None = None
) -> Separation:
    """Figures of points [n, d]: means over seeded subsamples without replacement.

    With `documents` [n] the bounds of purity and silhouette are intervals by document; else, and of the NMI, they are the least
    and greatest value of any seed.
    """
    samples = []
    for seed in seeds:
        rows = np.random.default_rng(seed).permutation(len(points))[: max(2, round(SUBSAMPLE * len(points)))]
        samples.append((points[rows], labels[rows]))
    found = _separation(samples, seeds)
    return found if documents is None else with_bounds(found, document_deviations(points, labels, documents, seeds[0]))


def with_bounds(separation: Separation, deviations: Mapping[str, Interval]) -> Separation:
    """The same figures with bounds that lie as far from their means as `document_deviations` says, at most 1."""
    bounded = {}
    for name, (down, up) in deviations.items():
        figure: Figure = getattr(separation, name)
        bounded[name] = replace(figure, low=figure.mean + min(down, 0), high=max(figure.mean, min(figure.mean + up, 1)))
    return replace(separation, **bounded)


def plane_separation(planes: Sequence[np.ndarray], labels: np.ndarray, seeds: Sequence[int]) -> Separation:
    """Figures of the same points in several maps, each [n, 2] and laid out with its seed."""
    return _separation([(plane, labels) for plane in planes], seeds)


def separation_rows(name: str, full: Separation, plane: Separation) -> list[list[str]]:
    """The report's two rows of a space: in full dimension, and on the map."""
    places = {"full dimension": full, "map": plane}
    return [
        [name, where, each.purity.told(), each.silhouette.told(), each.nmi.told()]
        for where, each in places.items()
    ]
