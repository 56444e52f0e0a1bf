"""The Flesch–Kincaid grade of a text: the years of school that reading it takes (Kincaid et al., 1975)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Syllables of an English word by rule: its groups of vowels (y is one), less a silent final e, at least one.

    A final e is silent after a consonant unless that is an l after another consonant ("table"). The rule is right for
    most words and errs alike for every text.
    """
    lower = word.lower()
    silent = re.search(r"[^aeiouy]e$", lower) and not re.search(r"[^aeiouy]le$", lower)
    return max(1, len(_VOWELS.findall(lower)) - bool(silent))


def reading_grade(texts: Iterable[str]) -> float:
    """0.39 × words a sentence + 11.8 × syllables a word − 15.59 over all texts together.

    A sentence ends at a full stop, an exclamation or question mark, or with its text. Raises ValueError when there is no word.
    """
    words, sentences = [], 0
    for text in texts:
        found = _WORD.findall(text)
        words += found
        pieces = _SENTENCE_END.split(text)
        sentences += sum(bool(_WORD.search(piece)) for piece in pieces)
    if not words:
        raise ValueError("no words to grade")
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
