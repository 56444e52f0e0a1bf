"""Predictions are moved by length, all of a text alike: no choice changes, and the shipped file gives the same router back."""

import numpy as np
import torch

from tryage_recipe.data.batches import pad_windows
from tryage_recipe.models.compress import rounded_state
from tryage_recipe.models.onnx_export import export_model
from tryage_recipe.models.rotary import RoFormerShape
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.models.shipped_weights import read_router

SHAPE = RoFormerShape(vocabulary=300, layers=1, hidden=32, heads=1, positions=32)


def router(slope: float) -> PerceptiveRouter:
    torch.manual_seed(0)
    made = PerceptiveRouter(SHAPE, 3).eval()
    for vector in made.parameters():
        torch.nn.init.normal_(vector, 1.0, 0.1)
    made.length_slope.fill_(slope)
    return made


def batch():
    return pad_windows([np.arange(5, 5 + length) for length in (3, 9, 20)])


@torch.no_grad()
def test_the_slope_moves_all_experts_by_the_logarithm_of_the_length():
    plain, moved = (router(slope)(*batch())[0] for slope in (0.0, 0.5))
    by = 0.5 * torch.tensor([5.0, 11.0, 22.0]).log()
    torch.testing.assert_close(moved - plain, by[:, None].expand(3, 3))


@torch.no_grad()
def test_a_shipped_router_is_read_back_with_its_slope_and_an_older_one_without(tmp_path):
    for slope in (0.0, 0.25):
        made = router(slope)
        made.load_state_dict(rounded_state(made.state_dict(), "int8"))
        export_model(made, ["losses", "state"], "int8", tmp_path / "router.onnx", [batch()])
        found = PerceptiveRouter(SHAPE, 3).eval()
        read_router(tmp_path / "router.onnx", found)
        torch.testing.assert_close(found(*batch())[0], made(*batch())[0], rtol=1e-4, atol=1e-4)
