"""What the report tells of policies: how to read it, the targets, and the tables of each kind of prompt."""

from __future__ import annotations

from typing import Any

from tryage_recipe.evaluate.scores import HONEST_ORACLE, ROUTER, TOLERANCE, PolicyScore, SetScores
from tryage_recipe.evaluate.targets import Target
from tryage_recipe.statistics.text import interval, nats, share, table

TITLES = {
    "window": "Routing on the benchmark",
    "held-out": "Routing on held-out sources",
    "short": "Hard case: short prompts",
    "mixture": "Hard case: two domains in one prompt",
    "held-out-short": "Short prompts of held-out sources",
    "typed": "Prompts as people type them, of held-out sources",
}


def preamble(name: str, causal: bool = False) -> str:
    """Title and explanations, up to the first section."""
    deterministic = " A causal loss has no noise: nothing is masked." if causal else ""
    unit = "token, each predicted from those before it" if causal else "masked token"
    return f"""# Measured results: {name}

Losses are in nats per {unit}, on the weights as shipped, over prompts of consecutive tokens from documents
that neither the experts nor the router trained on. Intervals are 95% percentile intervals of 1,000 paired bootstrap
resamples of the documents, each with all its prompts, with the experts and the router as they are (one training run
each). Prompts of one document are alike; an interval that took them for independent would be too narrow. A prompt of
two domains counts for the document of its larger piece. Written by the stage `export`; written anew from the work
folder, without any training, by the first command, and what the shipped tables allow, without a work folder, by the second:

    npm run report
    npm run restate

- *random*: mean over all experts. *best single expert*, *majority winner* and the expert of each label are chosen on
  the router's training prompts; *true domain label* and *true part label* read the prompts' true labels, which no
  router is given.
- *oracle*: the expert of least measured loss; a minimum over noise, so too good. *honest oracle*: chosen on one half
  of the mask patterns, scored on the other.
- *noise ceiling*: how often two independent halves of the mask patterns agree on the best expert.{deterministic}
- *coin toss*: at least 1.5% and less than 98.5% of the resamples say that the policy does as well as the router. Whether an
  interval of 1,000 resamples then ends above zero or below is partly chance.
"""


def met_or_missed(met: bool) -> str:
    return "met" if met else "**missed**"


def targets_section(targets: list[Target]) -> str:
    rows = [[target.name, target.asked, target.measured, met_or_missed(target.met)] for target in targets]
    met = sum(target.met for target in targets)
    return f"""## Targets

{met} of {len(targets)} met.

{table(["target", "asked", "measured", ""], rows)}
"""


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
    bare = [score.name for score in scores.policies if score.loss_interval is None]
    without = (
        f"\nNo interval by document is known of {', '.join(bare)}: what they chose does not ship.\n" if bare else ""
    )
    return f"""## {title}

{scores.prompts:,} prompts of {scores.documents:,} documents. Noise ceiling of the routing accuracy: {share(scores.noise_ceiling)}.
Standard error of one loss: {scores.standard_error_of_loss:.3f} nats.
Decisive prompts (the best expert leads by more than {TOLERANCE} nats): {share(scores.decisive_share)}.
{without}
{table(header, [_policy_row(score) for score in scores.policies])}
"""


def routed_cells(described: dict[str, Any]) -> list[str]:
    """Loss of the router and of the honest oracle on windows, then on held-out sources, from a library's manifest."""
    cells = []
    for kind in ("window", "held-out"):
        policies = {policy["name"]: policy for policy in described["results"][kind]["policies"]}
        for policy in (ROUTER, HONEST_ORACLE):
            cells.append(interval(policies[policy]["loss"], policies[policy]["lossInterval"], nats))
    return cells
