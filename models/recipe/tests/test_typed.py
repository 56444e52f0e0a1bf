"""Typed prompts: read by pool; errors name file, line and reason."""

from pathlib import Path

import pytest
from toy import write_config, write_rows

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.corpora import CorpusError
from tryage_recipe.data.tokenizer import train_tokenizer
from tryage_recipe.data.typed import read_typed, typed_set


def prompt(name: str, **other: str) -> dict[str, str]:
    row = {"id": name, "doc": name, "source": "site:x", "kind": "question", "domain": "law", "license": "MIT", "text": "Why?"}
    return row | other


@pytest.fixture
def config(tmp_path) -> Config:
    return load_config(write_config(tmp_path))


def write(folder: Path, train: list[dict[str, str]], valid: list[dict[str, str]]) -> tuple[Path, ...]:
    write_rows(folder / "typed.train.jsonl", train)
    write_rows(folder / "typed.valid.jsonl", valid)
    return (folder,)


def test_prompts_of_held_out_sources_are_apart(config, tmp_path):
    rows = [prompt("1"), prompt("2", source="elsewhere:x"), prompt("3", domain="none")]
    pools = read_typed(config, write(tmp_path, rows, [prompt("4")]))
    assert {pool: [row.id for row in rows] for pool, rows in pools.items()} == {
        "train": ["1", "3"],
        "valid": ["4"],
        "heldout": ["2"],
    }


@pytest.mark.parametrize(
    ("train", "reason"),
    [
        ([prompt("1", kind="")], "line 1: field 'kind' is missing"),
        ([prompt("1", domain="cooking")], "line 1: unknown domain 'cooking'"),
        ([prompt("1"), prompt("1")], "line 2: prompt '1' is there twice"),
        ([prompt("1", doc="4")], "document '4' is in two pools: train and valid"),
    ],
)
def test_mistakes_are_named(config, tmp_path, train, reason):
    with pytest.raises(CorpusError, match=reason):
        read_typed(config, write(tmp_path, train, [prompt("4")]))


def test_a_set_is_balanced_over_domains_and_holds_its_own_sources_out(config, tmp_path):
    kept = [prompt(f"c{n}", domain="code", text=f"why is it {n}") for n in range(9)]
    kept += [prompt(f"n{n}", domain="none", text=f"  hello {n} ") for n in range(3)]
    away = [prompt("l1", source="quiz:x"), prompt("l2", source="quiz:x", domain="none"), prompt("l3")]
    paths = Paths(write(tmp_path, kept + away, [prompt("v")]), tmp_path / "work", tmp_path / "out")
    paths.tokenizer.parent.mkdir(parents=True)
    train_tokenizer(["why is it hello"] * 5, 330).save(str(paths.tokenizer))
    held_out = typed_set(config, paths, "heldout", 10, ("^quiz:",))
    assert held_out.docs.tolist() == ["l1"] and held_out.parts.tolist() == ["law/typed"]
    train = typed_set(config, paths, "train", 7, ("^quiz:",))
    assert sorted(train.domains) == ["code", "code", "code", "law", "none", "none", "none"]
    assert (train.ids == typed_set(config, paths, "train", 7, ("^quiz:",)).ids).all()
    assert all(len(window) >= 2 for window in train.windows())
