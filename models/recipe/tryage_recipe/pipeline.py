"""The stages: which module runs each, in which order, and what is done already."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator

from tryage_recipe.core.config import Config
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import STAGES, StageError, is_done, mark_done, was_run

#: Modules by stage, each with `run(config, paths, machine)`. Imported late: a stage loads only what it needs.
MODULES = {
    "corpora": "tryage_recipe.data.corpora",
    "tokenizer": "tryage_recipe.data.tokenizer",
    "experts": "tryage_recipe.train.experts",
    "qtable": "tryage_recipe.measure.qtable",
    "router": "tryage_recipe.router.stage",
    "constraints": "tryage_recipe.measure.constraints",
    "causal": "tryage_recipe.train.causal",
    "joint": "tryage_recipe.joint.stage",
    "export": "tryage_recipe.export.stage",
}


def require_earlier(config: Config, paths: Paths, stage: str) -> None:
    """Raises StageError when a stage before this one has not finished with this configuration and these corpora."""
    for earlier in STAGES[: STAGES.index(stage)]:
        if not is_done(config, paths, earlier):
            raise StageError(
                f"stage {stage} needs stage {earlier} first: not run yet, or with another configuration or corpora"
            )


def run_stage(config: Config, paths: Paths, stage: str, machine: Machine = Machine()) -> None:
    """Runs one stage unless its outputs are there already. Raises StageError when an earlier one is not done."""
    require_earlier(config, paths, stage)
    if is_done(config, paths, stage):
        print(f"{stage}: done before with this configuration, skipped")
        return
    started = time.monotonic()
    importlib.import_module(MODULES[stage]).run(config, paths, machine)
    mark_done(config, paths, stage)
    print(f"{stage}: finished in {time.monotonic() - started:.0f} s")


def status(config: Config, paths: Paths) -> Iterator[tuple[str, str]]:
    """Every stage with what is to be said of it: done, outdated, or not run yet."""
    for stage in STAGES:
        if is_done(config, paths, stage):
            yield stage, "done"
        elif was_run(paths, stage):
            yield stage, "outdated: its settings, or something before it, have changed"
        else:
            yield stage, "not run yet"
