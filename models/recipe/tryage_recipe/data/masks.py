"""Mask patterns: which tokens of a prompt are hidden together.

A permutation of the positions is cut into disjoint parts of (nearly) equal size, and each part
is one pattern, so one permutation hides every token exactly once. Patterns depend only on the
seed and the prompt's id: all experts face the same blanks, in any order of evaluation.
"""

from __future__ import annotations

import zlib

import numpy as np

PARTS = 7  # 1/7 = 14.3% of the tokens are hidden at a time


def assign_patterns(length: int, permutations: int, generator: np.random.Generator) -> np.ndarray:
    """Pattern number of every position, int8 [permutations, length], values 0 … PARTS - 1.

    Every pattern of every row is non-empty; raises ValueError for prompts shorter than PARTS.
    """
    if length < PARTS:
        raise ValueError(f"a prompt of {length} tokens cannot be cut into {PARTS} patterns")
    pattern = np.arange(length) % PARTS
    return np.stack([generator.permutation(pattern) for _ in range(permutations)]).astype(np.int8)


def prompt_patterns(prompt_id: str, length: int, permutations: int, seed: int) -> np.ndarray:
    """`assign_patterns` of one prompt, from a generator of its own. In a prompt of fewer tokens than there are patterns each
    hides one, in random order, and the last patterns are empty."""
    generator = np.random.default_rng([seed, zlib.crc32(prompt_id.encode())])
    if length < PARTS:
        return np.stack([generator.permutation(length) for _ in range(permutations)]).astype(np.int8)
    return assign_patterns(length, permutations, generator)
