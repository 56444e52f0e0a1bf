"""Training: an interruption leaves no trace, specialists start from their base, the gradient is right."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from toy import GROWN, write_config, write_corpora

from tryage_recipe.data import corpora

from tryage_recipe.train import part_losses as evaluate

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data import tokenizer
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.train.rounded_training import rounded_while
from tryage_recipe.train.expert import train_expert
from tryage_recipe.train.experts import training_order
from tryage_recipe.train.trainer import cross_entropy_with_gradient


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> tuple[Config, Path, Path]:
    """Configuration, corpora folder and a work folder with tokens."""
    root = tmp_path_factory.mktemp("train")
    config = load_config(write_config(root))
    folder = write_corpora(root / "corpora")
    paths = Paths((folder,), root / "work", root / "out")
    corpora.run(config, paths)
    tokenizer.run(config, paths)
    return config, folder, root / "work"


@pytest.fixture
def paths(prepared, tmp_path) -> Paths:
    """A fresh work folder that shares the tokens."""
    (tmp_path / "tokens").symlink_to(prepared[2] / "tokens")
    return Paths((prepared[1],), tmp_path, tmp_path / "out")


def weights(paths: Paths, expert_id: str) -> dict[str, torch.Tensor]:
    return load_file(paths.expert(expert_id) / "model.safetensors")


def test_resumed_training_equals_uninterrupted_training(prepared, paths, tmp_path):
    config = prepared[0]
    train_expert(config, paths, "general", key="k")
    straight = weights(paths, "general")
    (paths.expert("general") / "model.safetensors").unlink()
    for stop in (7, 20):
        assert train_expert(config, paths, "general", key="k", stop_after=stop) == {}
    meta = train_expert(config, paths, "general", key="k")
    assert meta["training"]["steps"] == 15_000 // 512
    assert not (paths.expert("general") / "checkpoint.pt").exists()
    assert all(tensor.equal(straight[name]) for name, tensor in weights(paths, "general").items())


def test_checkpoint_of_another_run_is_ignored(prepared, paths):
    config = prepared[0]
    train_expert(config, paths, "general", key="old", stop_after=5)
    meta = train_expert(config, paths, "general", key="new")
    assert meta["training"]["steps"] == 15_000 // 512
    assert (paths.expert("general") / "log.jsonl").read_text().count("\n") == 1


def test_specialist_beats_its_base_on_its_part(prepared, paths):
    config = prepared[0]
    train_expert(config, paths, "general", key="k")
    meta = train_expert(config, paths, "code", key="k")
    assert meta["training"]["branchedFrom"] == "general"
    assert meta["parts"] == ["code/a", "code/b"]
    assert (meta["newestText"], meta["newestTextEvidence"]) == ("2020", "A: made up; B: no date")
    table = evaluate.loss_table(config, paths)
    assert table["code"]["code/a"] < table["general"]["code/a"]


OLD = """
[[experts]]
id = "old"
label = "Old"
description = "Up to 2010."
size = "small"
until = "2010"
"""


def test_a_larger_expert_starts_where_the_smaller_one_stands(prepared, paths, tmp_path):
    budgets = ("default = 15_000", "default = 15_000\nlarge = 1")
    config = load_config(write_config(tmp_path, budgets, GROWN))
    small = prepared[0]
    train_expert(small, paths, "general", key="k")
    meta = train_expert(config, paths, "large", key="k")
    assert meta["shape"]["hidden"] == 64 and meta["training"]["branchedFrom"] == "general"
    table = evaluate.loss_table(config, paths)
    assert all(table["large"][part] < table["general"][part] + 0.5 for part in table["general"])


def test_an_expert_of_a_date_reads_only_parts_known_to_be_as_old(prepared, paths, tmp_path):
    config = load_config(write_config(tmp_path, add=OLD))
    meta = train_expert(config, paths, "old", key="k")
    assert meta["parts"] == ["law"] and meta["newestText"] == "2010-05"


FINE = """
[schedules.fine]
batch_tokens = 1024
form = "int4"
rate_factor = 0.25
[[experts]]
id = "fine"
label = "Fine"
description = "Code only, in few bits."
size = "small"
parts = ["code/a", "code/b"]
branch_from = "general"
schedule = "fine"
"""


def test_an_expert_trained_in_a_form_holds_in_it(prepared, paths, tmp_path):
    config = load_config(write_config(tmp_path, add=FINE))
    train_expert(config, paths, "general", key="k")
    assert train_expert(config, paths, "fine", key="k", stop_after=6) == {}, "an interruption"
    meta = train_expert(config, paths, "fine", key="k")
    assert meta["training"]["steps"] == 15_000 // 1024
    trained, start = weights(paths, "fine"), weights(paths, "general")
    rounded = rounded_state(trained, "int4")
    assert all(tensor.equal(rounded[name]) for name, tensor in trained.items())
    losses = {}
    for name, state in (("fine", trained), ("start", rounded_state(start, "int4"))):
        save_file(state, paths.expert("fine") / "model.safetensors")
        losses[name] = evaluate.loss_table(config, paths)["fine"]["code/a"]
    assert losses["fine"] < losses["start"]


def test_weights_are_rounded_for_the_time_of_a_step_only():
    model = MaskedLanguageModel(RoFormerShape(vocabulary=64, layers=1, hidden=32, heads=1))
    own = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    with pytest.raises(KeyboardInterrupt), rounded_while(model, "int4"):
        assert all(tensor.equal(rounded_state(own, "int4")[name]) for name, tensor in model.state_dict().items())
        raise KeyboardInterrupt
    assert all(tensor.equal(own[name]) for name, tensor in model.state_dict().items())


def test_bases_are_trained_first(prepared):
    assert [expert.id for expert in training_order(prepared[0])] == ["general", "code"]


def test_gradient_is_that_of_autograd():
    torch.manual_seed(0)
    logits = torch.randn(6, 11, requires_grad=True)
    targets = torch.randint(11, (6,))
    expected = torch.nn.functional.cross_entropy(logits, targets)
    expected.backward()
    losses, gradient = cross_entropy_with_gradient(logits.detach(), targets)
    assert losses.mean().item() == pytest.approx(expected.item(), rel=1e-5)
    assert torch.allclose(gradient, logits.grad, atol=1e-6)
