"""Muon orthogonalises; parameters reach the right optimiser; rates rise, then fall to zero."""

import pytest
import torch
from torch import nn

from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.train.optim import Muon, build_optimisers, orthogonalise, warmup_then_linear


@pytest.mark.parametrize("shape", [(3, 32, 32), (3, 64, 16), (3, 16, 64)])
def test_singular_values_come_near_one(shape):
    torch.manual_seed(0)
    values = torch.linalg.svdvals(orthogonalise(torch.randn(shape)).float())
    assert values.min() > 0.3
    assert values.max() < 1.4


def test_orthogonalise_keeps_the_direction():
    torch.manual_seed(0)
    matrix = torch.randn(24, 24)
    left, _, right = torch.linalg.svd(matrix)
    cosine = torch.nn.functional.cosine_similarity(orthogonalise(matrix).flatten(), (left @ right).flatten(), dim=0)
    assert cosine > 0.95


def test_muon_minimises():
    torch.manual_seed(0)
    weight = nn.Parameter(torch.zeros(8, 8))
    target = torch.randn(8, 8)
    optimiser = Muon([weight], lr=0.05)
    for _ in range(200):
        (weight - target).square().sum().backward()
        optimiser.step()
        optimiser.zero_grad()
    assert (weight - target).abs().mean() < 0.1


def test_hidden_matrices_go_to_muon_and_all_else_to_adamw():
    model = MaskedLanguageModel(RoFormerShape(vocabulary=50, layers=1, hidden=16, heads=1))
    muon, adamw = build_optimisers(model, 0.02, 0.003)
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    matrices = {names[id(parameter)] for parameter in muon.param_groups[0]["params"]}
    others = {names[id(parameter)] for parameter in adamw.param_groups[0]["params"]}
    assert len(matrices) == 7  # four of attention, two of the feed-forward block, one of the head
    assert matrices | others == set(names.values())
    assert "roformer.embeddings.word_embeddings.weight" in others


def test_schedule():
    factors = [warmup_then_linear(step, 100, 0.05) for step in range(100)]
    assert factors[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert factors[5] == 1.0
    assert all(a > b for a, b in zip(factors[5:], factors[6:], strict=False))
    assert 0 < factors[-1] < 0.02
