"""Checkpoint files of an interrupted training run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch


def write_checkpoint(path: Path, key: str, state: dict[str, Any]) -> None:
    """Stores the state of the run that `key` identifies; the old file stays until the new one is complete."""
    partial = path.with_suffix(".partial")
    torch.save({"key": key, **state}, partial)
    os.replace(partial, path)


def read_checkpoint(path: Path, key: str) -> dict[str, Any] | None:
    """The state that was stored for the same run; None when there is none, or it is of another run."""
    if not path.exists():
        return None
    state = torch.load(path, weights_only=True)
    return state if state["key"] == key else None
