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
from tryage_recipe.core.paths import POOLS, Paths
from tryage_recipe.core.stamps import mark_done
from tryage_recipe.data import tokenizer
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.export.manifest import expert_entry
from tryage_recipe.measure.shipped_expert import rounded_expert
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.onnx_export import export_model
from tryage_recipe.train.expert import read_metas

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
    with pytest.raises(restore.RestoreError, match="no tokenizer of this recipe"):
        restore.run(config, of_other_corpora, library)
