"""Experts, router and tokenizer in the Hugging Face layout, checked against PyTorch."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import write_text
from tryage_recipe.core.forms import Form
from tryage_recipe.core.library_files import ROUTER_FOLDER, TOKENIZER, expert_folder, expert_model, router_model
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.batches import pad_windows
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import SPECIAL_TOKENS
from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.export.manifest import expert_entry
from tryage_recipe.export.model_card import expert_card, router_card
from tryage_recipe.measure.shipped_expert import expert_form, rounded_expert
from tryage_recipe.models.onnx_export import ParityError, check_parity, export_model
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.router.shipped import router_form

Batch = tuple[torch.Tensor, torch.Tensor]


def parity_batches(prompts: PromptSet, vocabulary: int, seed: int) -> list[Batch]:
    """Inputs to compare engines on: real windows of unequal length, one alone, and random ids of both extremes."""
    generator = np.random.default_rng(seed)
    rows = generator.choice(len(prompts), size=min(6, len(prompts)), replace=False)
    windows = [prompts.window(row) for row in rows]
    noise = [generator.integers(len(SPECIAL_TOKENS), vocabulary, size=size) for size in (1, 126)]
    return [pad_windows(windows), pad_windows(windows[:1]), pad_windows(noise)]


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def export_tokenizer(paths: Paths, longest: int) -> None:
    target = paths.out / TOKENIZER
    # Without the white space that lays it out, which is more than half of the file.
    content = json.loads(paths.tokenizer.read_text(encoding="utf-8"))
    write_text(target, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    names = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": longest}
    write_json(target.with_name("tokenizer_config.json"), settings | dict(zip(names, SPECIAL_TOKENS, strict=True)))


def _remove_models(folder: Path) -> None:
    """Deletes what an earlier export wrote, whose form may have been another one: it would ship unseen."""
    for file in (folder / "onnx").glob("*.onnx"):
        file.unlink()


def _export_or_copy(model: MaskedLanguageModel, form: Form, path: Path, batches: list[Batch], kept: Path) -> float:
    """`export_model`, or a copy of the file that the expert came from where it holds these weights; as it returns. Raises
    ParityError."""
    if kept.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, path)
        try:
            return check_parity(path, model, batches)
        except ParityError:
            print(f"export: {kept} holds other weights: written anew")
    return export_model(model, ["logits"], form, path, batches)


def export_expert(
    config: Config, paths: Paths, meta: dict[str, Any], benchmark: MeasuredSet, batches: list[Batch]
) -> dict[str, Any]:
    """Writes one expert's folder and returns its manifest entry. Raises ParityError."""
    expert_id = meta["id"]
    folder = paths.out / expert_folder(expert_id)
    form = expert_form(config, paths, expert_id)
    model = rounded_expert(config, paths, expert_id, form)
    _remove_models(folder)
    kept = paths.expert(expert_id) / f"shipped-{form}.onnx"
    parity = _export_or_copy(model, form, paths.out / expert_model(expert_id, form), batches, kept)
    write_json(folder / "config.json", model.shape.to_huggingface(causal=config.task == "causal"))
    entry = expert_entry(config, paths.out, meta, form)
    trained = config.trained_form(config.expert(expert_id))
    own = np.isin(benchmark.prompts.parts, meta["parts"])
    column = [expert.id for expert in config.experts].index(expert_id)
    own_loss = float(benchmark.qtable.loss[own, column].mean()) if own.any() else None
    card = expert_card(entry, form, trained, own_loss, int(own.sum()), parity, meta.get("sources", ()), config.task)
    (folder / "README.md").write_text(card, encoding="utf-8")
    print(f"export: {expert_id}: {entry['bytes']:,} bytes, differs from PyTorch by {parity:.1e}", flush=True)
    return entry


def export_router(
    config: Config, paths: Paths, router: PerceptiveRouter, meta: dict[str, Any], batches: list[Batch]
) -> dict[str, Any]:
    """Writes the router's folder and returns its manifest entry. Raises ParityError."""
    folder, shape = paths.out / ROUTER_FOLDER, router.roformer.shape
    experts = [expert.id for expert in config.experts]
    form = router_form(config, paths)
    _remove_models(folder)
    parity = export_model(router, ["losses", "state"], form, paths.out / router_model(form), batches)
    labels = {str(position): expert_id for position, expert_id in enumerate(experts)}
    settings = shape.to_huggingface() | {"architectures": ["PerceptiveRouter"], "id2label": labels}
    write_json(folder / "config.json", settings)
    entry = {
        "folder": ROUTER_FOLDER,
        "model": router_model(form),
        "parameters": meta["parameters"],
        "bytes": (paths.out / router_model(form)).stat().st_size,
        "hidden": shape.hidden,
        "maxTokens": shape.positions,
        "experts": experts,
        "training": meta["training"] | {"keptStep": meta["keptStep"], "validation": meta["validation"]},
        "outputs": {"losses": "losses", "state": "state"},
    }
    (folder / "README.md").write_text(router_card(entry, form, meta, len(experts), parity, config.task), encoding="utf-8")
    print(f"export: router: {entry['bytes']:,} bytes, differs from PyTorch by {parity:.1e}", flush=True)
    return entry
