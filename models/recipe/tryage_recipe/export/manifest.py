"""The manifest `library.json`: the only thing through which the app knows the library."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tryage_recipe.core.config import Config
from tryage_recipe.core.forms import Form
from tryage_recipe.core.library_files import MANIFEST, camel_case, expert_folder, expert_model
from tryage_recipe.evaluate.scores import SetScores

#: Of a masked library with one tokenizer, which older apps read too, and of all others.
FIRST_VERSION, SECOND_VERSION = 1, 2
#: The unit of losses where all experts share a tokenizer.
PER_TOKEN = "nats per token"


class HashError(RuntimeError):
    """A file is not the one that the manifest describes."""


def describe_file(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def describe_files(root: Path, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """SHA-256 and size of every file by its path under the library's folder."""
    return {name: describe_file(root / name) for name in sorted(names)}


def verify_files(root: Path, files: dict[str, dict[str, Any]]) -> None:
    """Raises HashError at the first file whose content is not as described."""
    for name, described in files.items():
        if describe_file(root / name) != described:
            raise HashError(f"{name} differs from its entry in {MANIFEST}")


def part_licences(config: Config, part_ids: Iterable[str]) -> str:
    """What the sources of some parts state, each statement once."""
    by_id = {part.id: part.license for part in config.parts}
    return "; ".join(dict.fromkeys(by_id[part_id] for part_id in part_ids))


def expert_entry(config: Config, out: Path, meta: dict[str, Any], form: Form) -> dict[str, Any]:
    """An expert from its configuration, its training's meta data and its shipped file."""
    expert = config.expert(meta["id"])
    size = config.sizes[expert.size]
    return {
        "id": expert.id,
        "label": expert.label,
        "description": expert.description,
        "parts": meta["parts"],
        "generalist": expert.generalist,
        "size": expert.size,
        "layers": size.layers,
        "hidden": size.hidden,
        "parameters": meta["parameters"],
        "bytes": (out / expert_model(expert.id, form)).stat().st_size,
        "newestText": meta["newestText"],
        "newestTextEvidence": meta["newestTextEvidence"],
        # Of an expert that is taken over, what its own library says: its parts have more sources here than it has read.
        "license": meta.get("license") or part_licences(config, meta["parts"]),
        "training": meta["training"],
        "model": expert_model(expert.id, form),
        "folder": expert_folder(expert.id),
    }


def version_entries(config: Config) -> dict[str, Any]:
    """The manifest's version, and what a causal library says of its experts."""
    if config.task == "masked":
        return {"schemaVersion": FIRST_VERSION}
    return {"schemaVersion": SECOND_VERSION, "task": config.task, "unit": PER_TOKEN}


def domain_entries(config: Config) -> list[dict[str, Any]]:
    return [
        {"id": d.id, "label": d.label, "parts": [{"id": part.id, "label": part.label} for part in d.parts]}
        for d in config.domains
    ]


def results_entry(scores: dict[str, SetScores]) -> dict[str, Any]:
    """Scores by kind of prompt, losses in nats per token."""
    return {kind: camel_case(score) for kind, score in scores.items()}
