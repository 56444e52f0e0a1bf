"""`REPORT.md`: every measured table of the library, written by the export and by nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np

from tryage_recipe.benchmark import MeasuredSet
from tryage_recipe.config import Config
from tryage_recipe.metrics import prediction_quality
from tryage_recipe.report_text import NONE, interval, nats, share, table
from tryage_recipe.scores import TOLERANCE, PolicyScore, SetScores

COMMAND = "python -m tryage_recipe export --config library.toml --corpora <folders> --work work --out .."
TITLES = {
    "window": "Routing on the benchmark",
    "held-out": "Routing on held-out sources",
    "short": "Hard case: short prompts",
    "mixture": "Hard case: two domains in one prompt",
}


def _policy_row(score: PolicyScore) -> list[str]:
    return [
        score.name,
        interval(score.loss, score.loss_interval, nats),
        nats(score.regret),
        interval(score.accuracy, score.accuracy_interval, share),
        share(score.tolerant_accuracy),
        share(score.decisive_accuracy),
        interval(score.minus_router, score.minus_router_interval, lambda value: f"{value:+.3f}"),
        interval(score.closed_by_router, score.closed_by_router_interval, share),
    ]


def policy_section(title: str, scores: SetScores) -> str:
    """Policies with intervals, and how well the oracle itself is known."""
    header = [
        "policy",
        "loss",
        "regret",
        "routing accuracy",
        f"within {TOLERANCE} nats",
        "decisive prompts",
        "loss minus router's",
        "gap to oracle closed by router",
    ]
    return f"""## {title}

{scores.prompts:,} prompts. Noise ceiling of the routing accuracy: {share(scores.noise_ceiling)}.
Standard error of one loss: {scores.standard_error_of_loss:.3f} nats.
Decisive prompts (the best expert leads by more than {TOLERANCE} nats): {share(scores.decisive_share)}.

{table(header, [_policy_row(score) for score in scores.policies])}
"""


def _loss_by_group(measured: MeasuredSet, experts: list[str], groups: np.ndarray) -> str:
    """Mean losses, experts × groups, with the least of every column in bold."""
    names = sorted(set(groups))
    means = np.stack([measured.qtable.loss[groups == name].mean(axis=0) for name in names], axis=1)
    rows = []
    for expert, losses in zip(experts, means, strict=True):
        is_best = losses == means.min(axis=0)
        cells = [f"**{loss:.2f}**" if best else f"{loss:.2f}" for loss, best in zip(losses, is_best, strict=True)]
        rows.append([expert, *cells])
    return table(["expert", *names], rows)


def _selection(measured: MeasuredSet, experts: list[str]) -> str:
    """Share of prompts that the router and the oracle send to each expert, and its mean loss and accuracy."""
    count = len(experts)
    router = np.bincount(measured.choice, minlength=count) / len(measured.choice)
    oracle = np.bincount(measured.qtable.loss.argmin(axis=1), minlength=count) / len(measured.choice)
    loss, accuracy = measured.qtable.loss.mean(axis=0), measured.qtable.accuracy.mean(axis=0)
    rows = [
        [expert, nats(loss[i]), share(accuracy[i]), share(router[i]), share(oracle[i])]
        for i, expert in enumerate(experts)
    ]
    return table(["expert", "mean loss", "mean accuracy", "chosen by router", "best expert (oracle)"], rows)


def _training(entries: list[dict[str, Any]]) -> str:
    """What each expert is and what its training took, from its manifest entry."""
    header = ["expert", "parameters", "bytes", "tokens", "steps", "seconds", "started from", "newest text"]
    rows = []
    for entry in entries:
        training = entry["training"]
        effort = (training["tokens"], training["steps"], round(training["seconds"]))
        counts = (entry["parameters"], entry["bytes"], *effort)
        origin = [training["branchedFrom"] or NONE, entry["newestText"] or "unknown"]
        rows.append([entry["id"], *(f"{count:,}" for count in counts), *origin])
    return table(header, rows)


def report(
    config: Config,
    entries: list[dict[str, Any]],
    benchmark: MeasuredSet,
    held_out: MeasuredSet,
    scores: dict[str, SetScores],
) -> str:
    """The whole report. `entries` are the experts' manifest entries; `scores` is keyed by kind of prompt."""
    experts = [expert.id for expert in config.experts]
    quality = prediction_quality(benchmark.qtable.loss, benchmark.predicted)
    sections = "\n".join(policy_section(TITLES[kind], score) for kind, score in scores.items())
    return f"""# Measured results: {config.name}

Losses are in nats per masked token, on the weights as shipped, over prompts of consecutive tokens from documents
that neither the experts nor the router trained on. Intervals are 95% percentile intervals of 1,000 paired bootstrap
resamples of the prompts, with the experts and the router as they are (one training run each). Written by

    {COMMAND}

- *random*: mean over all experts. *best single expert*, *majority winner* and the expert of each label are chosen on
  the router's training prompts; *true domain label* and *true part label* read the prompts' true labels, which no
  router is given.
- *oracle*: the expert of least measured loss; a minimum over noise, so too good. *honest oracle*: chosen on one half
  of the mask patterns, scored on the other.
- *noise ceiling*: how often two independent halves of the mask patterns agree on the best expert.

{sections}
## Predicted losses

Mean absolute error {quality.mean_absolute_error:.3f} nats; mean rank correlation (Spearman) of predicted and true
losses of a prompt's experts {quality.rank_correlation:.3f}.

## Experts

{_selection(benchmark, experts)}

## Training

{_training(entries)}

## Loss by domain

{_loss_by_group(benchmark, experts, benchmark.prompts.domains)}

## Loss by part

{_loss_by_group(benchmark, experts, benchmark.prompts.parts)}

## Loss by part, held-out sources

{_loss_by_group(held_out, experts, held_out.prompts.parts)}
"""
