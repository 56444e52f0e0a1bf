"""Figures of a space against brute force, and on spaces whose answer is known."""

import numpy as np
import pytest

from tryage_recipe.statistics.space_metrics import (
    Figure,
    cluster_agreement,
    full_separation,
    plane_separation,
    purity,
    silhouette,
)


def spread(seed: int, apart: float, count: int = 90) -> tuple[np.ndarray, np.ndarray]:
    """Three clouds of points in five dimensions, `apart` deviations from each other, and their labels."""
    generator = np.random.default_rng(seed)
    labels = generator.integers(3, size=count)
    return generator.normal(size=(count, 5)) + apart * np.eye(5)[labels], np.array(["a", "b", "c"])[labels]


def distances(points: np.ndarray) -> np.ndarray:
    return np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))


@pytest.mark.parametrize("seed", range(4))
def test_purity_is_the_share_of_nearest_points_with_the_same_label(seed):
    points, labels = spread(seed, 1.0)
    apart, shares = distances(points), []
    for row in range(len(points)):
        others = [other for other in np.argsort(apart[row]) if other != row][:10]
        shares.append(np.mean([labels[other] == labels[row] for other in others]))
    assert purity(points, labels) == pytest.approx(np.mean(shares))


@pytest.mark.parametrize("seed", range(4))
def test_silhouette_compares_the_own_label_with_the_nearest_other(seed):
    points, labels = spread(seed, 1.0)
    apart, values = distances(points), []
    for row in range(len(points)):
        mean = {}
        for label in "abc":
            members = [other for other in np.flatnonzero(labels == label) if other != row]
            mean[label] = apart[row, members].mean()
        own = mean.pop(labels[row])
        values.append((min(mean.values()) - own) / max(own, min(mean.values())))
    assert silhouette(points, labels) == pytest.approx(np.mean(values))


def test_clusters_agree_with_labels_that_are_far_apart_and_not_with_noise():
    points, labels = spread(0, 50.0)
    assert cluster_agreement(points, labels, 0) == pytest.approx(1)
    assert cluster_agreement(points, np.random.default_rng(1).permutation(labels), 0) < 0.1


def test_figures_span_the_seeds():
    points, labels = spread(1, 1.5)
    full = full_separation(points, labels, [1, 2, 3])
    assert full.purity.low < full.purity.high and full.purity.low <= full.purity.mean <= full.purity.high
    far = plane_separation([50.0 * points, points[:, :2]], labels, [1, 2])
    assert far.purity.high == pytest.approx(purity(points, labels))
    assert Figure.of([1.0, 2.0, 6.0]) == Figure(3.0, 1.0, 6.0)
