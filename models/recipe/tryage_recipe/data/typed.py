"""Typed prompts: short texts as people type them, with their kind, for training and checking a router.

Files are `typed.train.jsonl` and `typed.valid.jsonl`, plain or `.xz`, one prompt per line:
`{"id", "doc", "source", "kind", "domain", "license", "text"}`, all strings. `domain` is a guess from the source, `none` where
it fits no domain. Prompts that came from one row of a source share `doc`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from tryage_recipe.core.config import Config
from tryage_recipe.data.corpora import CorpusError, Splitter, find_files, open_lines

SPLITS = ("train", "valid")
NO_DOMAIN = "none"


@dataclass(frozen=True)
class TypedPrompt:
    id: str
    doc: str
    source: str
    kind: str
    domain: str
    license: str
    text: str


def read_typed(config: Config, folders: tuple[Path, ...]) -> dict[str, list[TypedPrompt]]:
    """Prompts by pool: `train`, `valid`, and `heldout` for those of held-out sources.

    Raises CorpusError on a missing or damaged file, a domain that the configuration does not have, an id that is there
    twice, or a document in two pools.
    """
    domains = {domain.id for domain in config.domains} | {NO_DOMAIN}
    splitter = Splitter(config)
    pools: dict[str, list[TypedPrompt]] = {"train": [], "valid": [], "heldout": []}
    ids: set[str] = set()
    pool_of: dict[str, str] = {}
    for split in SPLITS:
        for path in find_files(folders, "typed", split):
            for number, prompt in enumerate(_read(path), 1):
                where = f"{path}, line {number}"
                if prompt.domain not in domains:
                    raise CorpusError(f"{where}: unknown domain {prompt.domain!r}")
                if prompt.id in ids:
                    raise CorpusError(f"{where}: prompt {prompt.id!r} is there twice")
                ids.add(prompt.id)
                pool = "heldout" if splitter.held_out(prompt.source) else split
                first = pool_of.setdefault(prompt.doc, pool)
                if first != pool:
                    raise CorpusError(f"{where}: document {prompt.doc!r} is in two pools: {first} and {pool}")
                pools[pool].append(prompt)
    return pools


def _read(path: Path) -> Iterator[TypedPrompt]:
    names = [field.name for field in fields(TypedPrompt)]
    for number, line in open_lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{path}, line {number}: {error}") from error
        for name in names:
            if not isinstance(row, dict) or not isinstance(row.get(name), str) or not row[name]:
                raise CorpusError(f"{path}, line {number}: field {name!r} is missing, empty or not a string")
        yield TypedPrompt(**{name: row[name] for name in names})
