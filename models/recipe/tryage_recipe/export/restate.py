"""Command `restate`: the intervals of a shipped library by document, computed anew from what ships.

`python -m tryage_recipe restate --config FILE --out LIBRARY` needs neither work folder nor corpora nor PyTorch. It reads the
tables of the library and of its variants, and writes intervals, targets and figures of the spaces anew into manifest and
report. Means stay as they were measured; a mean that the tables do not give again is an error. An interval that they cannot
give, of a policy whose choices do not ship, is taken out.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import write_text
from tryage_recipe.core.library_files import REPORT, camel_case, camel_name
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError
from tryage_recipe.export.documents import library_folders, write_described
from tryage_recipe.evaluate.label_policies import CLOSE
from tryage_recipe.evaluate.scores import (
    ORACLE,
    RANDOM,
    ROUTER,
    Outcome,
    PolicyScore,
    SetScores,
    outcome_of,
    random_outcome,
    score_policies,
)
from tryage_recipe.evaluate.shipped_tables import ShippedLibrary, read_library, states
from tryage_recipe.report.restated_report import restated_report
from tryage_recipe.statistics.space_metrics import Figure, Separation, document_deviations, with_bounds

_INTERVALS = ("loss_interval", "accuracy_interval", "minus_router_interval", "share_as_good", "closed_by_router_interval")
_MEANS = ("loss", "accuracy", "tolerant_accuracy", "minus_router")


def _outcomes(library: ShippedLibrary, rows: np.ndarray) -> dict[str, Outcome]:
    """What every policy that the tables tell did on these rows."""
    loss = library.loss[rows]
    return {
        RANDOM: random_outcome(loss),
        **{name: outcome_of(loss, choice[rows]) for name, choice in library.choices.items()},
        ROUTER: outcome_of(loss, library.predicted[rows].argmin(axis=1)),
        ORACLE: outcome_of(loss, loss.argmin(axis=1)),
    }


def _restated(entry: dict[str, Any], found: PolicyScore | None, where: str) -> PolicyScore:
    """A policy's entry with its means as measured and the intervals found. Raises StageError when the means differ."""
    measured = {field.name: entry.get(camel_name(field.name)) for field in dataclasses.fields(PolicyScore)}
    for name in _MEANS if found else ():
        if abs(getattr(found, name) - measured[name]) > CLOSE:
            raise StageError(f"{where}: the tables give {entry['name']!r} another {name} than the manifest")
    # An entry that tells this share had its intervals taken by document already, when it was exported.
    if found is None and camel_name("share_as_good") in entry:
        return PolicyScore(**measured)
    return PolicyScore(**measured | {name: getattr(found, name, None) for name in _INTERVALS})


def restated_scores(library: ShippedLibrary, seed: int) -> dict[str, SetScores]:
    """Scores by kind of prompt, with the manifest's means and intervals by document."""
    scores = {}
    for kind, entry in library.described["results"].items():
        rows = library.rows(kind)
        documents = library.documents[rows]
        policies = score_policies(library.loss[rows], _outcomes(library, rows), documents, seed)
        by_name = {policy.name: policy for policy in policies}
        where = f"{library.folder}, {kind}"
        scores[kind] = SetScores(
            prompts=entry["prompts"],
            documents=len(np.unique(documents)),
            noise_ceiling=entry["noiseCeiling"],
            standard_error_of_loss=entry["standardErrorOfLoss"],
            decisive_share=entry["decisiveShare"],
            policies=[_restated(policy, by_name.get(policy["name"]), where) for policy in entry["policies"]],
        )
    return scores


def _restate_spaces(library: ShippedLibrary) -> None:
    """Puts intervals by document of the full spaces into the manifest; the bounds of maps are of layouts, not of prompts."""
    benchmark, window = library.described["benchmark"], library.rows("window")
    labels, documents = library.labels["domain"][window], library.documents[window]
    for name, points in states(library.folder, library.described).items():
        full = benchmark["mapMetrics"][name]["full"]
        measured = Separation(**{figure: Figure(**told) for figure, told in full.items()})
        deviations = document_deviations(points[window], labels, documents, benchmark["map"]["seed"])
        benchmark["mapMetrics"][name]["full"] = camel_case(with_bounds(measured, deviations))


def run(config: Config, paths: Paths) -> None:
    """Writes manifests and reports anew. Raises StageError when a library is not of its tables, or tells no documents."""
    libraries = [read_library(folder) for folder in library_folders(paths.out)]
    scores = [restated_scores(library, config.seed) for library in libraries]
    for library, found in zip(libraries, scores, strict=True):
        library.described["results"] = {kind: camel_case(each) for kind, each in found.items()}
        _restate_spaces(library)
    # Reports last: that of the first library tells of its variants too.
    described = [library.described for library in libraries]
    for library, found in zip(libraries, scores, strict=True):
        file = library.folder / REPORT
        write_text(file, restated_report(file.read_text(encoding="utf-8"), library, found, described))
        write_described(library.folder, library.described, [])
        print(f"restate: {file}")
