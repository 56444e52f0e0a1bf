"""Predictions are moved, all of a text alike: no choice changes, and the shipped file gives the same router back."""

import numpy as np
import torch

from tryage_recipe.data.batches import pad_windows
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.onnx_export import export_model
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.models.shipped_weights import read_router
from tryage_recipe.router.recentring import SMALLEST_GROUP, length_groups
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.statistics.regression import ridge_with_means

SHAPE = RoFormerShape(vocabulary=300, layers=1, hidden=32, heads=1, positions=32)


def router(slope: float, shift: float = 0.0) -> PerceptiveRouter:
    torch.manual_seed(0)
    made = PerceptiveRouter(SHAPE, 3).eval()
    for vector in made.parameters():
        torch.nn.init.normal_(vector, 1.0, 0.1)
    made.length_slope.fill_(slope)
    made.shift.fill_(shift)
    return made


def batch():
    return pad_windows([np.arange(5, 5 + length) for length in (3, 9, 20)])


@torch.no_grad()
def test_the_slope_moves_all_experts_by_the_logarithm_of_the_length():
    plain, moved = (router(slope)(*batch())[0] for slope in (0.0, 0.5))
    by = 0.5 * torch.tensor([5.0, 11.0, 22.0]).log()
    torch.testing.assert_close(moved - plain, by[:, None].expand(3, 3))


@torch.no_grad()
def test_the_shift_moves_all_experts_by_the_state():
    (plain, state), (moved, _) = (router(0.0, shift)(*batch()) for shift in (0.0, 0.1))
    torch.testing.assert_close(moved - plain, (0.1 * state.sum(dim=1, keepdim=True)).expand(3, 3), rtol=1e-3, atol=1e-4)


@torch.no_grad()
def test_a_shipped_router_is_read_back_with_what_moves_it_and_an_older_one_without(tmp_path):
    for slope, shift in ((0.0, 0.0), (0.25, 0.0), (0.25, 0.1)):
        made = router(slope, shift)
        made.load_state_dict(rounded_state(made.state_dict(), "int8"))
        export_model(made, ["losses", "state"], "int8", tmp_path / "router.onnx", [batch()])
        found = PerceptiveRouter(SHAPE, 3).eval()
        read_router(tmp_path / "router.onnx", found)
        torch.testing.assert_close(found(*batch())[0], made(*batch())[0], rtol=1e-4, atol=1e-4)


def test_the_regression_is_right_on_average_in_every_group_and_else_least_squares():
    generator = np.random.default_rng(1)
    features = generator.normal(3.0, 2.0, (400, 5))
    target = features @ np.arange(5) + 7.0 + generator.normal(0, 0.1, 400)
    groups = features[:2] * 1.5
    free, constant = ridge_with_means(features, target, 1e-9, groups, groups @ np.arange(5) + 7.0)
    np.testing.assert_allclose(free, np.arange(5), atol=0.02)
    assert abs(constant - 7.0) < 0.1
    asked = np.array([100.0, -50.0])
    held, constant = ridge_with_means(features, target, 10.0, groups, asked)
    np.testing.assert_allclose(groups @ held + constant, asked, atol=1e-6)


def test_groups_are_of_kind_and_length_and_small_ones_have_no_say():
    def prompts(count: int) -> PromptSet:
        parts = np.array(["a", "a/typed"] * count)
        lengths = np.tile([4, 4, 40, 4], count // 2)
        names = np.array([f"{n}" for n in range(2 * count)])
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        return PromptSet(names, names, parts, names, np.zeros(offsets[-1], dtype=np.int32), offsets)

    many = prompts(2 * SMALLEST_GROUP)
    found = length_groups(many, np.ones(len(many), dtype=bool), 32)
    assert {name: int(rows.sum()) for name, rows in found.items()} == {
        "typed, short": 2 * SMALLEST_GROUP, "windows, short": SMALLEST_GROUP, "windows, long": SMALLEST_GROUP,
    }
    few = prompts(4)
    assert list(length_groups(few, np.ones(len(few), dtype=bool), 32)) == ["all"]
