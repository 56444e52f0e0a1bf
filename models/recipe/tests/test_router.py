"""The router's loss, augmentation, and exact continuation of an interrupted training."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from tryage_recipe.data.augment import Augmentation, Augmenter, as_typed, change_case, mask_some, strip_cues
from tryage_recipe.data.batches import pad_windows
from tryage_recipe.data.joining import join_some, joined
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import MASK, train_tokenizer
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.models.router_model import PerceptiveRouter, router_loss
from tryage_recipe.router.domain_space import DomainSpace
from tryage_recipe.router.pretraining import part_means, pretrain, pretraining_settings
from tryage_recipe.router.smoothing import smooth_by_length, smooth_within_passages
from tryage_recipe.router.stage import as_good
from tryage_recipe.router.training import RouterSettings, RouterTrainer

SETTINGS = RouterSettings(start_from="base", epochs=2, batch=4)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(["Some Words of a small Vocabulary, in Mixed case."] * 20, 400)


def trainer(tokenizer: Tokenizer, **changes: float) -> RouterTrainer:
    torch.manual_seed(0)
    generator = np.random.default_rng(0)
    lengths = generator.integers(8, 20, size=10)
    names = np.array([f"p{n}" for n in range(10)])
    tokens = generator.integers(5, 300, size=lengths.sum()).astype(np.int32)
    domains = np.array(["a", "b"] * 5)
    prompts = PromptSet(names, domains, names, names, tokens, np.cumsum([0, *lengths]))
    router = PerceptiveRouter(RoFormerShape(vocabulary=400, layers=1, hidden=16, heads=1, positions=32), experts=3)
    losses = generator.normal(4, 1, size=(10, 3)).astype(np.float32)
    router.standardise(torch.from_numpy(losses))
    return RouterTrainer(router, prompts, losses, tokenizer, replace(SETTINGS, **changes), seed=0)


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
    assert np.allclose(losses[0].detach(), run.losses.mean(axis=0)) and state.shape == (1, 16)


def test_an_interrupted_training_ends_with_the_same_weights(tokenizer, tmp_path):
    whole, first, second = (trainer(tokenizer, joined_share=0.3, space_weight=1.0, pair_share=0.5) for _ in range(3))
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
        assert torch.equal(whole.averaged.state_dict()[name], second.averaged.state_dict()[name])


def test_the_running_mean_lags_behind_the_weights_and_a_decay_of_zero_keeps_the_last(tokenizer):
    run = trainer(tokenizer)
    for _ in range(run.steps):
        run.advance()
    last, mean = run.router.head.weight, run.averaged.head.weight
    assert not torch.equal(last, mean) and mean.norm() < last.norm()
    unaveraged = trainer(tokenizer, average_decay=0.0)
    unaveraged.advance()
    assert torch.equal(unaveraged.router.head.weight, unaveraged.averaged.head.weight)


def test_smoothing_draws_differences_to_the_passage_mean_and_keeps_the_level():
    losses = np.array([[1.0, 2.0], [3.0, 6.0], [0.0, 1.0]], dtype=np.float32)
    passages = np.array(["a", "a", "b"])
    assert (smooth_within_passages(losses, passages, 0.0) == losses).all()
    whole = smooth_within_passages(losses, passages, 1.0)
    assert np.allclose(whole, [[0.5, 2.5], [3.5, 5.5], [0.0, 1.0]])
    half = smooth_within_passages(losses, passages, 0.5)
    assert np.allclose(half, (losses + whole) / 2)


def test_short_prompts_are_compared_by_what_their_part_has_more_than_by_their_own_noise():
    losses = np.array([[1.0, 3.0], [3.0, 1.0], [2.0, 0.0]], dtype=np.float32)
    smooth = smooth_by_length(losses, np.array(["a", "a", "b"]), np.array([10, 30, 10]), 10.0)
    # The mean difference of part a is none; of the first prompt half of its own is left, of the second three quarters.
    assert smooth == pytest.approx(np.array([[1.5, 2.5], [2.75, 1.25], [2.0, 0.0]]))


def test_texts_of_a_part_carry_the_mean_losses_of_its_prompts():
    losses, parts = np.array([[1.0, 2.0], [3.0, 6.0], [0.0, 1.0]]), np.array(["a", "a", "b"])
    means = part_means(losses, parts, np.array(["b", "a", "b", "unknown"]))
    assert np.allclose(means, [[0, 1], [2, 4], [0, 1], losses.mean(axis=0)])


def test_pretraining_goes_on_where_it_stopped_and_leaves_the_running_mean(tokenizer, tmp_path):
    whole, first, second = (trainer(tokenizer) for _ in range(3))
    pretrain(whole, tmp_path / "whole", "key")
    first.advance()
    first.save(tmp_path / "first", "key")
    pretrain(second, tmp_path / "first", "key")
    assert second.progress.tokens == whole.progress.tokens > 0
    for name, tensor in whole.router.state_dict().items():
        assert torch.equal(tensor, second.router.state_dict()[name])
        assert torch.equal(tensor, whole.averaged.state_dict()[name])
    assert not torch.equal(whole.router.head.weight, trainer(tokenizer).router.head.weight)
    # Finished, it is not done again: the checkpoint says all.
    third = trainer(tokenizer)
    pretrain(third, tmp_path / "whole", "key")
    assert third.progress.seconds == whole.progress.seconds
    assert torch.equal(third.router.head.weight, whole.router.head.weight)


def test_pretraining_reads_its_prompts_once_at_its_own_rate():
    settings = pretraining_settings(replace(SETTINGS, passage_smoothing=0.5))
    assert (settings.epochs, settings.rate, settings.passage_smoothing) == (1, SETTINGS.pretraining_rate, 0.0)


def test_pretraining_does_not_depend_on_how_long_and_fast_the_router_learns_afterwards():
    later = replace(SETTINGS, epochs=9, rate=1.0, passage_smoothing=0.5, validations=7)
    assert pretraining_settings(later) == pretraining_settings(SETTINGS)
    assert pretraining_settings(replace(SETTINGS, space_weight=0.5)) != pretraining_settings(SETTINGS)


def test_joined_windows_have_both_texts_and_the_mean_of_their_losses():
    generator = np.random.default_rng(0)
    windows = [np.full(12, 1), np.full(9, 2), np.full(10, 3)]
    losses = np.array([[1.0, 8.0], [3.0, 6.0], [5.0, 0.0]], dtype=np.float32)
    seen = set()
    for _ in range(50):
        texts, mixed, alone = join_some(windows, losses, 0.5, 11, generator)
        for row, text in enumerate(texts):
            others = set(text) - {row + 1}
            if alone[row]:
                assert text is windows[row] and (mixed[row] == losses[row]).all()
                continue
            own = float((text == row + 1).mean())
            other = int(others.pop()) - 1
            assert not others and 0.15 < own < 0.85 and len(text) <= 11
            assert text[0] == row + 1 and text[-1] == other + 1
            assert np.allclose(mixed[row], own * losses[row] + (1 - own) * losses[other])
            seen.add(row)
    assert seen == {0, 1, 2}
    assert join_some(windows, losses, 0.0, 11, generator)[2].all()


def test_windows_of_a_token_are_not_joined():
    text, own = joined(np.array([7]), np.array([8, 9]), 20, np.random.default_rng(0))
    assert text.tolist() == [7] and own == 1.0


def test_the_domain_loss_is_the_same_in_a_larger_space_and_less_where_domains_lie_apart():
    generator = torch.Generator().manual_seed(0)
    centres = torch.randn(3, 5, generator=generator)
    domains = torch.tensor([0, 1, 2, 0])
    near = centres[domains] + 0.05 * torch.randn(4, 5, generator=generator)
    far = centres[domains] + 0.5 * torch.randn(4, 5, generator=generator)
    assert DomainSpace(centres)(near, domains) < DomainSpace(centres)(far, domains)
    assert DomainSpace(centres)(far, domains).item() == pytest.approx(DomainSpace(7 * centres)(7 * far, domains).item(), rel=1e-4)


def test_the_domain_loss_draws_the_states_of_a_domain_together(tokenizer):
    def spread(run: RouterTrainer) -> float:
        for _ in range(40):
            run.advance()
        ids, attention = pad_windows(list(run.prompts.windows()))
        states = run.averaged.state(ids, attention).detach()
        first, second = states[run.domains == 0], states[run.domains == 1]
        within = torch.cat([first - first.mean(dim=0), second - second.mean(dim=0)]).square().sum(dim=1).mean()
        return float(within / (first.mean(dim=0) - second.mean(dim=0)).square().sum())

    settings = {"epochs": 20, "rate": 5e-3, "masked_share": 0.0, "case_share": 0.0, "typed_share": 0.0}
    assert spread(trainer(tokenizer, space_weight=3.0, **settings)) < spread(trainer(tokenizer, **settings))


def test_cues_are_stripped_and_code_is_not():
    assert strip_cues("A Fast Title\n\nWe present a method.") == "We present a method."
    assert strip_cues("Q: How do I?\nA: You do.") == "How do I?\nYou do."
    assert strip_cues("Q: How? A: So.") == "How? So."
    assert strip_cues("ends.\nMETHODS: We took ten.\nRESULTS AND DISCUSSION: None.") == "ends.\nWe took ten.\nNone."
    code = "def f(a):\n    return {'A': a}  # Q & A\nclass A:\n    pass"
    assert strip_cues(code) == code


def test_typed_text_starts_with_a_whole_word():
    generator = np.random.default_rng(0)
    typed = {as_typed("ularly the cat\n  sat ", generator) for _ in range(40)}
    assert typed == {"the cat\n  sat", "the cat sat"}
    assert as_typed(" the cat", generator) == "the cat"


def test_case_changes_nothing_but_the_case():
    generator = np.random.default_rng(0)
    changed = {change_case("Some Words of", generator) for _ in range(60)}
    assert changed == {"some words of", "SOME WORDS OF", "Some Words Of"}


def test_augmented_windows_keep_their_text_and_their_limit(tokenizer):
    generator = np.random.default_rng(0)
    window = np.arange(10, 50)
    masked = mask_some(window, 0.15, generator)
    assert 1 <= (masked == MASK).sum() <= 6 and (window == np.arange(10, 50)).all()
    ids = np.array(tokenizer.encode("Some Words of a small Vocabulary", add_special_tokens=False).ids)
    nothing = Augmenter(Augmentation(0, 0, 0, 0, 0), tokenizer, 126)
    assert (nothing(ids, generator) == ids).all()
    case_only = Augmenter(Augmentation(0, 0, 1, 0, 0), tokenizer, 126)
    assert tokenizer.decode(case_only(ids, generator).tolist()).lower() == "some words of a small vocabulary"
    assert len(Augmenter(Augmentation(0, 0, 1, 0, 0), tokenizer, 20)(np.tile(ids, 5), generator)) <= 20
    bare = np.array(tokenizer.encode("Words\n\nof", add_special_tokens=False).ids)
    assert (Augmenter(Augmentation(0, 0, 0, 1, 0), tokenizer, 126)(bare, generator) == bare).all()


def test_weights_count_as_good_as_the_best_within_the_standard_error_of_the_difference():
    generator = np.random.default_rng(0)
    best = generator.normal(4, 1, size=400)
    noise = generator.normal(0, 0.2, size=400)
    noise -= noise.mean()
    assert as_good(best - 0.001 + noise, best)
    assert as_good(best + 0.009 + noise, best), "less than 0.2 / sqrt(400)"
    assert not as_good(best + 0.012 + noise, best)
    assert as_good(best, best)


def test_a_rescaled_router_predicts_as_before(tokenizer):
    router = trainer(tokenizer).router
    torch.nn.init.normal_(router.head.weight)
    ids = torch.tensor([[2, 7, 8, 3]])
    before = router(ids, torch.ones_like(ids))[0]
    router.rescale(torch.randn(30, 3) * 2 + 1)
    torch.testing.assert_close(router(ids, torch.ones_like(ids))[0], before)
