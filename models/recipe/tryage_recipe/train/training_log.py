"""What a training of a language model writes down and prints while it runs."""

from __future__ import annotations

import json
import time
from typing import TextIO

from tryage_recipe.train.trainer import Trainer

LOG_SECONDS = 10.0


class TrainingLog:
    """Writes a row to `log` every `LOG_SECONDS` and at the end, and prints it; called after every step."""

    def __init__(self, trainer: Trainer, name: str, log: TextIO) -> None:
        self._trainer, self._name, self._log = trainer, name, log
        self._logged = time.monotonic()
        self._tokens_logged = trainer.progress.tokens
        self._losses: list[float] = []

    def __call__(self, loss: float, last: bool) -> None:
        self._losses.append(loss)
        now = time.monotonic()
        if now - self._logged >= LOG_SECONDS or last:
            self._write(now)

    def _write(self, now: float) -> None:
        trainer, progress = self._trainer, self._trainer.progress
        speed = (progress.tokens - self._tokens_logged) / max(now - self._logged, 1e-9)
        loss = sum(self._losses) / len(self._losses)
        self._log.write(json.dumps({**vars(progress), "loss": round(loss, 4), "tokensPerSecond": round(speed)}) + "\n")
        self._log.flush()
        print(
            f"{self._name}: {progress.step}/{trainer.steps} loss {loss:.3f}, {speed:,.0f} tokens/s, "
            f"{trainer.seconds_left:.0f} s left",
            flush=True,
        )
        self._logged, self._tokens_logged, self._losses = now, progress.tokens, []
