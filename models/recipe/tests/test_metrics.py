"""Metrics against direct loops over prompts."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from tryage_recipe.statistics import metrics

GENERATOR = np.random.default_rng(0)
LOSS = GENERATOR.normal(4, 0.1, size=(200, 5))
CHOICE = GENERATOR.integers(5, size=200)


def test_routing_metrics_equal_their_definitions():
    for n, (row, chosen) in enumerate(zip(LOSS, CHOICE)):
        assert metrics.routed_loss(LOSS, CHOICE)[n] == row[chosen]
        assert metrics.regret(LOSS, CHOICE)[n] == row[chosen] - min(row)
        assert metrics.correct(LOSS, CHOICE)[n] == (chosen == row.argmin())
        assert metrics.correct(LOSS, CHOICE, 0.05)[n] == (row[chosen] <= min(row) + 0.05)
        best, second = sorted(row)[:2]
        assert metrics.decisive(LOSS, 0.05)[n] == (second - best > 0.05)


def test_ties_count_as_right():
    tied = np.array([[1.0, 1.0, 2.0]])
    assert metrics.correct(tied, np.array([0])).all() and metrics.correct(tied, np.array([1])).all()


def test_gap_closed_runs_from_the_reference_to_the_oracle():
    assert metrics.oracle_gap_closed(4.0, 5.0, 3.0) == 0.5
    assert metrics.oracle_gap_closed(6.0, 5.0, 3.0) == -0.5
    assert np.isnan(metrics.oracle_gap_closed(3.0, 3.0, 3.0))


def test_halves_give_ceiling_standard_error_and_honest_oracle():
    halves = LOSS + GENERATOR.normal(0, 0.08, size=(2, *LOSS.shape))
    agree = [a.argmin() == b.argmin() for a, b in zip(*halves)]
    assert metrics.noise_ceiling(halves) == np.mean(agree)
    honest = [(b[a.argmin()] + a[b.argmin()]) / 2 for a, b in zip(*halves)]
    assert np.allclose(metrics.honest_oracle(halves), honest)
    assert metrics.honest_oracle(halves).mean() > halves.mean(axis=0).min(axis=1).mean()
    # The mean of two halves of noise 0.08 has noise 0.08 / sqrt(2).
    assert metrics.standard_error_of_loss(halves) == pytest.approx(0.08 / 2**0.5, rel=0.1)


def test_the_bootstrap_interval_of_a_mean_is_that_of_theory():
    values = GENERATOR.normal(2, 1, size=400)
    low, high = metrics.bootstrap_interval(values, seed=0, resamples=4000)
    assert low == pytest.approx(values.mean() - 1.96 * values.std() / 20, abs=0.02)
    assert high == pytest.approx(values.mean() + 1.96 * values.std() / 20, abs=0.02)
    assert (low, high) == metrics.bootstrap_interval(values, seed=0, resamples=4000)


def test_the_bootstrap_pairs_columns():
    noise = GENERATOR.normal(0, 10, size=300)
    pair = np.stack([noise, noise + 1], axis=1)
    low, high = metrics.bootstrap_interval(pair, seed=0, statistic=lambda means: means[:, 1] - means[:, 0])
    assert low == pytest.approx(1) and high == pytest.approx(1)


def test_prediction_quality_is_error_and_rank_correlation():
    predicted = LOSS + GENERATOR.normal(0, 0.1, size=LOSS.shape)
    quality = metrics.prediction_quality(LOSS, predicted)
    assert quality.mean_absolute_error == pytest.approx(np.abs(LOSS - predicted).mean())
    expected = np.mean([spearmanr(a, b).statistic for a, b in zip(LOSS, predicted)])
    assert quality.rank_correlation == pytest.approx(expected)
