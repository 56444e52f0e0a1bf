"""How the experts of a co-training find their subjects: which expert each step's windows went to, by part.

Every step is logged. What ships is small: steps in groups, each with its counts of windows by expert and part, its load, and
the mutual information of part and expert over the steps up to its end.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tryage_recipe.statistics.specialisation import (
    count_choices,
    load_entropy,
    mutual_information,
    normalised_mutual_information,
)

FORMAT_VERSION = 1
#: Groups of steps that ship.
FRAMES = 96
#: Steps that a figure of mutual information is over: a few windows would seem to tell more than they do.
MEMORY = 100


class RoutingLog:
    """Windows of every step by part and expert."""

    def __init__(self, parts: int, experts: int) -> None:
        self._shape = (parts, experts)
        self._steps: list[np.ndarray] = []

    def __len__(self) -> int:
        return len(self._steps)

    def add(self, parts: np.ndarray, choices: np.ndarray) -> None:
        """One step's windows: part number and expert number of each, [n]."""
        self._steps.append(count_choices(parts, choices, *self._shape).astype(np.int16))

    @property
    def counts(self) -> np.ndarray:
        """Windows by step, part and expert, int16 [steps, parts, experts]."""
        return np.stack(self._steps) if self._steps else np.zeros((0, *self._shape), dtype=np.int16)

    @counts.setter
    def counts(self, counts: np.ndarray) -> None:
        self._steps = list(counts)


def step_figures(counts: np.ndarray, memory: int = MEMORY) -> list[dict[str, Any]]:
    """Figures of every step from `counts` [steps, parts, experts]: `load` [experts], the share of its windows that each expert
    got, and over the last `memory` steps up to it mutual information of part and expert (nats), the same over the mean
    entropy, and the entropy of the load over that of an even one."""
    figures = []
    summed = np.zeros(counts.shape[1:], dtype=np.int64)
    for step, windows in enumerate(counts):
        summed += windows
        if step >= memory:
            summed -= counts[step - memory]
        sent = windows.sum(axis=0)
        figures.append(
            {
                "step": step + 1,
                "load": [round(share, 4) for share in (sent / max(1, sent.sum())).tolist()],
                "mutualInformation": round(mutual_information(summed), 4),
                "normalisedMutualInformation": round(normalised_mutual_information(summed), 4),
                "loadEntropy": round(load_entropy(summed), 4),
            }
        )
    return figures


def frames(counts: np.ndarray, tokens_per_step: int, wanted: int = FRAMES) -> list[dict[str, Any]]:
    """At most `wanted` groups of steps, of nearly equal size: the last step of each, tokens read until then, `windows` by expert
    and part within the group, [experts][parts], and the figures of that step."""
    ends = np.unique(np.linspace(0, len(counts), min(wanted, len(counts)) + 1).round().astype(int))
    figures = step_figures(counts)
    told = []
    for start, end in zip(ends[:-1], ends[1:], strict=True):
        windows = counts[start:end].sum(axis=0, dtype=np.int64).T
        last = {name: value for name, value in figures[end - 1].items() if name not in ("step", "load")}
        load = windows.sum(axis=1) / max(1, windows.sum())
        shares = [round(share, 4) for share in load.tolist()]
        told.append({"step": int(end), "tokens": int(end * tokens_per_step), "windows": windows.tolist(), "load": shares, **last})
    return told


def main_parts(windows: np.ndarray, labels: list[str], most: int = 2, least: float = 0.2) -> str:
    """The parts that most of an expert's windows [parts] are of: the first, and another of a share of at least `least`."""
    order = np.argsort(-windows, kind="stable")[:most]
    named = [labels[part] for part in order if windows[part] >= least * max(1, windows.sum())]
    return ", ".join(named) or labels[order[0]]


def routing_document(
    counts: np.ndarray, experts: list[str], parts: list[tuple[str, str]], told: dict[str, Any], tokens_per_step: int
) -> dict[str, Any]:
    """What ships as `specialisation.json`. `parts` are pairs of id and label; those that no window is of are left out. `told`
    says what run it is: its title, tokens, and until which step windows go by cluster."""
    present = np.flatnonzero(counts.sum(axis=(0, 2)))
    return {
        "formatVersion": FORMAT_VERSION,
        **told,
        "steps": len(counts),
        "informationSteps": MEMORY,
        "experts": [
            {"id": expert, "label": main_parts(won, [parts[number][1] for number in present])}
            for expert, won in zip(experts, counts[-MEMORY:, present].sum(axis=0).T, strict=True)
        ],
        "parts": [{"id": parts[number][0], "label": parts[number][1]} for number in present],
        "frames": frames(counts[:, present], tokens_per_step),
    }
