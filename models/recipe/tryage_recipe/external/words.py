"""Words of a text and the patterns in which they are hidden: the rule of the app, so that both measure the same.

A word is a run of characters without white space, with the white space before it. (In scripts without spaces the app cuts runs
further by the browser's dictionary; here they stay whole.)
"""

from __future__ import annotations

import re

PATTERNS = 7
SEED = 11
_WORD = re.compile(r"\s*(\S+)")
_MASK32 = 0xFFFFFFFF


def words_of(text: str) -> list[tuple[str, str]]:
    """(word with the white space before it, word) in the order of the text."""
    return [(found.group(0), found.group(1)) for found in _WORD.finditer(text)]


def characters_of(text: str) -> int:
    """Unicode code points, white space not counted."""
    return sum(len(word) for _, word in words_of(text))


class Mulberry32:
    """Uniform numbers in [0, 1) from 32 bits of state, as the app draws them."""

    def __init__(self, state: int) -> None:
        self._state = state & _MASK32

    def __call__(self) -> float:
        self._state = (self._state + 0x6D2B79F5) & _MASK32
        mixed = ((self._state ^ (self._state >> 15)) * (self._state | 1)) & _MASK32
        mixed = (mixed ^ (mixed + ((mixed ^ (mixed >> 7)) * (mixed | 61) & _MASK32))) & _MASK32
        return (mixed ^ (mixed >> 14)) / 2**32


def mask_patterns(length: int, seed: int = SEED) -> list[list[int]]:
    """The numbers 0 … length - 1 in disjoint patterns of nearly equal size, seven or as many as there are numbers."""
    random, order = Mulberry32(seed), list(range(length))
    for at in range(length - 1, 0, -1):
        other = int(random() * (at + 1))
        order[at], order[other] = order[other], order[at]
    patterns: list[list[int]] = [[] for _ in range(min(PATTERNS, length))]
    for place, number in enumerate(order):
        patterns[place % PATTERNS].append(number)
    return [sorted(pattern) for pattern in patterns]
