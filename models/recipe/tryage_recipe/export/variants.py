"""Variants of the library: complete libraries in sub-folders, which the manifest names."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as parquet

from tryage_recipe.core.config import Config
from tryage_recipe.core.library_files import MANIFEST, PROMPTS
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError
from tryage_recipe.joint.cotrained import FOLDER, cotrained_config, cotrained_paths
from tryage_recipe.joint.settings import makes_library, taken_variants

#: Folders of all variants that there may be.
VARIANT_FOLDERS = (FOLDER,)


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
    # The prompts of both libraries are compared by the app, one by one, where they are the same: a few by chance are not worth it.
    own = set(parquet.read_table(paths.out / PROMPTS, columns=["id"])["id"].to_pylist())
    for entry in entries:
        source, target = paths.library / entry["folder"], paths.out / entry["folder"]
        if source.resolve() != target.resolve():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
        shared = own & set(parquet.read_table(target / PROMPTS, columns=["id"])["id"].to_pylist())
        entry.pop("otherPrompts", None)
        if 2 * len(shared) < len(own):
            entry["otherPrompts"] = True
    return entries


def export_variants(config: Config, paths: Paths, export: Callable[[Config, Paths], None]) -> list[dict[str, Any]]:
    """Exports the variants that the configuration asks for with `export` or takes over, deletes others that an earlier export
    left, and returns the manifest's entries."""
    if not makes_library(config):
        if FOLDER not in taken_variants(config):
            shutil.rmtree(paths.out / FOLDER, ignore_errors=True)
        return take_variants(config, paths)
    derived, library = cotrained_config(config, paths), cotrained_paths(config, paths)
    export(derived, library)
    return [{"id": FOLDER, "label": "Co-trained", "description": derived.description, "folder": FOLDER}]
