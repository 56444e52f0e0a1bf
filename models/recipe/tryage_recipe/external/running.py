"""Measures cells on this machine or on a Ray cluster; results are written as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import as_completed

import typer

from tryage_recipe.core.workers import worker_count, worker_pool
from tryage_recipe.external.cells import Cell, Result, Results, measure_cell
from tryage_recipe.external.model_files import ModelFiles

Measured = Iterator[tuple[Cell, Result]]


def _here(models: Mapping[str, ModelFiles], cells: list[Cell], jobs: int | None) -> Measured:
    where = {name: (files.folder.resolve(), files.file) for name, files in models.items()}
    if worker_count(jobs) == 1:
        for cell in cells:
            yield cell, measure_cell(*where[cell.model], cell)
        return
    with worker_pool(jobs) as executor:
        running = {executor.submit(measure_cell, *where[cell.model], cell): cell for cell in cells}
        for future in as_completed(running):
            yield running[future], future.result()


def measure_all(
    models: Mapping[str, ModelFiles], cells: list[Cell], results: Results, jobs: int | None, ray: str | None
) -> dict[str, str]:
    """Measures what `results` does not have yet, with one progress bar. Returns why models failed, by id."""
    waiting = [cell for cell in cells if results.read(cell) is None]
    failed: dict[str, str] = {}
    if ray is None:
        measured = _here(models, waiting, jobs)
    else:
        from tryage_recipe.external.on_ray import measure_on_ray

        measured = measure_on_ray(ray, models, waiting)
    done = len(cells) - len(waiting)
    with typer.progressbar(length=len(cells), label="measuring", show_pos=True) as bar:
        bar.update(done)
        for cell, result in measured:
            if result.failed is not None:
                failed[cell.model] = result.failed
            else:
                results.write(cell, result)
            bar.update(1)
    return failed
