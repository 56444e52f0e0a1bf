"""Prompts are balanced windows that lie inside their passages."""

from collections import Counter

import numpy as np
import pytest

from tryage_recipe.data.mixtures import mix_prompts
from tryage_recipe.data.prompts import PromptSet, cut_prompts, mixed_length, uniform_length
from tryage_recipe.data.token_pool import PassageRecord

PARTS = {"code/a": 3, "code/b": 30, "law": 12}


def passages(size=200):
    for part, count in PARTS.items():
        for number in range(count):
            record = PassageRecord(f"{part}-{number}", f"doc-{number}", "source", part.split("/")[0], part)
            yield record, np.arange(size) + 1000 * number


def test_domains_of_many_parts_may_get_more_windows():
    law, generator = uniform_length(64, 126), np.random.default_rng(0)
    assert Counter(cut_prompts(passages(), 20, law, 64, generator, part_exponent=1).parts) == dict.fromkeys(PARTS, 20)
    assert Counter(cut_prompts(passages(), 20, law, 64, generator, part_exponent=0.5).domains) == {"code": 28, "law": 20}


def test_windows_know_their_passage():
    prompts = cut_prompts(passages(), 5, uniform_length(64, 126), 64, np.random.default_rng(0))
    assert all(name.startswith(f"{passage}@") for name, passage in zip(prompts.ids, prompts.passages, strict=True))


def named_tokens(window_id: str) -> np.ndarray:
    """The tokens of `passages` that `<passage id>@<offset>+<length>` names."""
    passage, place = window_id.rsplit("@", 1)
    offset, length = map(int, place.split("+"))
    return np.arange(length) + offset + 1000 * int(passage.rsplit("-", 1)[1])


def test_windows_are_balanced_over_domains_and_parts():
    prompts = cut_prompts(passages(), 20, uniform_length(64, 126), 64, np.random.default_rng(0))
    assert Counter(prompts.domains) == {"code": 20, "law": 20}
    assert Counter(prompts.parts) == {"code/a": 10, "code/b": 10, "law": 20}
    assert len(set(prompts.ids)) == len(prompts)


def test_a_window_is_what_its_id_says():
    prompts = cut_prompts(passages(), 10, uniform_length(64, 126), 64, np.random.default_rng(0))
    for row in range(len(prompts)):
        assert (prompts.window(row) == named_tokens(prompts.ids[row])).all()
    assert prompts.lengths.min() >= 64 and prompts.lengths.max() <= 126


def test_passages_that_are_too_short_are_left_out():
    with pytest.raises(ValueError, match="no passage has 64 tokens"):
        cut_prompts(passages(size=63), 10, uniform_length(64, 126), 64, np.random.default_rng(0))


def test_the_mixed_law_gives_its_share_of_short_windows():
    generator = np.random.default_rng(0)
    lengths = np.array([mixed_length(8, 32, 126, 0.25)(generator) for _ in range(4000)])
    assert abs((lengths < 32).mean() - 0.25) < 0.03
    assert lengths.min() == 8 and lengths.max() == 126


def test_a_mixture_joins_two_domains_and_belongs_to_the_larger_piece():
    prompts = mix_prompts(passages(), 20, uniform_length(64, 126), 64, np.random.default_rng(0))
    assert Counter(prompts.parts) == {"code/a": 10, "code/b": 10, "law": 20}
    firsts = 0
    for row in range(len(prompts)):
        names = prompts.ids[row].split("&")
        pieces = [named_tokens(name) for name in names]
        assert (prompts.window(row) == np.concatenate(pieces)).all()
        larger = max(names, key=lambda name: len(named_tokens(name)))
        smaller = min(map(len, pieces))
        assert larger.startswith(prompts.parts[row])
        assert {name.startswith("law") for name in names} == {True, False}
        assert 0.25 <= smaller / prompts.lengths[row] < 0.5
        firsts += names[0] == larger
    assert prompts.lengths.min() >= 64 and prompts.lengths.max() <= 126
    assert 5 < firsts < 35


def test_the_larger_piece_stays_the_larger_one_in_passages_that_are_barely_long_enough():
    prompts = mix_prompts(passages(size=64), 20, uniform_length(64, 126), 64, np.random.default_rng(0))
    for row in range(len(prompts)):
        lengths = {name.rsplit("-", 1)[0]: len(named_tokens(name)) for name in prompts.ids[row].split("&")}
        assert max(lengths, key=lengths.get) == prompts.parts[row]


def test_one_domain_cannot_be_mixed():
    law = [passage for passage in passages() if passage[0].domain == "law"]
    with pytest.raises(ValueError, match="two domains"):
        mix_prompts(law, 4, uniform_length(64, 126), 64, np.random.default_rng(0))


def test_a_set_survives_saving(tmp_path):
    prompts = cut_prompts(passages(), 5, uniform_length(64, 126), 64, np.random.default_rng(0))
    prompts.save(tmp_path / "prompts.npz")
    assert PromptSet.load(tmp_path / "prompts.npz").fingerprint() == prompts.fingerprint()
    assert cut_prompts(passages(), 5, uniform_length(64, 126), 64, np.random.default_rng(1)).fingerprint() != prompts.fingerprint()
