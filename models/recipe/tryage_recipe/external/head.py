"""A router for measured losses: the encoder of a shipped router, and a head fitted to these losses by ridge regression."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from tokenizers import Tokenizer

from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.stamps import StageError
from tryage_recipe.data.tokenizer import router_text

PENALTIES = (1.0, 10.0, 100.0, 1000.0)


@dataclass(frozen=True)
class Encoder:
    """The router of a shipped library, read for its states alone. `told` is its entry in the manifest."""

    folder: Path
    told: dict[str, Any]
    tokenizer_file: Path

    @staticmethod
    def of(library: Path) -> Encoder:
        """Raises StageError where the folder holds no library with a router."""
        manifest = library / MANIFEST
        if not manifest.exists():
            raise StageError(f"{library} holds no library whose router could be taken: name one with --router")
        told = json.loads(manifest.read_text(encoding="utf-8"))
        if "router" not in told:
            raise StageError(f"the library in {library} has no router")
        return Encoder(library, told["router"], library / told["tokenizer"])

    @property
    def model(self) -> Path:
        return self.folder / self.told["model"]

    def read(self, texts: list[str]) -> list[list[int]]:
        """What the router reads of every text, with what stands around it, cut to its limit."""
        tokenizer = Tokenizer.from_file(str(self.tokenizer_file))
        before = [number for number in tokenizer.encode("").ids][:1]
        after = [number for number in tokenizer.encode("").ids][-1:]
        room = self.told["maxTokens"] - 2
        found = [tokenizer.encode(router_text(text), add_special_tokens=False).ids[:room] for text in texts]
        return [[*before, *ids, *after] for ids in found]

    def states(self, sequences: list[list[int]]) -> np.ndarray:
        """The router's states fp32 [n, hidden]."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(self.model, options, providers=["CPUExecutionProvider"])
        name = self.told["outputs"]["state"]
        rows = []
        for ids in sequences:
            read = np.array([ids], np.int64)
            rows.append(session.run([name], {"input_ids": read, "attention_mask": np.ones_like(read)})[0][0])
        return np.stack(rows).astype(np.float32)


@dataclass(frozen=True)
class Head:
    """Predicted losses are states @ weight.T + bias; `weight` [experts, hidden]. `penalty` was chosen on validation documents."""

    weight: np.ndarray
    bias: np.ndarray
    penalty: float

    def predict(self, states: np.ndarray) -> np.ndarray:
        """Losses fp32 [n, experts]."""
        return (states @ self.weight.T + self.bias).astype(np.float32)


def _fit(states: np.ndarray, losses: np.ndarray, penalty: float) -> Head:
    scaler = StandardScaler().fit(states)
    ridge = Ridge(penalty).fit(scaler.transform(states), losses)
    weight = np.atleast_2d(ridge.coef_) / scaler.scale_
    return Head(weight.astype(np.float32), (ridge.intercept_ - weight @ scaler.mean_).astype(np.float32), penalty)


def fit_head(states: np.ndarray, losses: np.ndarray, documents: np.ndarray) -> Head:
    """The head of the penalty that routes best on documents that it was not fitted to, a fifth of them; fitted to all at last."""
    states, names = states.astype(np.float64), np.unique(documents)
    kept = np.isin(documents, names[np.random.default_rng(0).permutation(len(names))[: max(1, len(names) // 5)]])
    if kept.all():
        return _fit(states, losses, PENALTIES[-1])

    def routed(penalty: float) -> float:
        choice = _fit(states[~kept], losses[~kept], penalty).predict(states[kept]).argmin(axis=1)
        return float(losses[kept][np.arange(len(choice)), choice].mean())

    # Of equals the strongest penalty, which trusts few texts least.
    return _fit(states, losses, min(reversed(PENALTIES), key=routed))


def with_head(router: onnx.ModelProto, outputs: dict[str, str], head: Head) -> onnx.ModelProto:
    """The router's graph up to its state, with another head; nodes and weights that nothing needs any more are left out."""
    graph, state = router.graph, outputs["state"]
    made = {name: node for node in graph.node for name in node.output}
    needed, waiting = set(), [state]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += list(made[name].input) if name in made else []
    nodes = [node for node in graph.node if needed & set(node.output)]
    weights = [initializer for initializer in graph.initializer if initializer.name in needed]
    weights += [numpy_helper.from_array(head.weight.T.copy(), "measured.weight"), numpy_helper.from_array(head.bias, "measured.bias")]
    nodes.append(helper.make_node("Gemm", [state, "measured.weight", "measured.bias"], ["losses"]))
    losses = helper.make_tensor_value_info("losses", onnx.TensorProto.FLOAT, ["batch", len(head.bias)])
    [kept] = [output for output in graph.output if output.name == state]
    new = helper.make_graph(nodes, "router", list(graph.input), [losses, kept], weights)
    model = helper.make_model(new, opset_imports=list(router.opset_import), ir_version=router.ir_version)
    onnx.checker.check_model(model)
    return model
