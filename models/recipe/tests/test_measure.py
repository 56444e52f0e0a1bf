"""Figures of masked tokens against direct computation from the logits."""

import numpy as np
import pytest
import torch

from tryage_recipe.data.batches import pad_windows
from tryage_recipe.data.masks import PARTS, prompt_patterns
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.data.tokenizer import MASK
from tryage_recipe.measure.fillings import CONFIDENT
from tryage_recipe.measure.measure import measure
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape

VOCABULARY = 40


@pytest.fixture(scope="module")
def model() -> MaskedLanguageModel:
    torch.manual_seed(0)
    model = MaskedLanguageModel(RoFormerShape(vocabulary=VOCABULARY, layers=1, hidden=16, heads=1, positions=64))
    model.roformer.embeddings.word_embeddings.weight.data *= 40  # sure of itself at some positions
    return model.eval()


def test_every_figure_is_its_mean_over_the_masked_tokens(model):
    generator = np.random.default_rng(0)
    lengths = np.array([8, 13, 40])
    names = np.array(["a", "b", "c"])
    tokens = generator.integers(5, VOCABULARY, size=lengths.sum()).astype(np.int32)
    prompts = PromptSet(names, names, names, names, tokens, np.cumsum([0, *lengths]))
    characters = generator.integers(0, 9, size=VOCABULARY)
    column = measure(model, prompts, 2, PARTS, 1, True, characters, lambda share: None)
    for row in range(3):
        window = prompts.window(row)
        numbers = prompt_patterns(names[row], len(window), 2, 1)
        for permutation in range(2):
            loss, right, confident, letters = [], [], [], []
            for pattern in range(PARTS):
                ids, attention = pad_windows([window])
                hidden = np.flatnonzero(numbers[permutation] == pattern) + 1
                ids[0, hidden] = MASK
                with torch.no_grad():
                    chances = model(ids, attention)[0, hidden].softmax(-1).numpy()
                truth, best = window[hidden - 1], chances.argmax(1)
                loss += (-np.log(chances[np.arange(len(hidden)), truth])).tolist()
                right += (best == truth).tolist()
                confident += ((best != truth) & (chances.max(1) > CONFIDENT)).tolist()
                letters += characters[best].tolist()
            assert len(loss) == len(window)
            found = (column.loss, column.accuracy, column.confident_errors, column.characters)
            for values, expected in zip(found, (loss, right, confident, letters), strict=True):
                assert values[row, permutation] == pytest.approx(np.mean(expected), rel=1e-4, abs=1e-6)
    assert 0 < column.confident_errors.mean() < 1
