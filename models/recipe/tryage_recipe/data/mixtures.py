"""Prompts of two pieces of two domains: no specialist knows all of such a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from tryage_recipe.data.prompts import (
    LengthLaw,
    Passage,
    PromptSet,
    by_domain_and_part,
    random_window,
    split_evenly,
    to_prompt_set,
)

SMALLEST_SHARE = 0.25  # of a prompt's tokens that the smaller piece has


def _partner(groups: dict[str, dict[str, list[Passage]]], domain: str, generator: np.random.Generator) -> Passage:
    """A passage of another domain: every domain is as likely, and within it every part."""
    parts = groups[str(generator.choice(sorted(set(groups) - {domain})))]
    passages = parts[str(generator.choice(sorted(parts)))]
    return passages[generator.integers(len(passages))]


def _mixture(larger: Passage, smaller: Passage, length: int, generator: np.random.Generator) -> Passage:
    """Both pieces in random order, `length` tokens together; the record is the larger piece's, its id names both."""
    size = int(generator.integers(int(np.ceil(SMALLEST_SHARE * length)), (length - 1) // 2 + 1))
    first, second = random_window(larger, length - size, generator), random_window(smaller, size, generator)
    pieces = [first, second] if generator.random() < 0.5 else [second, first]
    name = "&".join(record.id for record, _ in pieces)
    return replace(first[0], id=name), np.concatenate([tokens for _, tokens in pieces])


def mix_prompts(
    passages: Iterable[Passage], per_domain: int, law: LengthLaw, shortest: int, generator: np.random.Generator
) -> PromptSet:
    """Prompts of two joined windows of different domains, balanced over the larger piece's domain and part.

    The larger piece has more than half of the tokens and gives the prompt its domain, part, document and
    source. `shortest` is the law's least length; passages below it are left out, so a piece is cut
    short only where it stays the larger one. Raises ValueError for less than two domains.
    """
    groups = by_domain_and_part(passages, shortest)
    if len(groups) < 2:
        raise ValueError("mixed prompts need passages of two domains")
    windows: dict[str, Passage] = {}
    for domain in sorted(groups):
        for part, count in split_evenly(per_domain, sorted(groups[domain])).items():
            larger = groups[domain][part]
            order = np.concatenate([generator.permutation(len(larger)) for _ in range(1 + count // len(larger))])
            for index in order[:count]:
                partner = _partner(groups, domain, generator)
                window = _mixture(larger[index], partner, law(generator), generator)
                windows.setdefault(window[0].id, window)
    return to_prompt_set(list(windows.values()))
