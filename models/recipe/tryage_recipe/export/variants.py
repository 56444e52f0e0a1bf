"""Variants of the library: complete libraries in sub-folders, which the manifest names."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import write_text
from tryage_recipe.core.library_files import MANIFEST, PROMPTS
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError
from tryage_recipe.joint.cotrained import FOLDER, cotrained_config, cotrained_paths
from tryage_recipe.joint.settings import makes_library, taken_variants

#: Folders of all variants that there may be.
VARIANT_FOLDERS = (FOLDER, "causal")


def take_variants(config: Config, paths: Paths) -> list[dict[str, Any]]:
    """Copies the variants that the configuration takes over from the library that is continued, and returns their entries in
    its manifest. Raises StageError where it has no such variant."""
    wanted = taken_variants(config)
    if not wanted:
        return []
    if paths.library is None:
        raise StageError("variants are to be taken over: name their library as `library` in the table [paths]")
    told = json.loads((paths.library / MANIFEST).read_text(encoding="utf-8")).get("variants", [])
    entries = [entry for entry in told if entry["id"] in wanted]
    if missing := sorted(set(wanted) - {entry["id"] for entry in entries}):
        raise StageError(f"{paths.library} has no variant {missing[0]}")
    for entry in entries:
        source, target = paths.library / entry["folder"], paths.out / entry["folder"]
        if source.resolve() != target.resolve():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
        entry.pop("otherPrompts", None)
        entry |= _compared(paths.out, target)
    return entries


def _compared(own: Path, variant: Path) -> dict[str, bool]:
    """What a variant's entry says of its prompts: that they are others, where fewer than half of the library's are among them.
    The app compares the prompts of both one by one; a few that are the same by chance are not worth it."""
    prompts, others = (
        set(parquet.read_table(folder / PROMPTS, columns=["id"])["id"].to_pylist()) for folder in (own, variant)
    )
    return {"otherPrompts": True} if 2 * len(prompts & others) < len(prompts) else {}


def register_variant(config: Config, out: Path, label: str) -> None:
    """Writes a library that was exported into a folder of another one into that one's manifest. Raises StageError where the
    folder above holds no library."""
    file = out.resolve().parent / MANIFEST
    if not file.exists():
        raise StageError(f"{out} is to be a variant, but the folder above holds no library: export that one first")
    told, folder = json.loads(file.read_text(encoding="utf-8")), out.resolve().name
    entry = {"id": folder, "label": label, "description": config.description, "folder": folder}
    # Losses of masked and of causal experts are no figures of one scale.
    entry |= _compared(file.parent, out) if told.get("task", "masked") == config.task else {"otherPrompts": True}
    others = [variant for variant in told.get("variants", []) if variant["id"] != folder]
    told["variants"] = [*others, entry]
    write_text(file, json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def _registered(out: Path, made: list[str]) -> list[dict[str, Any]]:
    """Entries of an earlier export's manifest of variants that are exported by themselves, and are still there."""
    file = out / MANIFEST
    told = json.loads(file.read_text(encoding="utf-8")).get("variants", []) if file.exists() else []
    return [v for v in told if v["id"] not in (FOLDER, *made) and (out / v["folder"] / MANIFEST).exists()]


def export_variants(config: Config, paths: Paths, export: Callable[[Config, Paths], None]) -> list[dict[str, Any]]:
    """Exports the variants that the configuration asks for with `export` or takes over, deletes others that an earlier export
    left, and returns the manifest's entries."""
    if not makes_library(config):
        if FOLDER not in taken_variants(config):
            shutil.rmtree(paths.out / FOLDER, ignore_errors=True)
        taken = take_variants(config, paths)
        return taken + _registered(paths.out, [entry["id"] for entry in taken])
    derived, library = cotrained_config(config, paths), cotrained_paths(config, paths)
    export(derived, library)
    return [{"id": FOLDER, "label": "Co-trained", "description": derived.description, "folder": FOLDER}, *_registered(paths.out, [])]
