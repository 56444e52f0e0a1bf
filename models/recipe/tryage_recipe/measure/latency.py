"""How long one prompt takes an expert on this machine, with the runtime and the file that ship."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from tryage_recipe.models.onnx_export import INPUTS, open_session

TOKENS = 64  # of the timed prompt, special tokens counted
WARM_UP, RUNS = 20, 200


def milliseconds_a_prompt(path: Path, vocabulary: int) -> float:
    """Median processor time of one prompt in an exported expert, batch 1, one thread.

    Processor time and not the clock's, so that other work on the machine does not count.
    """
    session = open_session(path)
    ids = np.random.default_rng(0).integers(5, vocabulary, size=(1, TOKENS))
    inputs = dict(zip(INPUTS, (ids, np.ones_like(ids)), strict=True))
    times = []
    for _ in range(WARM_UP + RUNS):
        started = time.thread_time()
        session.run(None, inputs)
        times.append(time.thread_time() - started)
    return float(np.median(times[WARM_UP:]) * 1e3)
