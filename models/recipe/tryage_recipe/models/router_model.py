"""The perceptive router R(z; W): an encoder with an n-output regression head, and its loss."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tryage_recipe.models.roformer import Encoder
from tryage_recipe.models.rotary import RoFormerShape


def mean_pooled(states: Tensor, attention_mask: Tensor) -> Tensor:
    """Mean of states [batch, sequence, hidden] over the tokens that are not padding, [batch, hidden]."""
    weights = attention_mask.to(states.dtype).unsqueeze(-1)
    return (states * weights).sum(dim=1) / weights.sum(dim=1)


class PerceptiveRouter(nn.Module):
    """Predicts the losses of all n experts from one pass over the prompt.

    The head works on standardised losses; `loss_mean` and `loss_scale` (each [n], nats per token)
    turn its output back, so that predictions may be added to λC. `length_slope` [1] times the logarithm of the number of tokens and
    `shift` [hidden] times the state are added to all predictions of a text alike: no choice depends on them.
    """

    loss_mean: Tensor
    loss_scale: Tensor
    length_slope: Tensor
    shift: Tensor

    def __init__(self, shape: RoFormerShape, experts: int) -> None:
        super().__init__()
        self.roformer = Encoder(shape)
        self.head = nn.Linear(shape.hidden, experts)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.register_buffer("loss_mean", torch.zeros(experts))
        self.register_buffer("loss_scale", torch.ones(experts))
        self.register_buffer("length_slope", torch.zeros(1))
        self.register_buffer("shift", torch.zeros(shape.hidden))

    @torch.no_grad()
    def standardise(self, losses: Tensor) -> None:
        """Sets what the head's outputs are multiplied by and added to: mean and spread of `losses` [prompts, n]."""
        self.loss_mean.copy_(losses.mean(dim=0))
        self.loss_scale.copy_(losses.std(dim=0))

    @torch.no_grad()
    def rescale(self, losses: Tensor) -> None:
        """`standardise` for a trained router: its head is changed with it, so that its predictions stay what they were."""
        mean, scale = losses.mean(dim=0), losses.std(dim=0)
        self.head.weight.mul_((self.loss_scale / scale)[:, None])
        self.head.bias.copy_((self.head.bias * self.loss_scale + self.loss_mean - mean) / scale)
        self.standardise(losses)

    def state(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Mean of the last hidden states over the tokens that are not padding, [batch, hidden]."""
        return mean_pooled(self.roformer(input_ids, attention_mask), attention_mask)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Predicted losses [batch, n] in nats per token, and states [batch, hidden]."""
        state = self.state(input_ids, attention_mask)
        alike = self.length_slope * attention_mask.sum(dim=1, keepdim=True).to(state.dtype).log()
        alike = alike + (state * self.shift).sum(dim=1, keepdim=True)
        return self.head(state) * self.loss_scale + self.loss_mean + alike, state


def router_loss(
    predicted: Tensor,
    true: Tensor,
    scale: Tensor,
    prediction_temperature: float,
    target_temperature: float,
    compared: Tensor | None = None,
) -> Tensor:
    """Mean squared error of standardised losses plus the cross-entropy of the induced choices.

    CE(softmax(-L / target), softmax(-L_hat / prediction)) on losses in nats sharpens the order of
    the best experts, which squared error alone leaves blurred; the squared error keeps the outputs
    losses, so that λ may be applied to them later. `predicted` and `true` are [batch, n], `scale` [n]; choices are compared
    with those of `compared`, which like `true` are losses, but freer of noise.
    """
    error = (((predicted - true) / scale) ** 2).mean()
    target = (-(true if compared is None else compared) / target_temperature).softmax(dim=1)
    return error + F.cross_entropy(-predicted / prediction_temperature, target)


def consistency_loss(plain: Tensor, disguised: Tensor, temperature: float) -> Tensor:
    """Mean KL divergence of the choices that predicted losses [n, experts] of the same texts induce, read plainly and with a
    polite phrase, softmax(-L_hat / temperature). The plain reading is what the other is drawn to."""
    target, induced = ((-losses / temperature).log_softmax(dim=1) for losses in (plain.detach(), disguised))
    return F.kl_div(induced, target, log_target=True, reduction="batchmean")
