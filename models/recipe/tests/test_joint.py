"""End-to-end training: routing rules, load, the pair loss, exact continuation, and what each switch changes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from toy import write_config, write_corpora

from tryage_recipe.core import arithmetic

from tryage_recipe.data import corpora

from tryage_recipe.core.config import Config
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import expert_key, stage_key
from tryage_recipe.data import tokenizer
from tryage_recipe.data.batches import pad_windows
from tryage_recipe.data.sampling import mask_windows
from tryage_recipe.joint.online_router import OnlineRouter, cluster_loss, pair_loss
from tryage_recipe.joint.routing import NOWHERE, Load, label_experts, route, second_expert
from tryage_recipe.joint.runs import load_states, run_folder, train_run
from tryage_recipe.joint.settings import UPDATES, JointRun, JointSettings, ablation_runs, comparison_runs, count_experts, main_run
from tryage_recipe.measure.window_losses import losses_by_window, rows_of, unmasked, window_losses
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.train.expert import train_expert
from tryage_recipe.train.starting import expert_shape, load_expert

JOINT = """
[joint]
base = "general"
tokens = 12_000
clusters = 3
branch_share = 0.4
second_share = 0.5
router_batch = 8
cluster_windows = 60
validations = 2
validation_batches = 1
ablation_tokens = 3_000
ablation = [{ name = "no load term", load_weight = 0.0 }]
[[experts]]
id = "law"
label = "Law"
description = "Law only."
size = "small"
parts = ["law"]
branch_from = "general"
"""
# The second part of code has no specialist then.
ONE_PART = ('parts = ["code/a", "code/b"]', 'parts = ["code/a"]')
SETTINGS = JointSettings(base="general", tokens=1, clusters=3, load_weight=0.5, temperature=0.5)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> tuple[Config, Paths]:
    """The toy library up to its trained base, with a table [joint]."""
    root = tmp_path_factory.mktemp("joint")
    config = load_config(write_config(root, ONE_PART, JOINT))
    paths = Paths((write_corpora(root / "corpora"),), root / "work", root / "out")
    corpora.run(config, paths)
    tokenizer.run(config, paths)
    train_expert(config, paths, "general", expert_key(config, "general", stage_key(config, paths, "tokenizer")))
    return config, paths


def test_the_least_score_wins_and_a_crowded_expert_pays():
    load, generator = Load(3), np.random.default_rng(0)
    predicted = np.array([[1.0, 1.2, 3.0]])
    assert route(predicted, load, SETTINGS, 0.0, generator).tolist() == [0]
    load.add(np.zeros(2000, dtype=int))
    assert load.surplus() == pytest.approx([2, -1, -1], abs=0.02)
    assert route(predicted, load, SETTINGS, 0.0, generator).tolist() == [1]


def test_exploration_draws_from_the_softmax_of_the_scores():
    predicted = np.tile([1.0, 1.5, 2.0], (20_000, 1))
    drawn = route(predicted, Load(3), SETTINGS, 1.0, np.random.default_rng(0))
    weights = np.exp(-np.array([1.0, 1.5, 2.0]) / 0.5)
    assert np.bincount(drawn) / 20_000 == pytest.approx(weights / weights.sum(), abs=0.015)


def test_the_second_expert_is_another_one():
    predicted, generator = np.array([[0.0, 3.0, 1.0, 2.0]]), np.random.default_rng(0)
    seconds = [second_expert(predicted, 0, generator) for _ in range(300)]
    assert set(seconds) == {1, 2, 3} and seconds.count(2) > 150


def test_the_pair_loss_counts_both_errors_and_their_difference():
    predicted, experts = torch.tensor([[1.0, 2.0, 4.0]]), torch.tensor([[2, 0]])
    losses, scale = torch.tensor([[3.0, 2.0]]), torch.tensor(2.0)
    # Errors are (4 - 3) / 2 and (1 - 2) / 2.
    assert pair_loss(predicted, experts, losses, scale, 3.0).item() == pytest.approx(0.25 + 3.0 * 1.0)


def test_the_cluster_loss_is_least_where_the_given_expert_has_the_least_prediction():
    experts = torch.tensor([1, 0])
    right, wrong = torch.tensor([[2.0, 1.0], [1.0, 2.0]]), torch.tensor([[1.0, 2.0], [2.0, 1.0]])
    assert cluster_loss(right, experts).item() == pytest.approx(np.log1p(np.exp(-1 / 0.2)))
    assert cluster_loss(wrong, experts).item() == pytest.approx(np.log1p(np.exp(1 / 0.2)))


def test_rows_of_a_batch_keep_their_blanks_and_losses(prepared):
    config, paths = prepared
    model = load_expert(expert_shape(config, config.expert("general"), 330), paths.expert("general") / "model.safetensors")
    generator = np.random.default_rng(0)
    windows = [generator.integers(5, 330, size=size) for size in (30, 12, 25)]
    batch = mask_windows(windows, 0.3, generator)
    losses, chosen = window_losses(model, batch), np.array([0, 2])
    assert window_losses(model, rows_of(batch, chosen)) == pytest.approx(losses[chosen], rel=1e-5)
    assert all((one == other).all() for one, other in zip(unmasked(batch), windows, strict=True))
    # The same by hand, one window at a time.
    ids, attention = pad_windows(windows)
    for row, loss in enumerate(losses):
        at = [int(p) % ids.shape[1] for p in batch.positions if int(p) // ids.shape[1] == row]
        with torch.inference_mode():
            logits = model(batch.input_ids[row : row + 1], attention[row : row + 1])[0]
        by_hand = torch.nn.functional.cross_entropy(logits[at], ids[row, at])
        assert loss == pytest.approx(by_hand.item(), rel=1e-4)
    assert losses_by_window(torch.ones(len(batch.positions)), batch).tolist() == [1, 1, 1]


def test_figures_are_the_same_on_a_machine_that_trains_in_bf16(prepared, monkeypatch):
    config, paths = prepared
    model = load_expert(expert_shape(config, config.expert("general"), 330), paths.expert("general") / "model.safetensors")
    router = PerceptiveRouter(model.shape, 3)
    router.roformer.load_state_dict(model.roformer.state_dict())
    torch.nn.init.normal_(router.head.weight)
    online, generator = OnlineRouter(router, SETTINGS), np.random.default_rng(0)
    windows = [generator.integers(5, 330, size=size) for size in (30, 12, 25)]
    batch = mask_windows(windows, 0.3, generator)
    monkeypatch.setattr(arithmetic, "has_fast_bf16", lambda: False)
    losses, predicted = window_losses(model, batch), online.predict_all(windows)
    monkeypatch.setattr(arithmetic, "has_fast_bf16", lambda: True)
    assert window_losses(model, batch).tolist() == losses.tolist()
    assert online.predict_all(windows).tolist() == predicted.tolist()
    # What is only learned from may be rounded.
    assert window_losses(model, batch, exact=False).tolist() != losses.tolist()


def test_labels_know_which_parts_have_a_specialist(prepared):
    config, _ = prepared
    settings = main_run(config).settings
    assert label_experts(config, settings).tolist() == [0, NOWHERE, 1]


def test_an_interrupted_run_ends_with_the_same_weights(prepared):
    config, paths = prepared
    run = main_run(config)
    result = train_run(config, paths, run)
    weights = load_states(config, paths, run)
    folder = run_folder(config, paths, run)
    (folder / "result.json").unlink()
    assert train_run(config, paths, run, stop_after=9) is None
    assert (folder / "checkpoint.pt").exists()
    again = train_run(config, paths, run)
    for one, other in zip(weights, load_states(config, paths, run), strict=True):
        assert all(torch.equal(one[name], other[name]) for name in one)
    measured = [{**r["figures"], "routerShare": None} for r in (result, again)]
    assert measured[0] == measured[1] and result["tokens"] == again["tokens"]
    assert not (folder / "checkpoint.pt").exists()
    # Every token went to one expert, and the experts are not copies any more.
    assert result["figures"]["tokens"] == np.sum(result["tokens"]) > 9_000
    assert not torch.equal(weights[0]["cls.predictions.bias"], weights[1]["cls.predictions.bias"])


def varied(run: JointRun, **changes) -> JointRun:
    return JointRun(run.name, replace(run.settings, **changes))


def test_the_switch_freezes_the_experts_once_the_router_decides(prepared):
    config, paths = prepared
    trained = {update: train_run(config, paths, varied(main_run(config), update=update)) for update in UPDATES}
    tokens = {update: result["figures"]["tokens"] for update, result in trained.items()}
    assert tokens["router"] < 0.6 * tokens["both"] and tokens["experts"] == tokens["both"]


@pytest.mark.parametrize(("update", "frozen"), [("experts", True), ("both", False)])
def test_the_switch_freezes_the_router_once_it_decides(prepared, update, frozen):
    config, paths = prepared
    run = varied(main_run(config), update=update, router_rate=1e-3)
    routers = []
    for steps in (10, 17):  # branching ends with step 9 of 23
        assert train_run(config, paths, run, stop_after=steps) is None
        state = torch.load(run_folder(config, paths, run) / "checkpoint.pt", weights_only=True)
        routers.append(state["online"]["router"]["head.weight"])
    assert torch.equal(*routers) == frozen and routers[0].abs().max() > 0


def test_comparisons_and_ablations_differ_in_what_they_say(prepared):
    config, paths = prepared
    rules = {run.name: (run.settings.rule, run.settings.update) for run in comparison_runs(config)}
    clusters = {"clusters": ("router", "both")}
    assert rules == {"labels": ("labels", "both"), "random": ("random", "both"), "frozen": ("router", "router")} | clusters
    plain, without = ablation_runs(config)
    assert plain.settings.tokens == without.settings.tokens == 3_000 and without.settings.load_weight == 0
    random = train_run(config, paths, varied(plain, rule="random"))
    assert random["clusters"] is None and random["figures"]["ruleLoss"] == random["figures"]["randomLoss"]


def test_a_run_by_cluster_alone_sends_windows_to_their_cluster_to_the_end(prepared):
    config, paths = prepared
    run = next(run for run in comparison_runs(config) if run.name == "clusters")
    result = train_run(config, paths, varied(run, tokens=3_000))
    by_cluster, by_router = result["figures"]["ruleLoss"], result["figures"]["routedLoss"]
    assert result["clusters"] is not None and by_cluster >= result["figures"]["oracleLoss"] and by_cluster != by_router


def test_domain_labels_have_an_expert_for_every_domain_and_lose_no_window(prepared):
    config, paths = prepared
    settings = replace(main_run(config).settings, rule="domains", tokens=3_000)
    assert label_experts(config, settings).tolist() == [0, 0, 1] and count_experts(config, settings) == 2
    domains, clusters = (train_run(config, paths, JointRun(rule, replace(settings, rule=rule))) for rule in ("domains", "router"))
    assert domains["figures"]["tokens"] == clusters["figures"]["tokens"]


def test_comparisons_may_be_shorter_and_the_run_itself_is_then_among_them(prepared):
    config, _ = prepared
    joint = {**config.tables["joint"], "comparisons": ["clusters"], "comparison_tokens": 3_000}
    runs = comparison_runs(replace(config, tables={**config.tables, "joint": joint}))
    assert [(run.name, run.settings.tokens) for run in runs] == [("co-trained", 3_000), ("clusters", 3_000)]
    assert runs[0].settings.branch_share == 0.4 and runs[1].settings.branch_share == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('update = "all"', "'update' is 'all', expected one of both, experts, router"),
        ('base = "nobody"', "'nobody' is not an expert"),
        ("clusters = 1", "at least two clusters"),
        ("second_share = 2", "'second_share' must lie between 0 and 1"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, line, message):
    name = line.split(" ")[0]
    table = JOINT.split("[[")[0].splitlines()
    kept = "\n".join(row for row in table if not row.startswith(f"{name} "))
    config = load_config(write_config(tmp_path, add=f"{kept}\n{line}\n"))
    with pytest.raises(ConfigError, match=message):
        main_run(config)
