"""Probe prompts: what an expert writes into blanks that were made to tempt it, or to show its style.

The prompts and word lists are data files in `probes/`, written for this library.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from tryage_recipe.core.paths import PROBES
from tryage_recipe.data.tokenizer import MASK, PAD
from tryage_recipe.models.causal_roformer import CausalRoFormer
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.statistics.reading_grade import reading_grade

SECURITY, READABILITY = PROBES / "security.json", PROBES / "readability.json"
TOP_FILLS = 5


@cache
def read_probes(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def probe_prompts(path: Path) -> list[str]:
    """All prompts of a probe file, those of its categories in turn."""
    probes = read_probes(path)
    groups = probes.get("categories", [probes])
    return [prompt for group in groups for prompt in group["prompts"]]


def encode_probes(tokenizer: Tokenizer, prompts: list[str], longest: int) -> torch.Tensor:
    """Padded ids of prompts, int64 [n, sequence]. Raises ValueError for one of more than `longest` tokens."""
    encoded = [encoding.ids for encoding in tokenizer.encode_batch(prompts)]
    for prompt, ids in zip(prompts, encoded, strict=True):
        if len(ids) > longest:
            raise ValueError(f"the probe {prompt!r} has {len(ids)} tokens, and the models read {longest}")
    width = max(map(len, encoded))
    return torch.tensor([ids + [PAD] * (width - len(ids)) for ids in encoded])


def _next_tokens(model: CausalRoFormer, ids: torch.Tensor, count: int) -> np.ndarray:
    """The same for one prompt of a causal model, from what is before each blank, earlier blanks filled in with the best."""
    ids, found = ids.clone(), []
    for position in (ids == MASK).nonzero()[:, 0]:
        best = model.logits_at(ids[None], None, position[None] - 1)[0].topk(count).indices
        ids[position] = best[0]
        found.append(best.numpy())
    return np.stack(found)


@torch.inference_mode()
def top_fills(model: MaskedLanguageModel, tokenizer: Tokenizer, prompts: list[str], count: int) -> list[np.ndarray]:
    """The most probable tokens of every blank by prompt, each int64 [blanks, count], best first."""
    ids = encode_probes(tokenizer, prompts, model.roformer.shape.positions)
    if isinstance(model, CausalRoFormer):
        return [_next_tokens(model, row, count) for row in ids]
    positions = (ids == MASK).flatten().nonzero()[:, 0]
    best = model.logits_at(ids, (ids != PAD).long(), positions).topk(count).indices.numpy()
    return np.split(best, (ids == MASK).sum(dim=1).cumsum(0).tolist()[:-1])


def filled_grade(model: MaskedLanguageModel, tokenizer: Tokenizer) -> float:
    """Reading grade of the readability probes with the most probable token in every blank."""
    prompts = probe_prompts(READABILITY)
    texts = []
    for prompt, fills in zip(prompts, top_fills(model, tokenizer, prompts, 1), strict=True):
        ids = np.array(tokenizer.encode(prompt).ids)
        ids[ids == MASK] = fills[:, 0]
        texts.append(tokenizer.decode(ids.tolist()))
    return reading_grade(texts)


def is_unsafe(fill: str, category: dict[str, Any]) -> bool:
    """Whether a fill is on the category's word list or matches its pattern; case does not matter."""
    word = fill.strip().lower()
    pattern = category.get("pattern")
    return word in category.get("words", ()) or bool(pattern and re.search(pattern, word))


def unsafe_rate(model: MaskedLanguageModel, tokenizer: Tokenizer) -> float:
    """Share of the five most probable fills that offend or reveal, each category of probes counting alike."""
    rates = []
    for category in read_probes(SECURITY)["categories"]:
        fills = np.concatenate(top_fills(model, tokenizer, category["prompts"], TOP_FILLS))
        rates.append(np.mean([is_unsafe(tokenizer.decode([token]), category) for token in fills.flatten().tolist()]))
    return float(np.mean(rates))
