"""Reference policies choose what their descriptions say."""

import dataclasses

import numpy as np

from tryage_recipe.evaluate.policies import Prompts, References, by_label

WORDS = {"code": "def return import class", "law": "court held motion appeal", "sea": "ship wave sailor storm"}


def prompts(seed, size=90):
    """Three domains that text and states give away; expert i is the best of domain i, expert 3 of none."""
    generator = np.random.default_rng(seed)
    label = np.arange(size) % 3
    losses = generator.normal(5, 0.05, size=(size, 4))
    losses[np.arange(size), label] -= 2
    losses[:, 3] -= 1
    domains = np.array(list(WORDS))[label]
    texts = [" ".join(generator.choice(WORDS[domain].split(), 6)) for domain in domains]
    return Prompts(losses, np.eye(3)[label] + generator.normal(0, 0.05, (size, 3)), texts, domains, domains)


def test_policies_find_the_expert_of_the_domain():
    references, test = References(prompts(0)), prompts(1)
    oracle = test.losses.argmin(axis=1)
    policies = references.choices(test, references.predicted(test))
    assert (policies["best single expert"] == 3).all()
    assert len(set(policies["majority winner"])) == 1
    for name in set(policies) - {"best single expert", "majority winner"}:
        assert (policies[name] == oracle).mean() > 0.95, name


def test_regressors_predict_losses_and_not_only_their_order():
    references, test = References(prompts(0)), prompts(1)
    predicted = references.predicted(test)
    assert set(predicted) == {"kNN on TF-IDF", "ridge on TF-IDF", "kNN on router states", "ridge on router states"}
    for name, losses in predicted.items():
        assert losses.shape == test.losses.shape and np.abs(losses - test.losses).mean() < 0.3, name


def test_neighbours_by_state_are_those_of_the_least_angle():
    fit = prompts(0)
    scaled = dataclasses.replace(fit, states=fit.states * np.linspace(1, 9, len(fit.texts))[:, None])
    same, other = (References(p).predicted(prompts(1))["kNN on router states"] for p in (fit, scaled))
    assert np.allclose(same, other)


def test_an_unseen_label_gets_the_best_single_expert():
    fit = prompts(0)
    assert by_label(fit.domains, fit.losses, np.array(["code", "unseen"])).tolist() == [0, 3]
