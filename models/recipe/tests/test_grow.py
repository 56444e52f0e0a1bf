"""A grown model computes what the smaller one does, and its copies can learn apart."""

import pytest
import torch

from tryage_recipe.models.grow import grow
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.train.trainer import cross_entropy_with_gradient

SMALL = RoFormerShape(vocabulary=60, layers=2, hidden=16, heads=2, positions=20)
IDS = torch.randint(0, 60, (3, 12), generator=torch.Generator().manual_seed(1))


def trained_like(shape: RoFormerShape) -> MaskedLanguageModel:
    """A model whose norms and biases are not at their initial values."""
    torch.manual_seed(0)
    model = MaskedLanguageModel(shape)
    for name, parameter in model.named_parameters():
        if parameter.ndim == 1:
            parameter.data += 0.1 * torch.randn(parameter.shape)
    return model.eval()


@torch.inference_mode()
@pytest.mark.parametrize("width", [1, 2, 3])
def test_width_preserves_the_function(width):
    small = trained_like(SMALL)
    shape = RoFormerShape(60, SMALL.layers, SMALL.hidden * width, SMALL.heads * width, 20)
    large = grow(small, shape, torch.Generator().manual_seed(2)).eval()
    torch.testing.assert_close(large(IDS), small(IDS), rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_depth_nearly_preserves_the_predictions():
    small = trained_like(SMALL)
    large = grow(small, RoFormerShape(60, 6, 16, 2, 20), torch.Generator().manual_seed(2)).eval()
    before, after = small(IDS).softmax(-1), large(IDS).softmax(-1)
    assert (before - after).abs().sum(-1).mean() < 0.1


def test_copies_of_a_unit_get_different_gradients():
    large = grow(trained_like(SMALL), RoFormerShape(60, 2, 32, 4, 20), torch.Generator().manual_seed(2))
    logits = large.logits_at(IDS, None, torch.arange(36))
    _, gradient = cross_entropy_with_gradient(logits.detach(), IDS.flatten())
    logits.backward(gradient)
    matrix = large.roformer.encoder.layer[0].intermediate.dense.weight.grad
    assert not torch.allclose(matrix[:64], matrix[64:], rtol=0.05, atol=1e-6)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="does not grow"):
        grow(MaskedLanguageModel(SMALL), RoFormerShape(60, 1, 16, 2, 20), torch.Generator())
