"""Typed prompts: short texts as people type them, with their kind, for training and checking a router; sets of them.

Files are `typed.train.jsonl` and `typed.valid.jsonl`, plain or `.xz`, one prompt per line:
`{"id", "doc", "source", "kind", "domain", "license", "text"}`, all strings. `domain` is a guess from the source, `none` where
it fits no domain. Prompts that came from one row of a source share `doc`.

In a set they are whole texts, from the first token to the longest that the models read. The part of a typed prompt is
`<domain>/typed`, of one without a domain `none/typed`: only its source is known, not which part of a domain it is of.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.corpora import CorpusError, Splitter, find_files, open_lines
from tryage_recipe.data.prompts import Passage, PromptSet, to_prompt_set
from tryage_recipe.data.token_pool import PassageRecord
from tryage_recipe.data.tokenizer import encode_texts, load_tokenizer

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


SHORTEST = 2  # tokens: of a single one nothing is left to read when it is hidden


def _pools(config: Config, paths: Paths, held_out: tuple[str, ...]) -> dict[str, list[TypedPrompt]]:
    """Typed prompts by pool; what matches `held_out` joins the held-out ones, those without a domain are left out of these."""
    pools, rules = read_typed(config, paths.corpora), [re.compile(rule) for rule in held_out]
    moved: dict[str, list[TypedPrompt]] = {"train": [], "valid": [], "heldout": []}
    for pool, prompts in pools.items():
        for prompt in prompts:
            out = pool == "heldout" or any(rule.search(prompt.source) for rule in rules)
            if not out or prompt.domain != NO_DOMAIN:
                moved["heldout" if out else pool].append(prompt)
    return moved


def _drawn(prompts: list[TypedPrompt], count: int, generator: np.random.Generator) -> list[TypedPrompt]:
    """`count` prompts, as many of each domain as there are; the rest of a domain that has fewer is left to the others."""
    groups: dict[str, list[TypedPrompt]] = defaultdict(list)
    for prompt in prompts:
        groups[prompt.domain].append(prompt)
    chosen: list[TypedPrompt] = []
    waiting = sorted(groups, key=lambda domain: len(groups[domain]))
    for position, domain in enumerate(waiting):
        share = min(len(groups[domain]), (count - len(chosen)) // (len(waiting) - position))
        chosen += [groups[domain][index] for index in generator.permutation(len(groups[domain]))[:share]]
    return chosen


def typed_set(config: Config, paths: Paths, pool: str, count: int, held_out: tuple[str, ...]) -> PromptSet:
    """`count` typed prompts of a pool (`train`, `valid` or `heldout`), balanced over domains, in a seeded order."""
    generator = np.random.default_rng([config.seed, len(pool), 5])
    prompts = _drawn(_pools(config, paths, held_out)[pool], count, generator)
    ids = encode_texts(load_tokenizer(paths.tokenizer), [prompt.text.strip() for prompt in prompts])
    windows: list[Passage] = []
    for prompt, tokens in zip(prompts, ids, strict=True):
        if len(tokens) >= SHORTEST:
            tokens = tokens[: config.training.window]
            record = PassageRecord(f"{prompt.id}@0+{len(tokens)}", prompt.doc, prompt.source, prompt.domain, f"{prompt.domain}/typed")
            windows.append((record, np.array(tokens)))
    return to_prompt_set(windows)
