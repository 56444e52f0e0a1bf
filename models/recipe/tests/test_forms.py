"""Every model ships in the smallest form that its rounding allows, and what was measured of the forms is kept."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from toy import write_config

from tryage_recipe.measure import shipped_expert

from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import train_tokenizer
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.router import shipped as shipped_router
from tryage_recipe.train.starting import expert_shape

STAGES = """
[qtable]
benchmark_prompts = 20
held_out_prompts = 20
router_train_prompts = 1
router_valid_prompts = 1
[router]
start_from = "general"
epochs = 1
"""


@pytest.fixture
def work(tmp_path):
    """A configuration and a work folder with random weights and benchmark prompts."""
    torch.manual_seed(0)
    config = load_config(write_config(tmp_path, add=STAGES))
    paths = Paths((), tmp_path / "work", tmp_path / "out")
    paths.tokenizer.parent.mkdir(parents=True)
    tokenizer = train_tokenizer(["Some Words of a small Vocabulary, in Mixed case."] * 20, config.tokenizer.vocabulary)
    tokenizer.save(str(paths.tokenizer))
    paths.expert("general").mkdir(parents=True)
    shape = expert_shape(config, config.expert("general"), config.tokenizer.vocabulary)
    save_file(MaskedLanguageModel(shape).state_dict(), paths.expert("general") / "model.safetensors")
    paths.stage("router").mkdir(parents=True)
    router = shipped_router.new_router(config)
    torch.nn.init.normal_(router.head.weight)
    save_file(router.state_dict(), shipped_router.router_file(paths))
    generator, count, length = np.random.default_rng(0), 20, 24
    names = [np.array([f"{name}{number}" for number in range(count)]) for name in ("id", "domain", "part", "source")]
    offsets = np.arange(count + 1) * length
    prompts = PromptSet(*names, generator.integers(5, tokenizer.get_vocab_size(), count * length), offsets)
    for name in ("benchmark", "held-out", "short", "mixture"):
        prompts.save(paths.stage("qtable") / "prompts" / f"{name}.npz")
    return config, paths


def test_an_expert_that_loses_little_ships_in_the_smallest_form(work):
    costs = shipped_expert.rounding_costs(*work, "general")
    assert list(costs) == ["int4"] and abs(costs["int4"]) <= 0.01
    assert shipped_expert.expert_form(*work, "general") == "int4"


def test_an_expert_that_loses_too_much_ships_in_the_first_form_that_loses_less(work, monkeypatch):
    config, paths = work
    rounded, trained = shipped_expert.rounded_expert, shipped_expert.trained_expert

    def spoiled(config, paths, expert_id, form):
        model = trained(config, paths, expert_id)
        if form in ("int4", "int8"):
            with torch.no_grad():
                model.cls.predictions.bias[7] += 30
        return model

    monkeypatch.setattr(shipped_expert, "rounded_expert", spoiled)
    costs = shipped_expert.rounding_costs(config, paths, "general")
    assert list(costs) == ["int4", "int8", "mixed"] and costs["int8"] > 1 and costs["mixed"] == 0
    monkeypatch.setattr(shipped_expert, "rounded_expert", rounded)
    assert shipped_expert.rounding_costs(config, paths, "general") == costs, "kept for these weights"
    model = trained(config, paths, "general")
    save_file({k: v + 0.01 for k, v in model.state_dict().items()}, paths.expert("general") / "model.safetensors")
    assert list(shipped_expert.rounding_costs(config, paths, "general")) == ["int4"], "other weights are measured anew"


def test_other_prompts_are_measured_anew(work):
    config, paths = work
    kept = paths.stage("qtable") / "forms" / "general.json", paths.stage("router") / "form.json"

    def keys():
        shipped_expert.rounding_costs(config, paths, "general")
        shipped_router.router_agreements(config, paths)
        return [json.loads(file.read_text())["key"] for file in kept]

    before = keys()
    assert keys() == before
    file = paths.stage("qtable") / "prompts" / "benchmark.npz"
    prompts = PromptSet.load(file)
    replace(prompts, tokens=prompts.tokens[::-1].copy()).save(file)
    assert all(now != then for now, then in zip(keys(), before, strict=True))


def test_the_router_ships_in_the_first_form_that_leaves_its_decisions_as_they_were(work, monkeypatch):
    config, paths = work
    agreements = shipped_router.router_agreements(config, paths)
    assert all(share < 0.99 for share in list(agreements.values())[:-1])
    assert agreements[shipped_router.router_form(config, paths)] >= 0.99
    monkeypatch.setattr(shipped_router, "LEAST_AGREEMENT", 1.01)
    assert list(shipped_router.router_agreements(config, paths)) == ["int4", "int8", "mixed", "float16"]
    assert json.loads((paths.stage("router") / "form.json").read_text())["figures"]["float16"] <= 1
