"""Batches: windows stay in their passage and part, and the right share of real tokens is masked."""

import dataclasses

import numpy as np
import pytest

from tryage_recipe.core.config import Training
from tryage_recipe.data.sampling import WindowSampler, even_weights, mask_windows, part_weights
from tryage_recipe.data.token_pool import PassageRecord, TokenPool
from tryage_recipe.data.tokenizer import CLS, MASK, PAD, SEP

SETTINGS = Training(
    window=30,
    shortest_window=8,
    short_share=0.5,
    batch_tokens=320,
    mask_share=0.2,
    matrix_rate=0.02,
    other_rate=0.003,
    branch_factor=0.5,
    warmup_share=0.05,
    mix_exponent=0.5,
    checkpoint_seconds=60,
)


@pytest.fixture
def pool(tmp_path) -> TokenPool:
    """Part a: 40 tokens, ids 100 … 139. Part b: ten passages of 16 tokens, ids 200 … 359."""
    passages = [(PassageRecord("0", "0", "s", "d", "a"), list(range(100, 140)))]
    for number in range(10):
        first = 200 + 16 * number
        passages.append((PassageRecord(str(number + 1), "1", "s", "d", "b"), list(range(first, first + 16))))
    return TokenPool.save(tmp_path / "pool", passages, ["a", "b"])


def test_pool_keeps_passages_and_records(pool):
    assert len(pool) == 11
    assert pool.passage(2).tolist() == list(range(216, 232))
    assert [(record.part, len(tokens)) for record, tokens in pool.passages()][:2] == [("a", 40), ("b", 16)]


def test_windows_are_runs_of_one_passage(pool):
    sampler = WindowSampler(pool, [0, 1], SETTINGS, seed=5)
    for _ in range(20):
        batch = sampler.batch()
        ids = batch.input_ids.clone()
        ids.view(-1)[batch.positions] = batch.targets
        for row in ids.numpy():
            window = row[1 : np.flatnonzero(row == SEP)[0]]
            assert row[0] == CLS
            assert (np.diff(window) == 1).all()
            assert set(row[len(window) + 2 :]) <= {PAD}
            assert len(window) <= 30
            if window[0] >= 200:
                assert (window[0] - 200) // 16 == (window[-1] - 200) // 16


def test_only_the_chosen_parts_are_drawn(pool):
    batch = WindowSampler(pool, [1], SETTINGS, seed=5).batch()
    assert batch.targets.min() >= 200


def test_same_seed_gives_the_same_batches(pool):
    first, second = (WindowSampler(pool, [0, 1], SETTINGS, seed=9) for _ in range(2))
    for _ in range(5):
        assert first.batch().input_ids.equal(second.batch().input_ids)


def test_masks_hide_real_tokens_only():
    windows = [np.arange(10, 40), np.arange(50, 58)]
    batch = mask_windows(windows, 0.2, np.random.default_rng(0))
    flat = batch.input_ids.flatten()
    assert (flat[batch.positions] == MASK).all()
    assert (flat == MASK).sum() == len(batch.positions) == 6 + 2
    assert batch.targets.min() >= 10
    assert batch.attention_mask.sum(1).tolist() == [32, 10]
    assert mask_windows(windows[:1], 0.2, np.random.default_rng(0)).attention_mask is None


def test_weights_follow_the_exponent(pool):
    assert part_weights(pool, [0, 1], 1.0) == pytest.approx([0.2, 0.8])
    assert part_weights(pool, [0, 1], 0.5) == pytest.approx([1 / 3, 2 / 3])
    empty = dataclasses.replace(pool, parts=np.zeros(11, np.int16))
    with pytest.raises(ValueError, match="part number 1 has no text"):
        part_weights(empty, [0, 1], 1.0)


def test_sources_are_drawn_by_a_power_of_their_size():
    lengths = np.array([90, 10, 60, 1])
    sources = ["large:a", "small:b", "large:c", "small:d"]
    for exponent, ratio in ((0.0, 1.0), (0.5, (150 / 11) ** 0.5)):
        weights = even_weights(lengths, [source.split(":")[0] for source in sources], exponent)
        assert (weights[0] + weights[2]) / (weights[1] + weights[3]) == pytest.approx(ratio)
        assert weights[0] / weights[2] == pytest.approx(1.5)
    assert even_weights(lengths, sources, 1.0) is lengths


def test_a_small_source_of_a_part_is_drawn_as_often_as_a_large_one(tmp_path):
    rows = [(PassageRecord(str(n), str(n), "large:x", "d", "a"), [100] * 30) for n in range(20)]
    rows.append((PassageRecord("20", "20", "small:x", "d", "a"), [200] * 30))
    pool = TokenPool.save(tmp_path / "pool", rows, ["a"])
    sampler = WindowSampler(pool, [0], dataclasses.replace(SETTINGS, source_exponent=0.0), seed=1)
    first = [window[0] for _ in range(40) for window in sampler.windows()[0]]
    assert 0.4 < np.mean(np.array(first) == 200) < 0.6
