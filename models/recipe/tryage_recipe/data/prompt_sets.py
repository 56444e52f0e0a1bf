"""The prompt sets of the recipe: what is cut from which pool, and how each is masked."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.masks import PARTS
from tryage_recipe.data.mixtures import mix_prompts
from tryage_recipe.data.prompts import LengthLaw, Passage, PromptSet, cut_prompts, mixed_length, uniform_length
from tryage_recipe.data.token_pool import TokenPool

BENCHMARK, HELD_OUT, SHORT, MIXTURE = "benchmark", "held-out", "short", "mixture"
ROUTER_TRAIN, ROUTER_VALID = "router-train", "router-valid"
#: The sets that are reported and shipped; the first carries the headline figures.
REPORTED = (BENCHMARK, HELD_OUT, SHORT, MIXTURE)
#: How many permutations of mask patterns the figures are reported on; two, so that one half can
#: check the other (noise ceiling, standard error, honest oracle).
PERMUTATIONS = 2


@dataclass(frozen=True)
class PromptSettings:
    """Table `[qtable]`. Lengths are in tokens, special tokens not counted; counts are a domain's."""

    benchmark_prompts: int
    held_out_prompts: int
    router_train_prompts: int
    router_valid_prompts: int
    short_prompts: int = 60
    mixture_prompts: int = 60
    router_patterns: int = 2  # mask patterns of a router-training prompt, out of seven
    router_part_exponent: float = 0.5  # more router-training prompts in domains of many parts, see `cut_prompts`
    router_short_share: float = 0.25  # router prompts shorter than `router_middle`
    router_shortest: int = 8
    router_middle: int = 32
    shortest: int = 64  # benchmark, held-out and mixed prompts
    longest: int = 126
    short_shortest: int = 8  # short prompts
    short_longest: int = 31


# Cuts so many prompts a domain of a length law from passages of at least so many tokens.
Cutter = Callable[[Iterable[Passage], int, LengthLaw, int, np.random.Generator], PromptSet]


@dataclass(frozen=True)
class SetPlan:
    """How one prompt set is cut, masked and measured; `patterns` counts those used of every permutation.

    `exact` sets are measured in fp32. The router's sets are not: two mask patterns leave far more
    noise in its targets than bf16 does.
    """

    name: str
    pool: str
    per_domain: int
    law: LengthLaw
    shortest: int
    permutations: int = PERMUTATIONS
    patterns: int = PARTS
    exact: bool = True
    cutter: Cutter = cut_prompts


def router_law(settings: PromptSettings) -> LengthLaw:
    """How long the router's prompts are: mostly windows, some as short as what people type."""
    return mixed_length(
        settings.router_shortest, settings.router_middle, settings.longest, settings.router_short_share
    )


def plan_sets(config: Config) -> list[SetPlan]:
    """Every prompt set; those that are reported come from documents that the router's sets never see."""
    settings = config.section("qtable", PromptSettings)
    window = uniform_length(settings.shortest, settings.longest)
    short = uniform_length(settings.short_shortest, settings.short_longest)
    shortest, varied = settings.router_shortest, router_law(settings)
    few = settings.router_patterns
    by_parts = partial(cut_prompts, part_exponent=settings.router_part_exponent)
    return [
        SetPlan(BENCHMARK, "test", settings.benchmark_prompts, window, settings.shortest),
        SetPlan(HELD_OUT, "heldout", settings.held_out_prompts, window, settings.shortest),
        SetPlan(SHORT, "test", settings.short_prompts, short, settings.short_longest),
        SetPlan(MIXTURE, "test", settings.mixture_prompts, window, settings.shortest, cutter=mix_prompts),
        SetPlan(ROUTER_TRAIN, "router", settings.router_train_prompts, varied, shortest, 1, few, False, by_parts),
        SetPlan(ROUTER_VALID, "valid", settings.router_valid_prompts, varied, shortest, 1, exact=False),
    ]


def _file(paths: Paths, name: str) -> Path:
    return paths.stage("qtable") / "prompts" / f"{name}.npz"


def cut_set(config: Config, paths: Paths, plan: SetPlan) -> PromptSet:
    """Cuts and saves the prompts of a set; the same configuration always gives the same prompts."""
    pool = TokenPool.load(paths.tokens(plan.pool))
    # A generator of its own: sets of one pool must not be cut at the same places.
    generator = np.random.default_rng([config.seed, zlib.crc32(plan.name.encode())])
    prompts = plan.cutter(pool.passages(), plan.per_domain, plan.law, plan.shortest, generator)
    prompts.save(_file(paths, plan.name))
    return prompts


def load_set(paths: Paths, name: str) -> PromptSet:
    """The prompts of a set that was cut before."""
    return PromptSet.load(_file(paths, name))
