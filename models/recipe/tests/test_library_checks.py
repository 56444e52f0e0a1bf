"""Targets, checks of the experts, calibration and the reading of the control library."""

import numpy as np
import pytest
from toy import write_config

from tryage_recipe.core.config_file import load_config
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.evaluate.library_checks import check_generalists, check_specialists
from tryage_recipe.evaluate.policies import References
from tryage_recipe.evaluate.scores import score_set
from tryage_recipe.evaluate.targets import expert_targets, routing_targets, size_targets
from tryage_recipe.measure.qtable import QTable
from tryage_recipe.report.sections import constraints_section
from tryage_recipe.statistics.calibration import calibration_bins, expected_calibration_error

LARGE = """
[sizes.large]
layers = 2
hidden = 64
heads = 2
[[experts]]
id = "large"
label = "Large"
description = "Large."
size = "large"
"""


def measured(gain: float, size: int = 60, skill: float = 1.0) -> MeasuredSet:
    """Expert 0 is general, 1 better by `gain` on code, 2 better by 0.2 everywhere; the router knows it by `skill`."""
    generator = np.random.default_rng(0)
    parts = np.array(["code/a", "code/b", "law"])[np.arange(size) % 3]
    domains = np.array([part.split("/")[0] for part in parts])
    loss = np.tile(generator.normal(5, 0.3, size=(size, 1)), (1, 3))
    loss[:, 1] += np.where(domains == "code", -gain, 1.0)
    loss[:, 2] -= 0.2
    halves = loss[:, :, None] + generator.normal(0, 0.01, size=(size, 3, 2))
    names = np.array([f"p{number}" for number in range(size)])
    prompts = PromptSet(names, domains, parts, names, np.zeros(size, np.int32), np.arange(size + 1))
    states = np.stack([domains == "code", domains == "law"], axis=1) + generator.normal(0, 0.1, size=(size, 2))
    predicted = skill * halves.mean(axis=2) + (1 - skill) * generator.normal(5, 1, size=(size, 3))
    texts = [f"{domain} text of {part}" for domain, part in zip(domains, parts, strict=True)]
    return MeasuredSet(prompts, QTable(halves, halves), predicted, states, texts)


@pytest.fixture
def config(tmp_path):
    return load_config(write_config(tmp_path, add=LARGE))


def test_a_specialist_is_compared_on_its_own_parts_with_the_generalist_of_its_size(config):
    (check,) = check_specialists(config, measured(gain=0.8))
    assert (check.expert, check.generalist, check.prompts) == ("code", "general", 40)
    assert check.gain == pytest.approx(0.8, abs=0.01) and check.met
    assert not check_specialists(config, measured(gain=0.4))[0].met


def test_generalists_are_ordered_by_size(config):
    small, large = check_generalists(config, measured(gain=0.8))
    assert (small.expert, small.gain, large.expert) == ("general", None, "large")
    assert large.gain == pytest.approx(0.2, abs=0.01) and large.met


def test_targets_are_met_by_a_knowing_router_and_missed_by_a_guessing_one(config):
    met = {}
    for skill in (1.0, 0.0):
        window = measured(gain=0.8, skill=skill)
        references = References(measured(gain=0.8, size=90).for_policies())
        scores = score_set(window, references, references.predicted(window.for_policies()), seed=0)
        met[skill] = {target.name: target.met for target in routing_targets(scores, scores)}
    first = ["routing accuracy", "share of its noise ceiling", "gap from best single expert to oracle closed"]
    assert all(met[1.0][name] for name in first) and not any(met[0.0][name] for name in first)
    held_out = "better than the true domain's expert on held-out sources"
    assert not met[1.0][held_out], "with one expert a domain, the label is as good"
    assert [target.met for target in size_targets(2_000_001, 4_000_001, 0.98, 0.02)] == [False] * 4
    assert [target.met for target in expert_targets(config, measured(gain=0.8))] == [True, True, False]


def test_calibration_is_the_weighted_gap_of_bins():
    predicted = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert expected_calibration_error(calibration_bins(predicted, predicted, 2)) == 0
    bins = calibration_bins(predicted, predicted + [[1, 0], [0, -1]], 2)
    assert [(b.cells, b.predicted, b.true) for b in bins] == [(2, 1.5, 2.0), (2, 3.5, 3.0)]
    assert expected_calibration_error(bins) == 0.5


def test_a_constant_constraint_is_said_to_decide_nothing():
    row = {"label": "Latency", "unit": "ms", "measured": "by clock"}
    text = constraints_section([row | {"raw": {"a": 1.0, "b": 1.0}}, row | {"raw": {"a": 1.0, "b": None}}])
    assert text.count("decides nothing") == 2 and "| b | 1 | N/A |" in text
    assert "decides nothing" not in constraints_section([row | {"raw": {"a": 1.0, "b": 2.0}}])
