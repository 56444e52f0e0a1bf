"""Reference outputs: what PyTorch computes with the shipped weights, for checking other engines."""

from __future__ import annotations

from typing import Any

import torch
from tokenizers import Tokenizer

from tryage_recipe.data.reference_prompts import REFERENCE_PROMPTS
from tryage_recipe.data.tokenizer import MASK, router_text
from tryage_recipe.models.causal_roformer import CausalRoFormer
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.router_model import PerceptiveRouter

TOP = 10


@torch.inference_mode()
def reference_outputs(
    router: PerceptiveRouter, expert: MaskedLanguageModel, expert_id: str, tokenizer: Tokenizer
) -> dict[str, Any]:
    """The content of `reference.json`: ids, those that the router reads, its outputs, and the expert's ten highest logits at the blank."""
    rows = []
    for text in REFERENCE_PROMPTS:
        encoded = tokenizer.encode(text).ids
        ids = torch.tensor([encoded])
        attention = torch.ones_like(ids)
        read = tokenizer.encode(router_text(text)).ids
        losses, state = router(torch.tensor([read]), torch.ones(1, len(read), dtype=torch.long))
        # What a causal expert puts at the blank it says one token before.
        position = encoded.index(MASK) - isinstance(expert, CausalRoFormer)
        top = expert(ids, attention)[0, position].topk(TOP)
        highest = zip(top.indices.tolist(), top.values.tolist(), strict=True)
        rows.append(
            {
                "text": text,
                "ids": encoded,
                "routerIds": read,
                "losses": losses[0].tolist(),
                "state": state[0].tolist(),
                "logits": {"position": position, "top": [[token, logit] for token, logit in highest]},
            }
        )
    return {"expert": expert_id, "prompts": rows}
