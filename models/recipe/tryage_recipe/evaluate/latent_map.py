"""Plane coordinates of the router's states, by the UMAP that the app itself uses (umap-js, in Node)."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).resolve().parents[2] / "fit-map.mjs"


class MapError(RuntimeError):
    """The map could not be fitted; the message says why."""


@dataclass(frozen=True)
class MapSettings:
    """Table `[map]`."""

    neighbors: int
    min_dist: float
    seed: int
    metric_seeds: int = 5  # maps that the figures of a space are taken over


def fit_map(states: np.ndarray, settings: MapSettings) -> np.ndarray:
    """Coordinates fp32 [n, 2] of states [n, hidden]. Raises MapError when Node or umap-js is missing."""
    rows, columns = states.shape
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "states.bin", Path(folder) / "coordinates.bin"
        states.astype("<f4").tofile(source)
        numbers = (rows, columns, settings.neighbors, settings.min_dist, settings.seed)
        try:
            # From the script's folder Node finds the packages of the repository around it.
            subprocess.run(
                ["node", SCRIPT.name, source, *map(str, numbers), target],
                cwd=SCRIPT.parent,
                check=True,
                capture_output=True,
                text=True,
            )
        except FileNotFoundError as error:
            raise MapError("node is not installed; the map needs it") from error
        except subprocess.CalledProcessError as error:
            raise MapError(f"{SCRIPT.name} failed:\n{error.stderr}") from error
        return np.fromfile(target, dtype="<f4").reshape(rows, 2)
