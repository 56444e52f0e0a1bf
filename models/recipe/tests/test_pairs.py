"""Prompts that the router reads twice in training, plainly and with a polite phrase: its choices are drawn together."""

import numpy as np
import pytest
import torch
from test_router import trainer
from tokenizers import Tokenizer

from tryage_recipe.data.augment import Augmentation, Augmenter
from tryage_recipe.data.batches import pad_windows
from tryage_recipe.data.tokenizer import MASK, train_tokenizer
from tryage_recipe.models.router_model import consistency_loss


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(["Some Words of a small Vocabulary, in Mixed case."] * 20, 400)


def test_the_consistency_loss_is_the_divergence_of_the_choices_and_draws_the_disguised_reading_alone():
    plain, disguised = (torch.tensor([row], requires_grad=True) for row in ([1.0, 1.2], [1.3, 1.2]))
    wanted, found = (np.exp(-np.array(row) / 0.1) for row in ([1.0, 1.2], [1.3, 1.2]))
    wanted, found = wanted / wanted.sum(), found / found.sum()
    loss = consistency_loss(plain, disguised, 0.1)
    assert loss.item() == pytest.approx((wanted * np.log(wanted / found)).sum(), rel=1e-4)
    assert consistency_loss(plain, plain + 0.7, 0.1).item() == pytest.approx(0, abs=1e-5)
    loss.backward()
    assert plain.grad is None and disguised.grad[0, 0] > 0


def test_prompts_that_are_read_twice_differ_in_a_polite_phrase_alone(tokenizer):
    augmenter = Augmenter(Augmentation(masked=1.0, largest_blank=0.5, case=0, without_cues=0, as_typed=0, polite=1.0), tokenizer, 64)
    window = np.array(tokenizer.encode("Some Words of a small Vocabulary", add_special_tokens=False).ids)
    pairs = [augmenter.pair(window, np.random.default_rng(seed)) for seed in range(20)]
    assert all(np.array_equal(plain, window) for plain, _ in pairs)
    assert all(len(polite) > len(window) and MASK not in polite for _, polite in pairs)
    assert all("Some Words of a small Vocabulary" in tokenizer.decode(polite.tolist()) for _, polite in pairs)


def test_reading_prompts_twice_draws_their_choices_together(tokenizer):
    changes = {"epochs": 30, "average_decay": 0.0, "rate": 5e-3}
    apart = []
    for share in (0.0, 0.9):
        run = trainer(tokenizer, pair_share=share, pair_weight=3.0, **changes)
        for _ in range(run.steps):
            run.advance()
        generator = np.random.default_rng(1)
        pairs = [run._augmented.pair(run.prompts.window(row), generator) for row in range(10) for _ in range(8)]
        with torch.no_grad():
            plain, polite = (run.router(*pad_windows([pair[side] for pair in pairs]))[0] for side in (0, 1))
        apart.append(consistency_loss(plain, polite, 0.1).item())
    assert apart[1] < apart[0]
