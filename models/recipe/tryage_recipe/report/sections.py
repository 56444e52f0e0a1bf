"""Sections of the report beyond policies and losses: experts' checks, calibration, constraints."""

from __future__ import annotations

from typing import Any

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.evaluate.library_checks import SPECIALIST_GAIN, check_generalists, check_specialists
from tryage_recipe.measure.shipped_expert import LARGEST_COST, SAMPLE, expert_form, rounding_costs
from tryage_recipe.report.policy_report import met_or_missed
from tryage_recipe.router.shipped import LEAST_AGREEMENT, router_agreements, router_form
from tryage_recipe.statistics.calibration import calibration_bins, expected_calibration_error
from tryage_recipe.statistics.metrics import prediction_quality
from tryage_recipe.statistics.text import NONE, nats, table


def checks_section(config: Config, window: MeasuredSet) -> str:
    """Specialists against the generalist of their size on their own parts, and generalists by size."""
    specialists = [
        [c.expert, c.generalist, f"{c.prompts:,}", f"{c.gain:+.3f} ± {c.standard_error:.3f}", met_or_missed(c.met)]
        for c in check_specialists(config, window)
    ]
    generalists = [
        [c.expert, nats(c.loss), NONE if c.gain is None else f"{c.gain:+.3f} ± {c.standard_error:.3f}", met_or_missed(c.met)]
        for c in check_generalists(config, window)
    ]
    return f"""## Specialists and generalists

Gain of every specialist over the generalist of its own size on the windows of its own parts, asked for: at least
{SPECIALIST_GAIN} nats (± one standard error, by document).

{table(["specialist", "generalist", "prompts", "gain, nats", ""], specialists)}

Generalists by size; each is asked to beat the next smaller one on the mean of all windows.

{table(["generalist", "mean loss", "gain over the next smaller", ""], generalists)}
"""


def calibration_section(window: MeasuredSet) -> str:
    """How well the router's predictions match, over all cells and for the experts that it chooses."""
    true, predicted = window.qtable.loss, window.predicted
    quality = prediction_quality(true, predicted)
    everywhere = calibration_bins(predicted, true)
    rows = list(range(len(true)))
    chosen = calibration_bins(predicted[rows, window.choice], true[rows, window.choice])
    pairs = zip(everywhere, chosen, strict=False)
    cells = [[f"{b.predicted:.2f}", f"{b.true:.2f}", f"{c.predicted:.2f}", f"{c.true:.2f}"] for b, c in pairs]
    header = ["all experts: predicted", "true", "chosen expert: predicted", "true"]
    return f"""## Predicted losses

Mean absolute error {quality.mean_absolute_error:.3f} nats; mean rank correlation (Spearman) of predicted and true
losses of a prompt's experts {quality.rank_correlation:.3f}. Calibration error (mean absolute difference over ten bins of
equal size) {expected_calibration_error(everywhere):.3f} nats over all experts,
{expected_calibration_error(chosen):.3f} nats for the chosen one. Mean losses by bin:

{table(header, cells)}
"""


def constraints_section(constraints: list[dict[str, Any]]) -> str:
    """Raw values of every expert, how each was measured, and which constraints do not tell experts apart."""
    experts = list(constraints[0]["raw"]) if constraints else []

    def cell(value: float | None) -> str:
        return "N/A" if value is None else f"{value:,.4g}" if value < 10_000 else f"{value:,.0f}"

    rows = [[expert, *(cell(constraint["raw"][expert]) for constraint in constraints)] for expert in experts]
    notes = []
    for constraint in constraints:
        known = {value for value in constraint["raw"].values() if value is not None}
        constant = " It is the same for every expert here and decides nothing." if len(known) < 2 else ""
        notes.append(f"- *{constraint['label']}* ({constraint['unit']}): {constraint['measured']}.{constant}")
    return f"""## Constraints

Raw values; less is better for all.

{table(["expert", *(f"{c['label']}, {c['unit']}" for c in constraints)], rows)}

{chr(10).join(notes)}
"""


def forms_section(config: Config, paths: Paths) -> str:
    """In which form each model ships, and what the forms that were tried cost it."""
    rows = []
    for expert in config.experts:
        costs, trained = rounding_costs(config, paths, expert.id), config.trained_form(expert)
        told = [f"{form} {cost:+.4f} nats{', trained in it' if form == trained else ''}" for form, cost in costs.items()]
        rows.append([expert.id, expert_form(config, paths, expert.id), ", ".join(told)])
    agreements = router_agreements(config, paths)
    equal = ", ".join(f"{form} {agreement:.2%} of decisions as trained" for form, agreement in agreements.items())
    rows.append(["router", router_form(config, paths), equal])
    return f"""### Rounding

The smallest form that costs an expert at most {LARGEST_COST} nats per token ({SAMPLE} windows of the benchmark, the same masks), and
leaves at least {LEAST_AGREEMENT:.0%} of the router's decisions on the benchmark's prompts of every kind as they were. `int4`: the
values and the output of attention in int8, other matrices in int4 with a scale for 32 neighbours. `mixed`: the
queries, keys and values of attention and the router's head in fp16, other matrices in int8. An expert *trained in* a form had its weights
rounded to it in every step, so it loses nothing by it afterwards. 0.0000 is not a measurement either where the weights
came back from a shipped library (`restore`): these were rounded before.

{table(["model", "ships as", "forms tried"], rows)}
"""
