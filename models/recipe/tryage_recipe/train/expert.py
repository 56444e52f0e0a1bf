"""Trains one expert: masked or causal language modelling for a budget of tokens, with checkpoints.

An interrupted run continues from its last checkpoint and ends with the same weights, to the bit
on the same machine, as one that was never interrupted.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import zlib
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save

from tryage_recipe.core.config import Config, Expert, Training
from tryage_recipe.core.files import write_bytes, write_text
from tryage_recipe.core.library_files import stored_form
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.sampling import NextTokenSampler, WindowSampler, source_name
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.train.starting import MODELS, continue_from, entry_of, expert_shape, starting_model
from tryage_recipe.train.trainer import Trainer
from tryage_recipe.train.training_log import TrainingLog
from tryage_recipe.train.training_run import train_to_end


def trained_parts(config: Config, expert: Expert, pool: TokenPool) -> list[int]:
    """Part numbers that an expert reads; for a generalist all parts with text in the experts' pool. Of these `until`
    leaves those that are known to hold nothing newer."""
    if expert.generalist:
        present = set(pool.parts.tolist())
        numbers = [number for number in range(len(config.parts)) if number in present]
    else:
        ids = [part.id for part in config.parts]
        numbers = [ids.index(part) for part in expert.parts]
    until = expert.until
    if until is None:
        return numbers
    dates = {number: config.parts[number].newest_text for number in numbers}
    return [number for number, date in dates.items() if date is not None and date[: len(until)] <= until]


def newest_text(config: Config, parts: list[int]) -> tuple[str | None, str]:
    """Newest date among parts (None when no part has one), and the evidence: for the parts of that date
    and for those without any, which make it a lower bound."""
    chosen = [config.parts[number] for number in parts]
    dates = [part.newest_text for part in chosen if part.newest_text]
    newest = max(dates) if dates else None
    shown = [part for part in chosen if part.newest_text == newest] + [p for p in chosen if not p.newest_text]
    return newest, "; ".join(f"{part.label}: {part.evidence}" for part in shown)


def read_metas(config: Config, paths: Paths) -> list[dict[str, Any]]:
    """`meta.json` of all experts of the library, in order."""
    return [json.loads((paths.expert(expert.id) / "meta.json").read_text()) for expert in config.experts]


def sources_of(pool: TokenPool, parts: list[int]) -> list[str]:
    """Names of all repositories and projects that have text in these parts of a pool, sorted."""
    return sorted({source_name(record.source) for record, part in zip(pool.records(), pool.parts) if part in parts})


def keep_file(library: Path, entry: dict[str, Any], folder: Path) -> None:
    """Puts an expert's ONNX file into its work folder: the export takes it as it is, in place of writing the same again."""
    if form := stored_form(entry):
        shutil.copyfile(library / entry["model"], folder / f"shipped-{form}.onnx")


def taken_meta(config: Config, expert: Expert, entry: dict[str, Any], key: str, shape: RoFormerShape) -> dict[str, Any]:
    """`meta.json` of an expert that is taken over: dates, licences and training as its library tells them."""
    told = {name: entry[name] for name in ("size", "parameters", "newestText", "newestTextEvidence", "license", "training")}
    parts = list(expert.parts or expert.reads or entry["parts"])
    return {"id": expert.id, "key": key, "shape": vars(shape), "parts": parts, **told}


def take_expert(config: Config, paths: Paths, expert_id: str, key: str) -> None:
    """Writes `model.safetensors` and `meta.json` of an expert that is not trained but taken over. Raises StageError."""
    expert = config.expert(expert_id)
    shape = expert_shape(config, expert, config.tokenizer.vocabulary)
    entry = entry_of(paths.library, str(expert.continues))
    model = continue_from(paths.library, str(expert.continues), MODELS[config.task](shape))
    folder = paths.expert(expert_id)
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(folder / "model.safetensors", save(model.state_dict()))
    keep_file(Path(str(paths.library)), entry, folder)
    write_text(folder / "meta.json", json.dumps(taken_meta(config, expert, entry, key, shape), indent=1))


def _sampler(config: Config, pool: TokenPool, parts: list[int], settings: Training, seed: int) -> WindowSampler:
    if config.task == "causal":
        return NextTokenSampler(pool, parts, settings, seed, settings.mask_share)
    return WindowSampler(pool, parts, settings, seed)


def train_expert(
    config: Config, paths: Paths, expert_id: str, key: str, stop_after: int | None = None, device: str = "cpu"
) -> dict[str, Any]:
    """Trains an expert to its budget and writes `model.safetensors` and `meta.json`; returns the latter.

    `key` identifies the run: a checkpoint with another key is ignored. `stop_after` ends the call
    after so many steps in all with a checkpoint, as an interruption would; the result is then {}. `device` as PyTorch
    names it.
    """
    expert = config.expert(expert_id)
    folder = paths.expert(expert_id)
    folder.mkdir(parents=True, exist_ok=True)
    pool = TokenPool.load(paths.tokens("experts"))
    parts = trained_parts(config, expert, pool)
    seed = zlib.crc32(f"{config.seed}:{expert_id}".encode())
    model = starting_model(config, paths, expert, seed)
    settings, form = config.training_of(expert), config.trained_form(expert)
    sampler = _sampler(config, pool, parts, settings, seed)
    factor, budget = config.rate_factor(expert), config.tokens[expert_id]
    trainer = Trainer(model.to(device), sampler, settings, budget, factor, form)
    checkpoint = folder / "checkpoint.pt"
    resumed = trainer.restore(checkpoint, key)
    with (folder / "log.jsonl").open("a" if resumed else "w", encoding="utf-8") as log:
        report = TrainingLog(trainer, expert_id, log)
        finished = train_to_end(trainer, checkpoint, key, report, settings.checkpoint_seconds, stop_after)
    if not finished:
        return {}
    state = {name: tensor.cpu() for name, tensor in model.state_dict().items()}
    # What was trained is the rounded model: the weights in between only collected its steps.
    write_bytes(folder / "model.safetensors", save(rounded_state(state, form) if form else state))
    sources = {"sources": sources_of(pool, parts)} if expert.continues else {}
    meta = {"key": key, **_describe(config, expert, parts, trainer), **sources}
    write_text(folder / "meta.json", json.dumps(meta, indent=1))
    checkpoint.unlink(missing_ok=True)
    return meta


def _describe(config: Config, expert: Expert, parts: list[int], trainer: Trainer) -> dict[str, Any]:
    """What the library tells about a trained expert."""
    newest, evidence = newest_text(config, parts)
    return {
        "id": expert.id,
        "size": expert.size,
        "shape": vars(trainer.model.shape),
        "parameters": sum(parameter.numel() for parameter in trainer.model.parameters()),
        "parts": [config.parts[number].id for number in parts],
        "newestText": newest,
        "newestTextEvidence": evidence,
        "training": {
            "tokens": trainer.progress.tokens,
            "steps": trainer.progress.step,
            "seconds": round(trainer.progress.seconds, 1),
            "hardware": hardware_name(trainer.device),
            "branchedFrom": expert.branch_from,
            **({"continues": expert.continues} if expert.continues else {}),
        },
    }


def hardware_name(device: torch.device, threads: int = 1) -> str:
    """What a training of one process of so many threads on this device ran on."""
    if device.type == "cuda":
        return f"one {torch.cuda.get_device_name(device)}, shared by several trainings"
    counted = "one thread" if threads == 1 else f"{threads} threads"
    return f"{counted} of {os.cpu_count()} cores, {processor_name()}"


def processor_name() -> str:
    """The processor's name as the operating system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
