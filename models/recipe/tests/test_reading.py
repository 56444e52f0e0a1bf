"""What the router reads of a text, and how training texts are changed as people would type them."""

import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from tryage_recipe.data.augment import with_courtesy, with_other_closing, with_slips
from tryage_recipe.data.tokenizer import MASK, encode_texts, router_text, router_windows, train_tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(["Some Words of a small Vocabulary, in Mixed case."] * 20, 400)


@pytest.mark.parametrize(("text", "read"), json.loads((Path(__file__).parent / "router_text.json").read_text()))
def test_the_router_reads_texts_without_what_says_nothing(text, read):
    assert router_text(text) == read and router_text(read) == read


def test_windows_are_read_alike_whatever_is_around_them(tokenizer):
    texts = ["Some Words", "  Some Words.\n", "Some Words ...", "\n "]
    windows = [np.array(ids) for ids in encode_texts(tokenizer, texts)]
    first, second, third, blank = router_windows(tokenizer, windows)
    assert first.tolist() == second.tolist() == third.tolist() == windows[0].tolist()
    assert blank.tolist() == windows[3].tolist()
    masked = np.array([MASK, *windows[0]])
    assert MASK in router_windows(tokenizer, [masked])[0]


def test_courtesy_endings_and_slips_leave_the_text_readable():
    generator = np.random.default_rng(0)
    polite = {with_courtesy("where is it", generator) for _ in range(80)}
    assert all("where is it" in text for text in polite) and len(polite) > 20 and "where is it" not in polite
    closed = {with_other_closing("where is it?", generator) for _ in range(80)}
    assert "where is it" in closed and all(text.split()[:2] == ["where", "is"] for text in closed)
    slipped = [with_slips("where is the nearest station of the railway", generator) for _ in range(80)]
    assert 10 < sum(text != "where is the nearest station of the railway" for text in slipped) < 80
    assert with_slips("x = 1;", generator) == "x = 1;" and with_slips("", generator) == ""
