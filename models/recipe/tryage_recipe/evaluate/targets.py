"""The library's targets, each with the figure that was measured and whether it was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tryage_recipe.core.config import Config
from tryage_recipe.evaluate.library_checks import SPECIALIST_GAIN, check_generalists, check_specialists
from tryage_recipe.evaluate.policies import BEST_SINGLE, TRUE_DOMAIN, TRUE_PART
from tryage_recipe.evaluate.scores import CLEAR_SHARE, HONEST_ORACLE, ORACLE, ROUTER, TOLERANCE, PolicyScore, SetScores
from tryage_recipe.statistics.space_metrics import CAUSAL, Separation
from tryage_recipe.statistics.space_metrics import ROUTER as ROUTER_SPACE
from tryage_recipe.statistics.text import nats, share

if TYPE_CHECKING:
    from tryage_recipe.evaluate.benchmark import MeasuredSet

_NO_COMPETITORS = (ROUTER, ORACLE, HONEST_ORACLE, TRUE_PART)


@dataclass(frozen=True)
class Target:
    name: str
    asked: str
    measured: str
    met: bool


def routing_targets(window: SetScores, held_out: SetScores | None) -> list[Target]:
    """What the router is asked to do; on sources left out of all training where there are any."""
    router, single = window.policy(ROUTER), window.policy(BEST_SINGLE)
    domain, accuracy = window.policy(TRUE_DOMAIN), router.accuracy or 0.0
    ceiling = accuracy / window.noise_ceiling if window.noise_ceiling else 0.0
    tolerant, closed = router.tolerant_accuracy or 0.0, single.closed_by_router or 0.0
    rivals = [policy for policy in window.policies if policy.name not in _NO_COMPETITORS]
    targets = [
        Target("routing accuracy", "≥ 85%", share(accuracy), accuracy >= 0.85),
        Target("share of its noise ceiling", "≥ 95%", share(ceiling), ceiling >= 0.95),
        Target(f"prompts within {TOLERANCE} nats of the oracle", "≥ 90%", share(tolerant), tolerant >= 0.9),
        Target("gap from best single expert to oracle closed", "≥ 93%", share(closed), closed >= 0.93),
        Target(
            "better than the true domain's expert",
            "≥ 0.25 nats",
            f"{domain.minus_router:.3f}",
            domain.minus_router >= 0.25,
        ),
        Target(
            "better than every reference policy but oracles and true part",
            "intervals above zero",
            *_better_than_all(rivals),
        ),
    ]
    if held_out is not None:
        gain = held_out.policy(TRUE_DOMAIN).minus_router
        name = "better than the true domain's expert on held-out sources"
        targets.append(Target(name, "≥ 0.12 nats", f"{gain:.3f}", gain >= 0.12))
    return targets


def _better_than_all(rivals: list[PolicyScore]) -> tuple[str, bool]:
    """What was found of the router against its rivals, and whether it is clearly better than each.

    An interval that ends at zero or so close to it that other resamples would end beyond is a coin toss, not a lead.
    """
    judged = [policy for policy in rivals if policy.share_as_good is not None]
    tossed = [policy.name for policy in judged if CLEAR_SHARE <= policy.share_as_good < 1 - CLEAR_SHARE]
    beaten = [policy.name for policy in judged if policy.share_as_good >= 1 - CLEAR_SHARE]
    unjudged = [policy.name for policy in rivals if policy.share_as_good is None]
    found = [f"not than {', '.join(beaten)}"] if beaten else []
    found += [f"a coin toss: {', '.join(tossed)}"] if tossed else []
    found += [f"not judged by document: {', '.join(unjudged)}"] if unjudged else []
    return "; ".join(found) or "all", not found


def size_targets(parameters: int, size: int, rounding_agreement: float, rounding_cost: float) -> list[Target]:
    """Of the router's parameters and shipped bytes, and of what rounding to the shipped form costs."""
    return [
        Target("router's parameters", "≤ 2,000,000", f"{parameters:,}", parameters <= 2_000_000),
        Target("router as shipped", "≤ 4 MB", f"{size / 1e6:.2f} MB", size <= 4e6),
        Target("decisions equal to the fp32 router's", "≥ 99%", share(rounding_agreement), rounding_agreement >= 0.99),
        Target("greatest cost of an expert's rounding", "≤ 0.01 nats", f"{rounding_cost:.4f}", rounding_cost <= 0.01),
    ]


def benchmark_targets(config: Config, sets: Mapping[str, MeasuredSet], window: MeasuredSet) -> list[Target]:
    """Of the number of experts and prompts."""
    total = sum(len(measured.prompts) for measured in sets.values())
    least = min(Counter(window.prompts.domains.tolist()).values())
    experts = len(config.experts)
    return [
        Target("experts", "≥ 18", str(experts), experts >= 18),
        Target("benchmark prompts of all kinds", "≥ 4,000", f"{total:,}", total >= 4_000),
        Target("windows of the smallest domain", "≥ 350", f"{least:,}", least >= 350),
    ]


def expert_targets(config: Config, window: MeasuredSet) -> list[Target]:
    """Of specialists and generalists, see `library_checks`."""
    specialists, generalists = check_specialists(config, window), check_generalists(config, window)
    short = [check.expert for check in specialists if not check.met]
    disordered = [check.expert for check in generalists if not check.met]
    means = window.qtable.loss.mean(axis=0)
    best = config.experts[int(means.argmin())].id
    largest = generalists[-1].expert if generalists else best
    return [
        Target(
            "each specialist beats the generalist of its size on its own parts",
            f"≥ {SPECIALIST_GAIN} nats",
            "all" if not short else f"not {', '.join(short)}",
            not short,
        ),
        Target(
            "each larger generalist beats the next smaller one",
            "mean loss",
            "all" if not disordered else f"not {', '.join(disordered)}",
            not disordered,
        ),
        Target("the largest generalist has the best mean of all", largest, f"{best} ({nats(means.min())})", best == largest),
    ]


def separation_targets(full: Mapping[str, Separation]) -> list[Target]:
    """Of the router's space in full dimension; beside the causal model's where there is one."""
    own = full[ROUTER_SPACE]
    purity, silhouette = own.purity.mean, own.silhouette.mean
    targets = [
        Target("domain purity of the router's space", "≥ 0.95", own.purity.told(), purity >= 0.95),
        Target("silhouette of the router's space", "≥ 0.5", own.silhouette.told(), silhouette >= 0.5),
    ]
    if CAUSAL in full:
        other = full[CAUSAL]
        above = purity > other.purity.mean and silhouette > other.silhouette.mean
        measured = f"{other.purity.mean:.3f}, {other.silhouette.mean:.3f}"
        targets.append(Target("both above the causal model's", "above", measured, above))
    return targets
