"""Reference policies: what a router must be compared with.

A policy is an array `choice[n]`, the expert of every benchmark prompt. Policies that need
fitting see the router-training prompts only; those that read true labels or true losses of the
benchmark (domain label, part label, oracle) are bounds, not competitors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler

NEIGHBOURS = 20
NEAREST_STATES, RIDGE_STATES = "kNN on router states", "ridge on router states"
BEST_SINGLE, TRUE_DOMAIN, TRUE_PART = "best single expert", "true domain label", "true part label"
MAJORITY = "majority winner"


@dataclass(frozen=True)
class Prompts:
    """What policies may read of a prompt set of n prompts.

    `losses` is [n, experts] in nats per token, `states` the router's pooled states
    [n, hidden], `texts` the decoded windows, `domains` and `parts` the true labels.
    """

    losses: np.ndarray
    states: np.ndarray
    texts: list[str]
    domains: np.ndarray
    parts: np.ndarray


def best_single(fit: Prompts, size: int) -> np.ndarray:
    """The expert with the least mean loss on the fitting prompts, for every prompt."""
    return np.full(size, fit.losses.mean(axis=0).argmin())


def best_by_label(fit_labels: np.ndarray, losses: np.ndarray) -> dict[str, int]:
    """The expert of least mean loss on each label's fitting prompts."""
    return {str(label): int(losses[fit_labels == label].mean(axis=0).argmin()) for label in np.unique(fit_labels)}


def by_label(fit_labels: np.ndarray, losses: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The best expert of each label's fitting prompts; an unseen label gets the best single expert."""
    chosen = best_by_label(fit_labels, losses)
    fallback = losses.mean(axis=0).argmin()
    return np.array([chosen.get(str(label), fallback) for label in labels])


def majority_winner(fit: Prompts, size: int) -> np.ndarray:
    """The expert that wins most fitting prompts (the majority class), for every prompt."""
    wins = np.bincount(fit.losses.argmin(axis=1), minlength=fit.losses.shape[1])
    return np.full(size, wins.argmax())


def _tfidf() -> TfidfVectorizer:
    """Bag of words; any run without white space is a word, so that code keeps its symbols."""
    return TfidfVectorizer(token_pattern=r"\w+|[^\w\s]+", sublinear_tf=True, min_df=2)


class References:
    """Routers of other kinds, fitted on the router's training prompts.

    Four regressors predict the losses of all experts: the mean losses of the nearest fitting prompts by cosine, and ridge
    regression, each on the router's states and on TF-IDF vectors. A classifier predicts the domain from TF-IDF.
    """

    def __init__(self, fit: Prompts) -> None:
        self.fit = fit
        neighbours = min(NEIGHBOURS, len(fit.texts))
        tfidf = _tfidf()
        self._tfidf = tfidf
        vectors = tfidf.fit_transform(fit.texts)
        # On vectors of length one, Euclidean and cosine neighbours are the same.
        self._on_states = {
            NEAREST_STATES: make_pipeline(Normalizer(), KNeighborsRegressor(neighbours)),
            RIDGE_STATES: make_pipeline(StandardScaler(), Ridge(1.0)),
        }
        self._on_texts = {
            "kNN on TF-IDF": KNeighborsRegressor(neighbours, metric="cosine"),
            "ridge on TF-IDF": Ridge(1.0, solver="sparse_cg"),
        }
        for regressor in self._on_states.values():
            regressor.fit(fit.states, fit.losses)
        for regressor in self._on_texts.values():
            regressor.fit(vectors, fit.losses)
        self._domains = LogisticRegression(C=10.0, max_iter=1000).fit(vectors, fit.domains)

    def predicted(self, test: Prompts) -> dict[str, np.ndarray]:
        """Losses fp32 [n, experts] in nats per token that each regressor predicts, by its name."""
        vectors = self._tfidf.transform(test.texts)
        by_name = {name: regressor.predict(vectors) for name, regressor in self._on_texts.items()}
        by_name |= {name: regressor.predict(test.states) for name, regressor in self._on_states.items()}
        return {name: losses.astype(np.float32) for name, losses in by_name.items()}

    def choices(self, test: Prompts, predicted: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Choices of every reference policy by name, in the order of the report; `predicted` as `self.predicted` gives."""
        fit, size = self.fit, len(test.texts)
        domains = self._domains.predict(self._tfidf.transform(test.texts))
        return {
            BEST_SINGLE: best_single(fit, size),
            MAJORITY: majority_winner(fit, size),
            "domain classifier": by_label(fit.domains, fit.losses, domains),
            TRUE_DOMAIN: by_label(fit.domains, fit.losses, test.domains),
            TRUE_PART: by_label(fit.parts, fit.losses, test.parts),
            **{name: losses.argmin(axis=1) for name, losses in predicted.items()},
            "oracle": test.losses.argmin(axis=1),
        }

    def label_policies(self, experts: list[str]) -> dict[str, dict[str, Any]]:
        """The policies that need a label at most, so that anyone can apply them to the shipped table.

        By name: the table's `column` that holds the label with the expert of each of its values (`experts`), where the policy
        reads one, and the expert of all other prompts (`otherwise`).
        """
        fit = self.fit
        single = experts[int(best_single(fit, 1)[0])]

        def told(column: str, labels: np.ndarray) -> dict[str, Any]:
            chosen = {label: experts[expert] for label, expert in best_by_label(labels, fit.losses).items()}
            return {"column": column, "experts": chosen, "otherwise": single}

        return {
            BEST_SINGLE: {"otherwise": single},
            MAJORITY: {"otherwise": experts[int(majority_winner(fit, 1)[0])]},
            TRUE_DOMAIN: told("domain", fit.domains),
            TRUE_PART: told("part", fit.parts),
        }
