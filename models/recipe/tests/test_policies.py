"""Reference policies choose what their descriptions say."""

import numpy as np

from tryage_recipe.policies import Prompts, by_label, reference_policies

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
    fit, test = prompts(0), prompts(1)
    oracle = test.losses.argmin(axis=1)
    policies = reference_policies(fit, test)
    assert (policies["best single expert"] == 3).all()
    assert len(set(policies["majority winner"])) == 1
    for name in set(policies) - {"best single expert", "majority winner"}:
        assert (policies[name] == oracle).mean() > 0.95, name


def test_an_unseen_label_gets_the_best_single_expert():
    fit = prompts(0)
    assert by_label(fit.domains, fit.losses, np.array(["code", "unseen"])).tolist() == [0, 3]
