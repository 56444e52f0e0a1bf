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
from tryage_recipe.data.corpora import Splitter
from tryage_recipe.data.masks import PARTS
from tryage_recipe.data.mixtures import mix_prompts
from tryage_recipe.data.prompts import (
    LengthLaw,
    Passage,
    PromptSet,
    cut_prompts,
    joined_sets,
    mixed_length,
    uniform_length,
)
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.data.typed import typed_set

BENCHMARK, HELD_OUT, SHORT, MIXTURE = "benchmark", "held-out", "short", "mixture"
HELD_OUT_SHORT, TYPED = "held-out-short", "typed"
ROUTER_TRAIN, ROUTER_VALID = "router-train", "router-valid"
#: The sets that are reported and shipped; the first carries the headline figures. The last two only where they are asked for.
REPORTED = (BENCHMARK, HELD_OUT, SHORT, MIXTURE, HELD_OUT_SHORT, TYPED)
#: How many permutations of mask patterns the figures are reported on; two, so that one half can
#: check the other (noise ceiling, standard error, honest oracle).
PERMUTATIONS = 2


#: How many prompts: in one round, or in several.
Rounds = int | tuple[int, ...]


def in_rounds(rounds: Rounds) -> tuple[int, ...]:
    """The counts of every round."""
    return (rounds,) if isinstance(rounds, int) else rounds


@dataclass(frozen=True)
class PromptSettings:
    """Table `[qtable]`. Lengths are in tokens, special tokens not counted; counts are a domain's. A count that is a list is
    drawn in so many rounds, so that a set grows by a further one without losing the prompts that were measured."""

    benchmark_prompts: Rounds
    held_out_prompts: Rounds
    router_train_prompts: int
    router_valid_prompts: int
    short_prompts: Rounds = 60
    mixture_prompts: Rounds = 60
    router_patterns: int = 2  # mask patterns of a router-training prompt, out of seven
    router_valid_patterns: int = PARTS  # the same of a prompt that validates the router
    router_part_exponent: float = 0.5  # more router-training prompts in domains of many parts, see `cut_prompts`
    router_short_share: float = 0.25  # router prompts shorter than `router_middle`
    router_shortest: int = 8
    router_middle: int = 32
    shortest: int = 64  # benchmark, held-out and mixed prompts
    longest: int = 126
    short_shortest: int = 8  # short prompts
    short_longest: int = 31
    patterns: int = PARTS  # mask patterns of each permutation that reported prompts are measured with
    held_out_short_prompts: Rounds = 0  # short prompts of held-out sources
    router_short_prompts: int = 0  # further windows that the router is trained on, of up to `router_short_longest` tokens
    router_short_longest: int = 64
    router_held_out_prompts: Rounds = 0  # windows of held-out sources among those that validate the router
    typed_prompts: int = 0  # typed prompts that are reported, of sources that only they are from, in all; see `typed_sets`
    router_typed_prompts: int = 0  # typed prompts that the router is trained on, in all
    router_typed_valid_prompts: int = 0
    typed_held_out_sources: tuple[str, ...] = ()  # regular expressions: what is reported is of these, and nothing else is


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
    per_domain: Rounds
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
    few, many = settings.router_patterns, settings.patterns
    by_parts = partial(cut_prompts, part_exponent=settings.router_part_exponent)
    reported = partial(SetPlan, patterns=many)
    plans = [
        reported(BENCHMARK, "test", settings.benchmark_prompts, window, settings.shortest),
        reported(HELD_OUT, "heldout", settings.held_out_prompts, window, settings.shortest),
        reported(SHORT, "test", settings.short_prompts, short, settings.short_longest),
        reported(MIXTURE, "test", settings.mixture_prompts, window, settings.shortest, cutter=mix_prompts),
    ]
    if settings.held_out_short_prompts:
        plans.append(reported(HELD_OUT_SHORT, "heldout", settings.held_out_short_prompts, short, settings.short_longest))
    if settings.typed_prompts:
        plans.append(reported(TYPED, TYPED, settings.typed_prompts, varied, 1))
    return [
        *plans,
        SetPlan(ROUTER_VALID, "valid", settings.router_valid_prompts, varied, shortest, PERMUTATIONS, settings.router_valid_patterns, False),
        SetPlan(ROUTER_TRAIN, "router", settings.router_train_prompts, varied, shortest, 1, few, False, by_parts),
    ]


def reported_sets(config: Config) -> list[str]:
    """Names of the sets that are reported and shipped."""
    return [plan.name for plan in plan_sets(config) if plan.name in REPORTED and sum(in_rounds(plan.per_domain))]


def _file(paths: Paths, name: str) -> Path:
    return paths.stage("qtable") / "prompts" / f"{name}.npz"


def _held_out_windows(config: Config, paths: Paths, plan: SetPlan, generator: np.random.Generator) -> PromptSet:
    """Windows of sources that nobody trained on, of documents that other sources do not have. The router is validated on
    some of these documents, and reports are of the others."""
    passages = list(TokenPool.load(paths.tokens("heldout")).passages())
    splitter = Splitter(config)
    shared = {(record.domain, record.doc) for record, _ in passages if not splitter.held_out(record.source)}
    validates = plan.name == ROUTER_VALID
    settings = config.section("qtable", PromptSettings)
    kept = [
        (record, tokens)
        for record, tokens in passages
        if (record.domain, record.doc) not in shared
        and (not settings.router_held_out_prompts or validates_router(config, record.doc) == validates)
    ]
    rounds = settings.router_held_out_prompts if validates else plan.per_domain
    return _cut_in_rounds(config, plan.name, rounds, generator, lambda count, g: cut_prompts(kept, count, plan.law, plan.shortest, g))


def _cut_in_rounds(
    config: Config, name: str, rounds: Rounds, generator: np.random.Generator, cut: Callable[[int, np.random.Generator], PromptSet]
) -> PromptSet:
    """The prompts of all rounds, each once. The first is drawn by `generator`, the others by generators of their own."""
    first, *more = in_rounds(rounds)
    sets = [cut(first, generator)]
    for number, count in enumerate(more, 1):
        sets.append(cut(count, np.random.default_rng([config.seed, zlib.crc32(name.encode()), number])))
    return joined_sets(sets).without_repeats() if more else sets[0]


def validates_router(config: Config, document: str) -> bool:
    """Whether a document of a held-out source is among those that the router is validated on: a quarter of them."""
    return zlib.crc32(f"{config.seed}:{document}".encode()) % 4 == 0


def cut_set(config: Config, paths: Paths, plan: SetPlan) -> PromptSet:
    """Cuts and saves the prompts of a set; the same configuration always gives the same prompts."""
    settings = config.section("qtable", PromptSettings)
    # A generator of its own: sets of one pool must not be cut at the same places.
    generator = np.random.default_rng([config.seed, zlib.crc32(plan.name.encode())])
    if plan.pool == TYPED:
        prompts = typed_set(config, paths, "heldout", plan.per_domain, settings.typed_held_out_sources)
    elif plan.pool == "heldout":
        prompts = _held_out_windows(config, paths, plan, generator)
    else:
        passages = list(TokenPool.load(paths.tokens(plan.pool)).passages())
        cut = partial(plan.cutter, passages)
        prompts = _cut_in_rounds(config, plan.name, plan.per_domain, generator, lambda count, g: cut(count, plan.law, plan.shortest, g))
    if plan.name == ROUTER_TRAIN and settings.router_short_prompts:
        law = uniform_length(settings.router_shortest, settings.router_short_longest)
        short = np.random.default_rng([config.seed, zlib.crc32(b"router-short")])
        prompts = joined_sets([prompts, cut(settings.router_short_prompts, law, plan.shortest, short)]).without_repeats()
    if plan.name == ROUTER_VALID and settings.router_held_out_prompts:
        prompts = joined_sets([prompts, _held_out_windows(config, paths, plan, generator)])
    typed = {ROUTER_TRAIN: ("train", settings.router_typed_prompts), ROUTER_VALID: ("valid", settings.router_typed_valid_prompts)}
    pool, count = typed.get(plan.name, ("", 0))
    if count:
        prompts = joined_sets([prompts, typed_set(config, paths, pool, count, settings.typed_held_out_sources)])
    prompts.save(_file(paths, plan.name))
    return prompts


def unseen_rows(config: Config, prompts: PromptSet) -> np.ndarray:
    """Which prompts of the router's validation are of held-out sources or typed, bool [n]; all of them where none is."""
    splitter = Splitter(config)
    pairs = zip(prompts.sources, prompts.parts, strict=True)
    rows = np.array([splitter.held_out(source) or part.endswith("/typed") for source, part in pairs])
    return rows if rows.any() else np.ones(len(prompts), dtype=bool)


def load_set(paths: Paths, name: str) -> PromptSet:
    """The prompts of a set that was cut before."""
    return PromptSet.load(_file(paths, name))
