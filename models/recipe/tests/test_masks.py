"""Mask patterns are disjoint, cover every token, and depend on the prompt alone."""

import numpy as np
import pytest

from tryage_recipe.data.masks import PARTS, assign_patterns, prompt_patterns


@pytest.mark.parametrize("length", [7, 8, 13, 31, 64, 126])
def test_every_permutation_hides_every_token_once_in_parts_of_equal_size(length):
    patterns = assign_patterns(length, 2, np.random.default_rng(0))
    for row in patterns:
        sizes = np.bincount(row, minlength=PARTS)
        assert sizes.sum() == length and sizes.max() - sizes.min() <= 1 and sizes.min() >= 1


def test_permutations_and_prompts_differ_and_repeat():
    first = prompt_patterns("a@0", 70, 2, seed=1)
    assert (first[0] != first[1]).any()
    assert (first == prompt_patterns("a@0", 70, 2, seed=1)).all()
    assert (first != prompt_patterns("a@1", 70, 2, seed=1)).any()
    assert (first != prompt_patterns("a@0", 70, 2, seed=2)).any()


def test_a_prompt_too_short_for_seven_patterns_is_refused():
    with pytest.raises(ValueError, match="cannot be cut"):
        assign_patterns(6, 1, np.random.default_rng(0))


@pytest.mark.parametrize("length", [1, 2, 6])
def test_a_prompt_of_fewer_tokens_has_one_a_pattern_and_every_token_once(length):
    patterns = prompt_patterns("a", length, 3, seed=1)
    assert patterns.shape == (3, length) and all(sorted(row) == list(range(length)) for row in patterns)
