"""One training run of the router: batches, augmentation, steps and checkpoints."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from tryage_recipe.core.arithmetic import device_of
from tryage_recipe.data.augment import Augmentation, Augmenter
from tryage_recipe.data.batches import SPECIAL_TOKENS_IN_SEQUENCE, pad_windows
from tryage_recipe.data.joining import join_some
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.models.router_model import PerceptiveRouter, consistency_loss, router_loss
from tryage_recipe.router.domain_space import DomainSpace, sample_rows
from tryage_recipe.router.smoothing import smooth_by_length, smooth_within_passages
from tryage_recipe.train.optim import warmup_then_linear
from tryage_recipe.train.training_run import Progress, TrainingRun

# Batches of similar length are made within runs of this many, so that they still mix.
BATCHES_SORTED_TOGETHER = 50


@dataclass(frozen=True)
class RouterSettings:
    """Table `[router]`. Temperatures are in nats, see `router_model.router_loss`."""

    start_from: str  # expert whose encoder the router starts from
    epochs: int
    seed: int = 0  # added to the library's: another order of the prompts
    runs: int = 1  # trainings of as many seeds, whose weights are averaged
    prompts: int = 0  # so many of the training prompts, drawn at random; 0: all
    batch: int = 32
    rate: float = 5e-4
    head_rate_factor: float = 4.0
    warmup_share: float = 0.05
    prediction_temperature: float = 0.2
    target_temperature: float = 0.1
    pretraining_prompts: int = 0  # a domain, from the experts' texts, see `router_pretraining`
    pretraining_rate: float = 5e-4
    passage_smoothing: float = 0.0  # see `smooth_within_passages`
    length_smoothing: float = 0.0  # tokens, see `smooth_by_length`
    average_decay: float = 0.99  # of the running mean of the weights; 0 keeps the last ones
    masked_share: float = 0.5  # prompts read with blanks
    largest_blank_share: float = 0.15  # of a prompt's tokens
    case_share: float = 0.15  # prompts read in another case
    cueless_share: float = 0.3  # prompts read without titles and labels
    typed_share: float = 0.3  # prompts read from a whole word on, without outer white space
    joined_share: float = 0.0  # prompts read with another one's end in place of their own, see `joining`
    space_weight: float = 0.0  # of the loss that draws a domain's states together, see `domain_space`
    polite_share: float = 0.0  # prompts read with a polite phrase, see `augment`
    pair_share: float = 0.0  # prompts read twice, plainly and with a polite phrase, see `consistency_loss`
    pair_weight: float = 1.0  # of that loss
    pair_temperature: float = 0.1
    closing_share: float = 0.0  # prompts read with another end, or a line break within
    typing_share: float = 0.0  # prompts read with slips of typing
    continues: bool = False  # goes on from the router of the library that is continued, in place of an expert's encoder
    recentre: bool = False  # whether predictions are moved, all by the same, to be right on average on unseen sources
    validations: int = 2  # an epoch
    ablation_epochs: int = 1
    ablation_prompts: int = 0  # `prompts` of the short trainings
    ablation: tuple[dict, ...] = ()  # rows of `name` and the settings that differ, see `router_ablations`

    def augmentation(self) -> Augmentation:
        return Augmentation(
            masked=self.masked_share,
            largest_blank=self.largest_blank_share,
            case=self.case_share,
            without_cues=self.cueless_share,
            as_typed=self.typed_share,
            polite=self.polite_share,
            closing=self.closing_share,
            typing=self.typing_share,
        )


@dataclass
class RouterProgress(Progress):
    """Where a run stands. `curve` holds the step and the validation figures of every validation."""

    tokens: int = 0
    kept: int = 0  # step of the weights that are kept
    curve: list[dict[str, float]] = field(default_factory=list)


class RouterTrainer(TrainingRun):
    """The state of one run; `advance` makes one step.

    `router` is what is trained, `averaged` the running mean of its weights, which is what is kept:
    the last steps circle around a better point than any of them reaches. What a step reads depends on
    the seed and its number alone, so an interrupted run continues exactly as if it had not been.
    """

    def __init__(
        self,
        router: PerceptiveRouter,
        prompts: PromptSet,
        losses: np.ndarray,
        tokenizer: Tokenizer,
        settings: RouterSettings,
        seed: int,
    ) -> None:
        """`losses` fp32 [n, experts] are the true losses of `prompts`, by which `router` has been standardised. Trains where
        the router's weights are."""
        self.router = router
        self.device = device_of(router)
        self.prompts = prompts
        self.losses = smooth_within_passages(losses, prompts.passages, settings.passage_smoothing)
        #: What choices are compared with.
        self.compared = self.losses
        if settings.length_smoothing:
            self.compared = smooth_by_length(self.losses, prompts.parts, prompts.lengths, settings.length_smoothing)
        self.settings = settings
        self.seed = seed
        self.steps_per_epoch = -(-len(prompts) // settings.batch)
        self.steps = settings.epochs * self.steps_per_epoch
        self.domains = np.unique(prompts.domains, return_inverse=True)[1]
        self.space = DomainSpace(self._domain_means()) if settings.space_weight else None
        fast = [*router.head.parameters(), *(self.space.parameters() if self.space else [])]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": list(router.roformer.parameters()), "lr": settings.rate},
                {"params": fast, "lr": settings.rate * settings.head_rate_factor},
            ]
        )
        self.averaged = copy.deepcopy(router)
        self._longest = router.roformer.shape.positions - SPECIAL_TOKENS_IN_SEQUENCE
        self._augmented = Augmenter(settings.augmentation(), tokenizer, self._longest)
        self._peaks = [group["lr"] for group in self.optimiser.param_groups]
        self._epoch = -1
        self._batches: list[np.ndarray] = []
        self.progress = RouterProgress()

    @torch.no_grad()
    def _domain_means(self) -> torch.Tensor:
        """Mean state [domains, hidden] of a sample of each domain's prompts, before the first step."""
        samples = sample_rows(self.domains, np.random.default_rng([self.seed, 2]))
        batches = (self._padded([self.prompts.window(row) for row in rows]) for rows in samples)
        return torch.stack([self.router.state(*batch).mean(dim=0) for batch in batches])

    def _padded(self, windows: list[np.ndarray]) -> list[torch.Tensor]:
        return [tensor.to(self.device) for tensor in pad_windows(windows)]

    def _shuffled_batches(self, epoch: int) -> list[np.ndarray]:
        generator = np.random.default_rng([self.seed, epoch])
        order = generator.permutation(len(self.prompts))
        size = self.settings.batch
        batches = []
        for start in range(0, len(order), size * BATCHES_SORTED_TOGETHER):
            rows = order[start : start + size * BATCHES_SORTED_TOGETHER]
            rows = rows[np.argsort(self.prompts.lengths[rows], kind="stable")]
            batches += [rows[at : at + size] for at in range(0, len(rows), size)]
        return [batches[index] for index in generator.permutation(len(batches))]

    def _rows(self, step: int) -> np.ndarray:
        """Prompt indices of a step's batch."""
        epoch, position = divmod(step, self.steps_per_epoch)
        if epoch != self._epoch:
            self._epoch, self._batches = epoch, self._shuffled_batches(epoch)
        return self._batches[position]

    def _read(self, rows: np.ndarray, generator: np.random.Generator) -> tuple[list[np.ndarray], dict[int, np.ndarray]]:
        """A batch as it is read, and with a polite phrase those that are read twice, by their place in the batch."""
        windows, polite = [], {}
        for at, row in enumerate(rows):
            window = self.prompts.window(row)
            # Drawn only where it is asked for: runs without it stay what they are.
            if self.settings.pair_share and generator.random() < self.settings.pair_share:
                window, polite[at] = self._augmented.pair(window, generator)
            else:
                window = self._augmented(window, generator)
            windows.append(window)
        return windows, polite

    @torch.no_grad()
    def _average(self) -> None:
        """Moves the running mean; it forgets the first steps soon."""
        decay = min(self.settings.average_decay, (1 + self.progress.step) / (10 + self.progress.step))
        for mean, weight in zip(self.averaged.parameters(), self.router.parameters(), strict=True):
            mean.lerp_(weight, 1 - decay)

    def _step(self) -> float:
        """One batch; returns its loss."""
        settings, progress = self.settings, self.progress
        factor = warmup_then_linear(progress.step, self.steps, settings.warmup_share)
        for group, peak in zip(self.optimiser.param_groups, self._peaks, strict=True):
            group["lr"] = peak * factor
        rows = self._rows(progress.step)
        generator = np.random.default_rng([self.seed, progress.step, 1])
        windows, polite = self._read(rows, generator)
        both = np.concatenate([self.losses[rows], self.compared[rows]], axis=1)
        windows, both, alone = join_some(windows, both, settings.joined_share, self._longest, generator)
        paired = np.array([at for at in polite if alone[at]], dtype=np.int64)
        windows += [polite[at] for at in paired]
        losses, compared = torch.from_numpy(np.concatenate([both, both[paired]])).to(self.device).chunk(2, dim=1)
        ids, attention = self._padded(windows)
        predicted, states = self.router(ids, attention)
        loss = router_loss(
            predicted,
            losses,
            self.router.loss_scale,
            settings.prediction_temperature,
            settings.target_temperature,
            compared,
        )
        if self.space and alone.any():
            domains = torch.from_numpy(self.domains[rows[alone]]).to(self.device)
            loss = loss + settings.space_weight * self.space(states[torch.from_numpy(np.flatnonzero(alone)).to(self.device)], domains)
        if len(paired):
            plain = predicted[torch.from_numpy(paired).to(self.device)]
            apart = consistency_loss(plain, predicted[len(rows) :], settings.pair_temperature)
            loss = loss + settings.pair_weight * len(paired) / len(rows) * apart
        loss.backward()
        self.optimiser.step()
        self.optimiser.zero_grad()
        self._average()
        progress.tokens += sum(map(len, windows)) + SPECIAL_TOKENS_IN_SEQUENCE * len(windows)
        return loss.item()

    def state(self) -> dict[str, Any]:
        return {
            "router": self.router.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "space": self.space.state_dict() if self.space else None,
        }

    def load_state(self, state: dict[str, Any]) -> None:
        self.router.load_state_dict(state["router"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        if self.space:
            self.space.load_state_dict(state["space"])
