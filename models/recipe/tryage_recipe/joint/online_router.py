"""The router's side of end-to-end training: it reads the start of a window and learns from measured pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from tryage_recipe.core.arithmetic import device_of, fast_autocast
from tryage_recipe.data.batches import batches_by_length, pad_windows
from tryage_recipe.joint.settings import JointSettings
from tryage_recipe.models.router_model import PerceptiveRouter

CHOICE_TEMPERATURE = 0.2  # nats, as the router of a finished library is trained with


@dataclass(frozen=True)
class Observation:
    """A window's start, and its losses (nats per masked token, same blanks) under two experts.

    `by_cluster` tells that the first is the expert of the window's cluster, where it was sent.
    """

    reading: np.ndarray
    experts: tuple[int, int]
    losses: tuple[float, float]
    by_cluster: bool


def pair_loss(predicted: Tensor, experts: Tensor, losses: Tensor, scale: Tensor, pair_weight: float) -> Tensor:
    """Squared errors of both observed losses and of their difference, in units of `scale`.

    `predicted` is [n, k], `experts` and `losses` [n, 2]. What makes a window hard for every expert
    is most of a loss but cancels in the difference, which is what a choice depends on.
    """
    errors = (predicted.gather(1, experts) - losses) / scale
    return (errors**2).mean() + pair_weight * ((errors[:, 0] - errors[:, 1]) ** 2).mean()


def cluster_loss(predicted: Tensor, experts: Tensor) -> Tensor:
    """Cross-entropy of the choices that predicted losses [n, k] induce with given `experts` [n].

    While windows go by cluster, the cluster's expert is the one that learns them, so it is the best for
    them sooner than single pairs of losses show. A router that has not taken the clusters over when it
    begins to decide undoes them.
    """
    return F.cross_entropy(-predicted / CHOICE_TEMPERATURE, experts)


class OnlineRouter:
    """A router with the observations that it has not learned from yet."""

    def __init__(self, router: PerceptiveRouter, settings: JointSettings) -> None:
        self.router = router
        self.settings = settings
        self.waiting: list[Observation] = []
        self.optimiser = torch.optim.AdamW(
            [
                {"params": list(router.roformer.parameters()), "lr": settings.router_rate},
                {"params": list(router.head.parameters()), "lr": settings.router_rate * settings.head_rate_factor},
            ]
        )
        self._peaks = [group["lr"] for group in self.optimiser.param_groups]

    def read(self, windows: list[np.ndarray]) -> list[np.ndarray]:
        """The starts of windows, as far as the router reads them."""
        return [window[: self.settings.router_tokens] for window in windows]

    @torch.inference_mode()
    def predict(self, readings: list[np.ndarray], exact: bool = False) -> np.ndarray:
        """Predicted losses fp32 [n, experts]; computed in fp32 where `exact`, else in bf16 where the machine is fast in it."""
        with fast_autocast(device_of(self.router), enabled=not exact):
            return self.router(*pad_windows(readings))[0].float().numpy()

    def predict_all(self, windows: list[np.ndarray]) -> np.ndarray:
        """Predicted losses fp32 [n, experts] of any number of whole windows, in batches, exactly: for figures."""
        readings = self.read(windows)
        predicted = np.zeros((len(readings), self.router.head.out_features), dtype=np.float32)
        for rows in batches_by_length(np.array([len(reading) for reading in readings]), copies=1):
            predicted[rows] = self.predict([readings[row] for row in rows], exact=True)
        return predicted

    def observe(self, observations: list[Observation], rate_factor: float) -> None:
        """Keeps observations and learns from each full batch of them."""
        self.waiting += observations
        size = self.settings.router_batch
        while len(self.waiting) >= size:
            batch, self.waiting = self.waiting[:size], self.waiting[size:]
            self._step(batch, rate_factor)

    def _step(self, batch: list[Observation], rate_factor: float) -> None:
        for group, peak in zip(self.optimiser.param_groups, self._peaks, strict=True):
            group["lr"] = peak * rate_factor
        with fast_autocast(device_of(self.router)):
            predicted, _ = self.router(*pad_windows([row.reading for row in batch]))
        experts = torch.tensor([row.experts for row in batch])
        losses = torch.tensor([row.losses for row in batch])
        scale = self.router.loss_scale.mean()
        loss = pair_loss(predicted.float(), experts, losses, scale, self.settings.pair_weight)
        by_cluster = torch.tensor([row.by_cluster for row in batch])
        if by_cluster.any():
            clustered = cluster_loss(predicted.float()[by_cluster], experts[by_cluster, 0])
            loss = loss + self.settings.cluster_weight * clustered
        loss.backward()
        self.optimiser.step()
        self.optimiser.zero_grad()

    def state(self) -> dict:
        """What a checkpoint needs to continue."""
        return {
            "router": self.router.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "readings": [torch.from_numpy(row.reading.astype(np.int64)) for row in self.waiting],
            "experts": [list(row.experts) for row in self.waiting],
            "losses": [list(row.losses) for row in self.waiting],
            "by_cluster": [row.by_cluster for row in self.waiting],
        }

    def restore(self, state: dict) -> None:
        self.router.load_state_dict(state["router"])
        self.optimiser.load_state_dict(state["optimiser"])
        rows = zip(*(state[name] for name in ("readings", "experts", "losses", "by_cluster")), strict=True)
        self.waiting = [
            Observation(reading.numpy(), tuple(experts), tuple(losses), by_cluster)
            for reading, experts, losses, by_cluster in rows
        ]
