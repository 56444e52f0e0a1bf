"""Scores of the router and the reference policies on a measured prompt set, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tryage_recipe.statistics import metrics
from tryage_recipe.statistics.bootstrap import RESAMPLES, Bootstrap, Interval

if TYPE_CHECKING:  # both load the models' libraries, which scoring shipped tables does without
    from tryage_recipe.evaluate.benchmark import MeasuredSet
    from tryage_recipe.evaluate.policies import References

TOLERANCE = 0.05  # nats, of the tolerant accuracy and of decisive prompts
ROUTER, RANDOM, ORACLE, HONEST_ORACLE = "router", "random", "oracle", "honest oracle"
#: A difference counts as above zero when fewer resamples than this are at or below it: the 2.5% that a 95% interval leaves
#: there, less twice the error with which so many resamples know that share. Between the two it is a coin toss.
CLEAR_SHARE = 0.025 - 2 * (0.025 * 0.975 / RESAMPLES) ** 0.5


@dataclass(frozen=True)
class PolicyScore:
    """Means over prompts; losses and regret in nats per token, intervals are 95% bootstrap ones, by document.

    Accuracies are None for the honest oracle, which is two choices and not one. `minus_router`
    is the paired difference of losses; `closed_by_router` the share of this policy's distance to
    the oracle that the router closes, None for the router, the oracles and where there is none. `share_as_good` is the share
    of resamples in which the policy does at least as well as the router. An interval is None where it is not known: with one
    document, or where a figure was measured before intervals were taken by document and cannot be computed from what ships.
    """

    name: str
    loss: float
    loss_interval: Interval | None
    regret: float
    accuracy: float | None
    accuracy_interval: Interval | None
    tolerant_accuracy: float | None
    decisive_accuracy: float | None
    minus_router: float
    minus_router_interval: Interval | None
    share_as_good: float | None
    closed_by_router: float | None
    closed_by_router_interval: Interval | None


@dataclass(frozen=True)
class SetScores:
    """Scores of all policies on one prompt set, and how far its oracle can be trusted."""

    prompts: int
    documents: int
    noise_ceiling: float
    standard_error_of_loss: float
    decisive_share: float
    policies: list[PolicyScore]

    def policy(self, name: str) -> PolicyScore:
        return next(score for score in self.policies if score.name == name)


@dataclass(frozen=True)
class Outcome:
    """What a policy did on every prompt, each [n]; random takes means over the experts."""

    loss: np.ndarray
    correct: np.ndarray | None = None
    tolerant: np.ndarray | None = None


def outcome_of(loss: np.ndarray, choice: np.ndarray) -> Outcome:
    """Outcome of the choices [n] on losses [n, experts]."""
    return Outcome(
        metrics.routed_loss(loss, choice),
        metrics.correct(loss, choice).astype(float),
        metrics.correct(loss, choice, TOLERANCE).astype(float),
    )


def random_outcome(loss: np.ndarray) -> Outcome:
    """What an expert drawn at random does on average."""
    columns = [outcome_of(loss, np.full(len(loss), expert)) for expert in range(loss.shape[1])]
    return Outcome(*(np.mean([getattr(c, name) for c in columns], axis=0) for name in ("loss", "correct", "tolerant")))


def _outcomes(
    measured: MeasuredSet, references: References, predicted: dict[str, np.ndarray]
) -> dict[str, Outcome]:
    """The outcome of every policy, in the order of the report."""
    loss = measured.qtable.loss
    choices = references.choices(measured.for_policies(), predicted)
    policies = {name: outcome_of(loss, choice) for name, choice in choices.items()}
    oracle = policies.pop(ORACLE)
    return {
        RANDOM: random_outcome(loss),
        **policies,
        ROUTER: outcome_of(loss, measured.choice),
        HONEST_ORACLE: Outcome(metrics.honest_oracle(measured.qtable.halves)),
        ORACLE: oracle,
    }


def _closed(means: np.ndarray) -> np.ndarray:
    """Oracle gap closed from mean losses [resamples, 3] of router, reference policy and oracle."""
    return (means[:, 1] - means[:, 0]) / (means[:, 1] - means[:, 2])


def _score(
    name: str, outcomes: Mapping[str, Outcome], decisive: np.ndarray, bootstrap: Bootstrap
) -> PolicyScore:
    outcome, router, oracle = outcomes[name], outcomes[ROUTER], outcomes[ORACLE]
    losses = np.stack([router.loss, outcome.loss, oracle.loss], axis=1)
    router_loss, loss, oracle_loss = (float(mean) for mean in losses.mean(axis=0))
    known = outcome.correct is not None
    has_gap = name not in (ROUTER, ORACLE, HONEST_ORACLE) and loss > oracle_loss
    difference = outcome.loss - router.loss
    return PolicyScore(
        name=name,
        loss=loss,
        loss_interval=bootstrap.interval(outcome.loss),
        regret=loss - oracle_loss,
        accuracy=float(outcome.correct.mean()) if known else None,
        accuracy_interval=bootstrap.interval(outcome.correct) if known else None,
        tolerant_accuracy=float(outcome.tolerant.mean()) if known else None,
        decisive_accuracy=float(outcome.correct[decisive].mean()) if known and decisive.any() else None,
        minus_router=loss - router_loss,
        minus_router_interval=bootstrap.interval(difference),
        share_as_good=float((bootstrap.means(difference) <= 0).mean()) if bootstrap.documents > 1 else None,
        closed_by_router=metrics.oracle_gap_closed(router_loss, loss, oracle_loss) if has_gap else None,
        closed_by_router_interval=bootstrap.interval(losses, statistic=_closed) if has_gap else None,
    )


def score_policies(
    loss: np.ndarray, outcomes: Mapping[str, Outcome], documents: np.ndarray, seed: int
) -> list[PolicyScore]:
    """Scores of policies, router and oracle among them, on losses [n, experts]; `documents` [n] are what is resampled."""
    decisive, bootstrap = metrics.decisive(loss, TOLERANCE), Bootstrap(documents, seed)
    return [_score(name, outcomes, decisive, bootstrap) for name in outcomes]


def score_set(
    measured: MeasuredSet, references: References, predicted: dict[str, np.ndarray], seed: int
) -> SetScores:
    """Scores on a set; `predicted` are the losses that the references' regressors predict on it."""
    loss, halves, documents = measured.qtable.loss, measured.qtable.halves, measured.prompts.documents
    return SetScores(
        prompts=len(loss),
        documents=len(np.unique(documents)),
        noise_ceiling=metrics.noise_ceiling(halves),
        standard_error_of_loss=metrics.standard_error_of_loss(halves),
        decisive_share=float(metrics.decisive(loss, TOLERANCE).mean()),
        policies=score_policies(loss, _outcomes(measured, references, predicted), documents, seed),
    )
