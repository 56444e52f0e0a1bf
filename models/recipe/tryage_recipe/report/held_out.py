"""What the library does on sources that nobody trained on, and on what people type: a headline equal to the benchmark's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.batches import pad_windows
from tryage_recipe.data.prompt_sets import BENCHMARK, HELD_OUT, HELD_OUT_SHORT, TYPED
from tryage_recipe.data.tokenizer import encode_texts, load_tokenizer, router_text
from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.evaluate.library_checks import current_generalists
from tryage_recipe.evaluate.library_figures import LibraryFigures
from tryage_recipe.evaluate.parquet_tables import KINDS
from tryage_recipe.evaluate.policies import BEST_SINGLE, TRUE_DOMAIN
from tryage_recipe.evaluate.predictions import coverage, residuals
from tryage_recipe.evaluate.scores import ROUTER, SetScores
from tryage_recipe.evaluate.targets import Target
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.report.policy_report import met_or_missed
from tryage_recipe.statistics.bootstrap import Bootstrap, mean_and_error
from tryage_recipe.statistics.text import interval, share, table

#: Changes that should not change the choice.
CHANGES: dict[str, Callable[[str], str]] = {
    "a line break at its end": lambda text: f"{text}\n",
    "a full stop at its end": lambda text: f"{text}.",
    "\u201cPlease help me with this:\u201d before it": lambda text: f"Please help me with this: {text}",
    "\u201cThanks!\u201d after it": lambda text: f"{text} Thanks!",
    "lower case": str.lower,
    # The router reads this one: what it makes of phrases that the rule for polite ones does not know.
    "\u201cA colleague sent me this:\u201d before it, which no rule takes off": lambda text: f"A colleague sent me this: {text}",
}
#: Those of which no target tells.
UNASKED = tuple(CHANGES)[-2:]
LARGEST_FLIPS, LARGEST_BIAS = 0.05, 0.1
_BATCH = 64


@torch.inference_mode()
def choices(router: PerceptiveRouter, paths: Paths, texts: list[str]) -> np.ndarray:
    """The router's expert for every text, [n]."""
    tokenizer, longest = load_tokenizer(paths.tokenizer), router.roformer.shape.positions - 2
    read = [np.array(ids[:longest]) for ids in encode_texts(tokenizer, [router_text(text) for text in texts])]
    chosen = [router(*pad_windows(read[at : at + _BATCH]))[0].argmin(dim=1) for at in range(0, len(read), _BATCH)]
    return torch.cat(chosen).numpy()


def flips(figures: LibraryFigures, paths: Paths, measured: MeasuredSet) -> dict[str, float]:
    """Share of prompts whose expert is another one after each change."""
    as_it_is = choices(figures.router, paths, measured.texts)
    return {
        name: float((choices(figures.router, paths, [change(text) for text in measured.texts]) != as_it_is).mean())
        for name, change in CHANGES.items()
    }


def own_or_generalist(config: Config, measured: MeasuredSet) -> np.ndarray:
    """Whether each prompt goes to a generalist or to an expert of a part of its domain, [n]."""
    domains = [{config.domain_of(part) for part in expert.parts} for expert in config.experts]
    generalist = [expert.generalist for expert in config.experts]
    chosen = zip(measured.choice, measured.prompts.domains, strict=True)
    return np.array([generalist[expert] or domain in domains[expert] for expert, domain in chosen])


def _closed(scores: SetScores) -> tuple[float, tuple[float, float] | None]:
    single = scores.policy(BEST_SINGLE)
    return single.closed_by_router or 0.0, single.closed_by_router_interval


def _window_targets(name: str, scores: SetScores, closed: float, accuracy: float, of_ceiling: bool) -> list[Target]:
    router, domain = scores.policy(ROUTER), scores.policy(TRUE_DOMAIN)
    gap, bounds = _closed(scores)
    reached = router.accuracy or 0.0
    asked = f"≥ {accuracy:.0%}{' of the noise ceiling' if of_ceiling else ''}"
    limit = accuracy * scores.noise_ceiling if of_ceiling else accuracy
    told = f"{interval(reached, router.accuracy_interval, share)}, ceiling {share(scores.noise_ceiling)}"
    gain = interval(domain.minus_router, domain.minus_router_interval, lambda value: f"{value:+.3f}")
    rows = [
        Target(f"{name}: gap from best single expert to oracle closed", f"≥ {closed:.0%}", interval(gap, bounds, share), gap >= closed),
        Target(f"{name}: routing accuracy", asked, told, reached >= limit),
    ]
    if of_ceiling:
        rows.append(Target(f"{name}: better than the true domain's expert", "≥ 0.15 nats", gain, domain.minus_router >= 0.15))
    else:
        rows.append(Target(f"{name}: better than the true domain's expert", "above 0", gain, domain.minus_router > 0))
    return rows


def _bias_target(name: str, measured: MeasuredSet, seed: int) -> Target:
    error = residuals(measured)
    bounds = Bootstrap(measured.prompts.documents, seed).interval(error)
    told = f"{interval(float(error.mean()), bounds, lambda value: f'{value:+.3f}')}, mean absolute {np.abs(error).mean():.3f}"
    return Target(f"{name}: measured less predicted loss", f"within ±{LARGEST_BIAS} nats", told, bool(abs(error.mean()) <= LARGEST_BIAS))


def held_out_targets(
    config: Config, paths: Paths, figures: LibraryFigures, prediction_range: dict[str, Any]
) -> list[Target]:
    """What is asked of the library beyond the sources that it was made from."""
    sets, scores, seed = figures.sets, figures.scores, config.seed
    targets = _window_targets("windows", scores[KINDS[HELD_OUT]], 0.9, 0.85, True)
    if HELD_OUT_SHORT in sets:
        targets += _window_targets("short", scores[KINDS[HELD_OUT_SHORT]], 0.65, 0.65, False)
    if TYPED in sets:
        typed = sets[TYPED]
        own = own_or_generalist(config, typed).astype(float)
        bounds = Bootstrap(typed.prompts.documents, seed).interval(own)
        told = interval(float(own.mean()), bounds, share)
        targets.append(Target("typed: an expert of its domain, or a generalist", "≥ 80%", told, bool(own.mean() >= 0.8)))
        for name, found in flips(figures, paths, typed).items():
            if name not in UNASKED:
                targets.append(
                    Target(f"typed: choices changed by {name}", f"≤ {LARGEST_FLIPS:.0%}", share(found), found <= LARGEST_FLIPS)
                )
    for name in (BENCHMARK, HELD_OUT, HELD_OUT_SHORT, TYPED):
        if name in sets:
            targets.append(_bias_target(name, sets[name], seed))
    for name in (HELD_OUT, HELD_OUT_SHORT, TYPED):
        if name in sets:
            found = coverage(sets[name], prediction_range)
            asked = f"{prediction_range['share'] - 0.05:.0%} … {prediction_range['share'] + 0.05:.0%}"
            targets.append(
                Target(
                    f"{name}: measured loss within the {prediction_range['share']:.0%} range",
                    asked,
                    share(found),
                    abs(found - prediction_range["share"]) <= 0.05,
                )
            )
    return targets


def _specialists(config: Config, held_out: MeasuredSet) -> str:
    """Every specialist on the held-out windows of its parts, against the generalist of its size and the largest."""
    column = {expert.id: position for position, expert in enumerate(config.experts)}
    generalists = current_generalists(config)
    by_size, loss, prompts = {one.size: one.id for one in generalists}, held_out.qtable.loss, held_out.prompts
    domains = {part.id: config.domain_of(part.id) for part in config.parts}

    def gain(rows: np.ndarray, expert: str, than: str) -> str:
        difference, error = mean_and_error(loss[rows, column[than]] - loss[rows, column[expert]], prompts.documents[rows])
        return f"{difference:+.3f} ± {error:.3f}"

    rows = []
    for expert in config.experts:
        if expert.generalist or expert.size not in by_size:
            continue
        own = np.isin(prompts.parts, expert.parts)
        whole = not own.any()  # no source of its parts is held out: those of its domain
        if whole:
            own = np.isin(prompts.domains, [domains[part] for part in expert.parts])
        if own.any():
            counts = [f"{int(own.sum()):,}", f"{len(set(prompts.documents[own])):,}", "other parts of its domain" if whole else "its parts"]
            rows.append([expert.id, *counts, gain(own, expert.id, by_size[expert.size]), gain(own, expert.id, generalists[-1].id)])
    header = ["specialist", "windows", "documents", "of", "better than the generalist of its size", f"better than {generalists[-1].id}"]
    return table(header, rows)


def held_out_section(config: Config, paths: Paths, figures: LibraryFigures, trust: dict[str, Any]) -> str:
    """The headline beyond the benchmark; `trust` is the router's entry in the manifest."""
    targets = held_out_targets(config, paths, figures, trust["predictionRange"])
    rows = [[target.name, target.asked, target.measured, met_or_missed(target.met)] for target in targets]
    names = [name for name in (TYPED, HELD_OUT_SHORT) if name in figures.sets]
    changed = {name: flips(figures, paths, figures.sets[name]) for name in names}
    changes = [[change, *(share(changed[name][change]) for name in names)] for change in CHANGES]
    ranges = [
        [f"up to {one['upTo']}", f"{one['low']:+.2f} … {one['high']:+.2f}", f"{one['prompts']:,}"]
        for one in trust["predictionRange"]["byTokens"]
    ]
    quantiles = ", ".join(f"{float(key):.0%}: {value:g}" for key, value in trust["familiarity"]["quantiles"].items())
    flipped = f"How often a change that should not matter changes the choice:\n\n{table(['change', *names], changes)}\n" if names else ""
    return f"""## Beyond the sources of the library

Prompts of sources that neither experts nor router were trained on: {sum(t.met for t in targets)} of {len(targets)} targets met. Intervals are
95%, by document.

{table(["target", "asked", "measured", ""], rows)}

{flipped}
The {trust["predictionRange"]["share"]:.0%} range of measured less predicted loss of the chosen expert, nats, by length in tokens, from validation prompts of
held-out sources and typed ones:

{table(["tokens", "range", "prompts"], ranges)}

Mean distance of a prompt's state to the {trust["familiarity"]["neighbors"]} nearest of the shipped ones, quantiles of the router's validation prompts: {quantiles}.

### Specialists on held-out sources

By how many nats each is better on the held-out windows, ± one standard error by document.

{_specialists(config, figures.held_out)}
"""
