"""The router's loss, augmentation, and exact continuation of an interrupted training."""

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from tryage_recipe.augment import change_case, mask_some
from tryage_recipe.prompts import PromptSet
from tryage_recipe.roformer import RoFormerShape
from tryage_recipe.router_model import PerceptiveRouter, router_loss
from tryage_recipe.router_training import RouterSettings, RouterTrainer
from tryage_recipe.tokenizer import MASK, train_tokenizer

SETTINGS = RouterSettings(start_from="base", epochs=2, batch=4)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(["Some Words of a small Vocabulary, in Mixed case."] * 20, 400)


def trainer(tokenizer: Tokenizer) -> RouterTrainer:
    torch.manual_seed(0)
    generator = np.random.default_rng(0)
    lengths = generator.integers(8, 20, size=10)
    names = np.array([f"p{n}" for n in range(10)])
    tokens = generator.integers(5, 300, size=lengths.sum()).astype(np.int32)
    prompts = PromptSet(names, names, names, names, tokens, np.cumsum([0, *lengths]))
    router = PerceptiveRouter(RoFormerShape(vocabulary=400, layers=1, hidden=16, heads=1, positions=32), experts=3)
    losses = generator.normal(4, 1, size=(10, 3)).astype(np.float32)
    return RouterTrainer(router, prompts, losses, tokenizer, SETTINGS, seed=0)


def test_the_loss_is_squared_error_plus_cross_entropy_of_the_choices():
    true, predicted, scale = torch.tensor([[1.0, 1.2]]), torch.tensor([[1.1, 1.0]]), torch.tensor([0.5, 2.0])
    error = ((0.1 / 0.5) ** 2 + (0.2 / 2.0) ** 2) / 2
    target = np.exp([-10.0, -12.0]) / np.exp([-10.0, -12.0]).sum()
    chosen = np.exp([-5.5, -5.0]) / np.exp([-5.5, -5.0]).sum()
    expected = error - (target * np.log(chosen)).sum()
    assert router_loss(predicted, true, scale, 0.2, 0.1).item() == pytest.approx(expected, rel=1e-5)


def test_a_new_router_predicts_the_mean_losses(tokenizer):
    run = trainer(tokenizer)
    ids = torch.tensor([[2, 7, 8, 3]])
    losses, state = run.router(ids, torch.ones_like(ids))
    assert torch.allclose(losses[0], run.losses.mean(dim=0)) and state.shape == (1, 16)


def test_an_interrupted_training_ends_with_the_same_weights(tokenizer, tmp_path):
    whole, first, second = (trainer(tokenizer) for _ in range(3))
    for _ in range(whole.steps):
        whole.advance()
    for _ in range(2):
        first.advance()
    first.save(tmp_path / "checkpoint.pt", "key")
    assert not second.restore(tmp_path / "checkpoint.pt", "another key")
    assert second.restore(tmp_path / "checkpoint.pt", "key")
    for _ in range(whole.steps - 2):
        second.advance()
    for name, tensor in whole.router.state_dict().items():
        assert torch.equal(tensor, second.router.state_dict()[name])


def test_augmentation_masks_a_few_tokens_and_changes_case(tokenizer):
    generator = np.random.default_rng(0)
    window = np.arange(10, 50)
    masked = mask_some(window, 0.15, generator)
    assert 1 <= (masked == MASK).sum() <= 6 and (window == np.arange(10, 50)).all()
    text = "Some Words of a small Vocabulary"
    ids = np.array(tokenizer.encode(text, add_special_tokens=False).ids)
    assert tokenizer.decode(change_case(ids, tokenizer, 126, generator).tolist()).lower() == text.lower()
    assert len(change_case(ids, tokenizer, 3, generator)) == 3
