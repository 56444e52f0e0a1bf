"""Tiny models of any tokenizer kind in the Hub's layout, made from word counts alone; and a tiny router to read texts with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

KINDS = ("byte-level BPE", "WordPiece", "Unigram")
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def tokenizer(kind: str, texts: list[str], framed: bool = True) -> Tokenizer:
    """A trained tokenizer of a kind; `framed` puts [CLS] and [SEP] around texts."""
    if kind == "byte-level BPE":
        made = Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        made.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=340, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
        )
    elif kind == "WordPiece":
        made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        made.normalizer, made.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
        made.decoder = decoders.WordPiece()
        trainer = trainers.WordPieceTrainer(vocab_size=200, special_tokens=SPECIAL, show_progress=False)
    else:
        made = Tokenizer(models.Unigram())
        made.pre_tokenizer, made.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
        trainer = trainers.UnigramTrainer(vocab_size=120, special_tokens=SPECIAL, unk_token="[UNK]", show_progress=False)
    made.train_from_iterator(texts, trainer)
    if framed:
        ends = [("[CLS]", made.token_to_id("[CLS]")), ("[SEP]", made.token_to_id("[SEP]"))]
        made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return made


def _input(name: str, kind: int, shape: list[int | str]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def _save(path: Path, nodes: list, inputs: list, outputs: list, weights: dict[str, np.ndarray]) -> None:
    held = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, held)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)


def scores(made: Tokenizer, texts: list[str], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of token vectors [vocabulary, 4] and of weights [4, vocabulary]: how often tokens are in `texts`, with a little that
    depends on the token before."""
    size = made.get_vocab_size()
    counts = np.full(size, 0.05)
    for text in texts:
        np.add.at(counts, made.encode(text, add_special_tokens=False).ids, 1.0)
    generator = np.random.default_rng(seed)
    vectors = np.concatenate([np.ones((size, 1)), generator.normal(0, 1, (size, 3))], axis=1)
    weights = np.concatenate([np.log(counts / counts.sum())[None], generator.normal(0, 0.2, (3, size))])
    return vectors.astype(np.float32), weights.astype(np.float32)


def write_model(
    folder: Path, kind: str, known: list[str], own: list[str], task: str, seed: int, cached: bool = False, slow: int = 0
) -> None:
    """A model whose tokenizer knows `known` and that expects the words of `own`. A causal one sees the token before alone, a masked
    one the mean of all. `cached`: it asks for positions and past key values, as decoders at the Hub do. `slow`: width of matrices
    whose product it computes for nothing."""
    made = tokenizer(kind, known, framed=not cached)
    vectors, weights = scores(made, own, seed)
    grid: list[int | str] = ["batch", "sequence"]
    inputs = [_input("input_ids", TensorProto.INT64, grid), _input("attention_mask", TensorProto.INT64, grid)]
    outputs = [_input("logits", TensorProto.FLOAT, [*grid, made.get_vocab_size()])]
    nodes = [helper.make_node("Gather", ["vectors", "input_ids"], ["each"])]
    held = {"vectors": vectors, "weights": weights}
    if task == "masked":
        nodes += [helper.make_node("ReduceMean", ["each", "axis"], ["mean"], keepdims=1), helper.make_node("Add", ["each", "mean"], ["both"])]
        held["axis"] = np.array([1], np.int64)
    nodes.append(helper.make_node("MatMul", ["both" if task == "masked" else "each", "weights"], ["logits"]))
    if slow:
        held |= {"large": np.full((slow, slow), 1e-3, np.float32), "nothing": np.zeros(1, np.float32)}
        nodes[-1].output[0] = "quick"
        nodes += [
            helper.make_node("ReduceSum", ["each"], ["sum"], keepdims=0),
            helper.make_node("Mul", ["large", "sum"], ["scaled"]),
            helper.make_node("MatMul", ["scaled", "large"], ["product"]),
            helper.make_node("ReduceSum", ["product"], ["all"], keepdims=0),
            helper.make_node("Mul", ["all", "nothing"], ["zero"]),
            helper.make_node("Add", ["quick", "zero"], ["logits"]),
        ]
    if cached:
        inputs.append(_input("position_ids", TensorProto.INT64, grid))
        inputs.append(_input("past_key_values.0.key", TensorProto.FLOAT, ["batch", 2, "past", 4]))
        outputs.append(_input("present.0.key", TensorProto.FLOAT, ["batch", 2, "past", 4]))
        nodes.append(helper.make_node("Identity", ["past_key_values.0.key"], ["present.0.key"]))
    _save(folder / "onnx" / "model.onnx", nodes, inputs, outputs, held)
    made.save(str(folder / "tokenizer.json"))
    settings = {"mask_token": "[MASK]", "unk_token": None if kind == "byte-level BPE" else "[UNK]", "model_max_length": 96}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    head = "LMHeadModel" if task == "causal" else "ForMaskedLM"
    told = {"architectures": [f"Tiny{head}"], "model_type": "tiny", "hidden_size": 4, "num_hidden_layers": 1, "max_position_embeddings": 96}
    (folder / "config.json").write_text(json.dumps(told))


def write_router(library: Path, texts: list[str], hidden: int = 12) -> None:
    """A library with a router alone: its state is the mean of the texts' token vectors."""
    made = tokenizer("byte-level BPE", texts)
    vectors = np.random.default_rng(5).normal(0, 1, (made.get_vocab_size(), hidden)).astype(np.float32)
    grid: list[int | str] = ["batch", "sequence"]
    nodes = [
        helper.make_node("Gather", ["vectors", "input_ids"], ["each"]),
        helper.make_node("ReduceMean", ["each", "axis"], ["state"], keepdims=0),
        helper.make_node("MatMul", ["state", "old"], ["losses"]),
    ]
    held = {"vectors": vectors, "axis": np.array([1], np.int64), "old": np.ones((hidden, 7), np.float32)}
    outputs = [_input("losses", TensorProto.FLOAT, ["batch", 7]), _input("state", TensorProto.FLOAT, ["batch", hidden])]
    inputs = [_input(name, TensorProto.INT64, grid) for name in ("input_ids", "attention_mask")]
    _save(library / "router" / "onnx" / "model.onnx", nodes, inputs, outputs, held)
    (library / "tokenizer").mkdir()
    made.save(str(library / "tokenizer" / "tokenizer.json"))
    (library / "router" / "config.json").write_text("{}")
    entry = {
        "folder": "router", "model": "router/onnx/model.onnx", "parameters": vectors.size, "hidden": hidden,
        "maxTokens": 64, "outputs": {"losses": "losses", "state": "state"},
    }  # fmt: skip
    (library / "library.json").write_text(json.dumps({"tokenizer": "tokenizer/tokenizer.json", "router": entry}))
