"""The same RoFormer read from left to right: every token sees itself and what is before it, and the head predicts the next one.

Weights have the names and shapes of the masked model's, so that training goes on from a masked expert. They are those of
`transformers.RoFormerForCausalLM` (`is_decoder`).
"""

from __future__ import annotations

import torch
from torch import Tensor

from tryage_recipe.models.roformer import Encoder, MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape


def causal_bias(length: int, attention_mask: Tensor | None, kind: torch.dtype, device: torch.device) -> Tensor:
    """What is added to attention scores, [1 or batch, 1, length, length]: 0 to see a token, very negative not to.

    Every token sees itself, padding included, so that no row of scores is without a token to see.
    """
    place = torch.arange(length, device=device)
    seen = (place[:, None] >= place)[None, None]
    if attention_mask is not None:
        seen = seen & (attention_mask[:, None, None, :].bool() | (place[:, None] == place))
    return (1.0 - seen.to(kind)) * torch.finfo(kind).min


class Decoder(Encoder):
    """Token ids to states that know nothing of what follows."""

    def forward(self, input_ids: Tensor, attention_mask: Tensor | None = None, rows: Tensor | None = None) -> Tensor:
        """As `Encoder.forward`. Padding at the right needs no `attention_mask`: no token before it sees it."""
        states = self.embeddings(input_ids)
        batch, length = input_ids.shape
        bias = causal_bias(length, attention_mask, states.dtype, states.device)
        rotation = (self.cosine[:length], self.sine[:length])
        *layers, last = self.encoder.layer
        for layer in layers:
            states = layer(states, bias, rotation)
        if rows is not None:
            bias = bias.expand(batch, -1, -1, -1).gather(2, rows[:, None, :, None].expand(-1, -1, -1, length))
        return last(states, bias, rotation, rows)


class CausalRoFormer(MaskedLanguageModel):
    """Decoder and head; logits at a position are those of the token after it."""

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__(shape)
        decoder = Decoder(shape)
        decoder.load_state_dict(self.roformer.state_dict())
        self.roformer = decoder

    def logits_at(self, input_ids: Tensor, attention_mask: Tensor | None, positions: Tensor) -> Tensor:
        """Logits [n, vocabulary] of the tokens after `positions`. Sequences are padded at the right."""
        return super().logits_at(input_ids, None, positions)
