"""The cluster bootstrap: what it covers, what it reduces to, and that the app computes the same."""

import json
from pathlib import Path

import numpy as np
import pytest

from tryage_recipe.evaluate.scores import CLEAR_SHARE
from tryage_recipe.statistics import metrics
from tryage_recipe.statistics.bootstrap import Bootstrap, cluster_numbers, mean_and_error

CASES = json.loads((Path(__file__).parent / "routing_cases.json").read_text())
LOSS, PREDICTED = np.array(CASES["losses"]), np.array(CASES["predicted"])


def shared_bootstrap() -> Bootstrap:
    bootstrap = Bootstrap(np.array(CASES["documents"]), seed=0)
    bootstrap.counts = np.array(CASES["counts"])
    return bootstrap


def test_the_objective_and_the_metrics_are_those_that_the_app_computes_too():
    expected, choice = CASES["metrics"], PREDICTED.argmin(axis=1)
    for case in CASES["objective"]["choices"]:
        penalty = case["lambda"] * np.array(CASES["objective"]["scores"])
        assert (PREDICTED + penalty).argmin(axis=1).tolist() == case["choice"]
    single = int(LOSS.mean(axis=0).argmin())
    decisive, correct = metrics.decisive(LOSS, 0.05), metrics.correct(LOSS, choice)
    means = metrics.routed_loss(LOSS, choice).mean(), LOSS[:, single].mean(), LOSS.min(axis=1).mean()
    found = {
        "bestSingle": single,
        "loss": means[0],
        "regret": metrics.regret(LOSS, choice).mean(),
        "routingAccuracy": correct.mean(),
        "routingAccuracyTolerant": metrics.correct(LOSS, choice, 0.05).mean(),
        "decisiveAccuracy": correct[decisive].mean(),
        "oracleGapClosed": metrics.oracle_gap_closed(*means),
    }
    assert found == pytest.approx(expected)


def test_resamples_and_intervals_are_those_that_the_app_computes_too():
    bootstrap, expected = shared_bootstrap(), CASES["resampled"]
    choice = PREDICTED.argmin(axis=1)
    columns = {
        "router": metrics.routed_loss(LOSS, choice),
        "single": LOSS[:, CASES["metrics"]["bestSingle"]],
        "oracle": LOSS.min(axis=1),
    }
    for name, values in columns.items():
        assert bootstrap.means(values)[:, 0] == pytest.approx(expected["loss"][name])
    table = np.stack(list(columns.values()), axis=1)
    assert bootstrap.interval(columns["router"]) == pytest.approx(expected["intervals"]["router"])
    difference = bootstrap.interval(columns["single"] - columns["router"])
    assert difference == pytest.approx(expected["intervals"]["singleMinusRouter"])
    closed = bootstrap.interval(table, statistic=lambda m: (m[:, 1] - m[:, 0]) / (m[:, 1] - m[:, 2]))
    assert closed == pytest.approx(expected["intervals"]["oracleGapClosed"])


def test_intervals_of_clustered_prompts_cover_the_mean_and_those_by_prompt_do_not():
    generator = np.random.default_rng(5)
    covered = {"document": 0, "prompt": 0}
    for trial in range(300):
        sizes = generator.integers(1, 25, size=40)
        documents = np.repeat(np.arange(40), sizes)
        values = generator.normal(0, 1, size=40)[documents] + generator.normal(0, 0.5, size=len(documents))
        for unit, of in (("document", documents), ("prompt", np.arange(len(documents)))):
            low, high = Bootstrap(of, seed=trial, resamples=400).interval(values)
            covered[unit] += low <= 0 <= high
    assert 0.90 <= covered["document"] / 300 <= 0.98
    assert covered["prompt"] / 300 < 0.65


def test_documents_of_one_prompt_each_are_the_bootstrap_of_prompts():
    values = np.random.default_rng(1).normal(size=(50, 2))
    counts = np.random.default_rng(9).multinomial(50, np.full(50, 1 / 50), size=1000)
    by_prompt = counts @ values / 50
    assert np.allclose(Bootstrap(np.arange(50)[::-1], seed=9).means(values), by_prompt)
    low, high = metrics.bootstrap_interval(values[:, 0], seed=9)
    assert (low, high) == pytest.approx(np.quantile(by_prompt[:, 0], [0.025, 0.975]))


def test_one_document_has_no_interval_and_no_error():
    assert Bootstrap(np.array(["a", "a", "a"]), seed=0).interval(np.arange(3.0)) is None
    assert metrics.bootstrap_interval(np.arange(3.0), seed=0, documents=np.zeros(3)) is None
    mean, error = mean_and_error(np.arange(3.0), np.zeros(3))
    assert mean == 1 and np.isnan(error)


def test_documents_are_numbered_as_they_appear():
    assert cluster_numbers(np.array(["b", "a", "b", "c"])).tolist() == [0, 1, 0, 2]


def test_the_standard_error_by_document_is_that_of_independent_prompts_and_grows_when_they_repeat():
    values = np.random.default_rng(2).normal(size=30)
    mean, error = mean_and_error(values, np.arange(30))
    assert (mean, error) == pytest.approx((values.mean(), values.std(ddof=1) / 30**0.5))
    # Every prompt four times over is no more evidence than once.
    assert mean_and_error(np.repeat(values, 4), np.repeat(np.arange(30), 4))[1] == pytest.approx(error)


def test_a_lead_counts_only_beyond_the_error_of_the_resamples():
    assert CLEAR_SHARE == pytest.approx(0.0151, abs=1e-4)
