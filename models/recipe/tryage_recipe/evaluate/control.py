"""Control libraries: other choices among the experts of the same training, measured on the same windows.

With an expert for every domain in the library, knowing the domain is almost all that routing can use. Without the largest
generalist, the expert that serves a domain of many parts best is worse, so routing gains more. What the router gains over
the domain label in the shipped library is to be read beside both.
"""

from __future__ import annotations

import dataclasses

from tryage_recipe.core.config import Config, Expert
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.prompt_sets import BENCHMARK, ROUTER_TRAIN
from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.evaluate.library_checks import current_generalists
from tryage_recipe.evaluate.library_figures import LibraryFigures
from tryage_recipe.evaluate.parquet_tables import KINDS
from tryage_recipe.evaluate.policies import BEST_SINGLE, NEAREST_STATES, TRUE_DOMAIN, TRUE_PART, References
from tryage_recipe.evaluate.scores import HONEST_ORACLE, ORACLE, SetScores, score_set
from tryage_recipe.measure.qtable import column_file, load_qtable
from tryage_recipe.statistics.text import interval, nats, share, table


def control_scores(config: Config, paths: Paths, figures: LibraryFigures, experts: tuple[Expert, ...]) -> SetScores:
    """Scores on the headline windows with other experts in the library.

    The router in these scores is kNN on the shipped router's states, fitted to the losses of these experts.
    """
    other = dataclasses.replace(config, experts=experts, control=())

    def measured_with(measured: MeasuredSet, name: str) -> MeasuredSet:
        return dataclasses.replace(measured, qtable=load_qtable(other, paths, name))

    references = References(measured_with(figures.fit, ROUTER_TRAIN).for_policies())
    window = measured_with(figures.window, BENCHMARK)
    predicted = references.predicted(window.for_policies())
    routed = dataclasses.replace(window, predicted=predicted[NEAREST_STATES])
    return score_set(routed, references, predicted, config.seed)


def control_libraries(config: Config, paths: Paths) -> dict[str, tuple[Expert, ...]]:
    """Experts of the control libraries by what tells them from the shipped one; only those that can be measured."""
    libraries = {}
    files = [column_file(paths, name, expert.id) for expert in config.control for name in (BENCHMARK, ROUTER_TRAIN)]
    if files and all(file.exists() for file in files):
        libraries["with whole-domain experts"] = config.trained
    generalists = current_generalists(config)
    if len(generalists) > 1:
        largest = generalists[-1]
        libraries[f"without {largest.id}"] = tuple(expert for expert in config.experts if expert is not largest)
    return libraries


def control_section(config: Config, paths: Paths, figures: LibraryFigures) -> str:
    """The shipped library beside the control libraries; empty where there are none."""
    libraries = control_libraries(config, paths)
    if not libraries:
        return ""
    scores = {"shipped": figures.scores[KINDS[BENCHMARK]]}
    scores |= {name: control_scores(config, paths, figures, experts) for name, experts in libraries.items()}
    rows = []
    for name in (BEST_SINGLE, TRUE_DOMAIN, TRUE_PART, NEAREST_STATES, HONEST_ORACLE, ORACLE):
        row = [name]
        for policy in (each.policy(name) for each in scores.values()):
            row += [interval(policy.loss, policy.loss_interval, nats), share(policy.accuracy)]
        rows.append(row)
    gains = [
        f"{name}: {each.policy(TRUE_DOMAIN).loss - each.policy(NEAREST_STATES).loss:.3f}" for name, each in scores.items()
    ]
    header = ["policy", *(title for name in scores for title in (f"{name}: loss", "accuracy"))]
    added = f" Whole-domain experts: {', '.join(expert.id for expert in config.control)}." if config.control else ""
    return f"""
## Control: other libraries of the same training

The same windows.{added} The router compared here is kNN on the shipped router's states, fitted to each
library. By how many nats it is better than the true domain's expert: {"; ".join(gains)}.

{table(header, rows)}
"""
