"""The report's section on how experts that are trained together find their subjects, from the log that ships."""

from __future__ import annotations

import json

import numpy as np

from tryage_recipe.core.library_files import SPECIALISATION
from tryage_recipe.core.paths import Paths
from tryage_recipe.report.joint import run_table
from tryage_recipe.statistics.text import share, table

ROWS = 8


def equal_tokens(paths: Paths) -> str:
    """The runs of equal tokens as a table; empty where nothing was compared, or where the section on end-to-end training has it."""
    file = paths.stage("joint") / "summary.json"
    summary = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"runs": [], "labelMade": None}
    runs = summary["runs"][1:]
    if not runs or "labelMade" in summary:
        return ""
    return f"""
### Labels, clusters and co-training at equal tokens

Runs of {runs[0]["tokens"]:,} tokens each, from copies of the same base, on the same windows in the same order, measured on unseen windows, as
many of each part. *co-trained*: by cluster at first, then by the router. *clusters*: by cluster to the end. *domain labels*: an
expert for every domain. Made by the stage `joint` (`comparisons` and `comparison_tokens` in the table `[joint]`).

{run_table(runs)}
"""


def specialisation_section(paths: Paths) -> str:
    """Some of the log's frames as a table; empty where none ships."""
    file = paths.out / SPECIALISATION
    if not file.exists():
        return ""
    log = json.loads(file.read_text(encoding="utf-8"))
    frames, experts = log["frames"], log["experts"]
    chosen = [frames[at] for at in np.unique(np.linspace(0, len(frames) - 1, ROWS).round().astype(int))]
    rows = [
        [
            f"{one['step']:,}",
            f"{one['tokens']:,}",
            "cluster" if one["step"] <= log["clusterSteps"] else "router",
            f"{one['mutualInformation']:.3f} ({one['normalisedMutualInformation']:.3f})",
            f"{one['loadEntropy']:.3f}",
            share(max(one["load"])),
        ]
        for one in chosen
    ]
    header = ["step", "tokens read", "windows go by", "mutual information, nats (normalised)", "load entropy", "largest load"]
    found = "; ".join(f"{expert['id']}: {expert['label']}" for expert in experts)
    return f"""
## How experts specialise

A training of {len(experts)} copies of {log["base"]} together with a router, without labels, {log["tokens"]:,} tokens in all: which part's windows went to
which expert is logged at every step, and ships in {len(frames)} groups of steps (`{SPECIALISATION}`). Mutual information of part and
expert and the entropy of the load are over the last {log["informationSteps"]} steps. It is a run for this log: the experts of the variant that ships
are of an earlier one.

{table(header, rows)}

What each got most of in the end: {found}.
{equal_tokens(paths)}"""
