"""Keywords are single whole words, and no more than five."""

from tryage_recipe.data.keywords import keywords, whole_words


def test_cut_words_at_the_ends_and_everything_but_letters_are_dropped():
    assert whole_words("ularly the Court's 42nd ruling_of law stat") == ["the", "court", "ruling", "law"]


def test_five_words_that_occur_twice_at_least():
    texts = ["x alpha beta gamma delta epsilon zeta secret x", "x alpha beta gamma delta epsilon zeta x", "x other x"]
    first, second, third = keywords(texts)
    assert len(first.split(", ")) == 5 and "secret" not in first
    assert third == ""
