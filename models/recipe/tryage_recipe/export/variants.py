"""Variants of the library: complete libraries in sub-folders, which the manifest names."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.joint.cotrained import FOLDER, cotrained_config, cotrained_paths
from tryage_recipe.joint.settings import is_configured

#: Folders of all variants that there may be.
VARIANT_FOLDERS = (FOLDER,)


def export_variants(config: Config, paths: Paths, export: Callable[[Config, Paths], None]) -> list[dict[str, Any]]:
    """Exports the variants that the configuration asks for with `export`, deletes others that an earlier export
    left, and returns the manifest's entries."""
    if not is_configured(config):
        shutil.rmtree(paths.out / FOLDER, ignore_errors=True)
        return []
    derived, library = cotrained_config(config, paths), cotrained_paths(config, paths)
    export(derived, library)
    return [{"id": FOLDER, "label": "Co-trained", "description": derived.description, "folder": FOLDER}]
