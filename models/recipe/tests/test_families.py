"""The fixtures of the families of masked models: the map of characters, and that the command still makes what is in the repository."""

import json
import shutil
from pathlib import Path

import numpy as np
from fixture_families.__main__ import make
from fixture_families.architectures import FAMILIES
from fixture_families.character_map import compiled, replacements
from tokenizers import normalizers

from tryage_recipe.external.model_files import position_offset, task_of

HELD = Path(__file__).resolve().parents[3] / "e2e" / "fixtures" / "families"


def test_the_map_replaces_what_it_lists_and_nothing_else():
    table = replacements()
    made = normalizers.Precompiled(compiled(table))
    assert len(table) > 300 and {text: made.normalize_str(text) for text in table} == table
    others = [chr(code) for code in range(0x21, 0x3000) if chr(code) not in table]
    assert [text for text in others if made.normalize_str(text) != text] == []


def test_a_family_is_made_as_it_is_in_the_repository(tmp_path):
    family = FAMILIES[0]
    shutil.copytree(HELD / "tokenizers", tmp_path / "tokenizers", ignore=shutil.ignore_patterns("reference.json"))
    make(tmp_path, (family,))
    for path in (f"{family.name}/config.json", f"tokenizers/{family.tokenizer}/tokenizer.json", f"tokenizers/{family.tokenizer}/reference.json"):
        assert (tmp_path / path).read_text() == (HELD / path).read_text(), path
    made, held = (json.loads((root / family.name / "reference.json").read_text())["losses"] for root in (tmp_path, HELD))
    np.testing.assert_allclose([one["nats"] for one in made], [one["nats"] for one in held], atol=1e-3)


def test_every_family_is_in_the_repository_and_masked():
    listed = json.loads((HELD / "families.json").read_text())["families"]
    assert [row["name"] for row in listed] == [family.name for family in FAMILIES]
    assert {task_of(json.loads((HELD / name / "config.json").read_text())) for name in (row["name"] for row in listed)} == {"masked"}


def test_the_task_follows_from_the_architecture():
    named = {"XLMWithLMHeadModel": "masked", "GPT2LMHeadModel": "causal", "ElectraForPreTraining": None, "BertForPreTraining": "masked", "BertModel": None}
    assert {name: task_of({"architectures": [name]}) for name in named} == named
    assert task_of({"architectures": ["XLMWithLMHeadModel"], "causal": True}) == "causal"
    assert position_offset({"architectures": ["LukeForMaskedLM"], "pad_token_id": 1}) == 2
    assert position_offset({"architectures": ["BertForMaskedLM"], "pad_token_id": 0}) == 0
