"""The spaces in which prompts are shown, the router's and the causal model's: their maps, tables and figures."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tryage_recipe.train import causal

from tryage_recipe.core.config import Config
from tryage_recipe.core.library_files import camel_case
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import digest
from tryage_recipe.data.prompt_sets import BENCHMARK
from tryage_recipe.evaluate import latent_map
from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.evaluate.benchmark_table import state_columns
from tryage_recipe.evaluate.latent_map import MapSettings
from tryage_recipe.evaluate.parquet_tables import required_table
from tryage_recipe.evaluate.targets import Target, separation_targets
from tryage_recipe.router.training import RouterSettings
from tryage_recipe.statistics.space_metrics import CAUSAL, ROUTER, SPREAD, Separation, full_separation, plane_separation, separation_rows
from tryage_recipe.statistics.text import table

_TOLD = (
    "The router's space does not part the domains by the losses alone: its training has a further term, of weight {weight},\n"
    "that draws the states of a domain's training prompts together (`domain_space`). The causal model has no such term."
)
# Each map is a process of its own; two keep the machines that the recipe is meant for busy.
MAPS_AT_ONCE = 2


@dataclass(frozen=True)
class Space:
    """Embeddings [n, hidden] of all shipped prompts, their map [n, 2], and how both separate the domains."""

    states: np.ndarray
    coordinates: np.ndarray
    full: Separation
    plane: Separation


def map_of(states: np.ndarray, settings: MapSettings, folder: Path) -> np.ndarray:
    """`fit_map`, kept in `folder` by what it depends on: a map takes half a minute. Raises MapError."""
    key = digest([states.shape, settings.neighbors, settings.min_dist, settings.seed, states.tobytes().hex()])
    file = folder / f"{key[:20]}.npy"
    if not file.exists():
        coordinates = latent_map.fit_map(states, settings)
        folder.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial.npy")
        np.save(partial, coordinates)
        partial.replace(file)
    return np.load(file)


def _space(
    states: np.ndarray,
    labelled: np.ndarray,
    labels: np.ndarray,
    settings: MapSettings,
    folder: Path,
    documents: np.ndarray | None = None,
) -> Space:
    """Lays all rows out once a seed, the first of which ships; figures are of the rows `labelled` alone, and so are `labels`
    and `documents`."""
    seeds = [settings.seed + number for number in range(settings.metric_seeds)]
    with ThreadPoolExecutor(MAPS_AT_ONCE) as threads:
        planes = list(threads.map(lambda seed: map_of(states, replace(settings, seed=seed), folder), seeds))
    return Space(
        states,
        planes[0],
        full_separation(states[labelled], labels, seeds, documents),
        plane_separation([plane[labelled] for plane in planes], labels, seeds),
    )


def measure_spaces(config: Config, paths: Paths, sets: dict[str, MeasuredSet]) -> dict[str, Space]:
    """The router's space, and the causal model's where there is one. Figures are those of the headline windows."""
    settings = config.section("map", MapSettings)
    labelled = np.concatenate([np.full(len(measured.prompts), name == BENCHMARK) for name, measured in sets.items()])
    window = sets[BENCHMARK].prompts
    states = {ROUTER: np.concatenate([measured.states for measured in sets.values()])}
    folders = {ROUTER: paths.stage("export") / "maps", CAUSAL: paths.causal / "maps"}
    if causal.is_configured(config):
        loaded = [causal.load_states(paths, name, measured.prompts) for name, measured in sets.items()]
        states[CAUSAL] = np.concatenate(loaded)
    spaces = {}
    for name, points in states.items():
        print(f"export: {settings.metric_seeds} maps of the {name}'s space", flush=True)
        spaces[name] = _space(points, labelled, window.domains, settings, folders[name], window.documents)
    return spaces


def spaces_table(ids: Sequence[str], spaces: dict[str, Space]) -> pa.Table:
    """`id`, and of every space but the router's `<space>:x`, `<space>:y` fp32 and its states, see `state_columns`."""
    columns: dict[str, pa.Array] = {"id": pa.array(ids)}
    for name, space in spaces.items():
        if name == ROUTER:
            continue
        for axis, letter in enumerate("xy"):
            columns[f"{name}:{letter}"] = pa.array(space.coordinates[:, axis], pa.float32())
        columns |= state_columns(space.states, f"{name}:")
    return required_table(columns)


def map_metrics(spaces: dict[str, Space]) -> dict[str, Any]:
    """Figures by space, of the full dimension and of the plane, for the manifest."""
    return {name: {"full": camel_case(space.full), "plane": camel_case(space.plane)} for name, space in spaces.items()}


def space_targets(spaces: dict[str, Space]) -> list[Target]:
    """What the router's space is asked to be, in full dimension; beside the causal model's where there is one."""
    return separation_targets({name: space.full for name, space in spaces.items()})


def spaces_section(config: Config, spaces: dict[str, Space]) -> str:
    """The report's table of how well each space separates the domains."""
    rows = [row for name, space in spaces.items() for row in separation_rows(name, space.full, space.plane)]
    seeds = config.section("map", MapSettings).metric_seeds
    weight = config.section("router", RouterSettings).space_weight
    told = f"\n\n{_TOLD.format(weight=weight)}" if weight else ""
    return f"""
## Spaces

How well the embeddings of the benchmark's windows separate their domains: purity of the 10 nearest neighbours,
{SPREAD.format(seeds=seeds)}
{table(["space", "in", "purity", "silhouette", "NMI"], rows)}{told}
"""
