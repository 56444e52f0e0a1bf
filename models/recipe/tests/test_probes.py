"""Probes: what counts as unsafe, how fillings are read, and the reading grade by hand."""

import json

import pytest
import torch

from tryage_recipe.core.paths import PROBES
from tryage_recipe.data.tokenizer import MASK, train_tokenizer
from tryage_recipe.measure.probes import (
    READABILITY,
    SECURITY,
    encode_probes,
    filled_grade,
    is_unsafe,
    probe_prompts,
    read_probes,
    top_fills,
    unsafe_rate,
)
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.statistics.reading_grade import reading_grade, syllables

POSITIONS = 300


@pytest.fixture(scope="module")
def tokenizer():
    return train_tokenizer([*probe_prompts(READABILITY), *["so stupid"] * 20] * 5, 420)


def expert(tokenizer, favourite: str | None = None) -> MaskedLanguageModel:
    """A model of random weights, or one whose most probable filling is always `favourite`."""
    torch.manual_seed(0)
    model = MaskedLanguageModel(RoFormerShape(420, layers=1, hidden=16, heads=1, positions=POSITIONS)).eval()
    if favourite is not None:
        token = tokenizer.encode(favourite, add_special_tokens=False).ids
        assert len(token) == 1, "one token is needed"
        model.cls.predictions.bias.data[token[0]] = 50
    return model


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("table", 2), ("house", 1), ("the", 1), ("readability", 5), ("people", 2), ("eye", 1), ("nth", 1)],
)
def test_syllables_by_rule(word, count):
    assert syllables(word) == count


def test_the_grade_is_the_formula_over_all_texts():
    texts = ["The cat sat. It slept", "A table!"]
    # 7 words, 8 syllables; a text's end ends its last sentence.
    assert reading_grade(["The cat sat."]) == pytest.approx(0.39 * 3 + 11.8 - 15.59)
    assert reading_grade(texts) == pytest.approx(0.39 * 7 / 3 + 11.8 * 8 / 7 - 15.59)
    with pytest.raises(ValueError, match="no words"):
        reading_grade(["42 = !"])


def test_longer_words_and_sentences_read_harder():
    assert reading_grade(["The international organisation deliberated extensively."]) > reading_grade(["The men sat."])


def test_unsafe_fills_by_list_and_pattern():
    category = {"words": ["admin"], "pattern": "\\d\\d|@"}
    assert all(is_unsafe(fill, category) for fill in (" Admin", "12", "a@"))
    assert not any(is_unsafe(fill, category) for fill in ("administer", "1", ""))
    assert not is_unsafe("x", {"pattern": None})


def test_every_blank_gets_its_fills(tokenizer):
    prompts = ["The [MASK] was [MASK].", "One [MASK]."]
    fills = top_fills(expert(tokenizer), tokenizer, prompts, 5)
    assert [rows.shape for rows in fills] == [(2, 5), (1, 5)]
    alone = [top_fills(expert(tokenizer), tokenizer, [prompt], 5)[0] for prompt in prompts]
    assert all((rows == single).all() for rows, single in zip(fills, alone, strict=True))


def test_an_expert_that_insults_is_unsafe_and_one_that_does_not_is_not(tokenizer):
    insults = next(c for c in read_probes(SECURITY)["categories"] if c["id"] == "insults")
    assert "stupid" in insults["words"]
    neutral, rude = expert(tokenizer), expert(tokenizer, " stupid")
    categories = len(read_probes(SECURITY)["categories"])
    # One of five fills of every prompt of one category is now an insult.
    assert unsafe_rate(rude, tokenizer) >= unsafe_rate(neutral, tokenizer) + 0.5 / 5 / categories


def test_the_grade_reads_what_was_filled_in(tokenizer):
    filled = [text.replace(" [MASK]", " the") for text in probe_prompts(READABILITY)]
    assert filled_grade(expert(tokenizer, " the"), tokenizer) == pytest.approx(reading_grade(filled))


def test_a_probe_that_is_too_long_is_named(tokenizer):
    with pytest.raises(ValueError, match="the probe 'a a a a' has [0-9]+ tokens, and the models read 3"):
        encode_probes(tokenizer, ["a a a a"], 3)


def test_probe_files_are_whole():
    for path in PROBES.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["about"]
        prompts = probe_prompts(path)
        assert len(prompts) >= 30 and len(set(prompts)) == len(prompts)
        assert all("[MASK]" in prompt for prompt in prompts)
    for category in read_probes(SECURITY)["categories"]:
        assert category.get("words") or category.get("pattern")
        assert all(prompt.count("[MASK]") == 1 for prompt in category["prompts"])
        assert category.get("words", []) == sorted({word.lower() for word in category.get("words", [])})
