"""Maps are made once; tables and figures of the spaces keep the rows' order."""

import numpy as np
import pytest

from tryage_recipe.evaluate import latent_map
from tryage_recipe.evaluate.latent_map import MapSettings
from tryage_recipe.evaluate.spaces import CAUSAL, ROUTER, _space, map_metrics, map_of, spaces_table

SETTINGS = MapSettings(neighbors=5, min_dist=0.1, seed=7, metric_seeds=2)


@pytest.fixture
def fitted(monkeypatch):
    """Replaces UMAP by the first two features plus the seed, and records the seeds."""
    seeds = []

    def fit(states, settings):
        seeds.append(settings.seed)
        return states[:, :2] + settings.seed

    monkeypatch.setattr(latent_map, "fit_map", fit)
    return seeds


def test_a_map_is_fitted_once_for_the_same_states_and_settings(tmp_path, fitted):
    states = np.random.default_rng(0).normal(size=(20, 4)).astype(np.float32)
    first = map_of(states, SETTINGS, tmp_path)
    assert np.array_equal(map_of(states, SETTINGS, tmp_path), first) and fitted == [7]
    map_of(states + 1, SETTINGS, tmp_path)
    assert fitted == [7, 7]


def test_the_first_seed_ships_and_figures_are_of_the_labelled_rows(tmp_path, fitted):
    generator = np.random.default_rng(0)
    states = np.concatenate([generator.normal(size=(30, 4)), 99 + generator.normal(size=(10, 4))]).astype(np.float32)
    labels = np.where(np.arange(30) % 2, "a", "b")
    states[:30][labels == "a"] += 40
    space = _space(states, np.arange(40) < 30, labels, SETTINGS, tmp_path)
    assert sorted(fitted) == [7, 8] and np.array_equal(space.coordinates, states[:, :2] + 7)
    assert space.full.purity.mean == space.plane.purity.mean == 1
    metrics = map_metrics({ROUTER: space})["router"]
    assert set(metrics) == {"full", "plane"} and metrics["plane"]["nmi"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    table = spaces_table([f"p{n}" for n in range(40)], {ROUTER: space, CAUSAL: space})
    assert table.column_names == ["id", "causal:x", "causal:y", "causal:state", "causal:scale"]
    step = table["causal:scale"][3].as_py()
    assert np.frombuffer(table["causal:state"][3].as_py(), np.int8) * step == pytest.approx(states[3], abs=step * 0.5001)
