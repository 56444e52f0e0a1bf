"""The causal model sees nothing ahead, learns next tokens, and continues an interrupted training exactly."""

import numpy as np
import pytest
import torch
from toy import write_config, write_corpora

from tryage_recipe.train import causal

from tryage_recipe.data import corpora

from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.paths import Paths
from tryage_recipe.data import tokenizer
from tryage_recipe.data.batches import pad_windows
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.data.tokenizer import PAD
from tryage_recipe.models.causal_model import CausalLanguageModel
from tryage_recipe.models.rotary import RoFormerShape

CAUSAL = '\n[causal]\nsize = "small"\ntokens = 6_000\n'


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    root = tmp_path_factory.mktemp("causal")
    config = load_config(write_config(root, add=CAUSAL))
    paths = Paths((write_corpora(root / "corpora"),), root / "work", root / "out")
    corpora.run(config, paths)
    tokenizer.run(config, paths)
    return config, paths


def model() -> CausalLanguageModel:
    torch.manual_seed(0)
    return CausalLanguageModel(RoFormerShape(vocabulary=60, layers=2, hidden=16, heads=2, positions=20)).eval()


def test_no_state_depends_on_what_comes_later():
    ids = torch.randint(5, 60, (1, 12))
    changed = ids.clone()
    changed[0, 7:] = 5
    first, second = (model().hidden_states(tokens) for tokens in (ids, changed))
    assert torch.allclose(first[0, :7], second[0, :7], atol=1e-6)
    assert not torch.allclose(first[0, 7:], second[0, 7:], atol=1e-3)


def test_padding_does_not_change_an_embedding():
    windows = [np.arange(5, 9), np.arange(20, 34)]
    alone = model().state(*pad_windows(windows[:1]))
    assert torch.allclose(model().state(*pad_windows(windows))[:1], alone, atol=1e-6)


def test_targets_are_the_next_tokens(prepared):
    config, paths = prepared
    pool = TokenPool.load(paths.tokens("experts"))
    batch = causal.NextTokenSampler(pool, [0, 1, 2], config.training, 0, 0.5).batch()
    flat, width = batch.input_ids.flatten(), batch.input_ids.shape[1]
    assert torch.equal(batch.targets, flat[batch.positions + 1])
    assert (batch.targets != PAD).all() and (batch.positions % width != width - 1).all()
    lengths = batch.attention_mask.sum(1) - 2
    assert (batch.positions % width < lengths[batch.positions // width]).all()
    assert 0.4 < len(batch.positions) / lengths.sum() < 0.6


def test_an_interrupted_training_ends_with_the_same_weights(prepared):
    config, paths = prepared
    whole = causal.train(config, paths)
    (paths.causal / "meta.json").unlink()
    assert causal.train(config, paths, stop_after=4) is None
    again = causal.train(config, paths)
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name])
    log = (paths.causal / "log.jsonl").read_text()
    assert "loss" in log and not (paths.causal / "checkpoint.pt").exists()


def test_embeddings_belong_to_their_prompts(prepared):
    config, paths = prepared
    trained = causal.train(config, paths)
    names = np.array(["a", "b"])
    prompts = PromptSet(names, names, names, names, np.arange(5, 35, dtype=np.int32), np.array([0, 10, 30]))
    states = causal.embed(trained, prompts)
    assert states.shape == (2, 32) and np.isfinite(states).all()
    (paths.causal / "states").mkdir()
    np.savez(paths.causal / "states" / "set.npz", states=states, prompts=prompts.fingerprint())
    assert np.array_equal(causal.load_states(paths, "set", prompts), states)
    other = PromptSet(names, names, names, names, prompts.tokens + 1, prompts.offsets)
    with pytest.raises(ValueError, match="run the stage causal again"):
        causal.load_states(paths, "set", other)


def test_an_unknown_size_is_told(tmp_path):
    config = load_config(write_config(tmp_path, add=CAUSAL.replace("small", "huge")))
    with pytest.raises(ConfigError, match="size 'huge' is not in"):
        causal.run(config, Paths((tmp_path,), tmp_path, tmp_path))
