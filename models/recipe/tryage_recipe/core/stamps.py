"""Stamps: how a stage knows that its outputs belong to the configuration at hand."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

from tryage_recipe.core.config import Config
from tryage_recipe.core.file_digests import FileDigests
from tryage_recipe.core.files import write_text
from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.paths import PROBES, Paths

#: Stages in order; each depends on all before it.
STAGES = ("corpora", "tokenizer", "experts", "qtable", "router", "constraints", "causal", "joint", "export")


class StageError(RuntimeError):
    """A stage cannot run now; the message says what to do."""


def digest(content: Any) -> str:
    """Hash of anything that JSON can write."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=list).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """Hash of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _corpora_inputs(config: Config, paths: Paths) -> Any:
    """Labels, dates and licences are left out: mending one must not throw trained models away."""
    digests = FileDigests(paths.stage("corpora") / "digests.json")
    found = [path for folder in paths.corpora if folder.is_dir() for path in folder.glob("*.jsonl*")]
    files = sorted((path.name, digests.of(path)) for path in found)
    digests.save()
    rules = [(domain.id, [(part.id, part.match) for part in domain.parts]) for domain in config.domains]
    return [config.seed, rules, dataclasses.asdict(config.corpora), files]


def _library_digest(config: Config, library: Path) -> str:
    """Hash of a library that is continued. One that is exported as a variant of it is written into its manifest, which changes
    nothing of what was taken from it."""
    if not config.tables.get("export", {}).get("variant"):
        return file_digest(library / MANIFEST)
    told = json.loads((library / MANIFEST).read_text(encoding="utf-8"))
    return digest({name: value for name, value in told.items() if name != "variants"})


def expert_key(config: Config, expert_id: str, tokens_key: str) -> str:
    """Identifies an expert's training: its data, shape, budget, settings, and the expert it starts from."""
    expert = config.expert(expert_id)
    settings = dataclasses.asdict(config.training_of(expert))
    settings.pop("checkpoint_seconds")
    growth_factor, source_exponent = settings.pop("growth_factor"), settings.pop("source_exponent")
    base = expert_key(config, expert.branch_from, tokens_key) if expert.branch_from else None
    shape = dataclasses.asdict(config.sizes[expert.size])
    named = [tokens_key, config.seed, expert_id, expert.parts, shape, config.tokens[expert_id], settings, base]
    # What few experts have is named only for these: the others stay what they are.
    grown = expert.branch_from and config.expert(expert.branch_from).size != expert.size
    extra = ([expert.until] if expert.until else []) + ([growth_factor] if grown else [])
    if expert.schedule:
        schedule = dataclasses.asdict(config.schedules[expert.schedule])
        schedule.pop("source_exponent")
        extra.append(schedule)
    extra += [source_exponent] if source_exponent != 1.0 else []
    extra += [expert.continues] if expert.continues else []
    extra += [expert.reads] if expert.reads else []
    extra += [config.task] if config.task != "masked" else []
    return digest(named + extra)


def stage_key(config: Config, paths: Paths, stage: str) -> str:
    """Hash of all that a stage's outputs depend on, the stages before it included."""
    if stage == "corpora":
        return digest(_corpora_inputs(config, paths))
    before = stage_key(config, paths, STAGES[STAGES.index(stage) - 1])
    if stage == "tokenizer":
        # A library that is continued gives the tokenizer, and weights to the experts, whose keys follow from this one.
        continued = [_library_digest(config, paths.library)] if paths.library else []
        return digest([before, dataclasses.asdict(config.tokenizer), *continued])
    if stage == "experts":
        return digest([expert_key(config, expert.id, before) for expert in config.trained])
    if stage == "constraints":
        return digest([before, config.tables.get(stage), [file_digest(path) for path in sorted(PROBES.glob("*.json"))]])
    if stage == "router":  # what it is compared with does not change it
        settings = config.tables.get(stage, {})
        return digest([before, {name: value for name, value in settings.items() if not name.startswith("ablation")}])
    if stage == "export":  # writes labels, dates and licences too
        tables = {name: table for name, table in config.tables.items() if name != "paths"}
        return digest([before, tables])
    return digest([before, config.tables.get(stage)])


def is_done(config: Config, paths: Paths, stage: str) -> bool:
    """Whether the stage has finished with this configuration and its outputs are still there."""
    stamp = paths.stage(stage) / "stamp.json"
    if stage == "tokenizer" and not paths.tokens("experts").is_dir():
        return False
    if stage == "export" and not (paths.out / "library.json").exists():
        return False
    return stamp.exists() and json.loads(stamp.read_text())["key"] == stage_key(config, paths, stage)


def was_run(paths: Paths, stage: str) -> bool:
    """Whether the stage has ever finished, with whatever configuration."""
    return (paths.stage(stage) / "stamp.json").exists()


def mark_done(config: Config, paths: Paths, stage: str) -> None:
    write_text(paths.stage(stage) / "stamp.json", json.dumps({"key": stage_key(config, paths, stage)}))
