"""Experts come back from a shipped library with the weights that shipped, and only where the training is the same."""

import json
import shutil

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from toy import write_config, write_corpora

from tryage_recipe.data import corpora

from tryage_recipe.train import experts

from tryage_recipe.core import library_files

from tryage_recipe.export import restore

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.library_files import expert_model
from tryage_recipe.core.paths import POOLS, Paths, read_paths
from tryage_recipe.core.stamps import StageError, mark_done, stage_key
from tryage_recipe.data import tokenizer
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.export.continued import keep_expert
from tryage_recipe.export.manifest import expert_entry
from tryage_recipe.measure.shipped_expert import rounded_expert
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.onnx_export import export_model
from tryage_recipe.train.expert import read_metas, train_expert
from tryage_recipe.train.starting import expert_shape, load_expert

SHIPPED_FORMS = {"general": "int8", "code": "mixed", "fine": "int4"}


FINE = """
[schedules.fine]
batch_tokens = 1024
form = "int4"
[[experts]]
id = "fine"
label = "Fine"
description = "Trained with rounded weights."
size = "small"
parts = ["law"]
branch_from = "general"
schedule = "fine"
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> tuple[Config, Paths]:
    """Two trained experts and a library folder that holds them."""
    root = tmp_path_factory.mktemp("restore")
    config = load_config(write_config(root, add=FINE))
    paths = Paths((write_corpora(root / "corpora"),), root / "work", root / "out")
    for stage, module in (("corpora", corpora), ("tokenizer", tokenizer), ("experts", experts)):
        module.run(config, paths)
        mark_done(config, paths, stage)
    (paths.out / "tokenizer").mkdir(parents=True)
    shutil.copyfile(paths.tokenizer, paths.out / library_files.TOKENIZER)
    ids = torch.randint(5, 300, (2, 20))
    entries = []
    for meta in read_metas(config, paths):
        form = SHIPPED_FORMS[meta["id"]]
        path = paths.out / expert_model(meta["id"], form)
        export_model(rounded_expert(config, paths, meta["id"], form), ["logits"], form, path, [(ids, ids // ids)])
        entries.append(expert_entry(config, paths.out, meta, form))
    library = {"tokenizer": library_files.TOKENIZER, "experts": entries}
    (paths.out / library_files.MANIFEST).write_text(json.dumps(library))
    return config, paths


@pytest.fixture
def fresh(shipped, tmp_path) -> Paths:
    """A work folder with the tokens alone."""
    _, paths = shipped
    for name in ("tokens", "tokenizer", "corpora"):
        (tmp_path / name).symlink_to(paths.work / name)
    return Paths(paths.corpora, tmp_path, tmp_path / "out")


def test_restored_experts_are_the_shipped_ones_and_count_as_trained(shipped, fresh, capsys):
    config, paths = shipped
    restore.run(config, fresh, paths.out)
    for expert in config.experts:
        trained = load_file(paths.expert(expert.id) / "model.safetensors")
        restored = load_file(fresh.expert(expert.id) / "model.safetensors")
        for name, tensor in rounded_state(trained, SHIPPED_FORMS[expert.id]).items():
            torch.testing.assert_close(restored[name], tensor, rtol=1e-6, atol=1e-7)
    capsys.readouterr()
    experts.run(config, fresh)
    assert capsys.readouterr().out.splitlines() == [f"experts: {name} is trained" for name in ("code", "fine", "general")]


def test_an_expert_of_another_training_is_left_out(shipped, fresh, tmp_path_factory, capsys):
    _, paths = shipped
    other = load_config(write_config(tmp_path_factory.mktemp("other"), ("default = 15_000", "default = 30_000"), FINE))
    restore.run(other, fresh, paths.out)
    assert "general was trained otherwise (steps): left out" in capsys.readouterr().out
    assert not fresh.expert("general").exists()


@pytest.fixture
def of_other_corpora(shipped, tmp_path) -> Paths:
    """A work folder whose tokenizer and tokens come from other text than the library's."""
    config, paths = shipped
    other = Paths(paths.corpora, tmp_path, tmp_path / "out")
    shutil.copytree(paths.work / "corpora", other.work / "corpora")
    shutil.copytree(paths.tokenizer.parent, other.tokenizer.parent)
    tokenizer.train_tokenizer(["other words than the corpora have"], config.tokenizer.vocabulary).save(
        str(other.tokenizer)
    )
    return other


def test_a_library_grows_with_its_tokenizer(shipped, of_other_corpora):
    config, paths = shipped
    restore.run(config, of_other_corpora, paths.out)
    assert of_other_corpora.tokenizer.read_bytes() == paths.tokenizer.read_bytes()
    for pool in POOLS:
        encoded, expected = (TokenPool.load(where.tokens(pool)) for where in (of_other_corpora, paths))
        np.testing.assert_array_equal(encoded.tokens, expected.tokens)
    assert (of_other_corpora.expert("general") / "model.safetensors").exists()


def test_another_tokenizer_is_refused_where_experts_were_trained(shipped, of_other_corpora):
    config, paths = shipped
    of_other_corpora.expert("general").mkdir(parents=True)
    shutil.copy(paths.expert("general") / "model.safetensors", of_other_corpora.expert("general"))
    with pytest.raises(restore.RestoreError, match="general was trained with another tokenizer"):
        restore.run(config, of_other_corpora, paths.out)


def test_a_file_that_is_no_tokenizer_is_refused(shipped, of_other_corpora, tmp_path):
    config, paths = shipped
    library = tmp_path / "library"
    shutil.copytree(paths.out, library)
    (library / library_files.TOKENIZER).write_text("{}")
    with pytest.raises(restore.RestoreError, match="not a tokenizer of this recipe"):
        restore.run(config, of_other_corpora, library)


CONTINUED = """
[paths]
work = "work"
out = "out"
library = "shipped"
[schedules.still]
batch_tokens = 512
form = "int4"
rate_factor = 0.0
[[experts]]
id = "courts"
label = "Courts"
description = "Goes on."
size = "small"
parts = ["law"]
continues = "fine"
schedule = "still"
"""


@pytest.fixture
def continued(shipped, fresh, tmp_path) -> tuple[Config, Paths]:
    """A configuration that continues the shipped expert `fine`, at a rate of zero, and its folders."""
    _, paths = shipped
    config = load_config(write_config(tmp_path, ("default = 15_000", "default = 512"), CONTINUED))
    return config, Paths(paths.corpora, fresh.work, fresh.out, library=paths.out)


def test_a_shipped_expert_is_continued_from_its_weights(shipped, continued):
    meta = train_expert(*continued, "courts", key="k")
    trained = load_file(shipped[1].expert("fine") / "model.safetensors")
    for name, tensor in load_file(continued[1].expert("courts") / "model.safetensors").items():
        torch.testing.assert_close(tensor, rounded_state(trained, "int4")[name], rtol=1e-6, atol=1e-7)
    assert meta["training"]["continues"] == "fine" and meta["training"]["branchedFrom"] is None
    assert meta["parts"] == ["law"] and meta["sources"] == ["court"]


def test_the_tokenizer_of_the_continued_library_is_kept(shipped, continued, tmp_path):
    config, paths = continued
    other = Paths(paths.corpora, tmp_path / "other", paths.out, library=paths.library)
    shutil.copytree(paths.work / "corpora", other.work / "corpora")
    tokenizer.run(config, other)
    assert other.tokenizer.read_bytes() == shipped[1].tokenizer.read_bytes()


def test_what_cannot_be_continued_is_named(continued, tmp_path):
    config, paths = continued
    with pytest.raises(StageError, match="fine is to be continued: name its library"):
        train_expert(config, Paths(paths.corpora, paths.work, paths.out), "courts", key="k")
    with pytest.raises(StageError, match="has no expert finer to continue"):
        write_config(tmp_path, ("default = 15_000", "default = 512"), CONTINUED.replace('"fine"', '"finer"'))
        train_expert(load_config(tmp_path / "toy.toml"), paths, "courts", key="k")


def test_a_continued_expert_is_kept_and_continued_again(continued, tmp_path):
    config, paths = continued
    meta = train_expert(config, paths, "courts", key="k")
    shape = expert_shape(config, config.expert("courts"), config.tokenizer.vocabulary)
    folder = tmp_path / "kept"
    model = load_expert(shape, paths.expert("courts") / "model.safetensors")
    keep_expert(folder, "../tokenizer.json", model, "int4", meta)
    text = CONTINUED.replace('"fine"', '"courts"').replace("shipped", "kept")
    again = load_config(write_config(tmp_path, ("default = 15_000", "default = 512"), text))
    where = read_paths(again, tmp_path, paths.corpora, tmp_path, tmp_path / "out")
    train_expert(again, where, "courts", key="again")
    for name, tensor in load_file(where.expert("courts") / "model.safetensors").items():
        torch.testing.assert_close(tensor, model.state_dict()[name], rtol=1e-6, atol=1e-7)


def test_another_library_is_another_training(continued, tmp_path):
    config, paths = continued
    keys = {stage_key(config, paths, "experts")}
    keys.add(stage_key(config, Paths(paths.corpora, paths.work, paths.out), "experts"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / library_files.MANIFEST).write_text("{}")
    keys.add(stage_key(config, Paths(paths.corpora, paths.work, paths.out, library=tmp_path / "other"), "experts"))
    assert len(keys) == 3
