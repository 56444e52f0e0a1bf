"""The router's predictions and states for whole prompt sets."""

from __future__ import annotations

import numpy as np
import torch
from tokenizers import Tokenizer

from tryage_recipe.core.arithmetic import device_of
from tryage_recipe.data.batches import BATCH_TOKENS, batches_by_length, pad_windows
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import router_windows
from tryage_recipe.models.router_model import PerceptiveRouter


@torch.inference_mode()
def predict(router: PerceptiveRouter, prompts: PromptSet, tokenizer: Tokenizer) -> tuple[np.ndarray, np.ndarray]:
    """Predicted losses [n, experts] in nats per token and states [n, hidden] of the unmasked windows, as the router reads
    them (see `router_text`), fp32."""
    router.eval()
    device = device_of(router)
    losses = np.zeros((len(prompts), router.head.out_features), dtype=np.float32)
    states = np.zeros((len(prompts), router.head.in_features), dtype=np.float32)
    for rows in batches_by_length(prompts.lengths, 1, BATCH_TOKENS[device.type]):
        ids, attention = pad_windows(router_windows(tokenizer, [prompts.window(row) for row in rows]))
        predicted, state = router(ids.to(device), attention.to(device))
        losses[rows], states[rows] = predicted.cpu().numpy(), state.cpu().numpy()
    return losses, states
