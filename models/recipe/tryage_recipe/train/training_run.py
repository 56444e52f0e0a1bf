"""What all trainings share: progress, checkpoints that continue a run to the bit, and the one loop that steps it."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tryage_recipe.core.checkpoint import read_checkpoint, write_checkpoint


@dataclass
class Progress:
    """Where a run stands; goes into its checkpoints."""

    step: int = 0
    seconds: float = 0.0  # of the steps themselves


class TrainingRun(ABC):
    """One training run: `steps` in all, `progress` so far. Subclasses say what a step and a state are."""

    steps: int
    progress: Progress

    def advance(self) -> float | None:
        """One step; returns its loss where it has one."""
        started = time.monotonic()
        loss = self._step()
        self.progress.step += 1
        self.progress.seconds += time.monotonic() - started
        return loss

    @property
    def seconds_left(self) -> float:
        """What the remaining steps will take if they take as long as those so far."""
        return (self.steps - self.progress.step) * self.progress.seconds / max(1, self.progress.step)

    @abstractmethod
    def _step(self) -> float | None:
        """The work of one step. `progress.step` is its number, counted from 0."""

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """All that continues the run but for its progress, as `torch.save` can write it."""

    @abstractmethod
    def load_state(self, state: dict[str, Any]) -> None:
        """Goes back to a `state`."""

    def save(self, path: Path, key: str) -> None:
        """Writes a checkpoint; the old one stays until the new one is complete."""
        write_checkpoint(path, key, {**self.state(), "progress": vars(self.progress)})

    def restore(self, path: Path, key: str) -> bool:
        """Continues from a checkpoint of the same run; False when there is none, or it is of another run."""
        state = read_checkpoint(path, key)
        if state is None:
            return False
        self.load_state(state)
        self.progress = type(self.progress)(**state["progress"])
        return True


#: Told of every step: its loss, and whether it was the last. True asks for a checkpoint now.
AfterStep = Callable[[float | None, bool], bool | None]


def train_to_end(
    run: TrainingRun,
    checkpoint: Path,
    key: str,
    after_step: AfterStep,
    save_seconds: float | None = None,
    stop_after: int | None = None,
) -> bool:
    """Steps until the run has ended (True), or until `stop_after` steps in all are done (False).

    Writes a checkpoint under `key` every `save_seconds`, where given, whenever `after_step` asks for one, and where it
    stops early.
    """
    saved = time.monotonic()
    while run.progress.step < run.steps:
        loss = run.advance()
        wanted = after_step(loss, run.progress.step == run.steps)
        stop = run.progress.step == stop_after
        overdue = save_seconds is not None and time.monotonic() - saved >= save_seconds
        if wanted or stop or overdue:
            run.save(checkpoint, key)
            saved = time.monotonic()
        if stop:
            return False
    return True
