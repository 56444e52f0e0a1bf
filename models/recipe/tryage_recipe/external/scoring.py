"""The loss of one model on one text: nats, summed, and how many characters and tokens they are of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryage_recipe.external.model_files import ModelError
from tryage_recipe.external.reader import Reader
from tryage_recipe.external.session import Session, token_losses
from tryage_recipe.external.words import characters_of, mask_patterns, words_of


@dataclass(frozen=True)
class Task:
    """One text as all models read it. `counts`: the words that are hidden in turn, of a masked library; None in a causal one."""

    id: str
    text: str
    counts: tuple[int, ...] | None


@dataclass(frozen=True)
class Score:
    """`nats` over `tokens` tokens, of which `right` were the most probable ones, and `characters` characters."""

    nats: float
    tokens: int
    right: int
    characters: int


def _causal(session: Session, reader: Reader, task: Task) -> Score:
    """Every token given those before it; without a start token the first one has no loss."""
    tokens = reader.tokens(task.text)
    ids = [*reader.before, *tokens]
    if len(ids) < 2:
        raise ModelError("the text has no token to predict")
    logits = session.logits(ids)
    first = max(1, len(reader.before))
    losses, right = token_losses(logits[first - 1 : -1], np.array(ids[first:]))
    return Score(float(losses.sum()), len(losses), int(right.sum()), characters_of(task.text))


def _masked(session: Session, reader: Reader, task: Task) -> Score:
    """Every word that counts hidden once, all of its tokens together, with the other words of its pattern."""
    ids, places, _ = reader.words(task.text)
    words = [word for _, word in words_of(task.text)]
    counts = task.counts or ()
    nats, tokens, right = 0.0, 0, 0
    for pattern in mask_patterns(len(counts)):
        hidden = [place for number in pattern for place in places[counts[number]]]
        masked = list(ids)
        for place in hidden:
            masked[place] = int(reader.mask or 0)
        losses, found = token_losses(session.logits(masked)[hidden], np.array([ids[place] for place in hidden]))
        nats, tokens, right = nats + float(losses.sum()), tokens + len(hidden), right + int(found.sum())
    return Score(nats, tokens, right, sum(len(words[word]) for word in counts))


def score(session: Session, reader: Reader, task: Task) -> Score:
    """Raises ModelError."""
    return _causal(session, reader, task) if task.counts is None else _masked(session, reader, task)
