"""What is measured of a model's predictions of single tokens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

CONFIDENT = 0.5  # probability of a filling above which a wrong one is a confident error


@dataclass(frozen=True)
class Column:
    """Means over the predicted tokens of every prompt and permutation, each [n, permutations] fp32.

    `loss` in nats; `accuracy`: the most probable filling is the true token; `confident_errors`: it is not, though its
    probability is above `CONFIDENT`; `characters` of the most probable filling, white space around it not counted.
    """

    loss: np.ndarray
    accuracy: np.ndarray
    confident_errors: np.ndarray
    characters: np.ndarray


def fillings(logits: torch.Tensor, truth: torch.Tensor, token_characters: np.ndarray) -> dict[str, np.ndarray]:
    """The figures of `Column` for single predicted tokens, each [n], from logits [n, vocabulary] and true ids [n]."""
    log_probability = logits.log_softmax(1)
    highest, filling = log_probability.max(1)
    right = filling == truth
    return {
        "loss": -log_probability.gather(1, truth[:, None])[:, 0].double().cpu().numpy(),
        "accuracy": right.cpu().numpy(),
        "confident_errors": (~right & (highest.exp() > CONFIDENT)).cpu().numpy(),
        "characters": token_characters[filling.cpu().numpy()],
    }
