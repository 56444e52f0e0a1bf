"""Ranges of predictions by length, and how far a prompt is from those that are known."""

from types import SimpleNamespace

import numpy as np

from tryage_recipe.evaluate.predictions import LENGTHS, coverage, distances, groups_of, residuals


def measured(true: list[list[float]], predicted: list[list[float]], lengths: list[int]):
    loss, guess = np.array(true), np.array(predicted)
    prompts = SimpleNamespace(lengths=np.array(lengths))
    return SimpleNamespace(qtable=SimpleNamespace(loss=loss), predicted=guess, choice=guess.argmin(axis=1), prompts=prompts)


def test_residuals_are_of_the_chosen_expert():
    found = residuals(measured([[3.0, 9.0], [5.0, 2.0]], [[2.5, 4.0], [6.0, 3.0]], [10, 10]))
    assert found.tolist() == [0.5, -1.0]


def test_lengths_belong_to_the_first_group_that_holds_them():
    assert groups_of(np.array([1, 8, 9, 16, 126, 500])).tolist() == [0, 0, 1, 1, len(LENGTHS) - 1, len(LENGTHS) - 1]


def test_coverage_counts_what_lies_within_the_range_of_its_length():
    ranges = [{"upTo": longest, "low": -0.1, "high": 0.1} for longest in LENGTHS]
    ranges[0] = {"upTo": 8, "low": -2, "high": 2}
    one = measured([[3.0], [3.0], [3.05]], [[2.0], [2.0], [3.0]], [5, 50, 50])
    assert coverage(one, {"byTokens": ranges}) == 2 / 3


def test_distances_are_means_over_the_nearest():
    known = np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 2.0], [0.0, 3.0], [0.0, 4.0], [0.0, 50.0]])
    assert np.allclose(distances(np.array([[0.0, 0.0]]), known), 2.0)
