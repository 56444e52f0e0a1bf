"""A report with its intervals taken by document: the sections that tell intervals written anew, all others as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from tryage_recipe.evaluate.scores import SetScores
from tryage_recipe.evaluate.shipped_tables import ShippedLibrary
from tryage_recipe.evaluate.targets import Target, routing_targets, separation_targets
from tryage_recipe.report.policy_report import TITLES, policy_section, preamble, routed_cells, targets_section
from tryage_recipe.statistics.bootstrap import mean_and_error
from tryage_recipe.statistics.space_metrics import SPREAD, Figure, Separation, separation_rows
from tryage_recipe.statistics.text import interval, nats

_BOUNDS = re.compile(r" \(\S+ … \S+\)")
_SEEDS = re.compile(r"silhouette, and NMI of k-means with as many clusters as domains\. Mean over (\d+) seeds[^|]*?\.\n(?=\n)")
_ERROR = re.compile(r" ± \S+")
_CONTROL_NOTE = (
    "Intervals are by document, and stand where the tables that ship give them: those of the other libraries do not."
)


def _sections(text: str) -> dict[str, str]:
    """The text before the first heading of the second level as "", and every such section by its title."""
    pieces = re.split(r"(?m)^(?=## )", text)
    return {"": pieces[0]} | {piece[3 : piece.index("\n")]: piece for piece in pieces[1:]}


def _edit_rows(section: str, edit: Callable[[list[str]], list[str]]) -> str:
    """The section with the cells of every table row edited; headers are rows too."""

    def line(row: str) -> str:
        return "| " + " | ".join(edit(row[2:-2].split(" | "))) + " |" if row.startswith("| ") else row

    return "\n".join(map(line, section.split("\n")))


def _separation(described: dict[str, Any]) -> Separation:
    return Separation(**{name: Figure(**figure) for name, figure in described.items()})


def _targets(section: str, library: ShippedLibrary, scores: dict[str, SetScores]) -> str:
    """All targets in their order, those of routing and of the spaces judged anew."""
    rows = [line[2:-2].split(" | ") for line in section.split("\n") if line.startswith("| ")][2:]
    full = {name: _separation(each["full"]) for name, each in library.described["benchmark"]["mapMetrics"].items()}
    judged = [*routing_targets(scores["window"], scores.get("held-out")), *separation_targets(full)]
    by_name = {target.name: target for target in judged}
    return targets_section([by_name.get(name, Target(name, asked, found, met == "met")) for name, asked, found, met in rows])


def _gain(library: ShippedLibrary, rows: np.ndarray, expert: str, than: str) -> tuple[float, float]:
    """By how much an expert is better than another on some windows, nats, and the standard error by document."""
    own, other = (library.loss[rows, library.experts.index(name)] for name in (expert, than))
    return mean_and_error(other - own, library.documents[rows])


def _checks(section: str, library: ShippedLibrary) -> str:
    """Standard errors by document; one is taken out where the manifest does not tell which windows it is of."""
    parts = {entry["id"]: entry["parts"] for entry in library.described["experts"]}
    window, generalists = library.rows("window"), [""]

    def edit(cells: list[str]) -> list[str]:
        if len(cells) == 5 and cells[0] in parts:
            rows = window & np.isin(library.labels["part"], parts[cells[0]])
            gain, error = _gain(library, rows, cells[0], cells[1])
            same = f"{rows.sum():,}" == cells[2] and cells[3].startswith(f"{gain:+.3f}")
            cells[3] = f"{gain:+.3f} ± {error:.3f}" if same else _ERROR.sub("", cells[3])
        elif len(cells) == 4 and cells[0] in parts:
            if generalists[-1]:
                gain, error = _gain(library, window, cells[0], generalists[-1])
                cells[2] = f"{gain:+.3f} ± {error:.3f}" if cells[2].startswith(f"{gain:+.3f}") else _ERROR.sub("", cells[2])
            generalists.append(cells[0])
        return cells

    return _edit_rows(section, edit).replace("standard error over prompts", "standard error, by document")


def _control(section: str, scores: SetScores) -> str:
    """The shipped library's intervals anew; those of the other libraries are taken out."""
    by_name = {policy.name: policy for policy in scores.policies}

    def edit(cells: list[str]) -> list[str]:
        if cells[0] in by_name:
            cells = [_BOUNDS.sub("", cell) for cell in cells]
            policy = by_name[cells[0]]
            cells[1] = interval(policy.loss, policy.loss_interval, nats)
        return cells

    edited = _edit_rows(section, edit)
    return edited if _CONTROL_NOTE in edited else edited.replace("\n\n| policy", f" {_CONTROL_NOTE}\n\n| policy", 1)


def _spaces(section: str, metrics: dict[str, Any]) -> str:
    rows = {
        (row[0], row[1]): row
        for name, each in metrics.items()
        for row in separation_rows(name, _separation(each["full"]), _separation(each["plane"]))
    }
    edited = _edit_rows(section, lambda cells: rows.get((cells[0], cells[1]), cells))
    return _SEEDS.sub(lambda found: SPREAD.format(seeds=found[1]), edited)


def restated_report(
    text: str, library: ShippedLibrary, scores: dict[str, SetScores], described: list[dict[str, Any]]
) -> str:
    """The report `text` of a library with these scores; `described` are the manifests of the library and its variants."""
    sections = _sections(text)
    sections[""] = preamble(library.described["name"], library.described.get("task") == "causal") + "\n"
    sections["Targets"] = _targets(sections["Targets"], library, scores) + "\n"
    for kind, score in scores.items():
        sections[TITLES[kind]] = policy_section(TITLES[kind], score) + "\n"
    edits: dict[str, Callable[[str], str]] = {
        "Specialists and generalists": lambda section: _checks(section, library),
        "Control: other libraries of the same training": lambda section: _control(section, scores["window"]),
        "Spaces": lambda section: _spaces(section, library.described["benchmark"]["mapMetrics"]),
        "End-to-end training": lambda section: _both_libraries(section, described),
    }
    for title, edit in edits.items():
        if title in sections:
            sections[title] = edit(sections[title])
    return "".join(sections.values())


def _both_libraries(section: str, described: list[dict[str, Any]]) -> str:
    """The table of the library beside its first variant."""
    cells = dict(zip(("label-made", "co-trained"), map(routed_cells, described), strict=False))
    return _edit_rows(section, lambda row: [*row[:2], *cells[row[0]], *row[6:]] if row[0] in cells and len(row) == 8 else row)
