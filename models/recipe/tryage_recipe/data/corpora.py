"""Stage `corpora`: finds and checks the domain files, and splits their documents into pools.

A corpus is `<domain>.{train,valid,test}.jsonl`, plain or `.xz`, one passage a line:
`{"id", "doc", "source", "text"}`, all strings. Several folders may hold files of one domain: they are read one after the
other, and no passage may be in two of them. Pools, disjoint by document:

- `experts` and `router`: the train split, cut by a seeded hash of the document key;
- `valid` and `test`: the splits as they are;
- `heldout`: every document with a passage from a held-out source, whatever its split.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tryage_recipe.core.config import Config, Domain, Part
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import POOLS, Paths

SPLITS = ("train", "valid", "test")
FIELDS = ("id", "doc", "source", "text")


class CorpusError(ValueError):
    """A corpus file cannot be used; the message names file, line and reason."""


@dataclass(frozen=True)
class Passage:
    id: str
    doc: str
    source: str
    text: str


def find_files(folders: tuple[Path, ...], domain: str, split: str) -> list[Path]:
    """The files of a domain's split, at most one a folder, in the folders' order.

    Raises CorpusError when there is none, or a folder has it both plain and compressed.
    """
    names = [f"{domain}.{split}.jsonl", f"{domain}.{split}.jsonl.xz"]
    found = []
    for folder in dict.fromkeys(folders):
        here = [folder / name for name in names if (folder / name).is_file()]
        if len(here) > 1:
            raise CorpusError(f"{names[0]} exists more than once in a folder: {', '.join(map(str, here))}")
        found += here
    if not found:
        places = ", ".join(str(folder) for folder in folders)
        raise CorpusError(f"{names[0]}[.xz] is missing; looked in {places}")
    return found


def open_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines of a plain or compressed file with their numbers from 1. Raises CorpusError where it is damaged or empty."""
    opener = lzma.open if path.suffix == ".xz" else open
    number = 0
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield number, line
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}, after line {number}: {error}") from error
    if not number:
        raise CorpusError(f"{path}: no passages")


def read_file(path: Path) -> Iterator[Passage]:
    """Passages of a file. Raises CorpusError naming the file, the line and the reason."""
    for number, line in open_lines(path):
        try:
            yield _parse(line)
        except ValueError as error:
            raise CorpusError(f"{path}, line {number}: {error}") from error


def _parse(line: str) -> Passage:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    for field in FIELDS:
        if not isinstance(row.get(field), str) or not row[field]:
            raise ValueError(f"field {field!r} is missing, empty or not a string")
    return Passage(*(row[field] for field in FIELDS))


class Splitter:
    """Assigns passages to parts and pools by the rules of the configuration."""

    def __init__(self, config: Config) -> None:
        self._seed = config.seed
        self._router_share = config.corpora.router_share
        self._held_out = [re.compile(pattern) for pattern in config.corpora.held_out_sources]
        self._rules = {
            domain.id: [(part, re.compile(part.match)) for part in domain.parts] for domain in config.domains
        }

    def part(self, domain: Domain, source: str) -> Part:
        """The first part whose rule matches. Raises ValueError when none does."""
        for part, rule in self._rules[domain.id]:
            if rule.search(source):
                return part
        raise ValueError(f"source {source!r} matches no part of domain {domain.id!r}")

    def held_out(self, source: str) -> bool:
        return any(pattern.search(source) for pattern in self._held_out)

    def pool(self, split: str, passage: Passage) -> str:
        """The pool of a passage. The hash spreads documents evenly, so each part gives the router its share."""
        if self.held_out(passage.source):
            return "heldout"
        if split != "train":
            return split
        digest = hashlib.sha256(f"{self._seed}:{passage.doc}".encode()).digest()
        share = int.from_bytes(digest[:8]) / 2**64
        return "router" if share < self._router_share else "experts"


class DisjointCheck:
    """Refuses a passage that turns up twice, and a document that turns up in a second pool."""

    def __init__(self) -> None:
        self._pool_of: dict[tuple[str, str], str] = {}
        self._file_of: dict[str, Path] = {}

    def add(self, domain: str, passage: Passage, pool: str, path: Path) -> None:
        """Raises CorpusError when the document is already in another pool, or the passage's id was there before."""
        first = self._pool_of.setdefault((domain, passage.doc), pool)
        if first != pool:
            raise CorpusError(f"document {passage.doc!r} of {domain} is in two pools: {first} and {pool}")
        if before := self._file_of.get(passage.id):
            raise CorpusError(f"passage {passage.id!r} is there twice: in {before} and in {path}")
        self._file_of[passage.id] = path


def held_out_documents(splitter: Splitter, files: list[tuple[Domain, str, Path]]) -> set[tuple[str, str]]:
    """Domain and key of every document with a passage of a held-out source: what other sources have of it is held out too."""
    return {
        (domain.id, passage.doc)
        for domain, _, path in files
        for passage in read_file(path)
        if splitter.held_out(passage.source)
    }


def run(config: Config, paths: Paths, _: Machine = Machine()) -> None:
    """Writes `corpora/<pool>.jsonl`. Finds every file before reading any. Raises CorpusError."""
    files = [
        (domain, split, path)
        for domain in config.domains
        for split in SPLITS
        for path in find_files(paths.corpora, domain.id, split)
    ]
    splitter, disjoint = Splitter(config), DisjointCheck()
    held_out = held_out_documents(splitter, files)
    folder = paths.stage("corpora")
    folder.mkdir(parents=True, exist_ok=True)
    characters: Counter[tuple[str, str]] = Counter()
    outputs = {pool: paths.passages(pool).open("w", encoding="utf-8") for pool in POOLS}
    try:
        for domain, split, path in files:
            for number, passage in enumerate(read_file(path), 1):
                try:
                    part = splitter.part(domain, passage.source)
                except ValueError as error:
                    raise CorpusError(f"{path}, line {number}: {error}") from error
                pool = "heldout" if (domain.id, passage.doc) in held_out else splitter.pool(split, passage)
                disjoint.add(domain.id, passage, pool, path)
                row = {**vars(passage), "domain": domain.id, "part": part.id}
                outputs[pool].write(json.dumps(row, ensure_ascii=False) + "\n")
                characters[part.id, pool] += len(passage.text)
    finally:
        for output in outputs.values():
            output.close()
    (folder / "characters.json").write_text(
        json.dumps({p.id: {pool: characters[p.id, pool] for pool in POOLS} for p in config.parts}, indent=1)
    )
    for part in config.parts:
        print(f"corpora: {part.id}: " + ", ".join(f"{pool} {characters[part.id, pool]:,}" for pool in POOLS))
