"""Prompt sets that grow keep what was measured: rounds leave the first prompts alone, and only new ones are measured."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from toy import write_config, write_corpora

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import expert_key, stage_key
from tryage_recipe.data import corpora, tokenizer
from tryage_recipe.data.prompt_sets import BENCHMARK, ROUTER_TRAIN, cut_set, plan_sets
from tryage_recipe.measure import qtable
from tryage_recipe.measure.qtable import load_column, measure_expert
from tryage_recipe.train.expert import train_expert

FEW = {"benchmark_prompts": 3, "held_out_prompts": 2, "router_train_prompts": 4, "router_valid_prompts": 2, "patterns": 2}
FEW |= {"shortest": 20, "longest": 40, "router_middle": 12, "short_shortest": 8, "short_longest": 12}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> tuple[Config, Paths]:
    root = tmp_path_factory.mktemp("growing")
    config = load_config(write_config(root))
    paths = Paths((write_corpora(root / "corpora"),), root / "work", root / "out")
    corpora.run(config, paths)
    tokenizer.run(config, paths)
    train_expert(config, paths, "general", expert_key(config, "general", stage_key(config, paths, "tokenizer")))
    return config, paths


def with_prompts(config: Config, **changes: object) -> Config:
    return replace(config, tables={**config.tables, "qtable": {**FEW, **changes}})


def cut(config: Config, paths: Paths, name: str):
    return cut_set(config, paths, next(plan for plan in plan_sets(config) if plan.name == name))


def test_a_further_round_leaves_the_earlier_prompts_as_they_were(prepared):
    config, paths = prepared
    small = cut(with_prompts(config), paths, BENCHMARK)
    large = cut(with_prompts(config, benchmark_prompts=(3, 5)), paths, BENCHMARK)
    assert set(small.fingerprints()) < set(large.fingerprints())
    assert len(set(large.ids)) == len(large) > len(small) + 5
    assert np.array_equal(cut(with_prompts(config, benchmark_prompts=(3,)), paths, BENCHMARK).ids, small.ids)


def test_further_short_windows_join_those_that_the_router_learns_from(prepared):
    config, paths = prepared
    small = cut(with_prompts(config), paths, ROUTER_TRAIN)
    large = cut(with_prompts(config, router_short_prompts=6, router_short_longest=10), paths, ROUTER_TRAIN)
    new = large.rows(np.flatnonzero(~np.isin(large.ids, small.ids)))
    assert set(small.ids) < set(large.ids) and len(new) >= 10 and new.lengths.max() <= 10


def test_only_new_prompts_are_measured(prepared, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    config, paths = prepared
    few, more = with_prompts(config), with_prompts(config, benchmark_prompts=(3, 5))
    small, counted, measure = cut(few, paths, BENCHMARK), [], qtable.measure

    def counting(model, prompts, *others):
        counted.append(len(prompts))
        return measure(model, prompts, *others)

    monkeypatch.setattr(qtable, "rounding_costs", lambda *_: {"int8": 0.0})
    monkeypatch.setattr(qtable, "measure", counting)
    assert measure_expert(few, paths, "general", BENCHMARK) > 0
    first = load_column(paths, BENCHMARK, "general")
    large = cut(more, paths, BENCHMARK)
    measure_expert(more, paths, "general", BENCHMARK)
    assert counted == [len(small), len(large) - len(small)]
    grown = load_column(paths, BENCHMARK, "general")
    at = [large.ids.tolist().index(name) for name in small.ids]
    assert np.array_equal(grown.loss[at], first.loss)
    assert measure_expert(more, paths, "general", BENCHMARK) == 0.0
    # The same as if all of them had been measured at once.
    qtable.column_file(paths, BENCHMARK, "general").unlink()
    measure_expert(more, paths, "general", BENCHMARK)
    assert np.allclose(load_column(paths, BENCHMARK, "general").loss, grown.loss, atol=1e-4)
