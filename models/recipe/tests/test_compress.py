"""Weights survive compression, and the compressed ONNX graph computes what PyTorch computes."""

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto

from tryage_recipe.compress import FORMS, compress_initializers, is_compressed, quantize_rows, rounded_state
from tryage_recipe.onnx_export import ParityError, check_parity, export_model
from tryage_recipe.roformer import MaskedLanguageModel, RoFormerShape
from tryage_recipe.router_model import PerceptiveRouter

SHAPE = RoFormerShape(vocabulary=300, layers=2, hidden=64, heads=2)


def batches():
    generator = torch.Generator().manual_seed(0)
    for rows, length in ((1, 3), (2, 20), (3, 128)):
        ids = torch.randint(5, SHAPE.vocabulary, (rows, length), generator=generator)
        attention = torch.ones_like(ids)
        attention[-1, length // 2 + 1 :] = 0
        yield ids, attention


def test_int8_keeps_every_weight_within_half_a_step_of_its_row():
    weight = np.random.default_rng(0).normal(size=(50, 40)).astype(np.float32)
    weight[3] = 0
    values, scale = quantize_rows(weight)
    assert scale.shape == (50, 1)
    assert (np.abs(values * scale - weight) <= scale / 2 * 1.001).all()


@pytest.mark.parametrize("form", FORMS)
def test_rounding_a_second_time_changes_nothing(form):
    state = MaskedLanguageModel(SHAPE).state_dict()
    once = rounded_state(state, form)
    twice = rounded_state(once, form)
    for name, tensor in once.items():
        assert torch.allclose(tensor, twice[name], rtol=1e-6, atol=0)
        if not is_compressed(tuple(tensor.shape)):
            assert torch.equal(tensor, state[name])


def test_an_expert_exports_with_int8_weights_and_equal_logits(tmp_path):
    model = MaskedLanguageModel(SHAPE)
    model.load_state_dict(rounded_state(model.state_dict(), "int8"))
    path = tmp_path / "model.onnx"
    assert export_model(model, ["logits"], "int8", path, list(batches())) <= 1e-4
    initializers = {i.name: i for i in onnx.load(path).graph.initializer}
    stored = [i for name, i in initializers.items() if name.endswith(".stored")]
    matrices = sum(is_compressed(tuple(tensor.shape)) for tensor in model.state_dict().values())
    assert len(stored) == matrices and all(i.data_type == TensorProto.INT8 for i in stored)


def test_a_mixed_expert_holds_attention_as_fp16_and_lies_between_the_other_forms_in_size(tmp_path):
    model = MaskedLanguageModel(SHAPE)
    trained = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    sizes = {}
    for form in FORMS:
        model.load_state_dict(rounded_state(trained, form))
        path = tmp_path / f"{form}.onnx"
        assert export_model(model, ["logits"], form, path, list(batches())) <= 1e-4
        sizes[form] = path.stat().st_size
    assert sizes["int8"] < sizes["mixed"] < sizes["float16"]
    stored = [i for i in onnx.load(tmp_path / "mixed.onnx").graph.initializer if i.name.endswith(".stored")]
    assert sum(i.data_type == TensorProto.FLOAT16 for i in stored) == 3 * SHAPE.layers
    mixed = rounded_state(trained, "mixed")
    for name, form in (("self.query", "float16"), ("self.value", "float16"), ("output.dense", "int8")):
        weight = f"roformer.encoder.layer.1.attention.{name}.weight"
        assert torch.equal(mixed[weight], rounded_state(trained, form)[weight])


def test_a_router_exports_with_fp16_weights_and_equal_outputs(tmp_path):
    router = PerceptiveRouter(SHAPE, experts=20)
    torch.nn.init.normal_(router.head.weight)
    router.loss_mean.fill_(4.0)
    router.load_state_dict(rounded_state(router.state_dict(), "float16"))
    path = tmp_path / "model.onnx"
    assert export_model(router, ["losses", "state"], "float16", path, list(batches())) <= 1e-4
    stored = [i for i in onnx.load(path).graph.initializer if i.name.endswith(".stored")]
    assert stored and all(i.data_type == TensorProto.FLOAT16 for i in stored)
    with torch.no_grad():
        router.head.bias.add_(0.01)
    with pytest.raises(ParityError, match="differ by"):
        check_parity(path, router, list(batches()))


def test_weights_that_were_not_rounded_first_are_refused():
    weight = torch.randn(40, 40)
    graph = onnx.helper.make_graph([], "g", [], [], [onnx.numpy_helper.from_array(weight.numpy(), "w")])
    with pytest.raises(ValueError, match="not rounded"):
        compress_initializers(onnx.helper.make_model(graph), {"w": weight}, "int8")
