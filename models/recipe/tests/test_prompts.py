"""Prompts are balanced windows that lie inside their passages."""

from collections import Counter

import numpy as np
import pytest

from tryage_recipe.prompts import PromptSet, cut_prompts, mixed_length, uniform_length
from tryage_recipe.token_pool import PassageRecord

PARTS = {"code/a": 3, "code/b": 30, "law": 12}


def passages(size=200):
    for part, count in PARTS.items():
        for number in range(count):
            record = PassageRecord(f"{part}-{number}", f"doc-{number}", "source", part.split("/")[0], part)
            yield record, np.arange(size) + 1000 * number


def test_windows_are_balanced_over_domains_and_parts():
    prompts = cut_prompts(passages(), 20, uniform_length(64, 126), 64, seed=0)
    assert Counter(prompts.domains) == {"code": 20, "law": 20}
    assert Counter(prompts.parts) == {"code/a": 10, "code/b": 10, "law": 20}
    assert len(set(prompts.ids)) == len(prompts)


def test_a_window_is_what_its_id_says():
    prompts = cut_prompts(passages(), 10, uniform_length(64, 126), 64, seed=0)
    for row in range(len(prompts)):
        passage, offset = prompts.ids[row].rsplit("@", 1)
        start = int(offset) + 1000 * int(passage.rsplit("-", 1)[1])
        assert (prompts.window(row) == np.arange(start, start + prompts.lengths[row])).all()
    assert prompts.lengths.min() >= 64 and prompts.lengths.max() <= 126


def test_passages_that_are_too_short_are_left_out():
    with pytest.raises(ValueError, match="no passage has 64 tokens"):
        cut_prompts(passages(size=63), 10, uniform_length(64, 126), 64, seed=0)


def test_the_mixed_law_gives_its_share_of_short_windows():
    generator = np.random.default_rng(0)
    lengths = np.array([mixed_length(8, 32, 126, 0.25)(generator) for _ in range(4000)])
    assert abs((lengths < 32).mean() - 0.25) < 0.03
    assert lengths.min() == 8 and lengths.max() == 126


def test_a_set_survives_saving(tmp_path):
    prompts = cut_prompts(passages(), 5, uniform_length(64, 126), 64, seed=0)
    prompts.save(tmp_path / "prompts.npz")
    assert PromptSet.load(tmp_path / "prompts.npz").fingerprint() == prompts.fingerprint()
    assert cut_prompts(passages(), 5, uniform_length(64, 126), 64, seed=1).fingerprint() != prompts.fingerprint()
