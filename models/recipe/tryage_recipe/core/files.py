"""Files that are either whole or not there: an interruption or a full disk never leaves half of one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Figures = TypeVar("Figures")


def write_bytes(path: Path, content: bytes) -> None:
    """Writes or replaces a file at once; its folder is made. Raises OSError, and then leaves the old file as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Of this process alone: several may write the same file at once, and each must replace it by a whole one.
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """`write_bytes` of text in UTF-8."""
    write_bytes(path, text.encode())


def kept_figures(path: Path, key: str, compute: Callable[[], Figures]) -> Figures:
    """The figures stored under `key`, or computed and stored for the next time. They must be what JSON can write."""
    if path.exists():
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["key"] == key:
            return stored["figures"]
    figures = compute()
    write_text(path, json.dumps({"key": key, "figures": figures}, indent=1))
    return figures
