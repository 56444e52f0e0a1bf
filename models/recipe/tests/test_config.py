"""The configuration: what it says is read, what it must not say is refused by name."""

from dataclasses import replace
from pathlib import Path

import pytest
from toy import write_config

from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.stamps import expert_key

RECIPE = Path(__file__).resolve().parents[1]


def test_reads_parts_experts_and_budgets(tmp_path):
    config = load_config(write_config(tmp_path))
    assert [part.id for part in config.parts] == ["code/a", "code/b", "law"]
    assert config.domain_of("code/b") == "code"
    assert config.expert("general").generalist and not config.expert("code").generalist
    assert config.tokens == {"general": 15_000, "code": 15_000}
    assert config.parts[1].newest_text is None


@pytest.mark.parametrize(
    ("replace", "message"),
    [
        (("window = 62\n", ""), r"\[training\]: missing key 'window'"),
        (("window = 62", "window = 62\nwidow = 3"), r"\[training\]: unknown key 'widow'"),
        (("window = 62", 'window = "62"'), r"'window' is '62', expected int"),
        (("seed = 3", "seed = true"), r"\[library\]: 'seed' is True, expected int"),
        (("router_share = 0.3", "router_share = 1.0"), "router_share must lie between 0 and 1"),
        (('match = "^a:"', 'match = "(a:"'), r"regular expression '\(a:'"),
        (('parts = ["code/a", "code/b"]', 'parts = ["code/c"]'), "part 'code/c' is not defined"),
        (('branch_from = "general"', 'branch_from = "code"'), "branch_from 'code' is not an expert defined before it"),
        (("default = 15_000", "general = 15_000"), "expert 'code' needs a positive whole number"),
        (("default = 15_000", "generl = 15_000"), "'generl' is not an expert"),
        (('id = "code/b"', 'id = "code/a"'), "part 'code/a' is defined twice"),
        (('size = "small"\nparts', 'size = "wide"\nparts'), "branch_from 'general' is small, which does not grow into wide"),
        (('size = "small"\nparts', 'size = "small"\nschedule = "long"\nparts'), r"schedule 'long' is not in \[schedules\]"),
        (("[tokens]", "[schedules.long]\nbatch_tokens = 62\n[tokens]"), "batch_tokens must be greater than"),
        (("[tokens]", '[schedules.long]\nbatch_tokens = 99\nform = "int3"\n[tokens]'), "'form' is 'int3', expected"),
        (('branch_from = "general"', 'branch_from = "general"\ncontinues = "x"'), "either branch_from or continues"),
        (("[library]", "[library"), "toy.toml"),
    ],
)
def test_mistakes_are_named(tmp_path, replace, message):
    with pytest.raises(ConfigError, match=message):
        load_config(write_config(tmp_path, replace))


def test_control_experts_are_trained_but_not_of_the_library(tmp_path):
    row = '[[control]]\nid = "law"\nlabel = "Law"\ndescription = "Law."\nsize = "small"\nparts = ["law"]\n'
    config = load_config(write_config(tmp_path, add=row))
    assert [expert.id for expert in config.experts] == ["general", "code"]
    assert [expert.id for expert in config.trained] == ["general", "code", "law"]
    assert config.tokens["law"] == 15_000


def test_a_schedule_changes_the_training_of_the_experts_that_name_it_alone(tmp_path):
    rows = '[schedules.long]\nbatch_tokens = 4096\nform = "int4"\nrate_factor = 0.1\n'
    plain = load_config(write_config(tmp_path))
    named = ('parts = ["code/a", "code/b"]', 'parts = ["code/a", "code/b"]\nschedule = "long"')
    config = load_config(write_config(tmp_path, named, rows))
    general, code = config.experts
    assert config.training_of(general) == config.training and config.trained_form(general) is None
    assert config.training_of(code) == replace(config.training, batch_tokens=4096)
    assert (config.trained_form(code), config.rate_factor(code)) == ("int4", 0.1)
    evenly = load_config(write_config(tmp_path, named, rows + "source_exponent = 0.5\n"))
    assert evenly.training_of(evenly.experts[1]).source_exponent == 0.5
    assert expert_key(evenly, "code", "tokens") != expert_key(config, "code", "tokens")
    keys = {one: [expert_key(which, one, "tokens") for which in (plain, config)] for one in ("general", "code")}
    assert keys["general"][0] == keys["general"][1] and keys["code"][0] != keys["code"][1]


def test_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="none.toml: No such file"):
        load_config(tmp_path / "none.toml")


def test_extends_merges_tables_key_by_key(tmp_path):
    write_config(tmp_path)
    child = tmp_path / "child.toml"
    child.write_text('extends = "toy.toml"\n[tokens]\ncode = 7\n')
    config = load_config(child)
    assert config.tokens == {"general": 15_000, "code": 7}


@pytest.mark.parametrize("name", ["library.toml", "cotrained.toml", "trial.toml"])
def test_shipped_configurations_are_valid(name):
    config = load_config(RECIPE / name)
    assert len(config.domains) == 10
    by_id = {expert.id: expert for expert in config.experts}
    for expert in config.experts:
        base = by_id.get(expert.branch_from)
        # A specialist starts from the generalist of its size, or grows from the smaller specialist of its parts.
        if not expert.generalist:
            assert base.id == "general-tiny" if base.size == expert.size else base.parts == expert.parts
