"""Specialisation figures against scikit-learn and against cases known by hand."""

import numpy as np
import pytest
from sklearn.metrics import mutual_info_score, normalized_mutual_info_score

from tryage_recipe.statistics.specialisation import (
    count_choices,
    load_entropy,
    mutual_information,
    normalised_mutual_information,
)


@pytest.mark.parametrize("seed", range(5))
def test_mutual_information_is_that_of_the_labels(seed):
    generator = np.random.default_rng(seed)
    parts, choices = generator.integers(5, size=300), generator.integers(4, size=300)
    choices = np.where(generator.random(300) < 0.5, parts % 4, choices)
    counts = count_choices(parts, choices, 6, 4)
    assert counts.sum() == 300
    assert mutual_information(counts) == pytest.approx(mutual_info_score(parts, choices))
    assert normalised_mutual_information(counts) == pytest.approx(normalized_mutual_info_score(parts, choices))


def test_one_expert_for_all_tells_nothing_and_one_for_each_everything():
    collapsed, perfect = np.array([[5, 0], [5, 0]]), np.array([[5, 0], [0, 5]])
    assert mutual_information(collapsed) == load_entropy(collapsed) == normalised_mutual_information(collapsed) == 0
    assert mutual_information(perfect) == pytest.approx(np.log(2))
    assert normalised_mutual_information(perfect) == load_entropy(perfect) == pytest.approx(1)
    assert load_entropy(np.zeros((2, 2))) == 0
