"""RoFormer: the arithmetic of transformers, padding without effect, logits at chosen positions."""

import json

import pytest
import torch
from safetensors.torch import save_file

from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape

SHAPE = RoFormerShape(vocabulary=90, layers=2, hidden=32, heads=2, positions=40)


@pytest.fixture
def model() -> MaskedLanguageModel:
    torch.manual_seed(1)
    model = MaskedLanguageModel(SHAPE)
    for parameter in model.parameters():  # biases and norms away from their neutral start
        torch.nn.init.normal_(parameter, std=0.3)
    return model.eval()


@pytest.fixture
def batch() -> tuple[torch.Tensor, torch.Tensor]:
    mask = torch.ones(3, 17, dtype=torch.long)
    mask[1, 9:] = 0
    return torch.randint(5, 90, (3, 17)), mask


def test_loads_in_transformers_with_equal_logits(model, batch, tmp_path):
    transformers = pytest.importorskip("transformers")
    save_file(model.state_dict(), tmp_path / "model.safetensors", metadata={"format": "pt"})
    (tmp_path / "config.json").write_text(json.dumps(SHAPE.to_huggingface()))
    twin = transformers.RoFormerForMaskedLM.from_pretrained(tmp_path).eval()
    ids, mask = batch
    with torch.no_grad():
        ours, theirs = model(ids, mask), twin(ids, attention_mask=mask).logits
    seen = mask.bool()
    assert (ours - theirs)[seen].abs().max() < 1e-5 * theirs.abs().max().clamp(min=1)


def test_padding_changes_nothing(model, batch):
    ids, mask = batch
    with torch.no_grad():
        padded = model(ids, mask)[1, :9]
        alone = model(ids[1:2, :9])[0]
    assert torch.allclose(padded, alone, atol=1e-5)


def test_logits_at_positions_are_those_of_the_grid(model, batch):
    ids, mask = batch
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        grid = model(ids, mask).flatten(0, 1)
        for count in (1, 3, 17, ids.numel()):  # in no order, and rows of different counts
            positions = torch.randperm(ids.numel(), generator=generator)[:count]
            assert torch.allclose(model.logits_at(ids, mask, positions), grid[positions], atol=1e-5)


def test_order_matters(model):
    with torch.no_grad():
        forward, backward = model(torch.tensor([[7, 8, 9], [9, 8, 7]]))[:, 1]
    assert not torch.allclose(forward, backward, atol=1e-3)


def test_odd_heads_are_refused():
    with pytest.raises(ValueError, match="hidden size 30"):
        RoFormerShape(vocabulary=90, layers=1, hidden=30, heads=2)
