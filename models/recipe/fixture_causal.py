"""Makes the causal expert that the tests add: a tiny decoder of SmolLM2's form.

    .venv/bin/python fixture_causal.py [../../e2e/fixtures/causal]

Grouped-query attention, rotary positions, past key values, a GPT-2 tokenizer with single digits, a chat template; the weights in 4 and
in 8 bits. Its texts are the gallery's prompts. `reference.json` holds what ONNX Runtime for Python gives for exactly these
files: token ids, the loss of every token, a greedy continuation, and the ids of a chat.
"""

from __future__ import annotations

import json
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor, nn
from torch.nn import functional

from fixture_newcomer import HERE, gallery, write

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
VOCABULARY, HIDDEN, LAYERS, HEADS, GROUPS, SIZE, INNER = 640, 64, 2, 4, 2, 16, 128
LONGEST, STEPS, THETA = 256, 200, 10_000.0
BLOCK = 32
CONTINUED = 12
CHAT = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
PROBES = [
    "The district court granted summary judgment for the defendant.",
    "def add(a, b):\n    return a + b",
    "In 2019, 1234 patients were treated with 5 mg of aspirin.",
    "Grüße aus Köln – 你好, 🙂!",
]

CARD = """---
license: mit
language: en
library_name: transformers.js
pipeline_tag: text-generation
---

# causal-llama

A decoder of {parameters:,} parameters of SmolLM2's form, trained for {steps} steps on the example prompts of Tryage Explorer by
`models/recipe/fixture_causal.py`. It is a fixture for tests and of no other use.
"""


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


def train_tokenizer(texts: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def train_model(tokenizer: Tokenizer, texts: list[str]) -> Decoder:
    torch.set_num_threads(1)
    torch.manual_seed(11)
    model = Decoder(tokenizer.get_vocab_size())
    stream = torch.tensor([token for text in texts for token in [0, *tokenizer.encode(text).ids]])
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for step in range(STEPS):
        starts = torch.randint(len(stream) - 65, (16,))
        window = torch.stack([stream[start : start + 65] for start in starts])
        logits = model(*inputs_of(window[:, :-1], nothing(16)))[0]
        loss = functional.cross_entropy(logits.flatten(0, 1), window[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 50 == 49:
            print(f"step {step + 1}: {loss.item():.2f} nats per token", flush=True)
    return model.eval()


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


def run(session: onnxruntime.InferenceSession, ids: list[int], past: list[np.ndarray]) -> list[np.ndarray]:
    feeds = inputs_of(torch.tensor([ids]), [torch.from_numpy(part) for part in past])
    names = [one.name for one in session.get_inputs()]
    return session.run(None, {name: feed.numpy() for name, feed in zip(names, feeds, strict=True)})


def losses_of(session: onnxruntime.InferenceSession, ids: list[int]) -> list[float]:
    logits = torch.from_numpy(run(session, ids, [part.numpy() for part in nothing(1)])[0][0])
    return [round(float(loss), 5) for loss in functional.cross_entropy(logits[:-1], torch.tensor(ids[1:]), reduction="none")]


def greedy(session: onnxruntime.InferenceSession, ids: list[int]) -> dict[str, list]:
    past, read = [part.numpy() for part in nothing(1)], ids
    chosen: list[int] = []
    margins: list[float] = []
    for _ in range(CONTINUED):
        logits, *past = run(session, read, past)
        second, first = np.sort(logits[0, -1])[-2:]
        read = [int(logits[0, -1].argmax())]
        chosen += read
        margins.append(round(float(first - second), 4))
    return {"next": chosen, "margin": margins}


def surest(session: onnxruntime.InferenceSession, starts: list[list[int]]) -> dict[str, object]:
    """The continuation that is the least likely to tip over elsewhere: its smallest margin is the largest."""
    found = [{"ids": ids} | greedy(session, ids) for ids in starts]
    return max(found, key=lambda one: min(one["margin"]))


def reference(tokenizer: Tokenizer, texts: list[str], out: Path) -> dict[str, object]:
    found: dict[str, object] = {"texts": [{"text": text, "ids": tokenizer.encode(text).ids} for text in PROBES]}
    for file in sorted((out / "onnx").glob("*.onnx")):
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        losses = [losses_of(session, tokenizer.encode(text).ids) for text in PROBES]
        # Cut at a space, so that the text has these tokens again.
        words = [text.split("[MASK]")[0].split(" ")[:4] for text in texts]
        starts = [tokenizer.encode(" ".join(some)).ids for some in words if len(some) == 4 and some[-1]]
        chosen = surest(session, starts)
        written = {"prompt": tokenizer.decode(chosen["ids"]), "text": tokenizer.decode(chosen["next"])}
        found[file.name] = {"losses": losses, **written, **chosen}
    chat = f"<|im_start|>user\n{PROBES[0]}<|im_end|>\n<|im_start|>assistant\n"
    return found | {"chat": tokenizer.encode(chat).ids}


def main(out: Path) -> None:
    texts = gallery()
    tokenizer = train_tokenizer(texts)
    model = train_model(tokenizer, texts)
    with tempfile.TemporaryDirectory() as folder:
        export(model, Path(folder) / "model.onnx")
        compressed(Path(folder) / "model.onnx", out / "onnx")
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    write(out / "tokenizer_config.json", {
        "tokenizer_class": "GPT2Tokenizer", "add_prefix_space": False, "model_max_length": LONGEST, "unk_token": SPECIAL[0],
        "bos_token": SPECIAL[1], "eos_token": SPECIAL[2], "pad_token": SPECIAL[2], "chat_template": CHAT,
    })  # fmt: skip
    write(out / "config.json", {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "bos_token_id": 1, "eos_token_id": 2,
        "head_dim": SIZE, "hidden_size": HIDDEN, "intermediate_size": INNER, "max_position_embeddings": LONGEST,
        "num_attention_heads": HEADS, "num_hidden_layers": LAYERS, "num_key_value_heads": GROUPS, "rope_theta": THETA,
        "vocab_size": tokenizer.get_vocab_size(), "use_cache": True,
    })  # fmt: skip
    write(out / "generation_config.json", {"bos_token_id": 1, "eos_token_id": 2})
    parameters = sum(weights.numel() for weights in model.parameters())
    (out / "README.md").write_text(CARD.format(parameters=parameters, steps=STEPS), encoding="utf-8")
    write(out / "reference.json", reference(tokenizer, texts, out))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "../../e2e/fixtures/causal")
