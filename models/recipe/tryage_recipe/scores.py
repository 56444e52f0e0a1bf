"""Scores of the router and the reference policies on a measured prompt set, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryage_recipe import metrics
from tryage_recipe.benchmark import MeasuredSet
from tryage_recipe.policies import References

TOLERANCE = 0.05  # nats, of the tolerant accuracy and of decisive prompts
ROUTER, RANDOM, ORACLE, HONEST_ORACLE = "router", "random", "oracle", "honest oracle"

Interval = tuple[float, float]


@dataclass(frozen=True)
class PolicyScore:
    """Means over prompts; losses and regret in nats per token, intervals are 95% bootstrap ones.

    Accuracies are None for the honest oracle, which is two choices and not one. `minus_router`
    is the paired difference of losses; `closed_by_router` the share of this policy's distance to
    the oracle that the router closes, None for the router, the oracles and where there is none.
    """

    name: str
    loss: float
    loss_interval: Interval
    regret: float
    accuracy: float | None
    accuracy_interval: Interval | None
    tolerant_accuracy: float | None
    decisive_accuracy: float | None
    minus_router: float
    minus_router_interval: Interval
    closed_by_router: float | None
    closed_by_router_interval: Interval | None


@dataclass(frozen=True)
class SetScores:
    """Scores of all policies on one prompt set, and how far its oracle can be trusted."""

    prompts: int
    noise_ceiling: float
    standard_error_of_loss: float
    decisive_share: float
    policies: list[PolicyScore]

    def policy(self, name: str) -> PolicyScore:
        return next(score for score in self.policies if score.name == name)


@dataclass(frozen=True)
class _Outcome:
    """What a policy did on every prompt, each [n]; random takes means over the experts."""

    loss: np.ndarray
    correct: np.ndarray | None = None
    tolerant: np.ndarray | None = None


def _outcome(loss: np.ndarray, choice: np.ndarray) -> _Outcome:
    return _Outcome(
        metrics.routed_loss(loss, choice),
        metrics.correct(loss, choice).astype(float),
        metrics.correct(loss, choice, TOLERANCE).astype(float),
    )


def _random_outcome(loss: np.ndarray) -> _Outcome:
    columns = [_outcome(loss, np.full(len(loss), expert)) for expert in range(loss.shape[1])]
    return _Outcome(*(np.mean([getattr(c, name) for c in columns], axis=0) for name in ("loss", "correct", "tolerant")))


def _outcomes(
    measured: MeasuredSet, references: References, predicted: dict[str, np.ndarray]
) -> dict[str, _Outcome]:
    """The outcome of every policy, in the order of the report."""
    loss = measured.qtable.loss
    choices = references.choices(measured.for_policies(), predicted)
    policies = {name: _outcome(loss, choice) for name, choice in choices.items()}
    oracle = policies.pop(ORACLE)
    return {
        RANDOM: _random_outcome(loss),
        **policies,
        ROUTER: _outcome(loss, measured.choice),
        HONEST_ORACLE: _Outcome(metrics.honest_oracle(measured.qtable.halves)),
        ORACLE: oracle,
    }


def _closed(means: np.ndarray) -> np.ndarray:
    """Oracle gap closed from mean losses [resamples, 3] of router, reference policy and oracle."""
    return (means[:, 1] - means[:, 0]) / (means[:, 1] - means[:, 2])


def _score(
    name: str, outcome: _Outcome, router: _Outcome, oracle: _Outcome, decisive: np.ndarray, seed: int
) -> PolicyScore:
    losses = np.stack([router.loss, outcome.loss, oracle.loss], axis=1)
    router_loss, loss, oracle_loss = (float(mean) for mean in losses.mean(axis=0))
    known = outcome.correct is not None
    has_gap = name not in (ROUTER, ORACLE, HONEST_ORACLE) and loss > oracle_loss
    return PolicyScore(
        name=name,
        loss=loss,
        loss_interval=metrics.bootstrap_interval(outcome.loss, seed),
        regret=loss - oracle_loss,
        accuracy=float(outcome.correct.mean()) if known else None,
        accuracy_interval=metrics.bootstrap_interval(outcome.correct, seed) if known else None,
        tolerant_accuracy=float(outcome.tolerant.mean()) if known else None,
        decisive_accuracy=float(outcome.correct[decisive].mean()) if known and decisive.any() else None,
        minus_router=loss - router_loss,
        minus_router_interval=metrics.bootstrap_interval(outcome.loss - router.loss, seed),
        closed_by_router=metrics.oracle_gap_closed(router_loss, loss, oracle_loss) if has_gap else None,
        closed_by_router_interval=metrics.bootstrap_interval(losses, seed, statistic=_closed) if has_gap else None,
    )


def score_set(
    measured: MeasuredSet, references: References, predicted: dict[str, np.ndarray], seed: int
) -> SetScores:
    """Scores on a set; `predicted` are the losses that the references' regressors predict on it."""
    loss, halves = measured.qtable.loss, measured.qtable.halves
    decisive = metrics.decisive(loss, TOLERANCE)
    outcomes = _outcomes(measured, references, predicted)
    router, oracle = outcomes[ROUTER], outcomes[ORACLE]
    return SetScores(
        prompts=len(loss),
        noise_ceiling=metrics.noise_ceiling(halves),
        standard_error_of_loss=metrics.standard_error_of_loss(halves),
        decisive_share=float(decisive.mean()),
        policies=[_score(name, outcome, router, oracle, decisive, seed) for name, outcome in outcomes.items()],
    )
