"""The four prompt sets of the recipe: what is cut from which pool, and how each is masked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tryage_recipe.config import Config
from tryage_recipe.masks import PARTS
from tryage_recipe.paths import Paths
from tryage_recipe.prompts import LengthLaw, PromptSet, cut_prompts, mixed_length, uniform_length
from tryage_recipe.token_pool import TokenPool

BENCHMARK, HELD_OUT, ROUTER_TRAIN, ROUTER_VALID = "benchmark", "held-out", "router-train", "router-valid"
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
    router_patterns: int = 2  # mask patterns of a router-training prompt, out of seven
    router_short_share: float = 0.15  # router prompts shorter than `router_middle`
    router_shortest: int = 8
    router_middle: int = 32
    shortest: int = 64  # benchmark and held-out prompts
    longest: int = 126


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
    permutations: int
    patterns: int
    exact: bool


def plan_sets(config: Config) -> list[SetPlan]:
    """Every prompt set; each is cut from documents of a pool of its own."""
    settings = config.section("qtable", PromptSettings)
    headline = uniform_length(settings.shortest, settings.longest)
    shortest = settings.router_shortest
    varied = mixed_length(shortest, settings.router_middle, settings.longest, settings.router_short_share)
    few = settings.router_patterns
    return [
        SetPlan(BENCHMARK, "test", settings.benchmark_prompts, headline, settings.shortest, PERMUTATIONS, PARTS, True),
        SetPlan(HELD_OUT, "heldout", settings.held_out_prompts, headline, settings.shortest, PERMUTATIONS, PARTS, True),
        SetPlan(ROUTER_TRAIN, "router", settings.router_train_prompts, varied, shortest, 1, few, False),
        SetPlan(ROUTER_VALID, "valid", settings.router_valid_prompts, varied, shortest, 1, PARTS, False),
    ]


def _file(paths: Paths, name: str) -> Path:
    return paths.stage("qtable") / "prompts" / f"{name}.npz"


def cut_set(config: Config, paths: Paths, plan: SetPlan) -> PromptSet:
    """Cuts and saves the prompts of a set; the same configuration always gives the same prompts."""
    pool = TokenPool.load(paths.tokens(plan.pool))
    prompts = cut_prompts(pool.passages(), plan.per_domain, plan.law, plan.shortest, config.seed)
    prompts.save(_file(paths, plan.name))
    return prompts


def load_set(paths: Paths, name: str) -> PromptSet:
    """The prompts of a set that was cut before."""
    return PromptSet.load(_file(paths, name))
