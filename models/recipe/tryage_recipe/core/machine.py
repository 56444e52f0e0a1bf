"""What a stage may use of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Machine:
    """`jobs`: worker processes at most (None: one per core). `device`: where models are computed, as PyTorch names it."""

    jobs: int | None = None
    device: str = "cpu"
