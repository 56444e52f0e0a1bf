"""A causal language model of the GPT-2 architecture: learned positions, layer norm before every block, GELU, tied head.

It exists to compare the router's space with: a model of the same size that read the same texts, but
learned to continue them instead of to judge experts.
"""

from __future__ import annotations

import math

import torch.nn.functional as F
from torch import Tensor, nn

from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.models.router_model import mean_pooled

NORM_EPSILON = 1e-5
INITIAL_DEVIATION = 0.02


class CausalEmbeddings(nn.Module):
    """Token embedding plus position embedding."""

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(shape.vocabulary, shape.hidden)
        self.position_embeddings = nn.Embedding(shape.positions, shape.hidden)

    def forward(self, input_ids: Tensor) -> Tensor:
        return self.word_embeddings(input_ids) + self.position_embeddings.weight[: input_ids.shape[1]]


class CausalAttention(nn.Module):
    """Every token sees itself and what is before it."""

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.hidden, shape.hidden)
        self.key = nn.Linear(shape.hidden, shape.hidden)
        self.value = nn.Linear(shape.hidden, shape.hidden)
        self.output = nn.Linear(shape.hidden, shape.hidden)

    def forward(self, states: Tensor) -> Tensor:
        query, key, value = (
            project(states).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for project in (self.query, self.key, self.value)
        )
        seen = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        return self.output(seen.transpose(1, 2).flatten(-2))


class Block(nn.Module):
    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(shape.hidden, eps=NORM_EPSILON)
        self.attention = CausalAttention(shape)
        self.feed_forward_norm = nn.LayerNorm(shape.hidden, eps=NORM_EPSILON)
        self.widen = nn.Linear(shape.hidden, 4 * shape.hidden)
        self.output = nn.Linear(4 * shape.hidden, shape.hidden)

    def forward(self, states: Tensor) -> Tensor:
        states = states + self.attention(self.attention_norm(states))
        widened = F.gelu(self.widen(self.feed_forward_norm(states)), approximate="tanh")
        return states + self.output(widened)


class CausalLanguageModel(nn.Module):
    """Predicts every next token. Sequences are padded at the right, where nothing that counts can see the padding."""

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.shape = shape
        self.embeddings = CausalEmbeddings(shape)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.last_norm = nn.LayerNorm(shape.hidden, eps=NORM_EPSILON)
        self.apply(_initialise)
        # GPT-2 scales what is added to the residual stream by the number of additions.
        for name, parameter in self.named_parameters():
            if name.endswith("output.weight"):
                nn.init.normal_(parameter, std=INITIAL_DEVIATION / math.sqrt(2 * shape.layers))

    def hidden_states(self, input_ids: Tensor) -> Tensor:
        """Last states [batch, sequence, hidden]."""
        states = self.embeddings(input_ids)
        for block in self.blocks:
            states = block(states)
        return self.last_norm(states)

    def logits_at(self, input_ids: Tensor, attention_mask: Tensor | None, positions: Tensor) -> Tensor:
        """Logits [n, vocabulary] of the token after each of `positions`, indices into the flattened grid."""
        chosen = self.hidden_states(input_ids).flatten(0, 1).index_select(0, positions)
        return F.linear(chosen, self.embeddings.word_embeddings.weight)

    def state(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Mean of the last states over the tokens that are not padding, [batch, hidden]; as the router pools."""
        return mean_pooled(self.hidden_states(input_ids), attention_mask)


def _initialise(module: nn.Module) -> None:
    if isinstance(module, (nn.Linear, nn.Embedding)):
        nn.init.normal_(module.weight, std=INITIAL_DEVIATION)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)
