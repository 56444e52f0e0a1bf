"""What the router reads in training: windows as people would type them, with and without blanks.

A window of a corpus gives its domain away by more than its content: a title line, "Q:" and "A:",
a section's label, capitals, a word cut in two at its start. A router that leans on these fails on
what people type, so a share of the windows is read without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from tryage_recipe.data.tokenizer import MASK, encode_texts

# A label at the start of a line ("METHODS:"), or "Q:" and "A:" at the start of a line or sentence.
_LABEL = re.compile(r"(?m)^[ \t]*[A-Z][A-Z /&-]{2,40}:\s*|(?:^[ \t]*|(?<=[.?!] ))[QA]:[ \t]+")
# A first line of its own, followed by an empty one.
_TITLE = re.compile(r"\A[^\n]{1,200}\n[ \t]*\n\s*")
_CUT_WORD = re.compile(r"\A\w+")
_CASES = (str.lower, str.upper, str.title)
_CASE_SHARES = (0.8, 0.1, 0.1)  # lower case is what people type
_ONE_LINE_SHARE = 0.3


@dataclass(frozen=True)
class Augmentation:
    """Shares of the prompts that are read differently, each drawn independently of the others."""

    masked: float
    largest_blank: float  # of a prompt's tokens
    case: float
    without_cues: float
    as_typed: float


def mask_some(window: np.ndarray, largest_share: float, generator: np.random.Generator) -> np.ndarray:
    """A copy with one to `largest_share` of its tokens replaced by [MASK]."""
    most = max(1, int(largest_share * len(window)))
    positions = generator.choice(len(window), size=int(generator.integers(1, most + 1)), replace=False)
    masked = window.copy()
    masked[positions] = MASK
    return masked


def strip_cues(text: str) -> str:
    """Without a title line, labels of sections, and the marks of questions and answers."""
    return _LABEL.sub("", _TITLE.sub("", text))


def change_case(text: str, generator: np.random.Generator) -> str:
    """In lower case, upper case or with capitalised words."""
    return _CASES[generator.choice(len(_CASES), p=_CASE_SHARES)](text)


def as_typed(text: str, generator: np.random.Generator) -> str:
    """From a whole word on, without outer white space; now and then on one line."""
    text = _CUT_WORD.sub("", text).strip()
    return " ".join(text.split()) if generator.random() < _ONE_LINE_SHARE else text


class Augmenter:
    """Applies an augmentation to token windows; longer than `longest` tokens they are cut."""

    def __init__(self, settings: Augmentation, tokenizer: Tokenizer, longest: int) -> None:
        self._settings = settings
        self._tokenizer = tokenizer
        self._longest = longest

    def __call__(self, window: np.ndarray, generator: np.random.Generator) -> np.ndarray:
        settings = self._settings
        changes = generator.random(3) < (settings.without_cues, settings.as_typed, settings.case)
        if changes.any():
            window = self._rewritten(window, *changes, generator)
        if generator.random() < settings.masked:
            window = mask_some(window, settings.largest_blank, generator)
        return window

    def _rewritten(
        self, window: np.ndarray, without_cues: bool, typed: bool, case: bool, generator: np.random.Generator
    ) -> np.ndarray:
        """The window with its text changed, or as it was when less than half of it would be left."""
        text = self._tokenizer.decode(window.tolist())
        if without_cues:
            text = strip_cues(text)
        if typed:
            text = as_typed(text, generator)
        if case:
            text = change_case(text, generator)
        ids = encode_texts(self._tokenizer, [text])[0][: self._longest]
        return np.array(ids) if 2 * len(ids) >= len(window) else window
