"""Several trainings of the router give one: the mean of their weights, each of another seed and kept where it has finished."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from toy import write_config

from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.paths import Paths
from tryage_recipe.router import stage
from tryage_recipe.router.shipped import router_file


def test_the_mean_of_all_runs_is_kept_and_what_has_finished_is_not_trained_again(tmp_path, monkeypatch):
    config = load_config(write_config(tmp_path))
    table = {"start_from": "general", "epochs": 1, "seed": 5, "runs": 2, "recentre": True}
    config = replace(config, tables={**config.tables, "router": table})
    paths = Paths((tmp_path,), tmp_path / "work", tmp_path / "out")
    trained = []
    whole = stage.run

    def train(one, apart, machine):
        settings = one.tables["router"]
        if settings["runs"] > 1:
            return whole(one, apart, machine)
        trained.append(settings["seed"])
        assert not settings["recentre"]
        apart.stage("router").mkdir(parents=True, exist_ok=True)
        save_file({"weight": torch.full((2,), float(settings["seed"]))}, router_file(apart))
        meta = {"training": {"prompts": 9, "tokens": 10, "steps": 3, "seconds": 1.5}, "keptStep": 3, "validation": []}
        (apart.stage("router") / "meta.json").write_text(json.dumps(meta))

    monkeypatch.setattr(stage, "run", train)
    monkeypatch.setattr(stage, "is_done", lambda one, apart, name: (apart.stage(name) / "done").exists())
    monkeypatch.setattr(stage, "mark_done", lambda one, apart, name: (apart.stage(name) / "done").touch())
    monkeypatch.setattr(stage, "recentre", lambda *_: {"constant": 0.25})
    for _ in range(2):
        stage.run(config, paths, None)
        assert trained == [5, 6]
        assert load_file(router_file(paths))["weight"].tolist() == pytest.approx([5.5, 5.5])
        meta = json.loads((paths.stage("router") / "meta.json").read_text())
        assert meta["training"] == {"prompts": 9, "tokens": 20, "steps": 6, "seconds": 3.0, "averagedRuns": 2}
        assert meta["predictionsMovedBy"] == {"constant": 0.25}


@pytest.mark.parametrize(("keep_last", "kept"), [(False, 0), (True, 2)])
def test_weights_that_validate_worse_are_kept_only_where_the_last_are_asked_for(tmp_path, monkeypatch, keep_last, kept):
    paths = Paths((tmp_path,), tmp_path / "work", tmp_path / "out")
    true = np.tile([0.0, 1.0], (50, 1))
    progress = SimpleNamespace(step=0, kept=0, curve=[])
    averaged = SimpleNamespace(state_dict=lambda: {"step": torch.tensor([float(progress.step)])})
    settings = SimpleNamespace(validations=1)
    trainer = SimpleNamespace(
        progress=progress, averaged=averaged, settings=settings, steps=2, steps_per_epoch=1, seconds_left=0.0, save=lambda *_: None
    )

    def to_the_end(trainer, checkpoint, key, after_step):
        for step in (1, 2):
            progress.step = step
            after_step(0.5, step == 2)

    monkeypatch.setattr(stage, "load_set", lambda *_: None)
    monkeypatch.setattr(stage, "load_tokenizer", lambda *_: None)
    monkeypatch.setattr(stage, "load_qtable", lambda *_: SimpleNamespace(loss=true))
    # After the first step all prompts go to the worse expert.
    monkeypatch.setattr(stage, "predict", lambda *_: (true if progress.step == 0 else -true, None))
    monkeypatch.setattr(stage, "train_to_end", to_the_end)
    stage._train(trainer, SimpleNamespace(), with_router_folder(paths), tmp_path / "checkpoint.pt", "key", keep_last)
    assert progress.kept == kept and load_file(router_file(paths))["step"].item() == kept


def with_router_folder(paths: Paths) -> Paths:
    """The folders, with that of the router made."""
    paths.stage("router").mkdir(parents=True, exist_ok=True)
    return paths
