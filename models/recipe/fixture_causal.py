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
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch.nn import functional

from fixture_decoder import (
    GROUPS, HEADS, HIDDEN, INNER, LAYERS, SIZE, THETA, VOCABULARY, Decoder, compressed, export, inputs_of, nothing,
)  # fmt: skip
from fixture_newcomer import HERE, gallery, write

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
LONGEST, STEPS = 256, 200
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
