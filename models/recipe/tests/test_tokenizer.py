"""The tokenizer: fixed ids, [MASK] owns the space before it, corpus text has no special tokens."""

import pytest
from tokenizers import Tokenizer

from tryage_recipe.data.tokenizer import CLS, MASK, SEP, encode_texts, load_tokenizer, token_characters, train_tokenizer

TEXTS = ["as simple: as that", "naïve — ünïcode ☕", "def f(x):\n    return x\n"] * 20


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(TEXTS, 330)


def test_mask_takes_the_space_before_it(tokenizer):
    masked = tokenizer.encode("as [MASK]: as").ids
    assert masked == tokenizer.encode("as[MASK]: as").ids
    plain = encode_texts(tokenizer, ["as simple: as"])[0]
    assert masked.count(MASK) == 1
    assert [masked[0], masked[-1]] == [CLS, SEP]
    after = masked[masked.index(MASK) + 1 : -1]
    assert plain[-len(after) :] == after


def test_every_text_survives(tokenizer):
    for text in [*TEXTS, "never seen: 🙂\t\x00"]:
        assert tokenizer.decode(encode_texts(tokenizer, [text])[0]) == text


def test_special_tokens_written_in_a_corpus_are_text(tokenizer):
    ids = encode_texts(tokenizer, ["a [MASK] token and [CLS]"])[0]
    assert min(ids) >= 5
    assert tokenizer.encode("[MASK]").ids == [CLS, MASK, SEP]


def test_wrong_special_ids_are_refused(tokenizer, tmp_path):
    path = tmp_path / "tokenizer.json"
    tokenizer.save(str(path))
    load_tokenizer(path)
    path.write_text(path.read_text().replace("[SEP]", "[END]"))
    with pytest.raises(ValueError, match=r"\[SEP\] must have id 3"):
        load_tokenizer(path)


def test_characters_of_tokens_leave_white_space_and_special_tokens_out(tokenizer):
    characters = token_characters(tokenizer)
    ids = encode_texts(tokenizer, [" simple"])[0]
    assert characters[ids].sum() == len("simple")
    assert len(characters) == tokenizer.get_vocab_size() and not characters[: MASK + 1].any()
