"""Weights survive compression, and the compressed ONNX graph computes what PyTorch computes."""

from dataclasses import replace

import numpy as np
import onnx
import onnx.reference
import pytest
import torch
from onnx import TensorProto, numpy_helper

from tryage_recipe.core.forms import FORMS
from tryage_recipe.models.compress import (
    compress_initializers,
    is_compressed,
    quantize_blocks,
    quantize_rows,
    round_weight,
    rounded_state,
)
from tryage_recipe.models.onnx_export import ParityError, check_parity, export_model
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.rotary import RoFormerShape, rotary_table
from tryage_recipe.models.rotation_nodes import compute_rotation
from tryage_recipe.models.router_model import PerceptiveRouter
from tryage_recipe.models.stored_matrix import read_matrix, stored_matrix

SHAPE = RoFormerShape(vocabulary=300, layers=2, hidden=64, heads=2)


def batches():
    generator = torch.Generator().manual_seed(0)
    for rows, length in ((1, 3), (2, 20), (3, 128)):
        ids = torch.randint(5, SHAPE.vocabulary, (rows, length), generator=generator)
        attention = torch.ones_like(ids)
        attention[-1, length // 2 + 1 :] = 0
        yield ids, attention


def test_int8_keeps_every_weight_within_half_a_step_of_its_row():
    weight = torch.from_numpy(np.random.default_rng(0).normal(size=(50, 40)).astype(np.float32))
    weight[3] = 0
    values, scale = quantize_rows(weight)
    assert scale.shape == (50, 1)
    assert ((values * scale - weight).abs() <= scale / 2 * 1.001).all()


def test_int4_keeps_every_weight_within_half_a_step_of_its_block():
    weight = torch.from_numpy(np.random.default_rng(0).normal(size=(50, 96)).astype(np.float32))
    weight[3] = 0
    weight[4] *= 1e-6
    values, scale = quantize_blocks(weight)
    assert values.shape == (50, 3, 32) and scale.shape == (50, 3, 1) and scale.dtype == torch.float16
    assert values.abs().max() == 7
    # fp16 rounds the scale itself by at most one part in 2,048, seven times over.
    assert ((values * scale.float() - weight.reshape(50, 3, 32)).abs() <= scale.float() * (0.5 + 7 / 2048)).all()


@pytest.mark.parametrize("transposed", [False, True])
def test_a_stored_matrix_is_read_back_as_runtimes_restore_it(transposed):
    weight = torch.from_numpy(np.random.default_rng(0).normal(size=(40, 64)).astype(np.float32))
    values, scale = quantize_blocks(weight)
    tensors, nodes = stored_matrix("w", values.numpy(), scale.numpy(), transposed)
    assert sum(numpy_helper.to_array(tensor).nbytes for tensor in tensors) < 40 * 64 * 5 / 8 + 100
    result = onnx.helper.make_tensor_value_info("w", TensorProto.FLOAT, None)
    model = onnx.helper.make_model(
        onnx.helper.make_graph(nodes, "g", [], [result], tensors), opset_imports=[onnx.helper.make_opsetid("", 18)]
    )
    restored = onnx.reference.ReferenceEvaluator(model).run(None, {})[0]
    read = read_matrix("w", {tensor.name: numpy_helper.to_array(tensor) for tensor in tensors})
    assert np.array_equal(read, round_weight(weight, "int4").numpy())
    assert np.array_equal(restored, read.T if transposed else read)


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
    assert sizes["int4"] < sizes["int8"] < sizes["mixed"] < sizes["float16"]
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


@pytest.mark.parametrize("positions", [128, 100, 5])
def test_a_graph_computes_the_table_of_rotary_angles_and_must_have_had_one(positions):
    shape = replace(SHAPE, positions=positions)
    table = rotary_table(positions, shape.hidden // shape.heads)
    stored = [numpy_helper.from_array(part.numpy(), name) for part, name in zip(table, ("cosine", "sine"), strict=True)]
    results = [onnx.helper.make_tensor_value_info(tensor.name, TensorProto.FLOAT, tensor.dims) for tensor in stored]
    opset = [onnx.helper.make_opsetid("", 18)]
    model = onnx.helper.make_model(onnx.helper.make_graph([], "g", [], results, stored), opset_imports=opset)
    compute_rotation(model, shape)
    onnx.checker.check_model(model, full_check=True)
    assert {i.data_type for i in model.graph.initializer} == {TensorProto.FLOAT, TensorProto.INT64}
    for values, expected in zip(onnx.reference.ReferenceEvaluator(model).run(None, {}), table, strict=True):
        assert values.shape == expected.shape and np.abs(values - expected.numpy()).max() <= 2e-7
    with pytest.raises(ValueError, match="no table of rotary angles"):
        compute_rotation(model, shape)


def test_weights_that_were_not_rounded_first_are_refused():
    weight = torch.randn(40, 40)
    graph = onnx.helper.make_graph([], "g", [], [], [onnx.numpy_helper.from_array(weight.numpy(), "w")])
    with pytest.raises(ValueError, match="not rounded"):
        compress_initializers(onnx.helper.make_model(graph), {"w": weight}, "int8")
