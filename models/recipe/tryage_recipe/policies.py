"""Reference policies: what a router must be compared with.

A policy is an array `choice[n]`, the expert of every benchmark prompt. Policies that need
fitting see the router-training prompts only; those that read true labels or true losses of the
benchmark (domain label, part label, oracle) are bounds, not competitors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler

NEIGHBOURS = 20


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


def by_label(fit_labels: np.ndarray, losses: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The best expert of each label's fitting prompts; an unseen label gets the best single expert."""
    chosen = {label: losses[fit_labels == label].mean(axis=0).argmin() for label in np.unique(fit_labels)}
    fallback = losses.mean(axis=0).argmin()
    return np.array([chosen.get(label, fallback) for label in labels])


def majority_winner(fit: Prompts, size: int) -> np.ndarray:
    """The expert that wins most fitting prompts (the majority class), for every prompt."""
    wins = np.bincount(fit.losses.argmin(axis=1), minlength=fit.losses.shape[1])
    return np.full(size, wins.argmax())


def _tfidf() -> TfidfVectorizer:
    """Bag of words; any run without white space is a word, so that code keeps its symbols."""
    return TfidfVectorizer(token_pattern=r"\w+|[^\w\s]+", sublinear_tf=True, min_df=2)


def _regress(regressor, fit_features, losses: np.ndarray, features) -> np.ndarray:
    """argmin of the losses that a regressor predicts."""
    return regressor.fit(fit_features, losses).predict(features).argmin(axis=1)


def nearest_by_text(fit: Prompts, test: Prompts) -> np.ndarray:
    """Mean losses of the nearest fitting prompts by cosine of TF-IDF vectors."""
    neighbours = KNeighborsRegressor(min(NEIGHBOURS, len(fit.texts)), metric="cosine")
    return _regress(make_pipeline(_tfidf(), neighbours), fit.texts, fit.losses, test.texts)


def nearest_by_state(fit: Prompts, test: Prompts) -> np.ndarray:
    """Mean losses of the nearest fitting prompts by cosine of router states."""
    neighbours = KNeighborsRegressor(min(NEIGHBOURS, len(fit.texts)))
    return _regress(make_pipeline(Normalizer(), neighbours), fit.states, fit.losses, test.states)


def ridge_on_states(fit: Prompts, test: Prompts) -> np.ndarray:
    """Linear regression of the losses on router states."""
    return _regress(make_pipeline(StandardScaler(), Ridge(1.0)), fit.states, fit.losses, test.states)


def domain_classifier(fit: Prompts, test: Prompts) -> np.ndarray:
    """Predict the domain from TF-IDF, then take the domain's best expert."""
    classifier = make_pipeline(_tfidf(), LogisticRegression(C=10.0, max_iter=1000))
    predicted = classifier.fit(fit.texts, fit.domains).predict(test.texts)
    return by_label(fit.domains, fit.losses, predicted)


def reference_policies(fit: Prompts, test: Prompts) -> dict[str, np.ndarray]:
    """Choices of every reference policy by name, in the order of the report."""
    size = len(test.texts)
    return {
        "best single expert": best_single(fit, size),
        "majority winner": majority_winner(fit, size),
        "domain classifier": domain_classifier(fit, test),
        "true domain label": by_label(fit.domains, fit.losses, test.domains),
        "true part label": by_label(fit.parts, fit.losses, test.parts),
        "kNN on TF-IDF": nearest_by_text(fit, test),
        "kNN on router states": nearest_by_state(fit, test),
        "ridge on router states": ridge_on_states(fit, test),
        "oracle": test.losses.argmin(axis=1),
    }
