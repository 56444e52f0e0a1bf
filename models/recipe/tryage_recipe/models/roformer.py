"""RoFormer: a BERT encoder (layer norm after every block) whose attention turns queries and keys by
their position (rotary embedding) instead of adding learned positions.

Parameter names and arithmetic are those of `transformers.RoFormerForMaskedLM`, so trained weights
load there. Nothing depends on the data's values, so the graph exports with free batch and length.
"""

from __future__ import annotations

import math
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tryage_recipe.models.rotary import INITIAL_DEVIATION, NORM_EPSILON, RoFormerShape, Rotation, rotary_table, rotate


def positions_by_row(positions: Tensor, batch: int, length: int) -> tuple[Tensor, Tensor]:
    """Flat positions [n] of a grid [batch, length] as positions within rows, int64 [batch, m], m the most of any row.

    Rows with fewer are filled up with position 0. Also returns where each of the n stands in the flattened [batch × m].
    """
    row = positions // length
    order = row.argsort(stable=True)
    counts = row.bincount(minlength=batch)
    widest = max(1, int(counts.max()))
    within_row = torch.arange(len(positions), device=positions.device) - (counts.cumsum(0) - counts)[row[order]]
    places = torch.empty_like(positions)
    places[order] = row[order] * widest + within_row
    rows = torch.zeros(batch * widest, dtype=positions.dtype, device=positions.device)
    rows[places] = positions % length
    return rows.unflatten(0, (batch, widest)), places


class Embeddings(nn.Module):
    """Token embeddings plus the one token-type row, normalised."""

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(shape.vocabulary, shape.hidden)
        self.token_type_embeddings = nn.Embedding(1, shape.hidden)
        self.LayerNorm = nn.LayerNorm(shape.hidden, eps=NORM_EPSILON)

    def forward(self, input_ids: Tensor) -> Tensor:
        return self.LayerNorm(self.word_embeddings(input_ids) + self.token_type_embeddings.weight[0])


class SelfAttention(nn.Module):
    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.hidden, shape.hidden)
        self.key = nn.Linear(shape.hidden, shape.hidden)
        self.value = nn.Linear(shape.hidden, shape.hidden)

    def forward(
        self, asking: Tensor, states: Tensor, bias: Tensor | None, turns: tuple[Rotation, Rotation]
    ) -> Tensor:
        """What each of `asking` [batch, m, hidden] gathers from `states` [batch, sequence, hidden], [batch, m, hidden].

        `turns` are the rotations of both. `bias` [batch, 1, 1, sequence] is added to the scores: 0 to see a token,
        very negative not to.
        """

        def split(projected: Tensor) -> Tensor:
            return projected.unflatten(-1, (self.heads, -1)).transpose(1, 2)

        query, key, value = split(self.query(asking)), split(self.key(states)), split(self.value(states))
        query = rotate(query, turns[0]) / math.sqrt(query.shape[-1])
        scores = query @ rotate(key, turns[1]).transpose(-1, -2)
        if bias is not None:
            scores = scores + bias
        return (scores.softmax(-1) @ value).transpose(1, 2).flatten(-2)


class Residual(nn.Module):
    """A projection added to the block's input, then normalised."""

    def __init__(self, inner: int, hidden: int) -> None:
        super().__init__()
        self.dense = nn.Linear(inner, hidden)
        self.LayerNorm = nn.LayerNorm(hidden, eps=NORM_EPSILON)

    def forward(self, update: Tensor, states: Tensor) -> Tensor:
        return self.LayerNorm(self.dense(update) + states)


class Attention(nn.Module):
    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.self = SelfAttention(shape)
        self.output = Residual(shape.hidden, shape.hidden)


class Intermediate(nn.Module):
    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.dense = nn.Linear(shape.hidden, 4 * shape.hidden)


class Layer(nn.Module):
    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.intermediate = Intermediate(shape)
        self.output = Residual(4 * shape.hidden, shape.hidden)

    def forward(
        self, states: Tensor, bias: Tensor | None, rotation: Rotation, rows: Tensor | None = None
    ) -> Tensor:
        """States after the layer, [batch, sequence, hidden]; of the positions `rows` [batch, m] alone where given."""
        asking, turned = states, rotation
        if rows is not None:
            asking = states.gather(1, rows[..., None].expand(-1, -1, states.shape[-1]))
            turned = (rotation[0][rows][:, None], rotation[1][rows][:, None])
        attended = self.attention.output(self.attention.self(asking, states, bias, (turned, rotation)), asking)
        return self.output(F.gelu(self.intermediate.dense(attended)), attended)


class Stack(nn.Module):
    """The layers, under the name that transformers gives them."""

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.layer = nn.ModuleList(Layer(shape) for _ in range(shape.layers))


class Encoder(nn.Module):
    """Token ids to contextual states."""

    cosine: Tensor
    sine: Tensor

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.shape = shape
        self.embeddings = Embeddings(shape)
        self.encoder = Stack(shape)
        cosine, sine = rotary_table(shape.positions, shape.hidden // shape.heads)
        self.register_buffer("cosine", cosine, persistent=False)
        self.register_buffer("sine", sine, persistent=False)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor | None = None, rows: Tensor | None = None
    ) -> Tensor:
        """States [batch, sequence, hidden]. `attention_mask` is 1 for tokens and 0 for padding, same
        shape as `input_ids`; None means no padding. Sequences are at most `shape.positions` long.
        With `rows` [batch, m], only the states of these positions, [batch, m, hidden]: the last layer computes no other."""
        states = self.embeddings(input_ids)
        bias = None
        if attention_mask is not None:
            lowest = torch.finfo(states.dtype).min
            bias = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * lowest
        length = input_ids.shape[1]
        rotation = (self.cosine[:length], self.sine[:length])
        *layers, last = self.encoder.layer
        for layer in layers:
            states = layer(states, bias, rotation)
        return last(states, bias, rotation, rows)


class Transform(nn.Module):
    """What the head does to a state before it is compared with the embeddings."""

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.dense = nn.Linear(shape.hidden, shape.hidden)
        self.LayerNorm = nn.LayerNorm(shape.hidden, eps=NORM_EPSILON)

    def forward(self, states: Tensor) -> Tensor:
        return self.LayerNorm(F.gelu(self.dense(states)))


class Predictions(nn.Module):
    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.transform = Transform(shape)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))


class Head(nn.Module):
    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.predictions = Predictions(shape)


class MaskedLanguageModel(nn.Module):
    """Encoder and masked-token head; the output matrix is the embedding matrix."""

    def __init__(self, shape: RoFormerShape) -> None:
        super().__init__()
        self.shape = shape
        self.roformer = Encoder(shape)
        self.cls = Head(shape)
        self.apply(_initialise)

    def hidden_states(self, input_ids: Tensor, attention_mask: Tensor | None = None) -> Tensor:
        """Last states [batch, sequence, hidden]."""
        return self.roformer(input_ids, attention_mask)

    def head(self, states: Tensor) -> Tensor:
        """Logits [..., vocabulary] of any selection of states [..., hidden]."""
        predictions = self.cls.predictions
        embeddings = self.roformer.embeddings.word_embeddings.weight
        return F.linear(predictions.transform(states), embeddings, predictions.bias)

    def logits_at(self, input_ids: Tensor, attention_mask: Tensor | None, positions: Tensor) -> Tensor:
        """Logits [n, vocabulary] at `positions`, n indices into the flattened [batch × sequence] grid.

        Head and last layer are most of a small model's cost; only the masked positions need them.
        """
        rows, places = positions_by_row(positions, *input_ids.shape)
        return self.head(self.roformer(input_ids, attention_mask, rows).flatten(0, 1).index_select(0, places))

    def forward(self, input_ids: Tensor, attention_mask: Tensor | None = None) -> Tensor:
        """Logits [batch, sequence, vocabulary]."""
        return self.head(self.hidden_states(input_ids, attention_mask))


def _initialise(module: nn.Module) -> None:
    if isinstance(module, (nn.Linear, nn.Embedding)):
        nn.init.normal_(module.weight, std=INITIAL_DEVIATION)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)
