"""Clusters of windows in a model's own space: where end-to-end training branches its experts, without any label."""

from __future__ import annotations

import numpy as np
import torch
from sklearn.cluster import KMeans

from tryage_recipe.data.batches import batches_by_length, pad_windows
from tryage_recipe.models.roformer import Encoder
from tryage_recipe.models.router_model import mean_pooled

STARTS = 4  # k-means runs, of which the tightest is kept


@torch.inference_mode()
def pooled_states(encoder: Encoder, windows: list[np.ndarray]) -> np.ndarray:
    """Mean of the last states of every unmasked window over its tokens, fp32 [n, hidden]."""
    states = np.zeros((len(windows), encoder.shape.hidden), dtype=np.float32)
    for rows in batches_by_length(np.array([len(window) for window in windows]), copies=1):
        ids, attention = pad_windows([windows[row] for row in rows])
        states[rows] = mean_pooled(encoder(ids, attention), attention).numpy()
    return states


def fit_centroids(states: np.ndarray, clusters: int, seed: int) -> np.ndarray:
    """k-means centroids fp32 [clusters, hidden]. Raises ValueError when there are fewer states than clusters."""
    if len(states) < clusters:
        raise ValueError(f"{len(states)} windows cannot be cut into {clusters} clusters")
    return KMeans(clusters, n_init=STARTS, random_state=seed).fit(states).cluster_centers_.astype(np.float32)


def nearest(states: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Number of the nearest centroid of every state, [n]."""
    distances = (centroids**2).sum(axis=1) - 2 * states @ centroids.T
    return distances.argmin(axis=1)
