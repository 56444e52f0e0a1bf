"""What single settings of the router are worth: short trainings that differ in one, scored on prompts of held-out sources.

`tryage ablate` trains those that the table `[router]` names, each in a folder of its own and to its last step, and keeps their scores in the work
folder, from where the report takes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_reader import read_section
from tryage_recipe.core.files import write_text
from tryage_recipe.core.paths import Paths, RouterApart
from tryage_recipe.data.prompt_sets import HELD_OUT, HELD_OUT_SHORT, ROUTER_TRAIN, ROUTER_VALID, TYPED, load_set, unseen_rows
from tryage_recipe.data.tokenizer import load_tokenizer
from tryage_recipe.evaluate.benchmark import measured_set
from tryage_recipe.evaluate.predictions import residuals
from tryage_recipe.report.held_out import CHANGES, UNASKED, choices, own_or_generalist
from tryage_recipe.router import stage
from tryage_recipe.router.shipped import rounded_router
from tryage_recipe.router.training import RouterSettings
from tryage_recipe.statistics.metrics import routed_loss
from tryage_recipe.statistics.text import NONE, nats, share, table

#: A phrase that the router reads: those that it does not read cannot change a choice.
PHRASE = UNASKED[-1]
AS_CONFIGURED = "as configured"


def ablations_file(paths: Paths) -> Path:
    return paths.stage("router") / "ablations.json"


def variants(config: Config) -> list[tuple[str, Config]]:
    """Configurations by name: the router's settings but for its epochs, runs and recentring, then each with what the table `ablation` changes. Raises
    ConfigError."""
    settings = config.section("router", RouterSettings)
    fewer = {"prompts": settings.ablation_prompts} if settings.ablation_prompts else {}
    fewer |= {"runs": 1} if settings.runs > 1 else {}
    # A bias that is taken off after the training tells nothing of a setting.
    fewer |= {"recentre": False} if settings.recentre else {}
    short = {**config.tables["router"], "epochs": settings.ablation_epochs, "ablation": (), **fewer}
    rows: list[Mapping[str, Any]] = [{"name": AS_CONFIGURED}, *settings.ablation]
    named = []
    for number, row in enumerate(rows):
        changed = {**short, **{key: value for key, value in row.items() if key != "name"}}
        read_section(changed, RouterSettings, f"[router], ablation number {number}")
        named.append((str(row["name"]), replace(config, tables={**config.tables, "router": changed})))
    return named


def score(config: Config, paths: Paths) -> dict[str, float]:
    """Mean losses of the chosen experts, nats per token, and what else the report tells of a router."""
    router, tokenizer = rounded_router(config, paths, None), load_tokenizer(paths.tokenizer)
    told = {}
    for name in (ROUTER_VALID, HELD_OUT, HELD_OUT_SHORT, TYPED):
        measured = measured_set(config, paths, router, tokenizer, name)
        rows = unseen_rows(config, measured.prompts) if name == ROUTER_VALID else slice(None)
        told[name] = float(routed_loss(measured.qtable.loss, measured.choice)[rows].mean())
        if name != ROUTER_VALID:
            told[f"{name} bias"] = float(residuals(measured).mean())
        if name == TYPED:
            changed = choices(router, paths, [CHANGES[PHRASE](text) for text in measured.texts])
            told["polite"] = float((changed != choices(router, paths, measured.texts)).mean())
            told["own"] = float(own_or_generalist(config, measured).mean())
    return {name: round(value, 4) for name, value in told.items()}


def run(config: Config, paths: Paths) -> None:
    """Trains and scores all of them; those that are scored are skipped."""
    file = ablations_file(paths)
    rows = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    every = len(load_set(paths, ROUTER_TRAIN))
    for name, variant in variants(config):
        if any(row["name"] == name for row in rows):
            continue
        apart = RouterApart(**vars(paths), router=paths.stage("router") / "ablations" / f"{len(rows)}")
        stage.run(variant, apart, keep_last=True)
        settings = variant.section("router", RouterSettings)
        prompts, epochs = min(settings.prompts or every, every), settings.epochs
        rows.append({"name": name, "prompts": prompts, "epochs": epochs, **score(variant, apart)})
        write_text(file, json.dumps(rows, indent=1))
        print(f"ablate: {name}: {rows[-1]}", flush=True)


def _row(row: dict[str, Any]) -> list[str]:
    losses = [nats(row[name]) for name in (ROUTER_VALID, HELD_OUT, HELD_OUT_SHORT, TYPED)]
    bias = [f"{row[f'{name} bias']:+.2f}" for name in (HELD_OUT_SHORT, TYPED)]
    polite = NONE if row["polite"] is None else share(row["polite"])
    return [row["name"], f"{row['prompts']:,} × {row['epochs']}", *losses, *bias, polite, share(row["own"])]


def router_ablations_section(paths: Paths) -> str:
    """Their table; empty where nothing was compared."""
    if not ablations_file(paths).exists():
        return ""
    rows = json.loads(ablations_file(paths).read_text(encoding="utf-8"))
    header = ["router", "prompts × epochs", "validation", "held-out windows", "short", "typed", "bias, short", "bias, typed"]
    header += ["typed: changed by a phrase before it", "typed: own domain or generalist"]
    return f"""
## Settings of the router

Routed loss, nats per token, on the validation prompts of held-out sources and typed ones, by which settings are chosen, and
on prompts of held-out sources. Short trainings: a difference of about 0.02, on typed prompts of 0.04, may be that of another seed. The phrase is one that
the router reads, \u201cA colleague sent me this:\u201d; what it does not read cannot change a choice.

{table(header, [_row(row) for row in rows])}
"""
