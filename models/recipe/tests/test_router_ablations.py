"""Short routers for the report: each differs in what it says, and in nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from toy import write_config

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import stage_key
from tryage_recipe.report.router_ablations import ablations_file, router_ablations_section, variants

ROUTER = {"start_from": "general", "epochs": 3, "polite_share": 0.2}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(write_config(tmp_path))


def with_router(config: Config, **settings: object) -> Config:
    return replace(config, tables={**config.tables, "router": {**ROUTER, **settings}})


def test_each_differs_in_what_it_names(config):
    rows = ({"name": "no polite phrases", "polite_share": 0.0}, {"name": "two epochs", "epochs": 2})
    found = {name: one.tables["router"] for name, one in variants(with_router(config, ablation=rows))}
    plain = {**ROUTER, "epochs": 1, "ablation": ()}
    assert found["as configured"] == plain
    assert found["no polite phrases"] == {**plain, "polite_share": 0.0} and found["two epochs"] == {**plain, "epochs": 2}


def test_all_are_trained_on_as_few_prompts_as_it_says(config):
    rows = ({"name": "another seed", "seed": 1},)
    found = dict(variants(with_router(config, ablation=rows, ablation_prompts=50)))
    assert [one.tables["router"]["prompts"] for one in found.values()] == [50, 50]
    assert [one.tables["router"].get("seed", 0) for one in found.values()] == [0, 1]


def test_a_setting_that_there_is_not_is_told(config):
    with pytest.raises(ConfigError, match="ablation number 1.*unknown key 'polite'"):
        variants(with_router(config, ablation=({"name": "x", "polite": 0.1},)))


def test_what_a_router_is_compared_with_does_not_make_it_another_one(config, tmp_path):
    paths = Paths((tmp_path,), tmp_path / "work", tmp_path / "out")
    one, other = (stage_key(with_router(config, **more), paths, "router") for more in ({}, {"ablation": ({"name": "x"},)}))
    assert one == other != stage_key(with_router(config, epochs=2), paths, "router")


def test_the_report_tells_what_was_measured_and_nothing_else(tmp_path):
    paths = Paths((tmp_path,), tmp_path / "work", tmp_path / "out")
    assert router_ablations_section(paths) == ""
    losses = {"router-valid": 4.2, "held-out": 3.5, "held-out-short": 3.7, "typed": 4.8, "held-out-short bias": -0.5, "typed bias": 0.05}
    row = {"name": "as configured", "prompts": 8329, "epochs": 1, **losses, "polite": 0.2, "own": 0.6}
    ablations_file(paths).parent.mkdir(parents=True)
    ablations_file(paths).write_text(json.dumps([row]))
    line = "| as configured | 8,329 × 1 | 4.200 | 3.500 | 3.700 | 4.800 | -0.50 | +0.05 | 20.0% | 60.0% |"
    assert line in router_ablations_section(paths)
