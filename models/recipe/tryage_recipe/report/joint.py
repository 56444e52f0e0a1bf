"""The report's section on end-to-end training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as parquet

from tryage_recipe.core.config import Config
from tryage_recipe.core.library_files import MANIFEST, PROMPTS, REPORT
from tryage_recipe.core.paths import Paths
from tryage_recipe.joint.cotrained import FOLDER
from tryage_recipe.joint.settings import makes_library, taken_variants
from tryage_recipe.joint.validation import specialisation_figures
from tryage_recipe.report.policy_report import routed_cells
from tryage_recipe.statistics.specialisation import count_choices
from tryage_recipe.statistics.text import nats, share, table


def choices_by_part(library: Path) -> np.ndarray:
    """Counts [parts, experts] of an exported library's windows by true part and router's choice."""
    experts = json.loads((library / MANIFEST).read_text(encoding="utf-8"))["router"]["experts"]
    rows = parquet.read_table(library / PROMPTS, columns=["kind", "part", *(f"predicted:{e}" for e in experts)])
    window = np.array(rows["kind"].to_pylist()) == "window"
    predicted = np.stack([rows[f"predicted:{e}"].to_numpy()[window] for e in experts], axis=1)
    names, parts = np.unique(np.array(rows["part"].to_pylist())[window], return_inverse=True)
    return count_choices(parts, predicted.argmin(axis=1), len(names), len(experts))


def _run_row(row: dict[str, Any]) -> list[str]:
    clusters = row["clusters"]
    return [
        row["name"],
        f"{row['tokens']:,}",
        nats(row["ruleLoss"]),
        nats(row["routedLoss"]),
        nats(row["oracleLoss"]),
        nats(row["bestSingleLoss"]),
        f"{row['mutualInformation']:.3f} ({row['normalisedMutualInformation']:.3f})",
        "–" if clusters is None else f"{clusters['normalisedMutualInformation']:.3f}",
        f"{row['loadEntropy']:.3f}",
        share(row["routerShare"]),
    ]


def run_table(rows: list[dict[str, Any]]) -> str:
    """What runs of end-to-end training have reached, from the `summary.json` of the stage `joint`."""
    header = [
        "run",
        "tokens trained",
        "loss by its own rule",
        "routed loss (its online router)",
        "oracle",
        "best single",
        "mutual information with parts, nats (normalised)",
        "normalised, of the clusters at the start",
        "load entropy",
        "router's share of the time",
    ]
    return table(header, [_run_row(row) for row in rows])


def _library_row(name: str, library: Path) -> list[str]:
    described = json.loads((library / MANIFEST).read_text(encoding="utf-8"))
    counts = choices_by_part(library)
    cells = [name, f"{len(described['experts'])}", *routed_cells(described)]
    figures = specialisation_figures(counts)
    information = f"{figures['mutualInformation']:.3f} ({figures['normalisedMutualInformation']:.3f})"
    return [*cells, information, f"{figures['loadEntropy']:.3f}"]


def _expert_rows(library: Path) -> list[list[str]]:
    described = json.loads((library / MANIFEST).read_text(encoding="utf-8"))
    load = choices_by_part(library).sum(axis=0)
    return [
        [entry["id"], entry["label"], f"{entry['training']['tokens']:,}", share(count / load.sum())]
        for entry, count in zip(described["experts"], load, strict=True)
    ]


_TAKEN = """*The variant is taken over unchanged from the previous library. All figures of this section are of that library: the
specialists, the benchmark and the router that it is compared with are its own, not the ones above.*"""


def taken_section(config: Config, paths: Paths) -> str:
    """What the report of the library before tells of variants that are taken over from it; empty where none is."""
    if not taken_variants(config) or paths.library is None:
        return ""
    text = (paths.library / REPORT).read_text(encoding="utf-8")
    section = next((one for one in text.split("\n## ")[1:] if one.startswith("End-to-end training")), None)
    if section is None:
        return ""
    title, told = section.split("\n", 1)
    # A library that took the variant over itself has told so.
    told = told.replace(f"\n{_TAKEN}\n", "", 1)
    return f"\n## {title}\n\n{_TAKEN}\n{told}"


def joint_section(config: Config, paths: Paths) -> str:
    """Runs at equal tokens, ablations, and both libraries side by side; empty without a table `[joint]`. Both
    libraries must have been exported."""
    if not makes_library(config):
        return ""
    summary = json.loads((paths.stage("joint") / "summary.json").read_text())
    made = summary["labelMade"]
    header = [
        "library",
        "experts",
        "router, windows",
        "honest oracle, windows",
        "router, held-out",
        "honest oracle, held-out",
        "mutual information of part and choice, nats (normalised)",
        "load entropy",
    ]
    rows = [_library_row("label-made", paths.out), _library_row("co-trained", paths.out / FOLDER)]
    ablations = run_table(summary["ablations"]) if summary["ablations"] else "None were configured."
    return f"""
## End-to-end training

Router and experts trained together from copies of one base: at first every window goes to the expert of its k-means
cluster in the base's space, then to the expert that the router chooses; each expert trains on what it receives and the
router on the losses that it sees. No label is used. Rows below are measured on {made["windows"]:,} unseen windows, as
many of each part, with experts and routers as they were at the end of each run.

{run_table(summary["runs"])}

*labels*: each window trains the specialist of its true part, on the same windows in the same order. *random*: any
expert. *frozen*: no further training of the experts once the router decides. *Load entropy* is 1 for an even load. For
comparison, on the same windows: the base alone {nats(made["baseLoss"])}; the {made["specialists"]} label-made
specialists as shipped ({made["tokens"]:,} tokens) by true part {nats(made["labelLoss"])}, their oracle
{nats(made["oracleLoss"])}.

### Both libraries on the benchmark

{table(header, rows)}

Each library has a router trained on its own losses on the same prompts; that of the co-trained library is told no labels: it
has not read the experts' texts with the mean losses of their parts, and no term draws its domains together.

{table(["expert", "what it turned out to be best at", "tokens", "chosen by the router"], _expert_rows(paths.out / FOLDER))}

### Ablations

{ablations}
"""
