"""The map is seeded and fails with advice where its package is missing."""

import shutil
import subprocess

import numpy as np
import pytest

from tryage_recipe.evaluate import latent_map
from tryage_recipe.evaluate.latent_map import MapError, MapSettings, fit_map

SETTINGS = MapSettings(neighbors=5, min_dist=0.1, seed=7)
STATES = np.random.default_rng(0).normal(size=(40, 8)) + np.repeat([[0.0], [9.0]], 20, axis=0)


def umap_is_installed() -> bool:
    probe = ["node", "-e", "require.resolve('umap-js')"]
    return subprocess.run(probe, cwd=latent_map.SCRIPT.parent, capture_output=True).returncode == 0


@pytest.mark.skipif(not shutil.which("node") or not umap_is_installed(), reason="needs npm ci")
def test_the_map_repeats_and_keeps_clusters_apart():
    first = fit_map(STATES, SETTINGS)
    assert first.shape == (40, 2) and np.array_equal(first, fit_map(STATES, SETTINGS))
    middle = [first[:20].mean(axis=0), first[20:].mean(axis=0)]
    assert np.linalg.norm(middle[0] - middle[1]) > first[:20].std()


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node")
def test_a_missing_package_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(latent_map, "SCRIPT", shutil.copy(latent_map.SCRIPT, tmp_path) and tmp_path / "fit-map.mjs")
    with pytest.raises(MapError, match="run npm ci first"):
        fit_map(STATES, SETTINGS)
