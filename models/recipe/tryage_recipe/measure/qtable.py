"""Stage `qtable`: the true loss of every expert on every prompt of all prompt sets.

Losses are measured on the weights as shipped. One file per expert and set, so that an interrupted
stage continues where it stopped and a retrained expert is measured again alone.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import as_completed
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch

from tryage_recipe.core.config import Config
from tryage_recipe.core.forms import Form
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import digest, file_digest
from tryage_recipe.core.workers import worker_pool
from tryage_recipe.data.prompt_sets import SetPlan, cut_set, load_set, plan_sets
from tryage_recipe.data.tokenizer import load_tokenizer, token_characters
from tryage_recipe.measure.fillings import Column
from tryage_recipe.measure.measure import measure
from tryage_recipe.measure.shipped_expert import rounded_expert, rounding_costs

REPORT_SECONDS = 15.0


@dataclass(frozen=True)
class QTable:
    """Losses (nats per masked token) and masked-token accuracies, each fp32 [n, experts, permutations]."""

    loss_halves: np.ndarray
    accuracy_halves: np.ndarray

    @property
    def loss(self) -> np.ndarray:
        """Mean over permutations, [n, experts]."""
        return self.loss_halves.mean(axis=2)

    @property
    def accuracy(self) -> np.ndarray:
        return self.accuracy_halves.mean(axis=2)

    @property
    def halves(self) -> np.ndarray:
        """Losses under each permutation alone, [permutations, n, experts]."""
        return np.moveaxis(self.loss_halves, 2, 0)


def column_file(paths: Paths, set_name: str, expert_id: str) -> Path:
    return paths.stage("qtable") / set_name / f"{expert_id}.npz"


def load_column(paths: Paths, set_name: str, expert_id: str) -> Column:
    """What one expert was measured to do on a set."""
    with np.load(column_file(paths, set_name, expert_id)) as column:
        return Column(**{field.name: column[field.name] for field in fields(Column)})


def load_qtable(config: Config, paths: Paths, set_name: str) -> QTable:
    """The Q table of a set, experts in the order of the configuration."""
    columns = [load_column(paths, set_name, expert.id) for expert in config.experts]
    losses, accuracies = [column.loss for column in columns], [column.accuracy for column in columns]
    return QTable(np.stack(losses, axis=1), np.stack(accuracies, axis=1))


def _column_key(config: Config, paths: Paths, expert_id: str, form: Form, plan: SetPlan) -> str:
    """Identifies how prompts are measured: weights and masks."""
    how = [plan.permutations, plan.patterns, plan.exact, config.seed, form]
    how += [field.name for field in fields(Column)]
    return digest([file_digest(paths.expert(expert_id) / "model.safetensors"), how])


def _measured_before(path: Path, key: str) -> tuple[np.ndarray, Column | None]:
    """Fingerprints and figures of the prompts that an earlier set was measured on in just this way; none where it was not."""
    if path.exists():
        with np.load(path) as earlier:
            if "prompts" in earlier.files and str(earlier["key"]) == key:
                return earlier["prompts"], Column(**{field.name: earlier[field.name] for field in fields(Column)})
    return np.array([], dtype=str), None


def _joined(known: Column | None, new: Column | None, at: np.ndarray) -> Column:
    """Rows `at` of known and newly measured prompts, the new ones counted on from the known."""
    parts = [column for column in (known, new) if column is not None]
    return Column(**{f.name: np.concatenate([getattr(part, f.name) for part in parts])[at] for f in fields(Column)})


def measure_expert(config: Config, paths: Paths, expert_id: str, set_name: str, device: str = "cpu") -> float:
    """Measures one expert on those prompts of a set that was cut which its column does not have yet; returns the seconds it took."""
    torch.set_num_threads(1)
    started = time.monotonic()
    form = list(rounding_costs(config, paths, expert_id, device))[-1]
    plan = next(plan for plan in plan_sets(config) if plan.name == set_name)
    prompts = load_set(paths, set_name)
    path = column_file(paths, set_name, expert_id)
    key, names = _column_key(config, paths, expert_id, form, plan), prompts.fingerprints()
    before, known = _measured_before(path, key)
    if np.array_equal(before, names):
        return 0.0
    missing, new = np.flatnonzero(~np.isin(names, before)), None
    if len(missing):
        model = rounded_expert(config, paths, expert_id, form).to(device)
        characters = token_characters(load_tokenizer(paths.tokenizer))
        reporter, how = _Reporter(f"{expert_id} on {set_name}"), (plan.permutations, plan.patterns, config.seed, plan.exact)
        new = measure(model, prompts.rows(missing), *how, characters, reporter)
    row_of = {name: row for row, name in enumerate([*before, *names[missing]])}
    column = _joined(known, new, np.array([row_of[name] for name in names]))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"partial-{path.name}")
    np.savez(partial, **vars(column), key=key, prompts=names)
    os.replace(partial, path)
    return time.monotonic() - started


class _Reporter:
    """Prints progress and time left every few seconds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._started = self._printed = time.monotonic()

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self._printed >= REPORT_SECONDS:
            left = (now - self._started) * (1 - share) / share
            print(f"qtable: {self._name}: {share:.0%}, {left:.0f} s left", flush=True)
            self._printed = now


def run(config: Config, paths: Paths, machine: Machine = Machine()) -> None:
    """Measures all experts in worker processes on the machine's device, set by set, the most expensive expert first."""
    by_work = sorted(config.trained, key=lambda expert: config.sizes[expert.size].work, reverse=True)
    plans = plan_sets(config)
    for plan in plans:
        print(f"qtable: {plan.name}: {len(cut_set(config, paths, plan)):,} prompts", flush=True)
    waiting = [(expert.id, plan.name) for plan in plans for expert in by_work]
    with worker_pool(machine.jobs) as executor:
        running = {executor.submit(measure_expert, config, paths, *cell, machine.device): cell for cell in waiting}
        for number, future in enumerate(as_completed(running), 1):
            seconds, (expert_id, set_name) = future.result(), running[future]
            print(f"qtable: {expert_id} on {set_name}: {seconds:.0f} s; {number} of {len(running)} columns", flush=True)
