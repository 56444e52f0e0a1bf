"""What a router reads of a text, as the page computes it: ten numbers of its surface, hashed terms, ids of its tokens. Used by route.py."""

from __future__ import annotations

import math
import re
import unicodedata
from pathlib import Path

import numpy as np

WORD_COLUMNS = 2**15
CHARACTER_COLUMNS = 2**16
# White space as browsers see it, which is not quite Python's.
SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
TRIM = re.compile(f"^[{SPACE}]+|[{SPACE}]+$")
WORD = re.compile(f"[^{SPACE}]+")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "\n": ""}
HEX_LENGTHS = {"x": 2, "u": 4, "U": 8}


def cleaned(text: str, common: set[str]) -> str:
    """The text's lines, trimmed, without empty ones and those that the prompts of the table share."""
    strings = python_strings(text)
    whole = text if strings is None else "\n".join(strings)
    lines = [line for line in (TRIM.sub("", one) for one in re.split("\r\n|\r|\n", whole)) if line]
    own = [line for line in lines if line not in common]
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


class TokenReader:
    """Ids of a text's tokens, as the language model behind a feature reads them. Needs the package tokenizers."""

    def __init__(self, folder: Path, about: dict):
        from tokenizers import Tokenizer

        self._about = about
        self._tokenizer = Tokenizer.from_file(str(folder / about["tokenizer"]))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        apart = sorted((token for token in about["apart"] if len(token) > 1), key=len, reverse=True)
        self._apart = re.compile("|".join(map(re.escape, apart))) if apart else None

    def read(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Ids and mask, windows × tokens."""
        about, room = self._about, self._about["room"]
        text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        if about["maskToken"] is not None:
            text = re.sub(r"\[MASK\]|<mask>", lambda _: about["maskToken"], text)
        ids = self._ids(text)
        parts = [ids[at : at + room] for at in range(0, max(len(ids), 1), room)] if about["windows"] else [ids[:room]]
        sequences = [about["before"] + part + about["after"] or about["empty"] for part in parts]
        shape = (len(sequences), max(map(len, sequences)))
        read, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, sequence in enumerate(sequences):
            read[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        return read, mask

    def _ids(self, text: str) -> list[int]:
        """Special tokens that stand in the text are text: they are cut after their first letter."""
        cuts = [found.start() + 1 for found in self._apart.finditer(text)] if self._apart else []
        parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)])]
        return [token for part in parts for token in self._tokenizer.encode(part, add_special_tokens=False).ids]


def filled(name: str, ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """An input of a language model by its name."""
    if name == "position_ids":
        return np.broadcast_to(np.arange(ids.shape[1], dtype=np.int64), ids.shape).copy()
    return ids if name == "input_ids" else mask if name == "attention_mask" else np.zeros_like(ids)
