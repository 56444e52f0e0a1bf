"""The control library: the shipped experts and specialists of whole domains, which do not ship.

With an expert for every domain in the library, knowing the domain is almost all that routing can use. What the router
gains over the domain label in the shipped library is to be read beside this.
"""

from __future__ import annotations

import dataclasses

from tryage_recipe.benchmark import MeasuredSet
from tryage_recipe.benchmark_table import KINDS
from tryage_recipe.config import Config
from tryage_recipe.library_figures import LibraryFigures
from tryage_recipe.paths import Paths
from tryage_recipe.policies import BEST_SINGLE, NEAREST_STATES, TRUE_DOMAIN, TRUE_PART, References
from tryage_recipe.prompt_sets import BENCHMARK, ROUTER_TRAIN
from tryage_recipe.qtable import column_file, load_qtable
from tryage_recipe.report_text import interval, nats, share, table
from tryage_recipe.scores import HONEST_ORACLE, ORACLE, SetScores, score_set


def control_scores(config: Config, paths: Paths, figures: LibraryFigures) -> SetScores:
    """Scores on the headline windows with the control experts in the library.

    The router in these scores is kNN on the shipped router's states, fitted to the losses of all experts.
    """
    both = dataclasses.replace(config, experts=config.trained, control=())

    def with_control(measured: MeasuredSet, name: str) -> MeasuredSet:
        return dataclasses.replace(measured, qtable=load_qtable(both, paths, name))

    references = References(with_control(figures.fit, ROUTER_TRAIN).for_policies())
    window = with_control(figures.window, BENCHMARK)
    predicted = references.predicted(window.for_policies())
    routed = dataclasses.replace(window, predicted=predicted[NEAREST_STATES])
    return score_set(routed, references, predicted, config.seed)


def control_section(config: Config, paths: Paths, figures: LibraryFigures) -> str:
    """The shipped library beside the control library; empty where none was trained and measured."""
    files = [column_file(paths, name, expert.id) for expert in config.control for name in (BENCHMARK, ROUTER_TRAIN)]
    if not files or not all(file.exists() for file in files):
        return ""
    shipped, control = figures.scores[KINDS[BENCHMARK]], control_scores(config, paths, figures)
    rows = []
    for name in (BEST_SINGLE, TRUE_DOMAIN, TRUE_PART, NEAREST_STATES, HONEST_ORACLE, ORACLE):
        row = [name]
        for scores in (shipped, control):
            policy = scores.policy(name)
            row += [interval(policy.loss, policy.loss_interval, nats), share(policy.accuracy)]
        rows.append(row)
    gains = [scores.policy(TRUE_DOMAIN).loss - scores.policy(NEAREST_STATES).loss for scores in (shipped, control)]
    added = ", ".join(expert.id for expert in config.control)
    header = ["policy", "shipped: loss", "accuracy", "with whole-domain experts: loss", "accuracy"]
    return f"""
## Control: whole-domain experts in the library

The same windows with {added} added. The router compared here is kNN on the shipped router's states, fitted to either
library: it is better than the true domain's expert by {gains[0]:.3f} nats in the shipped library and by {gains[1]:.3f}
nats in the control.

{table(header, rows)}
"""
