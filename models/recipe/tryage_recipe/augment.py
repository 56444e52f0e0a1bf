"""What the router reads in training: windows with and without blanks, in the case that people type."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer

from tryage_recipe.tokenizer import MASK, encode_texts


def mask_some(window: np.ndarray, largest_share: float, generator: np.random.Generator) -> np.ndarray:
    """A copy with one to `largest_share` of its tokens replaced by [MASK]."""
    most = max(1, int(largest_share * len(window)))
    positions = generator.choice(len(window), size=int(generator.integers(1, most + 1)), replace=False)
    masked = window.copy()
    masked[positions] = MASK
    return masked


def change_case(window: np.ndarray, tokenizer: Tokenizer, longest: int, generator: np.random.Generator) -> np.ndarray:
    """The same text in lower case, upper case or with capitalised words, cut to `longest` tokens.

    Lower case is the most frequent, being what people type.
    """
    text = tokenizer.decode(window.tolist())
    changed = generator.choice([text.lower(), text.upper(), text.title()], p=[0.8, 0.1, 0.1])
    return np.array(encode_texts(tokenizer, [str(changed)])[0][:longest])
