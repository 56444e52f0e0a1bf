"""What the router reads in training: windows as people would type them, with and without blanks.

A window of a corpus gives its domain away by more than its content: a title line, "Q:" and "A:",
a section's label, capitals, a word cut in two at its start. A router that leans on these fails on
what people type, so a share of the windows is read without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from tryage_recipe.data.tokenizer import MASK, encode_texts, router_text, trimmed

# A label at the start of a line ("METHODS:"), or "Q:" and "A:" at the start of a line or sentence.
_LABEL = re.compile(r"(?m)^[ \t]*[A-Z][A-Z /&-]{2,40}:\s*|(?:^[ \t]*|(?<=[.?!] ))[QA]:[ \t]+")
# A first line of its own, followed by an empty one.
_TITLE = re.compile(r"\A[^\n]{1,200}\n[ \t]*\n\s*")
_CUT_WORD = re.compile(r"\A\w+")
_CASES = (str.lower, str.upper, str.title)
_CASE_SHARES = (0.8, 0.1, 0.1)  # lower case is what people type
_ONE_LINE_SHARE = 0.3
# What people put around what they ask for; it says nothing of which expert suits it.
_BEFORE = (
    "please", "Please", "Hi,", "Hello,", "hey", "Help me with this:", "Please help me with this:", "Can you help me with this?",
    "Could you please", "Can you", "I need help with", "Please explain:", "Tell me:", "I want to know:", "Quick question:",
    "Here is my question:", "Please answer:", "Could you tell me", "Thanks in advance.", "Please complete the following:",
    "Fill in the blank:", "What comes next?", "Hi, I have a question:", "Excuse me,", "Please continue this text:",
)
_AFTER = ("please", "Thanks!", "Thank you", "thanks", "Thanks in advance", "please help", "pls", "Any ideas?", "Thank you very much")
_CLOSINGS = ("", "", "!", "?", ":", ";", ",", "...")
_BOTH_SHARE = 0.2


@dataclass(frozen=True)
class Augmentation:
    """Shares of the prompts that are read differently, each drawn independently of the others."""

    masked: float
    largest_blank: float  # of a prompt's tokens
    case: float
    without_cues: float
    as_typed: float
    polite: float = 0.0  # with a polite phrase before or after it
    closing: float = 0.0  # with other punctuation at its end, or a space within it made a line break or doubled
    typing: float = 0.0  # with slips of typing


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


def with_courtesy(text: str, generator: np.random.Generator) -> str:
    """With a polite phrase before it, after it, or both; on the same line or one of its own."""
    side, gap = generator.random(), " " if generator.random() < 0.7 else "\n"
    before = side < 0.7 or side >= 1 - _BOTH_SHARE
    after = side >= 0.7
    text = f"{generator.choice(_BEFORE)}{gap}{text}" if before else text
    return f"{text}{gap}{generator.choice(_AFTER)}" if after else text


def with_other_closing(text: str, generator: np.random.Generator) -> str:
    """With other punctuation at its end; half of the time with one space within it a line break, or doubled."""
    text = text.rstrip(" .!?:;,") + str(generator.choice(_CLOSINGS)) or text
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    if spaces and generator.random() < 0.5:
        at = int(generator.choice(spaces))
        text = text[:at] + ("\n" if generator.random() < 0.5 else "  ") + text[at + 1 :]
    return text


def with_slips(text: str, generator: np.random.Generator) -> str:
    """With one letter in about thirty swapped with the next one, left out or doubled."""
    letters = list(text)
    for at in np.flatnonzero(generator.random(max(0, len(letters) - 1)) < 1 / 30).tolist():
        if not (letters[at].isalpha() and letters[at + 1].isalpha()):
            continue
        slip = generator.integers(3)
        if slip == 0:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = "" if slip == 1 else letters[at] * 2
    return "".join(letters)


class Augmenter:
    """Applies an augmentation to token windows; longer than `longest` tokens they are cut."""

    def __init__(self, settings: Augmentation, tokenizer: Tokenizer, longest: int) -> None:
        self._settings = settings
        self._tokenizer = tokenizer
        self._longest = longest

    def __call__(self, window: np.ndarray, generator: np.random.Generator) -> np.ndarray:
        settings = self._settings
        window = self._rewritten(window, self._changes(generator, polite=settings.polite), generator)
        if generator.random() < settings.masked:
            window = mask_some(window, settings.largest_blank, generator)
        return window

    def pair(self, window: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The window read differently, without blanks, and the very same with a polite phrase."""
        plain = self._rewritten(window, self._changes(generator, polite=0.0), generator)
        return plain, self._rewritten(plain, [with_courtesy], generator)

    def _changes(self, generator: np.random.Generator, polite: float) -> list[Callable[[str, np.random.Generator], str]]:
        """What is done to a text, drawn by the shares of the settings."""
        settings = self._settings
        shares = (
            (settings.without_cues, lambda text, _: strip_cues(text)),
            (settings.as_typed, as_typed),
            (settings.case, change_case),
            (settings.typing, with_slips),
            (settings.closing, with_other_closing),
            (polite, with_courtesy),
        )
        return [change for share, change in shares if generator.random() < share]

    def _rewritten(
        self, window: np.ndarray, changes: list[Callable[[str, np.random.Generator], str]], generator: np.random.Generator
    ) -> np.ndarray:
        """The window with its text changed and as the router reads it; unchanged when less than half of it would be left. A polite
        phrase that was put around it stays: people have others than those that the router leaves out."""
        text = self._tokenizer.decode(window.tolist())
        for change in changes:
            text = change(router_text(text) if change is with_courtesy else text, generator)
        read = trimmed(text) if with_courtesy in changes else router_text(text)
        ids = encode_texts(self._tokenizer, [read])[0][: self._longest]
        return np.array(ids) if 2 * len(ids) >= len(window) else window
