"""The log of a co-training's routing: every step counts, and what ships is small and adds up."""

import numpy as np
import pytest

from tryage_recipe.joint.routing_log import RoutingLog, frames, routing_document, step_figures

PARTS = [("law", "Law"), ("code/c", "C"), ("code/go", "Go"), ("books", "Books")]


@pytest.fixture
def counts() -> np.ndarray:
    """Two experts, at first at random, then each with parts of its own; no window is of the last part."""
    generator, log = np.random.default_rng(0), RoutingLog(4, 2)
    for step in range(200):
        parts = generator.integers(3, size=16)
        choices = generator.integers(2, size=16) if step < 100 else (parts == 0).astype(int)
        log.add(parts, choices)
    return log.counts


def test_every_step_is_counted(counts):
    assert counts.shape == (200, 4, 2) and (counts.sum(axis=(1, 2)) == 16).all()
    log = RoutingLog(4, 2)
    log.counts = counts
    assert len(log) == 200 and np.array_equal(log.counts, counts)
    assert RoutingLog(4, 2).counts.shape == (0, 4, 2)


def test_figures_of_a_step_are_over_the_last_ones(counts):
    figures = step_figures(counts)
    assert [one["step"] for one in figures] == list(range(1, 201))
    assert figures[99]["mutualInformation"] < 0.05 < 0.5 < figures[199]["mutualInformation"]
    # Each expert has its own parts by then, so that the expert is known from the part: I = H(expert).
    last = counts[100:].sum(axis=(0, 1)) / counts[100:].sum()
    assert figures[199]["mutualInformation"] == pytest.approx(-(last * np.log(last)).sum(), abs=1e-3)
    assert figures[150]["load"] == pytest.approx((counts[150].sum(axis=0) / 16).tolist(), abs=1e-4)


def test_frames_share_the_steps_and_lose_no_window(counts):
    told = frames(counts, tokens_per_step=512, wanted=7)
    assert len(told) == 7 and told[-1]["step"] == 200 and told[-1]["tokens"] == 200 * 512
    assert np.array_equal(sum(np.array(one["windows"]) for one in told), counts.sum(axis=0).T)
    assert all(sum(one["load"]) == pytest.approx(1, abs=1e-3) for one in told)
    assert len(frames(counts[:3], 512, wanted=7)) == 3


def test_the_document_leaves_out_parts_without_windows_and_names_experts_by_what_they_got(counts):
    document = routing_document(counts, ["cluster-01", "cluster-02"], PARTS, {"base": "general", "tokens": 9, "clusterSteps": 0}, 512)
    assert [part["id"] for part in document["parts"]] == ["law", "code/c", "code/go"]
    assert document["steps"] == 200 and document["experts"][1] == {"id": "cluster-02", "label": "Law"}
    assert {document["experts"][0]["label"]} <= {"C, Go", "Go, C"}
