"""Reads a configuration: one TOML file, checked, with messages that name the place and the reason.

A file may say `extends = "other.toml"` (relative to itself): tables are then merged key by key,
lists replaced, so that a trial run differs from the real one only in what it says. `without = ["table"]` leaves tables of that
file out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tryage_recipe.core.config import (
    Config,
    Corpora,
    Domain,
    Expert,
    Library,
    Part,
    Schedule,
    Size,
    TokenizerSettings,
    Training,
    growth,
)
from tryage_recipe.core.config_reader import ConfigError, read_rows, read_section, read_tables


def _read_domain(row: Any, number: int) -> Domain:
    where = f"[[domains]] number {number}"
    if not isinstance(row, Mapping) or not {"id", "label"} <= set(row) <= {"id", "label", "parts"}:
        raise ConfigError(f"{where}: needs the keys id, label and parts, and no others")
    parts = tuple(
        read_section(part, Part, f"{where}, [[domains.parts]] number {position}")
        for position, part in enumerate(read_rows(row, "parts", where), 1)
    )
    return Domain(id=row["id"], label=row["label"], parts=parts)


def _read_experts(rows: list[Any], key: str) -> tuple[Expert, ...]:
    return tuple(read_section(row, Expert, f"[[{key}]] number {number}") for number, row in enumerate(rows, 1))


def _budgets(table: Mapping[str, Any], experts: tuple[Expert, ...]) -> dict[str, int]:
    """Tokens of every expert: its own entry of `[tokens]`, or the entry `default`; 0 only where an expert is taken over."""
    ids = {expert.id for expert in experts}
    if unknown := sorted(set(table) - ids - {"default"}):
        raise ConfigError(f"[tokens]: {unknown[0]!r} is not an expert")
    budgets = {}
    for expert in experts:
        budget = table.get(expert.id, table.get("default"))
        if not isinstance(budget, int) or budget < (0 if expert.continues else 1):
            raise ConfigError(f"[tokens]: expert {expert.id!r} needs a positive whole number, or set `default`")
        budgets[expert.id] = budget
    return budgets


def _check_names(config: Config) -> None:
    for kind, ids in (
        ("domain", [domain.id for domain in config.domains]),
        ("part", [part.id for part in config.parts]),
        ("expert", [expert.id for expert in config.trained]),
    ):
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ConfigError(f"{kind} {twice[0]!r} is defined twice")


def _check_values(config: Config) -> None:
    for pattern in (*(part.match for part in config.parts), *config.corpora.held_out_sources):
        try:
            re.compile(pattern)
        except re.error as error:
            raise ConfigError(f"regular expression {pattern!r}: {error}") from error
    if not 0 < config.corpora.router_share < 1:
        raise ConfigError("[corpora]: router_share must lie between 0 and 1")
    for name, schedule in config.schedules.items():
        if schedule.batch_tokens <= config.training.window:
            raise ConfigError(f"[schedules.{name}]: batch_tokens must be greater than [training] window")
    if not 0 < config.training.shortest_window <= config.training.window:
        raise ConfigError("[training]: shortest_window must lie between 1 and window")


def _check_experts(config: Config) -> None:
    part_ids = {part.id for part in config.parts}
    earlier: dict[str, Expert] = {}
    for expert in config.trained:
        where = f"expert {expert.id!r}"
        if expert.size not in config.sizes:
            raise ConfigError(f"{where}: size {expert.size!r} is not in [sizes]")
        if expert.schedule is not None and expert.schedule not in config.schedules:
            raise ConfigError(f"{where}: schedule {expert.schedule!r} is not in [schedules]")
        if unknown := [part for part in (*expert.parts, *expert.reads) if part not in part_ids]:
            raise ConfigError(f"{where}: part {unknown[0]!r} is not defined")
        if expert.branch_from is not None and expert.continues is not None:
            _check_transfer(config, expert, earlier)
        if expert.branch_from is not None:
            base = earlier.get(expert.branch_from)
            if base is None:
                raise ConfigError(f"{where}: branch_from {expert.branch_from!r} is not an expert defined before it")
            if growth(config.sizes[base.size], config.sizes[expert.size]) is None:
                raise ConfigError(f"{where}: branch_from {base.id!r} is {base.size}, which does not grow into {expert.size}")
        earlier[expert.id] = expert


def _check_transfer(config: Config, expert: Expert, earlier: Mapping[str, Expert]) -> None:
    """Both `branch_from` and `continues`: only for a causal expert of the size of its base, which continues a masked one too."""
    where, base = f"expert {expert.id!r}", earlier.get(str(expert.branch_from))
    if config.task == "masked" or not config.tokens[expert.id]:
        raise ConfigError(f"{where}: either branch_from or continues, not both")
    if base is not None and (base.continues is None or base.size != expert.size):
        raise ConfigError(f"{where}: branch_from {base.id!r} must continue a masked expert, and be of the same size")


def load_config(path: Path) -> Config:
    """Reads and validates a configuration file. Raises ConfigError."""
    tables = read_tables(path)
    library = read_section(tables.get("library"), Library, "[library]")
    sizes = {
        name: read_section(table, Size, f"[sizes.{name}]") for name, table in tables.get("sizes", {}).items()
    }
    schedules = {
        name: read_section(table, Schedule, f"[schedules.{name}]") for name, table in tables.get("schedules", {}).items()
    }
    experts = _read_experts(read_rows(tables, "experts", str(path)), "experts")
    control = _read_experts(tables.get("control", []), "control")
    config = Config(
        id=library.id,
        name=library.name,
        description=library.description,
        seed=library.seed,
        domains=tuple(
            _read_domain(row, number) for number, row in enumerate(read_rows(tables, "domains", str(path)), 1)
        ),
        corpora=read_section(tables.get("corpora"), Corpora, "[corpora]"),
        tokenizer=read_section(tables.get("tokenizer"), TokenizerSettings, "[tokenizer]"),
        sizes=sizes,
        training=read_section(tables.get("training"), Training, "[training]"),
        experts=experts,
        control=control,
        tokens=_budgets(tables.get("tokens", {}), experts + control),
        schedules=schedules,
        tables=tables,
        task=library.task,
    )
    _check_names(config)
    _check_values(config)
    _check_experts(config)
    return config
