"""Checkpoint files of an interrupted training run."""

from __future__ import annotations

import io
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch

from tryage_recipe.core.files import write_bytes


def write_checkpoint(path: Path, key: str, state: dict[str, Any]) -> None:
    """Stores the state of the run that `key` identifies; the old file stays until the new one is complete."""
    # Through memory: written straight to a full disk, torch's own error does not say so.
    content = io.BytesIO()
    torch.save({"key": key, **state}, content)
    write_bytes(path, content.getvalue())


def read_checkpoint(path: Path, key: str) -> dict[str, Any] | None:
    """The state that was stored for the same run; None when there is none, it is of another run, or it is damaged."""
    if not path.exists():
        return None
    content = io.BytesIO(path.read_bytes())
    try:
        state = torch.load(content, weights_only=True, map_location="cpu")
    except (RuntimeError, UnpicklingError, EOFError, OSError, ValueError) as error:
        print(f"{path} is damaged ({str(error).splitlines()[0]}): this training starts anew", flush=True)
        return None
    return state if state["key"] == key else None
