"""Shape of a RoFormer, and the rotary embedding of its positions."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

NORM_EPSILON = 1e-12
ROTARY_BASE = 10_000.0
INITIAL_DEVIATION = 0.05


@dataclass(frozen=True)
class RoFormerShape:
    """Shape of a model; the feed-forward width is 4 × hidden, heads share `hidden` evenly."""

    vocabulary: int
    layers: int
    hidden: int
    heads: int
    positions: int = 128  # longest sequence, special tokens counted

    def __post_init__(self) -> None:
        if self.hidden % self.heads or (self.hidden // self.heads) % 2:
            raise ValueError(f"hidden size {self.hidden} does not give {self.heads} heads of even width")

    def to_huggingface(self, causal: bool = False) -> dict[str, object]:
        """Content of a `config.json` that transformers reads."""
        return {
            "architectures": ["RoFormerForCausalLM" if causal else "RoFormerForMaskedLM"],
            "model_type": "roformer",
            "vocab_size": self.vocabulary,
            "embedding_size": self.hidden,
            "hidden_size": self.hidden,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
            "intermediate_size": 4 * self.hidden,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
            "max_position_embeddings": self.positions,
            "type_vocab_size": 1,
            "initializer_range": INITIAL_DEVIATION,
            "layer_norm_eps": NORM_EPSILON,
            "rotary_value": False,
            "tie_word_embeddings": True,
            "pad_token_id": 0,
            **({"is_decoder": True, "bos_token_id": 2, "eos_token_id": 3} if causal else {}),
        }


def rotary_table(positions: int, width: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine of position × frequency, each [positions, width / 2] fp32."""
    frequencies = ROTARY_BASE ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    angles = torch.arange(positions, dtype=torch.float64)[:, None] * frequencies
    return angles.cos().float(), angles.sin().float()


# Cosine and sine of every position's angles, each [..., sequence, width / 2].
Rotation = tuple[Tensor, Tensor]


def rotate(heads: Tensor, rotation: Rotation) -> Tensor:
    """Turns each pair of neighbouring features [..., sequence, width] by its position's angle."""
    cosine, sine = (part.to(heads.dtype) for part in rotation)
    even, odd = heads.unflatten(-1, (-1, 2)).unbind(-1)
    turned = torch.stack((even * cosine - odd * sine, odd * cosine + even * sine), dim=-1)
    return turned.flatten(-2)
