"""The same measurements on a Ray cluster: every cell a task, repeated by Ray where the process or machine that had it dies.

Ray is no requirement of the recipe: `pip install "ray>=2.40"` where it is wanted. The machines need the recipe's requirements and no
shared disk: models travel through Ray's object store, and are checked against their SHA-256 where they arrive.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tryage_recipe.core.files import write_bytes
from tryage_recipe.core.stamps import StageError, digest, file_digest
from tryage_recipe.external.cells import Cell, Result, measure_cell
from tryage_recipe.external.model_files import ModelFiles

#: How often a task is begun again after its process has died.
RETRIES = 5
#: Tasks that are handed out at a time, for each processor of the cluster.
AHEAD = 2


def _unpacked(content: Mapping[str, bytes], digests: Mapping[str, str]) -> Path:
    """A folder of this machine with a model's files; written once."""
    folder = Path(tempfile.gettempdir()) / "tryage-models" / digest(digests)[:24]
    for name, held in content.items():
        path = folder / name
        if not path.exists() or file_digest(path) != digests[name]:
            write_bytes(path, held)
    return folder


def _measure(content: Mapping[str, bytes], digests: Mapping[str, str], file: str, cell: Cell) -> Result:
    # One thread, whatever Ray gives a task, as on one machine.
    os.environ["OMP_NUM_THREADS"] = "1"
    return measure_cell(_unpacked(content, digests), file, cell)


def measure_on_ray(address: str, models: Mapping[str, ModelFiles], cells: list[Cell]) -> Iterator[tuple[Cell, Result]]:
    """Measures cells on the cluster at `address`; `local` starts one on this machine. Raises StageError without Ray."""
    try:
        import ray
    except ImportError as error:
        raise StageError('--ray needs Ray, which is not installed: pip install "ray>=2.40"') from error
    package = str(Path(__file__).resolve().parents[1])
    settings: dict[str, Any] = {"address": address}
    if address == "local":  # of this machine alone, whatever its address in a network is
        settings = {"_node_ip_address": "127.0.0.1", "include_dashboard": False}
    ray.init(runtime_env={"py_modules": [package]}, log_to_driver=False, **settings)
    try:
        yield from _measured(ray, models, cells)
    finally:
        ray.shutdown()


def _measured(ray: Any, models: Mapping[str, ModelFiles], cells: list[Cell]) -> Iterator[tuple[Cell, Result]]:
    task = ray.remote(max_retries=RETRIES, num_cpus=1)(_measure)
    held: dict[str, Any] = {}
    most = max(1, int(ray.cluster_resources().get("CPU", 1))) * AHEAD
    waiting, running = list(reversed(cells)), {}
    while waiting or running:
        while waiting and len(running) < most:
            cell = waiting.pop()
            files = models[cell.model]
            if cell.model not in held:
                held[cell.model] = ray.put({name: (files.folder / name).read_bytes() for name in files.digests})
            running[task.remote(held[cell.model], files.digests, files.file, cell)] = cell
        [ready], _ = ray.wait(list(running), num_returns=1)
        yield running.pop(ready), ray.get(ready)
