"""`REPORT.md` of a measured library."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tryage_recipe.statistics.bootstrap import Bootstrap
from tryage_recipe.statistics.metrics import correct, oracle_gap_closed, routed_loss
from tryage_recipe.statistics.text import interval, nats, share, table

MOST_NAMED = 20


def _choices(train: np.ndarray, test: np.ndarray, predicted: np.ndarray, train_domains: np.ndarray, domains: np.ndarray) -> dict[str, np.ndarray]:
    """Choices of every policy on the test texts; what needs fitting is fitted to the training texts."""
    single = int(train.mean(axis=0).argmin())
    by_domain = {name: int(train[train_domains == name].mean(axis=0).argmin()) for name in np.unique(train_domains)}
    return {
        "best single expert": np.full(len(test), single),
        "true domain label": np.array([by_domain.get(name, single) for name in domains]),
        "router": predicted.argmin(axis=1),
        "oracle": test.argmin(axis=1),
    }


def report(
    name: str,
    unit: str,
    experts: list[str],
    train: tuple[np.ndarray, np.ndarray],
    test: tuple[np.ndarray, np.ndarray],
    predicted: np.ndarray,
    documents: np.ndarray,
    failed: Mapping[str, str],
    left_out: Mapping[str, str],
    seed: int,
) -> str:
    """`train` and `test` are losses [n, experts] and domains [n]; `predicted` [n, experts] and `documents` [n] are of the test."""
    loss, bootstrap = test[0], Bootstrap(documents, seed)
    choices = _choices(train[0], loss, predicted, train[1], test[1])
    single, oracle = (routed_loss(loss, choices[policy]).mean() for policy in ("best single expert", "oracle"))
    rows = []
    for policy, choice in choices.items():
        losses = routed_loss(loss, choice)
        closed = oracle_gap_closed(float(losses.mean()), float(single), float(oracle))
        told = [interval(float(losses.mean()), bootstrap.interval(losses), nats), share(float(correct(loss, choice).mean()))]
        rows.append([policy, *told, "–" if policy == "best single expert" or closed != closed else share(closed)])
    names = sorted(set(test[1]))
    by_domain = [[e, *(nats(loss[test[1] == d, i].mean()) for d in names), nats(loss[:, i].mean())] for i, e in enumerate(experts)]
    texts = list(left_out.items())[:MOST_NAMED]
    missing = [f"- model `{model}`: {why}" for model, why in failed.items()] + [f"- text `{text}`: {why}" for text, why in texts]
    more = f"\n- and {len(left_out) - len(texts):,} more texts" if len(left_out) > len(texts) else ""
    return f"""# Measured results: {name}

Losses in {unit}, of the very files that the library names, by ONNX Runtime on one thread. {len(train[0]):,} texts trained the router,
{len(loss):,} texts of {len(np.unique(documents)):,} other documents are the benchmark. Intervals are 95%, by document.

{table(["policy", "loss", "routing accuracy", "gap from best single to oracle closed"], rows)}

## Loss by domain

{table(["expert", *names, "mean"], by_domain)}

## Left out

{chr(10).join(missing) + more if missing else "Nothing."}
"""
