"""A tiny decoder of SmolLM2's form, and its ONNX files in 4 and in 8 bits with inputs and outputs as Optimum names them."""

from __future__ import annotations

import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from torch import Tensor, nn
from torch.nn import functional

VOCABULARY, HIDDEN, LAYERS, HEADS, GROUPS, SIZE, INNER = 640, 64, 2, 4, 2, 16, 128
THETA = 10_000.0
BLOCK = 32


class Norm(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(HIDDEN))

    def forward(self, x: Tensor) -> Tensor:
        return self.weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5)


def rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    low, high = x[..., : SIZE // 2], x[..., SIZE // 2 :]
    return x * cos + torch.cat([-high, low], -1) * sin


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        linear = lambda a, b: nn.Linear(a, b, bias=False)  # noqa: E731
        self.q, self.k, self.v = linear(HIDDEN, HEADS * SIZE), linear(HIDDEN, GROUPS * SIZE), linear(HIDDEN, GROUPS * SIZE)
        self.o = linear(HEADS * SIZE, HIDDEN)
        self.gate, self.up, self.down = linear(HIDDEN, INNER), linear(HIDDEN, INNER), linear(INNER, HIDDEN)
        self.before, self.after = Norm(), Norm()

    def forward(
        self, x: Tensor, turn: tuple[Tensor, Tensor], hidden: Tensor, past: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        y = self.before(x)
        split = lambda z: z.unflatten(-1, (-1, SIZE)).transpose(1, 2)  # noqa: E731
        keys = torch.cat([past[0], rotated(split(self.k(y)), *turn)], 2)
        values = torch.cat([past[1], split(self.v(y))], 2)
        queries = rotated(split(self.q(y)), *turn).unflatten(1, (GROUPS, HEADS // GROUPS))
        scores = queries @ keys.unsqueeze(2).transpose(-1, -2) / SIZE**0.5
        mixed = (scores + hidden).softmax(-1) @ values.unsqueeze(2)
        x = x + self.o(mixed.flatten(1, 2).transpose(1, 2).flatten(-2))
        y = self.after(x)
        return x + self.down(functional.silu(self.gate(y)) * self.up(y)), (keys, values)


class Decoder(nn.Module):
    """Logits of every position, and keys and values of all tokens so far; inputs and outputs as Optimum names them."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = Norm()
        self.head = nn.Linear(HIDDEN, vocabulary, bias=False)

    def forward(self, ids: Tensor, attention: Tensor, positions: Tensor, *past: Tensor) -> tuple[Tensor, ...]:
        angles = positions.unsqueeze(-1) * THETA ** (torch.arange(0, SIZE, 2) / -SIZE)
        angles = torch.cat([angles, angles], -1).unsqueeze(1)
        places = attention.cumsum(-1) - 1
        later = places.unsqueeze(1) > positions.unsqueeze(-1)
        hidden = torch.where(later, -1e9, 0.0)[:, None, None]
        x = self.words(ids)
        present: list[Tensor] = []
        for k, layer in enumerate(self.layers):
            x, state = layer(x, (angles.cos(), angles.sin()), hidden, (past[2 * k], past[2 * k + 1]))
            present.extend(state)
        return self.head(self.norm(x)), *present


def inputs_of(ids: Tensor, past: list[Tensor]) -> tuple[Tensor, ...]:
    before = past[0].shape[2]
    positions = torch.arange(before, before + ids.shape[1]).expand(len(ids), -1)
    return ids, torch.ones(len(ids), before + ids.shape[1], dtype=torch.int64), positions, *past


def nothing(rows: int, length: int = 0) -> list[Tensor]:
    return [torch.randn(rows, GROUPS, length, SIZE) for _ in range(2 * LAYERS)]


def export(model: Decoder, path: Path) -> None:
    states = [f"{kind}.{k}.{part}" for kind in ("past_key_values", "present") for k in range(LAYERS) for part in ("key", "value")]
    past, present = states[: 2 * LAYERS], states[2 * LAYERS :]
    names = ["input_ids", "attention_mask", "position_ids", *past]
    axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "position_ids", "logits")}
    axes |= {"attention_mask": {0: "batch", 1: "all tokens"}}
    axes |= {name: {0: "batch", 2: "past tokens"} for name in past} | {name: {0: "batch", 2: "all tokens"} for name in present}
    example = inputs_of(torch.randint(VOCABULARY, (2, 5)), nothing(2, 3))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, example, str(path), dynamo=False, input_names=names, output_names=["logits", *present],
            dynamic_axes=axes, opset_version=17,
        )  # fmt: skip


def without_traces(model: onnx.ModelProto, path: Path) -> None:
    """Writes it without traces of the source code, which name this machine's folders."""
    model.producer_name, model.doc_string = "", ""
    for traced in (model.graph, *model.graph.node):
        traced.doc_string = ""
        del traced.metadata_props[:]
    del model.graph.value_info[:]
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save_model(model, path)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def compressed(path: Path, out: Path) -> None:
    four = MatMulNBitsQuantizer(onnx.load(path), bits=4, block_size=BLOCK, is_symmetric=False)
    four.process()
    without_traces(four.model.model, out / "model_q4.onnx")
    eight = path.with_suffix(".q8")
    quantize_dynamic(path, eight, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"])
    without_traces(onnx.load(eight), out / "model_quantized.onnx")
