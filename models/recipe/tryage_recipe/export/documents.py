"""Command `documents`: tells a library that has shipped without them which document each of its prompts was cut from.

`python -m tryage_recipe documents --config FILE --corpora DIR [DIR ...] --out LIBRARY` reads the document of every passage
from the corpora, adds the column `document` to the table of prompts, of the library and of its variants, and describes the
changed file anew in the manifest. Nothing else of the library changes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import write_text
from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.corpora import SPLITS, CorpusError, Passage, find_files, read_file
from tryage_recipe.evaluate.parquet_tables import DOCUMENT, SOURCE_CHARACTERS, required_table, strings, write_table
from tryage_recipe.export import manifest
from tryage_recipe.statistics.bootstrap import cluster_numbers

_PIECE = re.compile(r"(.+?)@\d+\+(\d+)(?:&|$)")


def larger_passage(prompt_id: str) -> str:
    """The passage of a prompt `<passage>@<offset>+<length>`, of a mixture (two of them, joined by `&`) that of its larger piece."""
    return max(_PIECE.findall(prompt_id), key=lambda piece: int(piece[1]))[0]


def _passages(config: Config, paths: Paths) -> dict[tuple[str, str], Passage]:
    """All passages by domain and id. Raises CorpusError."""
    return {
        (domain.id, passage.id): passage
        for domain in config.domains
        for split in SPLITS
        for path in find_files(paths.corpora, domain.id, split)
        for passage in read_file(path)
    }


def prompt_documents(table: pa.Table, passages: dict[tuple[str, str], Passage]) -> np.ndarray:
    """The number of every row's document, int [n]. Raises CorpusError when the corpora are not those of the table."""
    keys = []
    for prompt, domain, source in zip(*(table[name].to_pylist() for name in ("id", "domain", "source")), strict=True):
        passage = passages.get((domain, larger_passage(prompt)))
        if passage is None or passage.source[:SOURCE_CHARACTERS] != source:
            raise CorpusError(f"prompt {prompt} of {source!r} is of other corpora than these")
        keys.append(f"{domain}\n{passage.doc}")
    return cluster_numbers(np.array(keys))


def with_documents(table: pa.Table, documents: np.ndarray) -> pa.Table:
    """The table with the column `document` behind `source`, in place of one that is there."""
    columns = {name: table[name] for name in table.column_names if name != DOCUMENT}
    at = list(columns).index("source") + 1
    items = list(columns.items())
    return required_table(dict([*items[:at], (DOCUMENT, pa.array(documents, pa.int32())), *items[at:]]))


def library_folders(out: Path) -> list[Path]:
    """The library's folder and those of its variants."""
    described = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    return [out, *(out / variant["folder"] for variant in described.get("variants", []))]


def write_described(folder: Path, library: dict, changed: list[str]) -> None:
    """Writes the manifest, with hash and size of the changed files."""
    library["files"] |= manifest.describe_files(folder, changed)
    manifest.verify_files(folder, library["files"])
    write_text(folder / MANIFEST, json.dumps(library, indent=1, ensure_ascii=False) + "\n")


def run(config: Config, paths: Paths) -> None:
    """Adds the column to the library in `paths.out` and its variants. Raises CorpusError."""
    passages = _passages(config, paths)
    for folder in library_folders(paths.out):
        library = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        file = folder / library["benchmark"]["prompts"]
        table = parquet.read_table(file)
        documents = prompt_documents(table, passages)
        write_table(with_documents(table, documents), file)
        write_described(folder, library, [library["benchmark"]["prompts"]])
        windows = len(set(documents[strings(table, "kind") == "window"].tolist()))
        print(f"documents: {file}: {len(set(documents.tolist())):,} documents, {windows:,} of the windows")
