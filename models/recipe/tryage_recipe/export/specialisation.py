"""The log of how experts that are trained together find their subjects, as it ships: `specialisation.json`."""

from __future__ import annotations

import json
import shutil

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import write_text
from tryage_recipe.core.library_files import SPECIALISATION
from tryage_recipe.core.paths import Paths
from tryage_recipe.joint.routing_log import routing_document
from tryage_recipe.joint.runs import run_folder
from tryage_recipe.joint.settings import cluster_id, count_experts, is_configured, main_run


def export_specialisation(config: Config, paths: Paths) -> list[str]:
    """Writes the log of the main run, or copies that of the library that is continued; returns the names of what it wrote."""
    target = paths.out / SPECIALISATION
    if not is_configured(config):
        # A causal library is no continuation of a masked one's co-training.
        source = paths.library / SPECIALISATION if paths.library and config.task == "masked" else None
        if source is None or not source.exists():
            target.unlink(missing_ok=True)
            return []
        if source.resolve() != target.resolve():
            shutil.copyfile(source, target)
        return [SPECIALISATION]
    run = main_run(config)
    folder, settings = run_folder(config, paths, run), run.settings
    if not (folder / "routing.npz").exists():  # of a run that ended before there were such logs
        target.unlink(missing_ok=True)
        return []
    with np.load(folder / "routing.npz") as log:
        counts = log["counts"]
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    told = {
        "base": settings.base,
        "tokens": int(np.sum(result["tokens"])),
        "clusterSteps": int(np.ceil(settings.branch_share * len(counts))) if settings.rule == "router" else 0,
    }
    experts = [cluster_id(number) for number in range(count_experts(config, settings))]
    labels = [(part.id, part.label) for part in config.parts]
    document = routing_document(counts, experts, labels, told, config.training.batch_tokens)
    write_text(target, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    return [SPECIALISATION]
