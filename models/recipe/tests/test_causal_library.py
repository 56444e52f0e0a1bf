"""A causal library: what its models see, how they are measured, where they start from, and that the browser's file computes the same."""

import json
from dataclasses import replace

import numpy as np
import onnxruntime
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import tiny_models
import torch
from toy import write_config

from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.library_files import PROMPTS
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError, expert_key, stage_key
from tryage_recipe.data.batches import pad_windows
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import encode_texts
from tryage_recipe.export.variants import export_variants, register_variant
from tryage_recipe.measure.measure import measure
from tryage_recipe.measure.predict import predict
from tryage_recipe.models.causal_roformer import CausalRoFormer
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.grow import grow
from tryage_recipe.models.onnx_export import export_model
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.router.refit import refit_head

SHAPE = RoFormerShape(vocabulary=60, layers=2, hidden=32, heads=1, positions=40)


@pytest.fixture(scope="module")
def model() -> CausalRoFormer:
    torch.manual_seed(4)
    model = CausalRoFormer(SHAPE)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return model.eval()


def ids(rows: int, length: int, seed: int = 0) -> torch.Tensor:
    return torch.randint(5, SHAPE.vocabulary, (rows, length), generator=torch.Generator().manual_seed(seed))


def test_no_token_sees_what_follows(model):
    read = ids(1, 20)
    changed = read.clone()
    changed[0, 12:] = 7
    before, after = model(read), model(changed)
    torch.testing.assert_close(before[:, :12], after[:, :12])
    assert not torch.allclose(before[:, 12:], after[:, 12:])


def test_a_prefix_has_the_logits_that_it_has_in_the_whole(model):
    read = ids(1, 20)
    for length in (1, 2, 19):
        torch.testing.assert_close(model(read[:, :length]), model(read)[:, :length], rtol=1e-4, atol=1e-4)


def test_padding_at_either_end_changes_nothing(model):
    read, padding = ids(1, 14), torch.zeros(1, 5, dtype=torch.long)
    mask = torch.ones_like(read)
    want = model(read)
    right = model(torch.cat([read, padding], 1), torch.cat([mask, padding], 1))[:, :14]
    left = model(torch.cat([padding, read], 1), torch.cat([padding, mask], 1))[:, 5:]
    torch.testing.assert_close(right, want, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(left, want, rtol=1e-4, atol=1e-4)
    assert torch.isfinite(model(torch.cat([padding, read], 1), torch.cat([padding, mask], 1))).all()


def test_chosen_positions_have_the_logits_of_the_whole_grid(model):
    windows = [row.numpy() for row in (ids(1, 9)[0], ids(1, 17, 1)[0])]
    read, mask = pad_windows(windows)
    positions = torch.tensor([0, 5, read.shape[1], read.shape[1] + 16])
    chosen = model.logits_at(read, mask, positions)
    torch.testing.assert_close(chosen, model(read, mask).flatten(0, 1)[positions], rtol=1e-4, atol=1e-4)


def prompt_set(windows: list[np.ndarray]) -> PromptSet:
    labels = np.array(["x"] * len(windows))
    return PromptSet(
        tokens=np.concatenate(windows).astype(np.int32),
        offsets=np.concatenate([[0], np.cumsum([len(window) for window in windows])]),
        ids=np.array([f"p{number}" for number in range(len(windows))]),
        **{name: labels for name in ("domains", "parts", "sources")},
    )


def test_losses_are_those_of_every_token_given_what_is_before_it(model):
    windows = [ids(1, length, length)[0].numpy() for length in (3, 20, 11)]
    column = measure(model, prompt_set(windows), 2, 3, 1, True, np.arange(SHAPE.vocabulary), lambda share: None)
    for row, window in enumerate(windows):
        read, _ = pad_windows([window])
        chances = model(read)[0].log_softmax(-1)
        losses = [-chances[at, token].item() for at, token in enumerate(window)]
        best = chances[: len(window)].argmax(-1).numpy()
        np.testing.assert_allclose(column.loss[row], [np.mean(losses)] * 2, rtol=1e-5)
        np.testing.assert_allclose(column.accuracy[row], [np.mean(best == window)] * 2, rtol=1e-6)
        np.testing.assert_allclose(column.characters[row], [best.mean()] * 2, rtol=1e-6)


def test_a_grown_model_stays_causal_and_continues_as_before(model):
    large = grow(model, RoFormerShape(60, 2, 64, 2, 40), torch.Generator().manual_seed(1)).eval()
    assert isinstance(large, CausalRoFormer)
    torch.testing.assert_close(large(ids(2, 9)), model(ids(2, 9)), rtol=1e-2, atol=1e-2)


def test_the_exported_decoder_computes_what_pytorch_does(model, tmp_path):
    stored = CausalRoFormer(replace(SHAPE, layers=1))  # one layer: what takes long is tracing
    one = {name: weight for name, weight in rounded_state(model.state_dict(), "int4").items() if "layer.1." not in name}
    stored.load_state_dict(one)
    batches = [pad_windows([row.numpy() for row in (ids(1, 5)[0], ids(1, 30)[0])]), pad_windows([ids(1, 1)[0].numpy()])]
    export_model(stored.eval(), ["logits"], "int4", tmp_path / "model.onnx", batches)
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx", providers=["CPUExecutionProvider"])
    read = ids(1, 12).numpy()
    whole, part = (session.run(None, {"input_ids": x, "attention_mask": np.ones_like(x)})[0] for x in (read, read[:, :7]))
    np.testing.assert_allclose(whole[:, :7], part, atol=2e-4)


CAUSAL = ('id = "toy"', 'id = "toy"\ntask = "causal"')


def test_the_task_is_part_of_what_identifies_a_training(tmp_path):
    masked = load_config(write_config(tmp_path))
    causal = load_config(write_config(tmp_path, CAUSAL))
    assert (masked.task, causal.task) == ("masked", "causal")
    assert expert_key(masked, "general", "t") != expert_key(causal, "general", "t")


def test_a_masked_model_is_no_causal_one(model):
    masked = MaskedLanguageModel(SHAPE)
    masked.load_state_dict(model.state_dict())
    assert not torch.allclose(masked.eval()(ids(1, 9)), model(ids(1, 9)))


BOTH = ('branch_from = "general"', 'branch_from = "general"\ncontinues = "x"')


def test_a_specialist_moves_from_a_base_that_continues_a_masked_expert_too(tmp_path):
    text = (tmp_path, CAUSAL)
    with pytest.raises(ConfigError, match="'general' must continue a masked expert"):
        path = write_config(*text)
        path.write_text(path.read_text().replace(*BOTH))
        load_config(path)
    path.write_text(path.read_text().replace('size = "small"\n[[experts]]', 'size = "small"\ncontinues = "y"\n[[experts]]'))
    assert load_config(path).expert("code").continues == "x"


def test_tables_of_the_file_that_is_extended_are_left_out(tmp_path):
    write_config(tmp_path, add="[causal]\nsize = \"small\"\ntokens = 5\n")
    path = tmp_path / "other.toml"
    path.write_text('extends = "toy.toml"\nwithout = ["causal"]\n')
    assert "causal" not in load_config(path).tables
    path.write_text('extends = "toy.toml"\nwithout = ["casual"]\n')
    with pytest.raises(ConfigError, match="without 'casual', which toy.toml does not have"):
        load_config(path)


def test_a_router_of_other_losses_keeps_its_encoder_and_has_its_head_fitted():
    generator, words = np.random.default_rng(3), [f"w{number}" for number in range(50)]
    tokenizer = tiny_models.tokenizer("byte-level BPE", [" ".join(words)])
    torch.manual_seed(0)
    router = PerceptiveRouter(RoFormerShape(tokenizer.get_vocab_size(), layers=1, hidden=16, heads=1, positions=64), 2)
    router.shift.fill_(1.0)
    texts = [" ".join(generator.choice(words, 8)) for _ in range(60)]
    prompts = prompt_set([np.array(ids) for ids in encode_texts(tokenizer, texts)])
    before = {name: weight.clone() for name, weight in router.roformer.state_dict().items()}
    states = predict(router, prompts, tokenizer)[1]
    losses = (states @ generator.normal(0, 1, (16, 2)) + 4.0).astype(np.float32)
    refit_head(router, prompts, losses, tokenizer)
    predicted = predict(router, prompts, tokenizer)[0]
    assert np.abs(predicted - losses).mean() < 0.4 * np.abs(losses - losses.mean(0)).mean()
    np.testing.assert_allclose(predicted.mean(0), losses.mean(0), rtol=1e-4)
    assert all(torch.equal(weight, before[name]) for name, weight in router.roformer.state_dict().items())


def test_a_variant_is_written_into_the_library_above_it_and_survives_another_export(tmp_path):
    config = load_config(write_config(tmp_path, CAUSAL))
    above, out = tmp_path / "models", tmp_path / "models" / "causal"
    for folder, ids in ((above, ["a", "b"]), (out, ["c"])):
        (folder / "benchmark").mkdir(parents=True)
        parquet.write_table(pa.table({"id": ids}), folder / PROMPTS)
    with pytest.raises(StageError, match="holds no library"):
        register_variant(config, out, "Causal")
    (above / "library.json").write_text('{"variants": [{"id": "cotrained", "folder": "cotrained"}, {"id": "causal"}]}')
    (out / "library.json").write_text("{}")
    register_variant(config, out, "Causal")
    entries = json.loads((above / "library.json").read_text())["variants"]
    assert [entry["id"] for entry in entries] == ["cotrained", "causal"]
    assert entries[1] == {
        "id": "causal", "label": "Causal", "description": config.description, "folder": "causal", "otherPrompts": True,
    }  # fmt: skip
    paths = Paths((), tmp_path / "work", above)
    # What was made from that library stays done, although its manifest now has the variant.
    made = replace(config, tables={**config.tables, "export": {"variant": "Causal"}})
    (corpora := tmp_path / "corpora").mkdir()
    there = Paths((corpora,), tmp_path / "work", out, library=above)
    key = stage_key(made, there, "experts")
    register_variant(config, out, "Another name")
    assert stage_key(made, there, "experts") == key
    (above / "library.json").write_text(json.dumps({"id": "other", "variants": entries}))
    assert stage_key(made, there, "experts") != key
    assert [entry["id"] for entry in export_variants(config, paths, lambda *_: None)] == ["causal"]
