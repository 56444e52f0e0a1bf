"""One forward pass of a model as it is at the Hub: every input that its file asks for is filled."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import onnxruntime

from tryage_recipe.external.model_files import ModelError

#: Of a timed model.
WARM_UP, RUNS = 1, 5
_TYPES = {
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
}


class Session:
    """A model on one thread of the processor, so that a figure does not depend on the machine's load or number of cores."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4  # what goes wrong is raised, too
        try:
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises a type for each of its states
            raise ModelError(f"{path.name} does not open: {str(error).splitlines()[0]}") from error
        outputs = [output.name for output in self._session.get_outputs()]
        if "logits" not in outputs:
            raise ModelError(f"{path.name} has no output `logits`, but {', '.join(outputs)}")

    def _extra(self, name: str, kind: type, shape: list[int | str], length: int) -> np.ndarray:
        """An input beside the ids: an empty cache, positions, and what tells one file's two uses apart."""
        if name == "attention_mask":
            return np.ones((1, length), kind)
        if name in ("token_type_ids", "task_type_ids", "global_attention_mask"):
            return np.zeros((1, length), kind)
        if name == "position_ids":
            return np.arange(length, dtype=kind)[None]
        if name == "cache_position":
            return np.arange(length, dtype=kind)
        if name.startswith("past_key_values"):
            sizes = [size if isinstance(size, int) else (1 if at == 0 else 0) for at, size in enumerate(shape)]
            return np.zeros(sizes, kind)
        if name in ("use_cache_branch", "num_logits_to_keep"):
            return np.zeros([1] * len(shape), kind)
        raise ModelError(f"it asks for the input {name}, which is not known here")

    def logits(self, ids: list[int]) -> np.ndarray:
        """Logits fp64 [sequence, vocabulary] of one sequence. Raises ModelError."""
        feed = {}
        for told in self._session.get_inputs():
            kind = _TYPES.get(told.type)
            if kind is None:
                raise ModelError(f"its input {told.name} is a {told.type}")
            feed[told.name] = np.array([ids], kind) if told.name == "input_ids" else self._extra(told.name, kind, told.shape, len(ids))
        try:
            found = self._session.run(["logits"], feed)[0][0].astype(np.float64)
        except Exception as error:
            raise ModelError(f"it does not run: {str(error).splitlines()[0]}") from error
        if len(found) != len(ids):
            raise ModelError(f"it gives logits of {len(found)} of {len(ids)} tokens")
        return found


def milliseconds_a_text(path: Path, vocabulary: int, tokens: int) -> float:
    """Median processor time of one text of so many tokens."""
    session = Session(path)
    ids = np.random.default_rng(0).integers(min(5, vocabulary - 1), vocabulary, tokens).tolist()
    times = []
    for _ in range(WARM_UP + RUNS):
        started = time.thread_time()
        session.logits(ids)
        times.append(time.thread_time() - started)
    return round(float(np.median(times[WARM_UP:]) * 1e3), 3)


def token_losses(logits: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """−ln p of each target [n] under logits [n, vocabulary], and whether it is the most probable token."""
    highest = logits.max(axis=1, keepdims=True)
    normaliser = highest[:, 0] + np.log(np.exp(logits - highest).sum(axis=1))
    losses = normaliser - logits[np.arange(len(targets)), targets]
    if not np.isfinite(losses).all():
        raise ModelError("a loss is not a number")
    return losses, logits.argmax(axis=1) == targets
