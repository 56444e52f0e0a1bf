"""Makes the expert that the end-to-end tests add: a tiny BERT with a WordPiece tokenizer of its own.

    .venv/bin/python fixture_newcomer.py [../../e2e/fixtures/newcomer]

Its texts are the gallery's prompts, written for this project. It is trained for seconds, so that it knows a little
and is wrong most of the time: what is tested is that a model of another tokenizer can be added, not that it is good.
The files lie as on the Hub, the weights in the two forms in which the recipe ships them.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from pathlib import Path

import onnx
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from torch.nn import functional
from transformers import BertConfig, BertForMaskedLM

from tryage_recipe.models.compress import Form, compress_initializers, rounded_state
from tryage_recipe.models.onnx_export import OPSET, open_session

HERE = Path(__file__).parent
EXAMPLES = HERE / "../../src/examples"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
FORMS: dict[str, Form] = {"model_fp16.onnx": "float16", "model_int8.onnx": "int8"}
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
VOCABULARY, LONGEST, STEPS, HIDE = 1200, 128, 200, 0.2
TOLERANCE = 1e-4

CARD = """---
license: mit
language: en
library_name: transformers.js
pipeline_tag: fill-mask
---

# newcomer-bert

A BERT of {parameters:,} parameters with a WordPiece tokenizer, trained for {steps} steps on the example prompts of Tryage
Explorer by `models/recipe/fixture_newcomer.py`. It is a fixture for tests and of no other use.
"""


def gallery() -> list[str]:
    """Texts of the example prompts, their masks left as they are."""
    written = "".join(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.ts")))
    return [json.loads(text) for text in re.findall(r'^\s*text:\s*("(?:[^"\\]|\\.)*"),$', written, re.MULTILINE)]


def train_tokenizer(texts: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=SPECIAL, show_progress=False)
    )
    frame = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=frame)
    return tokenizer


def train_model(tokenizer: Tokenizer, texts: list[str]) -> BertForMaskedLM:
    torch.manual_seed(7)
    shape = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=48,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=96,
        max_position_embeddings=LONGEST,
        attn_implementation="eager",
    )
    model = BertForMaskedLM(shape)
    tokenizer.enable_padding()
    tokenizer.enable_truncation(LONGEST)
    encoded = tokenizer.encode_batch(texts)
    ids = torch.tensor([one.ids for one in encoded])
    attention = torch.tensor([one.attention_mask for one in encoded])
    maskable = torch.tensor([one.special_tokens_mask for one in encoded]) == 0
    mask = tokenizer.token_to_id("[MASK]")
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for step in range(STEPS):
        rows = torch.randint(len(ids), (16,))
        hidden = (torch.rand(ids[rows].shape) < HIDE) & maskable[rows] & (ids[rows] != mask)
        logits = model(ids[rows].masked_fill(hidden, mask), attention[rows]).logits
        loss = functional.cross_entropy(logits[hidden], ids[rows][hidden])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 50 == 49:
            print(f"step {step + 1}: {loss.item():.2f} nats per token", flush=True)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return model.eval()


class Logits(torch.nn.Module):
    """The model with plain tensors in and out, as the exporter wants it."""

    def __init__(self, model: BertForMaskedLM) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, attention: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        return self.model(ids, attention, types).logits


def export(model: BertForMaskedLM, form: Form, path: Path) -> None:
    """Writes the model rounded to `form`, and checks the file against PyTorch."""
    model.load_state_dict(rounded_state(model.state_dict(), form))
    wrapped = Logits(model).eval()
    ids = torch.randint(len(SPECIAL), model.config.vocab_size, (2, 9))
    example = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    axes = {0: torch.export.Dim("batch", max=64), 1: torch.export.Dim("sequence", max=LONGEST)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's notes on its own internals
        exported = torch.onnx.export(
            wrapped,
            example,
            dynamo=True,
            verbose=False,
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_shapes=(axes, axes, axes),
            external_data=False,
            opset_version=OPSET,
        ).model_proto
    graph = exported.graph
    # Traces of the source code, paths of this machine included, have no place in a shipped file.
    for traced in (graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
        del traced.metadata_props[:]
    del graph.value_info[:]
    compress_initializers(exported, wrapped.state_dict(), form)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save_model(exported, path)
    for rows, length in ((1, 5), (3, 40)):
        batch = torch.randint(len(SPECIAL), model.config.vocab_size, (rows, length))
        inputs = (batch, torch.ones_like(batch), torch.zeros_like(batch))
        with torch.inference_mode():
            expected = wrapped(*inputs).numpy()
        feeds = dict(zip(INPUTS, (tensor.numpy() for tensor in inputs), strict=True))
        difference = abs(open_session(path).run(None, feeds)[0] - expected).max()
        if not difference <= TOLERANCE:
            raise RuntimeError(f"{path}: ONNX and PyTorch differ by {difference:.1e}")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def main(out: Path) -> None:
    texts = gallery()
    print(f"{len(texts)} texts")
    tokenizer = train_tokenizer(texts)
    model = train_model(tokenizer, texts)
    parameters = model.num_parameters()
    for name, form in FORMS.items():
        export(model, form, out / "onnx" / name)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    names = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    settings = {"tokenizer_class": "BertTokenizer", "model_max_length": LONGEST, "do_lower_case": True}
    write(out / "tokenizer_config.json", settings | dict(zip(names, SPECIAL, strict=True)))
    shape = model.config.to_diff_dict() | {"architectures": ["BertForMaskedLM"], "model_type": "bert"}
    write(out / "config.json", {key: value for key, value in shape.items() if key != "transformers_version"})
    (out / "README.md").write_text(CARD.format(parameters=parameters, steps=STEPS), encoding="utf-8")


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "../../e2e/fixtures/newcomer")
