"""End-to-end training: the router sends each window to an expert, the expert trains on it, and the router
on the losses that it sees. One run's state, one step, and checkpoints that continue it to the bit.

Windows wait in a queue of their expert until they fill a batch, so every expert steps on full
batches whatever its load. One schedule of learning rates spans the whole run and optimisers are
never restarted: experts that lose their momentum at a switch lose more than routing gains them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from tryage_recipe.core.arithmetic import device_of, fast_autocast
from tryage_recipe.core.config import Training
from tryage_recipe.data.sampling import Batch, WindowSampler, mask_windows
from tryage_recipe.joint.clusters import nearest, pooled_states
from tryage_recipe.joint.online_router import Observation, OnlineRouter
from tryage_recipe.joint.routing import NOWHERE, Load, route, second_expert
from tryage_recipe.joint.routing_log import RoutingLog
from tryage_recipe.joint.settings import LABELLED, JointSettings
from tryage_recipe.measure.window_losses import losses_by_window, rows_of, window_losses
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.train.optim import build_optimisers, warmup_then_linear
from tryage_recipe.train.trainer import cross_entropy_with_gradient
from tryage_recipe.train.training_run import Progress, TrainingRun


@dataclass
class Queue:
    """Windows on their way to one expert, with the part number of each."""

    windows: list[np.ndarray] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)

    @property
    def tokens(self) -> int:
        return sum(len(window) for window in self.windows)


@dataclass
class JointProgress(Progress):
    """Where a run stands. `curve` holds the figures of every validation."""

    router_seconds: float = 0.0  # reading and routing windows, measuring second experts, learning
    curve: list[dict[str, Any]] = field(default_factory=list)


class JointTrainer(TrainingRun):
    """The state of one run; `advance` draws, routes and queues one batch of windows, and trains on full queues."""

    def __init__(
        self,
        base: MaskedLanguageModel,
        experts: list[MaskedLanguageModel],
        router: PerceptiveRouter,
        centroids: np.ndarray | None,
        label_experts: np.ndarray,
        sampler: WindowSampler,
        settings: JointSettings,
        training: Training,
        seed: int,
    ) -> None:
        """`experts` are copies of `base`; `centroids` its clusters; `label_experts` one position a part number."""
        self.base, self.experts = base.eval(), experts
        self.online = OnlineRouter(router, settings)
        self.centroids, self.label_experts = centroids, label_experts
        self.sampler, self.settings, self.training = sampler, settings, training
        # Apart from the sampler's, so that runs which route differently still read the same windows.
        self.generator = np.random.default_rng(seed)
        self.steps = max(1, settings.tokens // training.batch_tokens)
        factor = settings.rate_factor
        self.optimisers = [
            build_optimisers(expert, training.matrix_rate * factor, training.other_rate * factor) for expert in experts
        ]
        self._peaks = [optimiser.param_groups[0]["lr"] for optimiser in self.optimisers[0]]
        self.queues = [Queue() for _ in experts]
        self.load = Load(len(experts))
        self.trained = np.zeros((len(label_experts), len(experts)), dtype=np.int64)  # tokens by part and expert
        self.sent = np.zeros_like(self.trained)  # windows since the last validation
        self.log = RoutingLog(*self.trained.shape)
        self.expert_steps = np.zeros(len(experts), dtype=np.int64)
        self.progress = JointProgress()

    @property
    def branching(self) -> bool:
        """Whether windows still go by cluster."""
        return self.settings.rule == "router" and self.progress.step < self.settings.branch_share * self.steps

    def learns(self, who: str) -> bool:
        """Whether the experts, or the router, learn now."""
        return self.branching or self.settings.update in ("both", who)

    @property
    def rate_factor(self) -> float:
        """What the peak rates are multiplied with now."""
        if self.settings.annealed:
            return warmup_then_linear(self.progress.step, self.steps, self.training.warmup_share)
        return min(1.0, (self.progress.step + 1) / max(1, round(self.steps * self.training.warmup_share)))

    @property
    def exploration(self) -> float:
        """Share of windows whose expert is drawn: falls to zero from the end of branching to the end of the run."""
        left = (self.steps - self.progress.step) / self.steps / max(1 - self.settings.branch_share, 1e-9)
        return self.settings.exploration * min(1.0, left)

    def _step(self) -> None:
        """One batch of windows."""
        started = time.monotonic()
        windows, parts = self.sampler.windows()
        choices = self._choose(windows, parts)
        known = choices != NOWHERE
        self.load.add(choices[known])
        self.log.add(parts[known], choices[known])
        for window, part, choice in zip(windows, parts, choices, strict=True):
            if choice != NOWHERE:
                self.queues[choice].windows.append(window)
                self.queues[choice].parts.append(int(part))
                self.sent[part, choice] += 1
        self.progress.router_seconds += time.monotonic() - started
        last = self.progress.step + 1 == self.steps
        for expert, queue in enumerate(self.queues):
            if queue.tokens >= self.training.batch_tokens or (last and queue.windows):
                self.queues[expert] = Queue()
                self._train(expert, queue)

    def _choose(self, windows: list[np.ndarray], parts: np.ndarray) -> np.ndarray:
        generator, rule = self.generator, self.settings.rule
        if rule in LABELLED:
            return self.label_experts[parts]
        if rule == "random":
            return generator.integers(len(self.experts), size=len(windows))
        readings = self.online.read(windows)
        if self.branching:
            return self.clusters_of(readings)
        return route(self.online.predict(readings), self.load, self.settings, self.exploration, generator)

    def clusters_of(self, readings: list[np.ndarray]) -> np.ndarray:
        """The cluster of every window as the router reads it."""
        return nearest(pooled_states(self.base.roformer, readings), self.centroids)

    def _train(self, expert: int, queue: Queue) -> None:
        """One step of an expert on the windows of its queue, and what the router learns from them."""
        batch = mask_windows(queue.windows, self.training.mask_share, self.generator)
        model, learns = self.experts[expert], self.learns("experts")
        with fast_autocast(device_of(model)), torch.set_grad_enabled(learns):
            logits = model.logits_at(batch.input_ids, batch.attention_mask, batch.positions)
        nats, gradient = cross_entropy_with_gradient(logits.detach(), batch.targets)
        if self.learns("router"):
            started = time.monotonic()
            self._observe(expert, queue.windows, batch, losses_by_window(nats, batch))
            self.progress.router_seconds += time.monotonic() - started
        if learns:
            self._step_expert(expert, logits, gradient)
            lengths = [len(window) for window in queue.windows]
            np.add.at(self.trained[:, expert], np.array(queue.parts), lengths)
            self.expert_steps[expert] += 1

    def _observe(self, expert: int, windows: list[np.ndarray], batch: Batch, losses: np.ndarray) -> None:
        """Measures a second expert on some of the batch's windows, for the router to learn from both."""
        generator = self.generator
        chosen = np.flatnonzero(generator.random(len(windows)) < self.settings.second_share)
        if not len(chosen):
            return
        readings = self.online.read([windows[row] for row in chosen])
        second = second_expert(self.online.predict(readings), expert, generator)
        # In the arithmetic of the first expert's losses: the router learns from the difference of the two.
        others = window_losses(self.experts[second], rows_of(batch, chosen), exact=False)
        observations = [
            Observation(reading, (expert, second), (float(losses[row]), float(other)), self.branching)
            for reading, row, other in zip(readings, chosen, others, strict=True)
        ]
        self.online.observe(observations, self.rate_factor)

    def _step_expert(self, expert: int, logits: torch.Tensor, gradient: torch.Tensor) -> None:
        logits.backward(gradient)
        for optimiser, peak in zip(self.optimisers[expert], self._peaks, strict=True):
            optimiser.param_groups[0]["lr"] = peak * self.rate_factor
            optimiser.step()
            optimiser.zero_grad()

    def state(self) -> dict[str, Any]:
        return {
            "experts": [expert.state_dict() for expert in self.experts],
            "optimisers": [[optimiser.state_dict() for optimiser in pair] for pair in self.optimisers],
            "online": self.online.state(),
            "windows": [[torch.from_numpy(w.astype(np.int64)) for w in queue.windows] for queue in self.queues],
            "parts": [queue.parts for queue in self.queues],
            "load": torch.from_numpy(self.load.shares),
            "counts": [torch.from_numpy(counts) for counts in (self.trained, self.sent, self.expert_steps)],
            "routing": torch.from_numpy(self.log.counts),
            "generators": [generator.bit_generator.state for generator in (self.sampler.generator, self.generator)],
        }

    def load_state(self, state: dict[str, Any]) -> None:
        for expert, saved in zip(self.experts, state["experts"], strict=True):
            expert.load_state_dict(saved)
        for pair, states in zip(self.optimisers, state["optimisers"], strict=True):
            for optimiser, saved in zip(pair, states, strict=True):
                optimiser.load_state_dict(saved)
        self.online.restore(state["online"])
        self.queues = [
            Queue([window.numpy() for window in windows], parts)
            for windows, parts in zip(state["windows"], state["parts"], strict=True)
        ]
        self.load.shares = state["load"].numpy()
        self.trained, self.sent, self.expert_steps = (counts.numpy() for counts in state["counts"])
        self.log.counts = state["routing"].numpy()
        for generator, saved in zip((self.sampler.generator, self.generator), state["generators"], strict=True):
            generator.bit_generator.state = saved
