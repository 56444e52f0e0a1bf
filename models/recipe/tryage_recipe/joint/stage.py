"""Stage `joint`: router and experts trained together from one base, without labels, and what that is worth.

Trains the run that makes the co-trained library, the runs it is compared with at equal tokens and the
ablations; writes `summary.json`; then measures the co-trained experts on the same prompts as the
first library's, trains them a router on the Q table without any label, and measures their constraints.
Without a table `[joint]` the stage does nothing.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from tryage_recipe.measure import constraints

from tryage_recipe.measure import qtable

from tryage_recipe.core.config import Config
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import is_done, mark_done
from tryage_recipe.joint.cotrained import cotrained_config, cotrained_paths, write_experts, write_labels
from tryage_recipe.joint.routing import NOWHERE, label_experts
from tryage_recipe.joint.runs import read_result, train_runs
from tryage_recipe.joint.settings import (
    JointRun,
    ablation_runs,
    comparison_runs,
    is_configured,
    main_run,
    makes_library,
    specialists,
)
from tryage_recipe.joint.validation import load_validation
from tryage_recipe.router import stage as router
from tryage_recipe.statistics.metrics import routed_loss
from tryage_recipe.train.starting import expert_shape, load_expert


def _row(config: Config, paths: Paths, run: JointRun) -> dict[str, Any]:
    result = read_result(config, paths, run)
    return {"name": run.name, "clusters": result["clusters"], "seconds": result["seconds"], **result["figures"]}


def _label_made(config: Config, paths: Paths) -> dict[str, Any]:
    """The base alone, and the first library's specialists as they were trained, on the validation windows.

    `labelLoss` sends a window to the specialist of its true part, and to the base where there is none.
    """
    settings = main_run(config).settings
    chosen = [config.expert(settings.base), *specialists(config, settings)]
    shape = expert_shape(config, chosen[0], config.tokenizer.vocabulary)
    models = [load_expert(shape, paths.expert(expert.id) / "model.safetensors") for expert in chosen]
    valid = load_validation(config, paths, settings.validation_batches)
    loss = valid.losses(models)
    labels = label_experts(config, settings)[valid.parts]
    choices = np.where(labels == NOWHERE, 0, labels + 1)
    metas = [json.loads((paths.expert(expert.id) / "meta.json").read_text()) for expert in chosen[1:]]
    return {
        "windows": len(valid.parts),
        "baseLoss": round(float(loss[:, 0].mean()), 5),
        "specialists": len(metas),
        "tokens": sum(meta["training"]["tokens"] for meta in metas),
        "labelLoss": round(float(routed_loss(loss, choices).mean()), 5),
        "oracleLoss": round(float(loss.min(axis=1).mean()), 5),
    }


def run(config: Config, paths: Paths, machine: Machine = Machine()) -> None:
    """Trains all runs and the co-trained library's router, on the processor. Raises ConfigError."""
    if not is_configured(config):
        print("joint: no table [joint] in the configuration, nothing to do")
        return
    main, comparisons, ablations = main_run(config), comparison_runs(config), ablation_runs(config)
    train_runs(config, paths, [main, *comparisons, *ablations], machine.jobs)
    summary = {
        **({"labelMade": _label_made(config, paths)} if makes_library(config) else {}),
        "runs": [_row(config, paths, run) for run in (main, *comparisons)],
        "ablations": [_row(config, paths, run) for run in ablations],
    }
    (paths.stage("joint") / "summary.json").write_text(json.dumps(summary, indent=1))
    if not makes_library(config):
        return
    library = cotrained_paths(config, paths)
    write_experts(config, paths)
    qtable.run(cotrained_config(config, paths), library, Machine(machine.jobs))
    write_labels(config, paths)
    derived = cotrained_config(config, paths)
    for expert in derived.experts:
        print(f"joint: {expert.id}: {expert.label}")
    for name, stage in (("router", router), ("constraints", constraints)):
        if is_done(derived, library, name):
            print(f"joint: {name} of the co-trained library: done before, skipped")
            continue
        stage.run(derived, library)
        mark_done(derived, library, name)
