"""What the router learns before the losses of its own prompts: what the texts of each part lose on average.

Few documents are set aside for the router, too few to tell the parts apart as well as they can be. The experts' own texts are
many, yet losses on them would be too low for whoever has read them. So windows of these texts carry the mean losses of
their part, as measured on the router's prompts: no loss on a text that an expert has read is used.
"""

from __future__ import annotations

import zlib
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import digest, stage_key
from tryage_recipe.data.prompt_sets import PromptSettings, router_law
from tryage_recipe.data.prompts import PromptSet, cut_prompts
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.router.training import RouterSettings, RouterTrainer
from tryage_recipe.train.training_run import train_to_end

REPORTS = 8  # and checkpoints, over the whole of it


def part_means(losses: np.ndarray, parts: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The mean losses [n, experts] of each wanted part over prompts with `losses` [prompts, experts] and `parts`.

    A part without prompts has the mean over all of them.
    """
    means = {part: losses[parts == part].mean(axis=0) for part in np.unique(parts)}
    overall = losses.mean(axis=0)
    return np.stack([means.get(part, overall) for part in wanted]).astype(np.float32)


def pretraining_prompts(config: Config, paths: Paths, per_domain: int) -> PromptSet:
    """Windows of the experts' texts, cut as the router's training prompts are."""
    settings = config.section("qtable", PromptSettings)
    passages = TokenPool.load(paths.tokens("experts")).passages()
    generator = np.random.default_rng([config.seed, zlib.crc32(b"router-pretraining")])
    law, exponent = router_law(settings), settings.router_part_exponent
    return cut_prompts(passages, per_domain, law, settings.router_shortest, generator, exponent)


def pretraining_settings(settings: RouterSettings) -> RouterSettings:
    """The same training, once over the prompts at its own rate; means of parts need no smoothing."""
    return replace(settings, epochs=1, rate=settings.pretraining_rate, passage_smoothing=0.0, validations=0)


def pretraining_key(config: Config, paths: Paths, settings: RouterSettings) -> str:
    """Identifies the run by what it depends on: the losses, and its own settings."""
    return digest([stage_key(config, paths, "qtable"), asdict(pretraining_settings(settings))])


def pretrain(trainer: RouterTrainer, checkpoint: Path, key: str) -> None:
    """Trains to the end, or continues, and leaves the running mean of the weights in the trainer's router.

    The checkpoint stays, for a run that is interrupted later or tries other settings of what follows. The router has been standardised before, by the losses
    that it trains on afterwards, so that its outputs keep their meaning.
    """
    trainer.restore(checkpoint, key)
    progress, interval = trainer.progress, max(1, trainer.steps // REPORTS)

    def report(loss: float, last: bool) -> bool:
        due = last or progress.step % interval == 0
        if due:
            print(f"router: texts of the experts {progress.step}/{trainer.steps}, loss {loss:.3f}", flush=True)
        return due

    train_to_end(trainer, checkpoint, key, report)
    trainer.router.load_state_dict(trainer.averaged.state_dict())
