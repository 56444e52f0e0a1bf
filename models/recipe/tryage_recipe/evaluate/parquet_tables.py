"""How the library's tables are written as Parquet, and which kinds of prompts they hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from tryage_recipe.data.prompt_sets import BENCHMARK, HELD_OUT, HELD_OUT_SHORT, MIXTURE, SHORT, TYPED

SOURCE_CHARACTERS = 120
KINDS = {BENCHMARK: "window", HELD_OUT: "held-out", SHORT: "short", MIXTURE: "mixture", HELD_OUT_SHORT: "held-out-short", TYPED: "typed"}
DOCUMENT = "document"
DICTIONARIES = ["kind", "domain", "part", "source"]
# Old and plain features only, which every Parquet reader knows.
OPTIONS = {"compression": "snappy", "version": "1.0", "data_page_version": "1.0", "write_statistics": False}


def required_table(columns: dict[str, pa.Array | pa.ChunkedArray]) -> pa.Table:
    """A table without nulls: readers then need no definition levels."""
    return pa.table(columns, pa.schema([pa.field(name, array.type, nullable=False) for name, array in columns.items()]))


def write_table(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    repetitive = [name for name in DICTIONARIES if name in table.column_names]
    parquet.write_table(table, path, use_dictionary=repetitive, **OPTIONS)


def strings(table: pa.Table, name: str) -> np.ndarray:
    return np.array(table[name].to_pylist())


def by_expert(table: pa.Table, name: str, experts: list[str]) -> np.ndarray:
    """The columns `<name>:<expert>` as one matrix [n, experts]."""
    return np.stack([table[f"{name}:{expert}"].to_numpy() for expert in experts], axis=1)
