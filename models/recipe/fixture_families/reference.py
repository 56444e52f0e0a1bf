"""What Python gives for the very files: token ids of the `tokenizers` library, and losses and fills of ONNX Runtime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from fixture_families.texts import LONG, MASKED, MEASURED, TOKENIZED
from tryage_recipe.external.listing import ModelEntry
from tryage_recipe.external.model_files import find_files
from tryage_recipe.external.reader import Reader
from tryage_recipe.external.scoring import Task, score
from tryage_recipe.external.session import Session
from tryage_recipe.external.words import words_of

FILLS = 5


def token_ids(reader: Reader) -> dict[str, Any]:
    """Ids of each text as the model reads it, what looks like a special token being text."""
    return {"before": reader.before, "after": reader.after, "ids": [reader.tokens(text) for text in TOKENIZED]}


def reader_of(folder: Path) -> Reader:
    return Reader(find_files(ModelEntry(model=str(folder)), folder, "masked"), "masked")


def _loss(session: Session, reader: Reader, text: str) -> dict[str, Any]:
    """`words`: by word that is read, whether it counts."""
    usable = reader.words(text)[2]
    found = score(session, reader, Task("", text, tuple(number for number, good in enumerate(usable) if good)))
    return {"words": "".join("1" if good else "0" for good in usable), "nats": round(found.nats, 6), "characters": found.characters}


def _fills(session: Session, reader: Reader, text: str, mask: str) -> list[list[list[float]]]:
    """By mask, the most probable ids with their probabilities."""
    ids = reader.tokenizer.encode(text.replace("[MASK]", mask)).ids
    logits = session.logits(ids)
    found = []
    for place in (place for place, token in enumerate(ids) if token == reader.mask):
        chances = np.exp(logits[place] - logits[place].max())
        chances /= chances.sum()
        best = np.argsort(-chances)[:FILLS]
        found.append([[int(token), round(float(chances[token]), 6)] for token in best])
    return found


def reference(folder: Path, mask: str) -> dict[str, Any]:
    """For a folder in the Hub's layout."""
    reader = reader_of(folder)
    session = Session(folder / "onnx" / "model.onnx")
    return {
        "losses": [_loss(session, reader, text) for text in (*MEASURED, LONG)],
        "fills": [_fills(session, reader, text, mask) for text in MASKED],
    }
