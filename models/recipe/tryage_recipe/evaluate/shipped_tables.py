"""A shipped library read back from its manifest and its tables: all that its figures can be computed from anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.stamps import StageError
from tryage_recipe.evaluate.label_policies import choices, find_policies
from tryage_recipe.evaluate.parquet_tables import DOCUMENT, by_expert, strings
from tryage_recipe.evaluate.policies import NEAREST_STATES, RIDGE_STATES

# Other routers whose predictions ship, by their short names in the table.
SHIPPED_REFERENCES = {"knn": NEAREST_STATES, "ridge": RIDGE_STATES}


@dataclass(frozen=True)
class ShippedLibrary:
    """`loss` and `predicted` are [n, experts] in nats per token; `labels` are the columns `kind`, `domain` and `part`; `choices`
    int [n] are those of every policy that the tables tell, by name; `documents` [n] are numbers."""

    folder: Path
    described: dict[str, Any]
    experts: list[str]
    loss: np.ndarray
    predicted: np.ndarray
    labels: dict[str, np.ndarray]
    documents: np.ndarray
    choices: dict[str, np.ndarray]

    def rows(self, kind: str) -> np.ndarray:
        """Whether each row is of this kind."""
        return self.labels["kind"] == kind


def _label_policies(library: dict[str, Any], loss: np.ndarray, labels: dict[str, np.ndarray], experts: list[str]):
    """Those of the manifest, into which they are written when it does not have them."""
    benchmark = library["benchmark"]
    if "labelPolicies" not in benchmark:
        results = {
            kind: {policy["name"]: policy for policy in scores["policies"]} for kind, scores in library["results"].items()
        }
        benchmark["labelPolicies"] = find_policies(loss, labels["kind"], labels, experts, results)
    return benchmark["labelPolicies"]


def read_library(folder: Path) -> ShippedLibrary:
    """Reads manifest and tables. Raises StageError when the prompts' documents are not told, OSError for a missing file."""
    library = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    experts = [entry["id"] for entry in library["experts"]]
    prompts = parquet.read_table(folder / library["benchmark"]["prompts"])
    if DOCUMENT not in prompts.column_names:
        raise StageError(f"the prompts of {folder} do not tell their documents: run the command documents first")
    labels = {name: strings(prompts, name) for name in ("kind", "domain", "part")}
    loss = by_expert(prompts, "loss", experts)
    told = _label_policies(library, loss, labels, experts)
    chosen = {name: choices(policy, labels, experts) for name, policy in told.items()}
    references: pa.Table = parquet.read_table(folder / library["benchmark"]["references"])
    for short, name in SHIPPED_REFERENCES.items():
        chosen[name] = by_expert(references, short, experts).argmin(axis=1)
    predicted = by_expert(prompts, "predicted", experts)
    documents = prompts[DOCUMENT].to_numpy()
    return ShippedLibrary(folder, library, experts, loss, predicted, labels, documents, chosen)


def states(folder: Path, library: dict[str, Any]) -> dict[str, np.ndarray]:
    """The states [n, hidden] of every shipped space by its name, unpacked from int8."""
    benchmark = library["benchmark"]
    spaces = {"router": ("", benchmark["embeddings"])}
    if "spaces" in benchmark:
        spaces["causal"] = ("causal:", benchmark["spaces"])
    unpacked = {}
    for name, (prefix, file) in spaces.items():
        table = parquet.read_table(folder / file)
        rows = np.stack([np.frombuffer(state, np.int8) for state in table[f"{prefix}state"].to_pylist()])
        unpacked[name] = rows * table[f"{prefix}scale"].to_numpy()[:, None]
    return unpacked
