"""Draws the router's states of one domain together, for the map: an extra loss of the training that does not ship.

Experts that serve two domains give the router no reason to keep these apart, and the spread within a domain is as wide as
it happens to be. This term asks for both, at the price of telling the router the domains of its training prompts.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

SAMPLE = 32  # states a domain that a centre starts from


class DomainSpace(nn.Module):
    """A centre [hidden] for each domain, learnt along with the router, and how sharply distances decide."""

    def __init__(self, centres: Tensor) -> None:
        """`centres` [domains, hidden]: where they start."""
        super().__init__()
        self.centres = nn.Parameter(centres.clone())
        self.log_sharpness = nn.Parameter(-self._spread().detach().log())

    def _spread(self) -> Tensor:
        """Mean squared distance of two different centres."""
        return F.pdist(self.centres).square().mean()

    def forward(self, states: Tensor, domains: Tensor) -> Tensor:
        """Cross-entropy of the nearest centre for states [n, hidden] of `domains` [n], plus their squared distance to their
        own centre as a share of that between centres. Neither depends on the scale of the space."""
        squared = torch.cdist(states, self.centres).square()
        own = squared.gather(1, domains[:, None]).mean()
        return F.cross_entropy(-squared * self.log_sharpness.exp(), domains) + own / self._spread()


def sample_rows(domains: np.ndarray, generator: np.random.Generator) -> list[np.ndarray]:
    """Up to `SAMPLE` rows of each domain number 0 … n - 1 in `domains`."""
    rows = (np.flatnonzero(domains == number) for number in range(domains.max() + 1))
    return [generator.permutation(of_domain)[:SAMPLE] for of_domain in rows]
