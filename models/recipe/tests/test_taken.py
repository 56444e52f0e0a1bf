"""Experts that are taken over from a shipped library as they are, and a router that goes on from its router."""

import json
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file, save
from test_restore import SHIPPED_FORMS, fresh, shipped  # noqa: F401  (fixtures)
from toy import write_config

from tryage_recipe.core import library_files
from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.files import write_bytes
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError
from tryage_recipe.models.causal_roformer import CausalRoFormer
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.onnx_export import export_model
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.router.shipped import continued_router
from tryage_recipe.train.expert import take_expert
from tryage_recipe.train.starting import TRANSFERRED, expert_shape, starting_model


TAKEN = """
[[experts]]
id = "courts"
label = "Courts"
description = "As it shipped."
size = "small"
parts = ["law"]
continues = "fine"
"""


@pytest.fixture
def taken(shipped, fresh, tmp_path) -> tuple[Config, Paths]:
    """A configuration that takes the shipped expert `fine` over under another name, and its folders."""
    budgets = ("default = 15_000", "default = 512\ncourts = 0")
    paths = Paths(shipped[1].corpora, fresh.work, fresh.out, library=shipped[1].out)
    return load_config(write_config(tmp_path, budgets, TAKEN)), paths


def test_an_expert_is_taken_over_as_it_shipped(shipped, taken):
    config, paths = taken
    take_expert(config, paths, "courts", "k")
    trained = load_file(shipped[1].expert("fine") / "model.safetensors")
    for name, tensor in load_file(paths.expert("courts") / "model.safetensors").items():
        torch.testing.assert_close(tensor, rounded_state(trained, "int4")[name], rtol=1e-6, atol=1e-7)
    entry = json.loads((paths.library / library_files.MANIFEST).read_text())["experts"][2]
    meta = json.loads((paths.expert("courts") / "meta.json").read_text())
    assert (meta["training"], meta["license"], meta["parts"]) == (entry["training"], entry["license"], ["law"])


def test_a_budget_of_nothing_is_for_experts_that_are_taken_over(tmp_path):
    with pytest.raises(ConfigError, match="'general' needs a positive whole number"):
        load_config(write_config(tmp_path, ("default = 15_000", "default = 0")))


def test_a_router_is_continued_with_its_outputs_in_the_order_of_the_experts(taken, tmp_path):
    config, paths = taken
    config = replace(config, tables={**config.tables, "router": {"start_from": "general", "epochs": 1}})
    shape = expert_shape(config, config.expert("general"), config.tokenizer.vocabulary)
    router = PerceptiveRouter(shape, 3).eval()
    # Vectors that are alike, as those of a new router are, would be stored once.
    for vector in router.parameters():
        torch.nn.init.normal_(vector, 1.0, 0.1)
    router.load_state_dict(rounded_state(router.state_dict(), "float16"))
    library = tmp_path / "routed"
    ids = torch.randint(5, 300, (2, 20))
    export_model(router, ["losses", "state"], "float16", library / "router.onnx", [(ids, ids // ids)])
    told = {"model": "router.onnx", "experts": ["fine", "general", "code"]}
    (library / library_files.MANIFEST).write_text(json.dumps({"router": told}))
    found = continued_router(config, replace(paths, library=library)).eval()
    before, now = (each(ids, ids // ids)[0] for each in (router, found))
    assert [expert.id for expert in config.experts] == ["general", "code", "courts"]
    torch.testing.assert_close(now, before[:, [1, 2, 0]], rtol=1e-5, atol=1e-5)
    # A library that the configuration made before has the experts under their own names.
    (library / library_files.MANIFEST).write_text(json.dumps({"router": {**told, "experts": ["courts", "general", "code"]}}))
    torch.testing.assert_close(continued_router(config, replace(paths, library=library)).eval()(ids, ids // ids)[0], now)
    (library / library_files.MANIFEST).write_text(json.dumps({"router": {**told, "experts": ["general", "code", "x"]}}))
    with pytest.raises(StageError, match="does not know the expert fine"):
        continued_router(config, replace(paths, library=library))


def test_causal_experts_start_from_masked_ones_and_specialists_between_them_and_their_base(shipped, fresh, tmp_path):
    path = write_config(tmp_path, ('id = "toy"', 'id = "toy"\ntask = "causal"'))
    text = path.read_text().replace('branch_from = "general"', 'branch_from = "general"\ncontinues = "code"')
    path.write_text(text.replace('label = "General"', 'label = "General"\ncontinues = "general"'))
    config, paths = load_config(path), Paths((), fresh.work, fresh.out, library=shipped[1].out)

    def masked(name: str) -> dict[str, torch.Tensor]:
        trained = load_file(shipped[1].expert(name) / "model.safetensors")
        return rounded_state(trained, SHIPPED_FORMS[name])

    base = starting_model(config, paths, config.expert("general"), 1)
    assert isinstance(base, CausalRoFormer)
    for name, weight in base.state_dict().items():
        torch.testing.assert_close(weight, masked("general")[name], rtol=1e-6, atol=1e-7)
    moved = {name: weight + 0.25 for name, weight in base.state_dict().items()}  # as if it had been trained
    write_bytes(paths.expert("general") / "model.safetensors", save(moved))
    own, other = masked("code"), masked("general")
    for name, weight in starting_model(config, paths, config.expert("code"), 1).state_dict().items():
        torch.testing.assert_close(weight, moved[name] + TRANSFERRED * (own[name] - other[name]), rtol=1e-5, atol=1e-6)
