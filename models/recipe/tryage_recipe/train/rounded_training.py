"""Training with rounded weights: what a model learns then holds in the form in which it ships."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from tryage_recipe.core.forms import Form
from tryage_recipe.models.compress import rounded_state


@contextmanager
def rounded_while(model: nn.Module, form: Form | None) -> Iterator[None]:
    """Gives a model the weights that remain of its own after storage in `form`, and its own ones back at the end.

    Gradients computed meanwhile are those at the rounded weights and are applied to the unrounded ones (the
    straight-through estimator, Bengio et al., arXiv 1308.3432), which so collect steps too small to move a rounded
    weight. No form, no change.
    """
    if form is None:
        yield
        return
    own = {name: parameter.data for name, parameter in model.named_parameters()}
    with torch.no_grad():
        rounded = rounded_state(own, form)
    for name, parameter in model.named_parameters():
        parameter.data = rounded[name]
    try:
        yield
    finally:
        for name, parameter in model.named_parameters():
            parameter.data = own[name]
