"""Policies that need a label at most, applied to a shipped table; and what they are in a library that does not say so."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from tryage_recipe.evaluate.policies import BEST_SINGLE, MAJORITY, TRUE_DOMAIN, TRUE_PART
from tryage_recipe.evaluate.scores import outcome_of

#: How far a figure of the manifest, a mean in fp32, may be from its mean in fp64, nats or shares.
CLOSE = 1e-5
_CANDIDATES, _CHANGES = 6, 2
_COLUMNS = {TRUE_DOMAIN: "domain", TRUE_PART: "part"}


def choices(policy: dict[str, Any], labels: dict[str, np.ndarray], experts: list[str]) -> np.ndarray:
    """The expert of every prompt, int [n], by a policy as `References.label_policies` gives; `labels` by name of the column."""
    size = len(next(iter(labels.values())))
    if "column" not in policy:
        return np.full(size, experts.index(policy["otherwise"]))
    told = policy["experts"]
    return np.array([experts.index(told.get(label, policy["otherwise"])) for label in labels[policy["column"]]])


def _likely(losses: np.ndarray, labels: np.ndarray, names: list[str]) -> Iterator[dict[str, int]]:
    """Choices by label from the best on these prompts to those where few labels have another good expert."""
    ranked = {name: np.argsort(losses[labels == name].mean(axis=0), kind="stable")[:_CANDIDATES] for name in names}
    for changed in range(_CHANGES + 1):
        for which in itertools.combinations(names, changed):
            for places in itertools.product(range(1, len(ranked[names[0]])), repeat=changed):
                best = {name: int(ranked[name][0]) for name in names}
                yield best | {name: int(ranked[name][place]) for name, place in zip(which, places, strict=True)}


def _fits(loss: np.ndarray, choice: np.ndarray, result: dict[str, Any]) -> bool:
    outcome = outcome_of(loss, choice)
    figures = zip((outcome.loss, outcome.correct, outcome.tolerant), ("loss", "accuracy", "tolerantAccuracy"), strict=True)
    return all(abs(float(values.mean(dtype=np.float64)) - result[key]) < CLOSE for values, key in figures)


def find_policies(
    loss: np.ndarray,
    kinds: np.ndarray,
    labels: dict[str, np.ndarray],
    experts: list[str],
    results: dict[str, dict[str, dict[str, Any]]],
) -> dict[str, dict[str, Any]]:
    """The label policies whose figures are those of the manifest, for libraries exported before these were written down.

    They were chosen on prompts that do not ship; this looks for the only choice among the likely ones that gives loss and both
    accuracies on every kind of prompt. `results` is by kind and name. Raises ValueError when there is none, or more than one.
    """

    def found(name: str, candidates: Iterator[dict[str, Any]]) -> dict[str, Any]:
        fitting = []
        for candidate in candidates:
            choice = choices(candidate, labels, experts)
            if all(_fits(loss[kinds == kind], choice[kinds == kind], by_name[name]) for kind, by_name in results.items()):
                fitting.append(candidate)
        if len(fitting) != 1:
            raise ValueError(f"{len(fitting)} choices by label give the figures of {name!r}, not one")
        return fitting[0]

    policies = {}
    for name in (BEST_SINGLE, MAJORITY):
        policies[name] = found(name, ({"otherwise": expert} for expert in experts))
    single, window = policies[BEST_SINGLE]["otherwise"], kinds == "window"
    for name, column in _COLUMNS.items():
        seen = sorted(set(labels[column][window].tolist()))
        known = np.isin(kinds, ["window", "short"])
        candidates = _likely(loss[known], labels[column][known], seen)
        told = ({label: experts[expert] for label, expert in candidate.items()} for candidate in candidates)
        policies[name] = found(name, ({"column": column, "experts": each, "otherwise": single} for each in told))
    return policies
