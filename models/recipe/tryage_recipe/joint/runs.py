"""Single runs of end-to-end training, each in a folder of its own that its settings name."""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from collections.abc import Iterable
from concurrent.futures import as_completed
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import digest, stage_key
from tryage_recipe.core.workers import worker_pool
from tryage_recipe.data.sampling import WindowSampler
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.joint.clusters import fit_centroids, nearest, pooled_states
from tryage_recipe.joint.routing import label_experts
from tryage_recipe.joint.settings import JointRun, JointSettings, cluster_id, count_experts
from tryage_recipe.joint.training import JointTrainer
from tryage_recipe.joint.validation import ValidationWindows, load_validation, specialisation_figures, validate
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.statistics.specialisation import count_choices
from tryage_recipe.train.starting import expert_shape, load_expert
from tryage_recipe.train.training_run import train_to_end

REPORT_SECONDS = 15.0


def _base_file(paths: Paths, settings: JointSettings) -> Path:
    return paths.expert(settings.base) / "model.safetensors"


def run_key(config: Config, paths: Paths, run: JointRun) -> str:
    """Identifies a run: its settings, the base's weights, texts and training settings."""
    training = vars(config.training) | {"checkpoint_seconds": None}
    weights = hashlib.sha256(_base_file(paths, run.settings).read_bytes()).hexdigest()
    labels = label_experts(config, run.settings).tolist()
    texts = stage_key(config, paths, "tokenizer")
    return digest([run.identity(), count_experts(config, run.settings), labels, weights, training, texts, config.seed])


def run_folder(config: Config, paths: Paths, run: JointRun) -> Path:
    """Holds `result.json`, `log.jsonl`, `routing.npz` (see `routing_log`), one `<expert>.safetensors` an expert, and the checkpoint while it runs."""
    return paths.stage("joint") / "runs" / run_key(config, paths, run)[:16]


def read_result(config: Config, paths: Paths, run: JointRun) -> dict[str, Any] | None:
    """What a finished run has measured, see `train_run`; None when it has not finished."""
    path = run_folder(config, paths, run) / "result.json"
    return json.loads(path.read_text()) if path.exists() else None


def _clusters(
    config: Config, sampler: WindowSampler, base: MaskedLanguageModel, settings: JointSettings
) -> tuple[np.ndarray, dict[str, Any]]:
    """Centroids of windows as the router reads them, and how well their clusters match the parts."""
    windows, parts = [], []
    while len(windows) < settings.cluster_windows:
        drawn, numbers = sampler.windows()
        windows += [window[: settings.router_tokens] for window in drawn]
        parts += numbers.tolist()
    states = pooled_states(base.roformer, windows)
    centroids = fit_centroids(states, count_experts(config, settings), config.seed)
    counts = count_choices(np.array(parts), nearest(states, centroids), len(config.parts), len(centroids))
    return centroids, specialisation_figures(counts)


def _new_trainer(
    config: Config, paths: Paths, settings: JointSettings, valid: ValidationWindows
) -> tuple[JointTrainer, dict[str, Any] | None]:
    """A run before its first step, and its clusters' figures where it has clusters."""
    shape = expert_shape(config, config.expert(settings.base), config.tokenizer.vocabulary)
    base = load_expert(shape, _base_file(paths, settings))
    experts = [load_expert(shape, _base_file(paths, settings)).train() for _ in range(count_experts(config, settings))]
    torch.manual_seed(config.seed)
    router = PerceptiveRouter(shape, len(experts))
    router.roformer.load_state_dict(base.roformer.state_dict())
    losses = valid.losses([base])
    router.loss_mean.fill_(float(losses.mean()))
    router.loss_scale.fill_(float(losses.std()))
    training = replace(config.training, short_share=settings.short_share)
    pool, seed = TokenPool.load(paths.tokens("experts")), zlib.crc32(f"{config.seed}:joint".encode())
    present = sorted(set(pool.parts.tolist()))
    centroids = figures = None
    if settings.rule == "router":
        centroids, figures = _clusters(config, WindowSampler(pool, present, training, seed + 1), base, settings)
    sampler, labels = WindowSampler(pool, present, training, seed), label_experts(config, settings)
    return JointTrainer(base, experts, router, centroids, labels, sampler, settings, training, seed + 2), figures


def train_run(config: Config, paths: Paths, run: JointRun, stop_after: int | None = None) -> dict[str, Any] | None:
    """Trains a run to its end, or continues it, and returns its result, which is also written.

    `stop_after` ends the call after so many steps with a checkpoint, as an interruption would; the
    result is then None. The result: `figures` of the last validation, the `curve` of all, trained
    `tokens` by part and expert, `steps` an expert, `clusters` (their match with the parts), `seconds`.
    """
    finished = read_result(config, paths, run)
    if finished is not None:
        return finished
    folder, key = run_folder(config, paths, run), run_key(config, paths, run)
    folder.mkdir(parents=True, exist_ok=True)
    quick, valid = (load_validation(config, paths, count) for count in (1, run.settings.validation_batches))
    trainer, clusters = _new_trainer(config, paths, run.settings, quick)
    resumed = trainer.restore(folder / "checkpoint.pt", key)
    with (folder / "log.jsonl").open("a" if resumed else "w", encoding="utf-8") as log:
        validations, seconds = _Validations(trainer, quick, valid, run.name, log), trainer.training.checkpoint_seconds
        if not train_to_end(trainer, folder / "checkpoint.pt", key, validations, seconds, stop_after):
            return None
    for number, expert in enumerate(trainer.experts):
        save_file(expert.state_dict(), folder / f"{cluster_id(number)}.safetensors")
    np.savez_compressed(folder / "routing.npz", counts=trainer.log.counts)
    result = {
        "name": run.name,
        "settings": run.identity(),
        "figures": trainer.progress.curve[-1],
        "curve": trainer.progress.curve,
        "tokens": trainer.trained.tolist(),
        "steps": trainer.expert_steps.tolist(),
        "clusters": clusters,
        "seconds": round(trainer.progress.seconds, 1),
    }
    partial = folder / "result.partial"
    partial.write_text(json.dumps(result, indent=1))
    os.replace(partial, folder / "result.json")
    (folder / "checkpoint.pt").unlink(missing_ok=True)
    return result


class _Validations:
    """Called after every step: validates on the `quick` windows on the way and on all of `valid` at the end."""

    def __init__(
        self, trainer: JointTrainer, quick: ValidationWindows, valid: ValidationWindows, name: str, log: TextIO
    ) -> None:
        self._trainer, self._quick, self._valid = trainer, quick, valid
        self._name, self._log = name, log
        self._interval = max(1, trainer.steps // trainer.settings.validations)
        self._reported = time.monotonic()

    def __call__(self, _: float | None, last: bool) -> None:
        trainer, step = self._trainer, self._trainer.progress.step
        if last or (step % self._interval == 0 and trainer.steps - step >= self._interval / 2):
            self._validate(self._valid if last else self._quick)
        now = time.monotonic()
        if now - self._reported >= REPORT_SECONDS:
            print(f"joint: {self._name}: {step}/{trainer.steps}, {trainer.seconds_left:.0f} s left", flush=True)
            self._reported = now

    def _validate(self, windows: ValidationWindows) -> None:
        trainer = self._trainer
        point = validate(trainer, windows)
        trainer.progress.curve.append(point)
        trainer.sent[:] = 0
        self._log.write(json.dumps(point) + "\n")
        self._log.flush()
        print(
            f"joint: {self._name}: {trainer.progress.step}/{trainer.steps} routed {point['routedLoss']:.3f}, oracle "
            f"{point['oracleLoss']:.3f}, best single {point['bestSingleLoss']:.3f}, NMI with parts "
            f"{point['normalisedMutualInformation']:.3f}, load entropy {point['trainingLoadEntropy']:.2f}, "
            f"router {point['routerShare']:.0%} of the time",
            flush=True,
        )


def train_runs(config: Config, paths: Paths, runs: Iterable[JointRun], jobs: int | None = None) -> None:
    """Trains runs in `jobs` processes (default: one per core), in order; an error in one stops the stage once the others
    have ended.

    Runs of the same settings share one training.
    """
    different = {run_key(config, paths, run): run for run in reversed(list(runs))}
    with worker_pool(jobs) as executor:
        running = {executor.submit(train_run, config, paths, run): run.name for run in reversed(different.values())}
        for number, future in enumerate(as_completed(running), 1):
            future.result()
            print(f"joint: {running[future]} finished; {number} of {len(running)} runs", flush=True)


def load_states(config: Config, paths: Paths, run: JointRun) -> list[dict[str, torch.Tensor]]:
    """Weights of a finished run's experts, in order."""
    folder = run_folder(config, paths, run)
    return [load_file(folder / f"{cluster_id(n)}.safetensors") for n in range(count_experts(config, run.settings))]
