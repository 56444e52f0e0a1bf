"""`REPORT.md`: every measured table of the library. The stage `export` writes it; `report` writes it anew."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.library_files import MANIFEST, REPORT
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError
from tryage_recipe.data.prompt_sets import BENCHMARK, HELD_OUT
from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.evaluate.control import control_section
from tryage_recipe.evaluate.library_figures import LibraryFigures, library_figures
from tryage_recipe.evaluate.parquet_tables import KINDS
from tryage_recipe.evaluate.spaces import Space, measure_spaces, space_targets, spaces_section
from tryage_recipe.evaluate.targets import Target, benchmark_targets, expert_targets, routing_targets, size_targets
from tryage_recipe.measure.shipped_expert import shipped_cost
from tryage_recipe.report.held_out import held_out_section
from tryage_recipe.report.joint import joint_section, taken_section
from tryage_recipe.report.policy_report import TITLES, policy_section, preamble, targets_section
from tryage_recipe.report.router_ablations import router_ablations_section
from tryage_recipe.report.sections import (
    calibration_section,
    checks_section,
    constraints_section,
    forms_section,
)
from tryage_recipe.report.specialisation import specialisation_section
from tryage_recipe.router.shipped import shipped_agreement
from tryage_recipe.statistics.text import NONE, nats, share, table



def _loss_by_group(measured: MeasuredSet, experts: list[str], groups: np.ndarray) -> str:
    """Mean losses, experts × groups, with the least of every column in bold."""
    names = sorted(set(groups))
    means = np.stack([measured.qtable.loss[groups == name].mean(axis=0) for name in names], axis=1)
    rows = []
    for expert, losses in zip(experts, means, strict=True):
        is_best = losses == means.min(axis=0)
        cells = [f"**{loss:.2f}**" if best else f"{loss:.2f}" for loss, best in zip(losses, is_best, strict=True)]
        rows.append([expert, *cells])
    return table(["expert", *names], rows)


def _selection(measured: MeasuredSet, experts: list[str]) -> str:
    """Share of prompts that the router and the oracle send to each expert, and its mean loss and accuracy."""
    count = len(experts)
    router = np.bincount(measured.choice, minlength=count) / len(measured.choice)
    oracle = np.bincount(measured.qtable.loss.argmin(axis=1), minlength=count) / len(measured.choice)
    loss, accuracy = measured.qtable.loss.mean(axis=0), measured.qtable.accuracy.mean(axis=0)
    rows = [
        [expert, nats(loss[i]), share(accuracy[i]), share(router[i]), share(oracle[i])]
        for i, expert in enumerate(experts)
    ]
    return table(["expert", "mean loss", "mean accuracy", "chosen by router", "best expert (oracle)"], rows)


def _origin(training: dict[str, Any]) -> str | None:
    """What a training started from."""
    if "continues" not in training:
        return training["branchedFrom"]
    continued = f"{training['continues']} of the library before"
    return f"{training['branchedFrom']} and {continued}" if training["branchedFrom"] else continued


def _training(entries: list[dict[str, Any]]) -> str:
    """What each expert is and what its training took, from its manifest entry."""
    header = ["expert", "parameters", "bytes", "tokens", "steps", "seconds", "started from", "newest text"]
    rows = []
    for entry in entries:
        training = entry["training"]
        effort = (training["tokens"], training["steps"], round(training["seconds"]))
        counts = (entry["parameters"], entry["bytes"], *effort)
        before = _origin(training)
        origin = [before or NONE, entry["newestText"] or "unknown"]
        rows.append([entry["id"], *(f"{count:,}" for count in counts), *origin])
    return table(header, rows)


def _targets(config: Config, paths: Paths, figures: LibraryFigures, library: dict[str, Any]) -> list[Target]:
    costs = [shipped_cost(config, paths, expert.id) for expert in config.experts]
    router = library["router"]
    scores = figures.scores
    return [
        *routing_targets(scores[KINDS[BENCHMARK]], scores.get(KINDS[HELD_OUT])),
        *size_targets(router["parameters"], router["bytes"], shipped_agreement(config, paths), max(costs)),
        *benchmark_targets(config, figures.sets, figures.window),
        *expert_targets(config, figures.window),
    ]


def report(
    config: Config, paths: Paths, figures: LibraryFigures, spaces: dict[str, Space], library: dict[str, Any]
) -> str:
    """The whole report; `library` is the manifest."""
    experts = [expert.id for expert in config.experts]
    window, held_out = figures.window, figures.held_out
    targets = [*_targets(config, paths, figures, library), *space_targets(spaces)]
    sections = "\n".join(policy_section(TITLES[kind], score) for kind, score in figures.scores.items())
    return f"""{preamble(config.name, config.task == "causal")}
{targets_section(targets)}
{held_out_section(config, paths, figures, library["router"])}
{sections}
{calibration_section(window)}
{checks_section(config, window)}
## Experts

{_selection(window, experts)}

## Training

{_training(library["experts"])}

{forms_section(config, paths)}
{constraints_section(library["constraints"])}
## Loss by domain

{_loss_by_group(window, experts, window.prompts.domains)}

## Loss by part

{_loss_by_group(window, experts, window.prompts.parts)}

## Loss by part, held-out sources

{_loss_by_group(held_out, experts, held_out.prompts.parts)}
{control_section(config, paths, figures)}{router_ablations_section(paths)}{spaces_section(config, spaces)}{joint_section(config, paths)}{taken_section(config, paths)}{specialisation_section(paths)}"""


def write_report(
    config: Config, paths: Paths, figures: LibraryFigures, spaces: dict[str, Space], library: dict[str, Any]
) -> None:
    (paths.out / REPORT).write_text(report(config, paths, figures, spaces, library), encoding="utf-8")


def run(config: Config, paths: Paths) -> None:
    """Writes the report of an exported library anew. Raises StageError when the library is of another configuration."""
    manifest = paths.out / MANIFEST
    library = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else None
    experts = [expert.id for expert in config.experts]
    if library is None or [entry["id"] for entry in library["experts"]] != experts:
        raise StageError(f"{manifest} is not the library of this configuration: run the stage export first")
    figures = library_figures(config, paths)
    write_report(config, paths, figures, measure_spaces(config, paths, figures.sets), library)
    print(f"report: {paths.out / REPORT}")
