"""The co-trained library as a configuration and paths of its own, so that every stage measures, routes and
exports it exactly as the first one. Only texts, tokenizer and prompts' recipe are shared."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file

from tryage_recipe.core.config import Config, Expert
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.prompt_sets import ROUTER_TRAIN, load_set, plan_sets
from tryage_recipe.joint.runs import load_states, read_result, run_folder
from tryage_recipe.joint.settings import JointRun, cluster_id, count_experts, main_run
from tryage_recipe.measure.qtable import column_file, load_qtable
from tryage_recipe.measure.shipped_expert import form_file
from tryage_recipe.train.expert import hardware_name, newest_text
from tryage_recipe.train.starting import expert_shape

FOLDER = "cotrained"
LABELS = "labels.json"
#: A label names the parts that give an expert at least this share of its prompts, the most frequent first, and so many.
LABEL_SHARE, LABEL_PARTS = 0.2, 3


def cotrained_paths(config: Config, paths: Paths) -> Paths:
    """Work folder of the main run's library, and `cotrained/` in the folder of the first one."""
    work = paths.stage("joint") / "libraries" / run_folder(config, paths, main_run(config)).name
    return Paths(paths.corpora, work, paths.out / FOLDER, paths.texts or paths.work)


def _kept(config: Config, run: JointRun) -> list[Expert]:
    """The base and the further experts of the first library that take part."""
    ids = list(dict.fromkeys((run.settings.base, *run.settings.keep)))
    return [
        expert if expert.branch_from in ids else replace(expert, branch_from=None)
        for expert in map(config.expert, ids)
    ]


def _clusters(config: Config, run: JointRun, work: Path) -> list[Expert]:
    """The experts that the run made; named by what they are good at once that is known."""
    labels = json.loads((work / LABELS).read_text()) if (work / LABELS).exists() else {}
    unknown = {"label": "Cluster", "description": "Found by end-to-end training.", "parts": []}
    experts = []
    for expert_id in map(cluster_id, range(count_experts(config, run.settings))):
        told = labels.get(expert_id, unknown)
        size, base = config.expert(run.settings.base).size, run.settings.base
        experts.append(Expert(expert_id, told["label"], told["description"], size, tuple(told["parts"]), base))
    return experts


def cotrained_config(config: Config, paths: Paths) -> Config:
    """The configuration of the co-trained library: its experts in place of the first library's specialists."""
    run = main_run(config)
    kept, clusters = _kept(config, run), _clusters(config, run, cotrained_paths(config, paths).work)
    # The causal model's space of the same prompts ships once, with the first library.
    tables = {name: table for name, table in config.tables.items() if name not in ("joint", "causal")}
    # Without what would tell its router the labels.
    unlabelled = {"start_from": run.settings.base, "pretraining_prompts": 0, "space_weight": 0.0, "continues": False}
    tables["router"] = {**tables.get("router", {}), **unlabelled}
    if "export" in tables:
        tables["export"] = {**tables["export"], "reference_expert": clusters[0].id}
    budget = run.settings.tokens // len(clusters)
    return replace(
        config,
        id=f"{config.id}-{FOLDER}",
        name=f"{config.name}, co-trained",
        description=f"{len(clusters)} experts that found their subjects by themselves: router and experts were trained "
        f"together from {config.expert(run.settings.base).label}, without any label.",
        experts=(*kept, *clusters),
        control=(),
        tokens={**{expert.id: config.tokens[expert.id] for expert in kept}, **{e.id: budget for e in clusters}},
        tables=tables,
    )


def _meta(config: Config, paths: Paths, run: JointRun, result: dict[str, Any], number: int) -> dict[str, Any]:
    """What the library tells about an expert of the run; its parts are those it trained on, most tokens first."""
    tokens = np.array(result["tokens"])
    base = json.loads((paths.expert(run.settings.base) / "meta.json").read_text())
    own = tokens[:, number]
    parts = [int(part) for part in np.argsort(-own, kind="stable") if own[part]]
    # The expert started from the base, so it has seen the base's texts too.
    ids = [part.id for part in config.parts]
    newest, evidence = newest_text(config, sorted({*parts, *map(ids.index, base["parts"])}))
    return {
        "id": cluster_id(number),
        "size": base["size"],
        "shape": vars(expert_shape(config, config.expert(run.settings.base), config.tokenizer.vocabulary)),
        "parameters": base["parameters"],
        "parts": [ids[part] for part in parts] or base["parts"],
        "newestText": newest,
        "newestTextEvidence": evidence,
        "training": {
            "tokens": int(own.sum()),
            "steps": result["steps"][number],
            "seconds": round(result["seconds"] * float(own.sum() / tokens.sum()), 1),
            "hardware": hardware_name(torch.device("cpu")),
            "branchedFrom": run.settings.base,
        },
    }


def write_experts(config: Config, paths: Paths) -> None:
    """Lays the finished main run's experts, and copies of those kept, out as a trained library."""
    run = main_run(config)
    library, result = cotrained_paths(config, paths), read_result(config, paths, run)
    for number, state in enumerate(load_states(config, paths, run)):
        folder = library.expert(cluster_id(number))
        folder.mkdir(parents=True, exist_ok=True)
        save_file(state, folder / "model.safetensors")
        (folder / "meta.json").write_text(json.dumps(_meta(config, paths, run, result, number), indent=1))
    for expert in _kept(config, run):
        library.expert(expert.id).mkdir(parents=True, exist_ok=True)
        for name in ("model.safetensors", "meta.json"):
            shutil.copyfile(paths.expert(expert.id) / name, library.expert(expert.id) / name)
    _copy_measurements(config, paths, library, run)


def _copy_measurements(config: Config, paths: Paths, library: Paths, run: JointRun) -> None:
    """What was measured for the first library holds here too: losses of the kept experts, latency of a shape."""
    copies = [
        tuple(column_file(where, plan.name, expert.id) for where in (paths, library))
        for expert in _kept(config, run)
        for plan in plan_sets(config)
    ]
    for pattern in ("latency-*.json", *(f"probes-{expert.id}.json" for expert in _kept(config, run))):
        copies += [(file, library.stage("constraints") / file.name) for file in paths.stage("constraints").glob(pattern)]
    copies += [tuple(form_file(where, expert.id) for where in (paths, library)) for expert in _kept(config, run)]
    for source, target in copies:
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def describe_expert(number: int, won: np.ndarray, labels: list[str], base: str, total: int) -> dict[str, str]:
    """Label and description from the router's prompts that an expert is the best for: counts `won` by part."""
    order, count = np.argsort(-won, kind="stable"), int(won.sum())
    named = [labels[part] for part in order[:LABEL_PARTS] if won[part] >= LABEL_SHARE * count and won[part]]
    subject = ", ".join(named) or (labels[order[0]] if count else "Unused")
    shares = ", ".join(f"{won[part] / count:.0%} {labels[part]}" for part in order[:LABEL_PARTS] if won[part])
    found = f"Found without labels, by training router and experts together from {base}."
    best = f"The best expert for {count:,} of the router's {total:,} training prompts" + (f": {shares}." if count else ".")
    return {"label": f"{subject} (cluster {number + 1})", "description": f"{found} {best}"}


def write_labels(config: Config, paths: Paths) -> None:
    """Names the experts by the router-training prompts whose least true loss is theirs."""
    run, library = main_run(config), cotrained_paths(config, paths)
    derived = cotrained_config(config, paths)
    best = load_qtable(derived, library, ROUTER_TRAIN).loss.argmin(axis=1)
    parts = load_set(library, ROUTER_TRAIN).parts
    labels = [part.label for part in config.parts]
    base = config.expert(run.settings.base).label
    told = {}
    for number in range(count_experts(config, run.settings)):
        column = [expert.id for expert in derived.experts].index(cluster_id(number))
        won = np.array([int(((parts == part.id) & (best == column)).sum()) for part in config.parts])
        main = [config.parts[part].id for part in np.argsort(-won, kind="stable")[:LABEL_PARTS] if won[part]]
        meta = json.loads((library.expert(cluster_id(number)) / "meta.json").read_text())
        told[cluster_id(number)] = {
            **describe_expert(number, won, labels, base, len(best)),
            "parts": main or meta["parts"][:1],
        }
    (library.work / LABELS).write_text(json.dumps(told, indent=1))
