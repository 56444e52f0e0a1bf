"""Where end-to-end training sends a window: by cluster, by the router, by label, or anywhere."""

from __future__ import annotations

import numpy as np

from tryage_recipe.core.config import Config
from tryage_recipe.joint.settings import JointSettings, specialists

NOWHERE = -1  # no specialist knows the window's part
#: Weight of the newest window in the running load; about the last 300 windows count.
LOAD_MEMORY = 0.997


def label_experts(config: Config, settings: JointSettings) -> np.ndarray:
    """Position of the label-made specialist of every part number, or NOWHERE; the first one wins. Under the rule "domains" the
    position of its domain."""
    if settings.rule == "domains":
        domains = [domain.id for domain in config.domains]
        return np.array([domains.index(config.domain_of(part.id)) for part in config.parts])
    experts = np.full(len(config.parts), NOWHERE)
    for position, expert in reversed(list(enumerate(specialists(config, settings)))):
        for number, part in enumerate(config.parts):
            if part.id in expert.parts:
                experts[number] = position
    return experts


class Load:
    """Running share of the windows that each expert received; starts even."""

    def __init__(self, experts: int) -> None:
        self.shares = np.full(experts, 1 / experts)

    def add(self, choices: np.ndarray) -> None:
        memory = LOAD_MEMORY ** len(choices)
        counts = np.bincount(choices, minlength=len(self.shares))
        if len(choices):
            self.shares = memory * self.shares + (1 - memory) * counts / len(choices)

    def surplus(self) -> np.ndarray:
        """Fair shares above the own one: 0 for an even load, n - 1 for one that gets all of n."""
        return len(self.shares) * self.shares - 1


def route(
    predicted: np.ndarray, load: Load, settings: JointSettings, exploration: float, generator: np.random.Generator
) -> np.ndarray:
    """Expert of every window from predicted losses [n, experts]: the least score, predicted loss plus
    `load_weight` × surplus, or for a share `exploration` a draw from softmax(-score / temperature)."""
    scores = predicted + settings.load_weight * load.surplus()
    choices = scores.argmin(axis=1)
    drawn = np.flatnonzero(generator.random(len(scores)) < exploration)
    # Adding Gumbel noise to the logits and taking the greatest draws from their softmax.
    noise = generator.gumbel(size=(len(drawn), scores.shape[1]))
    choices[drawn] = (noise - scores[drawn] / settings.temperature).argmax(axis=1)
    return choices


def second_expert(predicted: np.ndarray, first: int, generator: np.random.Generator) -> int:
    """Another expert to measure windows on, that `first` is trained on: any, or, every other time, the
    best of the others by predicted losses [n, experts]. The first keeps every loss known, the second
    decides close calls."""
    others = np.delete(np.arange(predicted.shape[1]), first)
    if generator.random() < 0.5:
        return int(generator.choice(others))
    return int(others[predicted[:, others].mean(axis=0).argmin()])
