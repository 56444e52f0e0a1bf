"""Routes prompts to models: the router beside this file, trained and judged on an evaluation table (see README.md).

    python route.py "What is the sum of 2 and 3?"            one prompt
    python route.py --lambda 0.5 < prompts.jsonl              one JSON string, or object with "prompt", a line

    from route import Router
    Router().choose("What is the sum of 2 and 3?")["model"]

Needs onnxruntime and numpy. λ is in points of score per US dollar per 1,000 prompts: 0 asks for the best score whatever it costs.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime

WORD_COLUMNS = 2**15
CHARACTER_COLUMNS = 2**16
# White space as browsers see it, which is not quite Python's.
SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
TRIM = re.compile(f"^[{SPACE}]+|[{SPACE}]+$")
WORD = re.compile(f"[^{SPACE}]+")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "\n": ""}
HEX_LENGTHS = {"x": 2, "u": 4, "U": 8}


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
        self._costs = np.array([1.0 if cost is None else cost for cost in about["route"]["costs"] or [0.0] * len(self.models)])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(self.folder / "router.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {one.name for one in self._session.get_inputs()}

    def scores(self, text: str, vectors: dict[str, np.ndarray] | None = None) -> np.ndarray:
        """Predicted score of every model, in the order of `models`.

        `vectors`: features that a text alone does not give, such as an encoder's, by name; router.json names what made them.
        """
        cleaned = self._cleaned(text)
        feeds: dict[str, np.ndarray] = {}
        if "surface" in self._inputs:
            feeds["surface"] = surface(cleaned)
        if "tfidf_columns" in self._inputs:
            feeds["tfidf_columns"], feeds["tfidf_values"] = hashed_terms(cleaned)
        for name in self._inputs - feeds.keys():
            if vectors is None or name not in vectors:
                raise ValueError(f"This router also needs the feature “{name}” of the text: pass it in `vectors`.")
            feeds[name] = np.asarray(vectors[name], dtype=np.float64)
        found = self._session.run(["scores"], feeds)[0]
        # Runtimes add in different orders: what is equal stays equal.
        return np.floor(found * 1e9 + 0.5) / 1e9

    def choose(self, text: str, lam: float = 0.0, vectors: dict[str, np.ndarray] | None = None) -> dict:
        """The model for a prompt, and the predicted scores. Of equals the cheapest."""
        scores = self.scores(text, vectors)
        objective = (1 - scores) + self._ties + lam * self._costs
        best = int(np.argmin(objective))
        return {"model": self.models[best], "scores": dict(zip(self.models, scores.tolist()))}

    def _cleaned(self, text: str) -> str:
        if not self._clean:
            return text
        strings = python_strings(text)
        whole = text if strings is None else "\n".join(strings)
        lines = [line for line in (TRIM.sub("", one) for one in re.split("\r\n|\r|\n", whole)) if line]
        own = [line for line in lines if line not in self._common]
        return "\n".join(own or lines)


def python_strings(text: str) -> list[str] | None:
    """The strings of a list as Python writes it; None for any other text."""
    source = TRIM.sub("", text)
    if len(source) < 2 or source[0] != "[" or source[-1] != "]":
        return None
    space = re.compile(f"[{SPACE}]*")
    found: list[str] = []
    at = space.match(source, 1).end()
    while at < len(source) and source[at] != "]":
        read = _quoted(source, at)
        if read is None:
            return None
        found.append(read[0])
        at = space.match(source, read[1]).end()
        if at < len(source) and source[at] == ",":
            at += 1
        elif at >= len(source) or source[at] != "]":
            return None
        at = space.match(source, at).end()
    return found if found and at == len(source) - 1 else None


def _quoted(source: str, start: int) -> tuple[str, int] | None:
    quote = source[start]
    if quote not in "'\"":
        return None
    parts: list[str] = []
    at = start + 1
    while at < len(source):
        if source[at] == quote:
            return "".join(parts), at + 1
        if source[at] != "\\":
            parts.append(source[at])
            at += 1
            continue
        letter = source[at + 1] if at + 1 < len(source) else ""
        length = HEX_LENGTHS.get(letter, 0)
        digits = source[at + 2 : at + 2 + length]
        if length and len(digits) == length and re.fullmatch("[0-9a-fA-F]+", digits) and int(digits, 16) <= 0x10FFFF:
            parts.append(chr(int(digits, 16)))
            at += 2 + length
        else:
            parts.append(ESCAPES[letter] if letter in ESCAPES else letter if letter in ("'", '"', "\\") else "\\" + letter)
            at += 2
    return None


def surface(text: str) -> np.ndarray:
    """Ten numbers of a text's surface."""
    digits = [unicodedata.category(letter) == "Nd" for letter in text]
    runs = sum(1 for i, digit in enumerate(digits) if digit and (i == 0 or not digits[i - 1]))
    words = len(WORD.findall(text))
    length = len(text)
    return np.array(
        [
            math.log1p(length),
            math.log1p(words),
            math.log1p(text.count("\n")),
            math.log1p(sum(digits)),
            math.log1p(runs),
            len(re.findall("[A-Z]", text)) / (length + 1),
            sum(letter > "\x7f" for letter in text) / (length + 1),
            len(re.findall(r"[(){}\[\];=<>_]", text)) / (length + 1),
            math.log1p(text.count("?")),
            length / (words + 1),
        ],
        dtype=np.float64,
    )


def hashed_terms(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Columns of hashed words, pairs of words and parts of words, and 1 + ln of how often each occurs; never empty."""
    counts: dict[int, int] = {}

    def add(column: int) -> None:
        counts[column] = counts.get(column, 0) + 1

    before: int | None = None
    for word in _words(text.lower()):
        own = _fnv1a(word.encode())
        add(own % WORD_COLUMNS)
        if before is not None:
            add(_fnv1a(b" " + word.encode(), before) % WORD_COLUMNS)
        before = own
        padded = f" {word} "
        for start in range(len(padded)):
            for end in range(start + 3, min(len(padded), start + 5) + 1):
                add(WORD_COLUMNS + _fnv1a(padded[start:end].encode()) % CHARACTER_COLUMNS)
    columns = sorted(counts)
    values = [1 + math.log(counts[column]) for column in columns]
    return np.array([0, *columns], dtype=np.int64), np.array([0, *values], dtype=np.float32)


def _words(text: str) -> list[str]:
    words, current = [], []
    for letter in text:
        if unicodedata.category(letter)[0] in "LN":
            current.append(letter)
        elif current:
            words.append("".join(current))
            current = []
    return [*words, "".join(current)] if current else words


def _fnv1a(content: bytes, start: int = 0x811C9DC5) -> int:
    value = start
    for byte in content:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


@lru_cache(maxsize=1)
def _router() -> Router:
    return Router()


def route(text: str, lam: float = 0.0) -> str:
    """The model for a prompt."""
    return _router().choose(text, lam)["model"]


try:
    from litellm.integrations.custom_logger import CustomLogger
except ImportError:
    CustomLogger = object


class LiteLLMRouter(CustomLogger):
    """A hook for LiteLLM's proxy: sends a call for the model “router” where this router does, by the last message of the user."""

    def __init__(self, model: str = "router", lam: float = 0.0, names: dict[str, str] | None = None):
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
    parser.add_argument("--lambda", dest="lam", type=float, default=0.0, help="points of score per dollar per 1,000 prompts")
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
