"""Routes prompts to models: the router beside this file, trained and judged on an evaluation table (see README.md).

    python route.py "What is the sum of 2 and 3?"            one prompt
    python route.py --lambda 0.5 < prompts.jsonl              one JSON string, or object with "prompt", a line

    from route import Router
    Router().choose("What is the sum of 2 and 3?")["model"]

Needs onnxruntime and numpy, and tokenizers where README.md says so. λ is in points of score per US dollar per 1,000 prompts: 0 asks for
the best score whatever it costs.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from route_features import TokenReader, cleaned, filled, hashed_terms, surface


class Router:
    """A router in a folder: `router.json` and `router.onnx`."""

    def __init__(self, folder: str | Path | None = None):
        self.folder = Path(folder) if folder is not None else Path(__file__).resolve().parent
        about = json.loads((self.folder / "router.json").read_text(encoding="utf-8"))
        if about.get("format") != "tryage-router" or about.get("version") != 1:
            raise ValueError(f"{self.folder / 'router.json'} is not a router of format version 1.")
        self.about = about
        self.models: list[str] = about["models"]
        self._common = set(about["cleaning"]["common"])
        self._clean = about["cleaning"]["clean"]
        self._ties = np.array(about["route"]["ties"])
        costs = about["route"]["costs"] or [0.0] * len(self.models)
        # As in the page: where a cost is unknown, the largest counts.
        dearest = max((cost for cost in costs if cost is not None), default=0.0)
        self._costs = np.array([dearest if cost is None else cost for cost in costs])
        self._lambda = float(about["route"].get("lambda", 0.0))
        self._session = self._opened("router.onnx")
        self._texts = [
            (text, TokenReader(self.folder, text), text["model"] and self._opened(text["model"]))
            for text in about["route"].get("texts", [])
        ]
        self._inputs = {one.name for one in self._session.get_inputs()}

    def scores(self, text: str, vectors: dict[str, np.ndarray] | None = None) -> np.ndarray:
        """Predicted score of every model, in the order of `models`.

        `vectors`: features that a text alone does not give, such as an encoder's, by name; router.json names what made them.
        """
        read = cleaned(text, self._common) if self._clean else text
        feeds: dict[str, np.ndarray] = {}
        if "surface" in self._inputs:
            feeds["surface"] = surface(read)
        if "tfidf_columns" in self._inputs:
            feeds["tfidf_columns"], feeds["tfidf_values"] = hashed_terms(read)
        for about, tokens, model in self._texts:
            ids, mask = tokens.read(read)
            if model:
                given = {one.name: _as(one.type, filled(one.name, ids, mask)) for one in model.get_inputs()}
                feeds[about["states"]] = model.run([about["output"]], given)[0].astype(np.float32)
            else:
                feeds[about["ids"]], feeds[about["attention"]] = ids, mask
        for name in self._inputs - feeds.keys():
            if vectors is None or name not in vectors:
                raise ValueError(f"This router also needs the feature “{name}” of the text: pass it in `vectors`.")
            feeds[name] = np.asarray(vectors[name], dtype=np.float64)
        found = self._session.run(["scores"], feeds)[0]
        # Runtimes add in different orders: what is equal stays equal.
        return np.floor(found * 1e9 + 0.5) / 1e9

    def choose(self, text: str, lam: float | None = None, vectors: dict[str, np.ndarray] | None = None) -> dict:
        """The model for a prompt, and the predicted scores. Of equals the cheapest. Without `lam`, λ is that of router.json."""
        scores = self.scores(text, vectors)
        objective = (1 - scores) + self._ties + (self._lambda if lam is None else lam) * self._costs
        best = int(np.argmin(objective))
        return {"model": self.models[best], "scores": dict(zip(self.models, scores.tolist()))}

    def _opened(self, name: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self.folder / name), options, providers=["CPUExecutionProvider"])


def _as(kind: str, values: np.ndarray) -> np.ndarray:
    return values.astype(np.int32) if kind == "tensor(int32)" else values


@lru_cache(maxsize=1)
def _router() -> Router:
    return Router()


def route(text: str, lam: float | None = None) -> str:
    """The model for a prompt."""
    return _router().choose(text, lam)["model"]


try:
    from litellm.integrations.custom_logger import CustomLogger
except ImportError:
    CustomLogger = object


class LiteLLMRouter(CustomLogger):
    """A hook for LiteLLM's proxy: sends a call for the model “router” where this router does, by the last message of the user."""

    def __init__(self, model: str = "router", lam: float | None = None, names: dict[str, str] | None = None):
        super().__init__()
        self.model, self.lam, self.names = model, lam, names or {}

    async def async_pre_call_hook(self, user_api_key_dict, cache, data: dict, call_type: str) -> dict:
        if data.get("model") == self.model:
            chosen = route(last_text(data.get("messages") or []), self.lam)
            data["model"] = self.names.get(chosen, chosen)
        return data


def last_text(messages: list[dict]) -> str:
    """The text of the user's last message."""
    for message in reversed(messages):
        if message.get("role") != "user":
            continue
        content = message.get("content")
        if isinstance(content, str):
            return content
        return "\n".join(part.get("text", "") for part in content or [] if part.get("type") == "text")
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Chooses a model for each prompt.")
    parser.add_argument("prompt", nargs="*", help="prompts; without any, JSON lines are read from standard input")
    parser.add_argument("--lambda", dest="lam", type=float, help="points of score per dollar per 1,000 prompts; without it that of router.json")
    parser.add_argument("--scores", action="store_true", help="also print the predicted scores")
    given = parser.parse_args()
    router = Router()
    for text in given.prompt or map(_prompt_in, filter(str.strip, sys.stdin)):
        found = router.choose(text, given.lam)
        print(json.dumps(found, ensure_ascii=False) if given.scores else found["model"], flush=True)


def _prompt_in(line: str) -> str:
    value = json.loads(line)
    return value["prompt"] if isinstance(value, dict) else value


if __name__ == "__main__":
    main()
