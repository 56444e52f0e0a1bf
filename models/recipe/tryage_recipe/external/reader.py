"""How a model reads texts: its tokenizer, the tokens around every text, and how much it reads at once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from tryage_recipe.external.model_files import ModelError, ModelFiles, position_offset
from tryage_recipe.external.words import words_of

#: No model reads more at once, whatever it could: logits of large vocabularies would fill the memory.
MOST_TOKENS = 512
_MASKS = re.compile(r"\[MASK\]|<mask>")
_LIMITS = ("max_position_embeddings", "n_positions", "n_ctx")


def _settings(folder: Path) -> dict[str, Any]:
    path = folder / "tokenizer_config.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _content(token: Any) -> str | None:
    return token.get("content") if isinstance(token, dict) else token


class Reader:
    """A tokenizer as the measurements need it. Raises ModelError where the model cannot be read with it."""

    def __init__(self, files: ModelFiles, task: str) -> None:
        try:
            self.tokenizer = Tokenizer.from_file(str(files.folder / "tokenizer.json"))
            settings = _settings(files.folder)
        except Exception as error:  # the library raises plain Exceptions
            raise ModelError(f"its tokenizer cannot be read: {error}") from error
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        offset = position_offset(files.config)
        limits = [files.config[name] - offset for name in _LIMITS if isinstance(files.config.get(name), int)]
        limits.append(int(min(settings.get("model_max_length") or MOST_TOKENS, 1e9)))
        self.longest = min(MOST_TOKENS, *limits)
        around = self.tokenizer.encode("a")
        inner = [number for number, special in enumerate(around.special_tokens_mask) if not special]
        first, last = (inner[0], inner[-1]) if inner else (len(around.ids), len(around.ids) - 1)
        self.before, self.after = around.ids[:first], around.ids[last + 1 :]
        if task == "causal":  # reads the start token, the text, and nothing after it
            self.after = []
        elif self._id(settings, "mask_token") is None:
            raise ModelError("its tokenizer has no mask token")
        self.mask, self.unknown = (self._id(settings, name) for name in ("mask_token", "unk_token"))
        self.mask = self.mask if task == "masked" else None
        self._mask_token = str(self.tokenizer.id_to_token(self.mask)) if self.mask is not None else ""
        known = [token.content for token in self.tokenizer.get_added_tokens_decoder().values() if token.special]
        known = [token for token in known if len(token) > 1 and token != self._mask_token]
        self._special = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))) if known else None
        self.room = self.longest - len(self.before) - len(self.after)

    def _id(self, settings: dict[str, Any], name: str) -> int | None:
        model = json.loads(self.tokenizer.to_str())["model"]
        told = _content(settings.get(name))
        usual = {"mask_token": ("[MASK]", "<mask>"), "unk_token": ("[UNK]", "<unk>")}[name]
        candidates = [told] if told else [*usual, *([model["unk_token"]] if name == "unk_token" and model.get("unk_token") else [])]
        found = [self.tokenizer.token_to_id(token) for token in candidates]
        return next((number for number in found if number is not None), None)

    def tokens(self, text: str) -> list[int]:
        """Ids of a text without anything around it. As in the app, what looks like a special token in it is text: it is cut after its
        first character, so that no part holds one. A mask, in either of its usual spellings, stays one."""
        if self.mask is not None:
            text = _MASKS.sub(lambda _: self._mask_token, text)
        ids: list[int] = []
        start = 0
        for found in self._special.finditer(text) if self._special else ():
            ids += self.tokenizer.encode(text[start : found.start() + 1], add_special_tokens=False).ids
            start = found.start() + 1
        return ids + (self.tokenizer.encode(text[start:], add_special_tokens=False).ids if start < len(text) or not ids else [])

    def is_blank(self, token: int) -> bool:
        return not self.tokenizer.decode([token]).strip()

    def words(self, text: str) -> tuple[list[int], list[list[int]], list[bool]]:
        """Ids with what stands around them; by word the places of its tokens that are no white space; and whether it may
        count: it was read, and none of its tokens is unknown. Words beyond the room are not read."""
        ids, places, usable = list(self.before), [], []
        for piece, _ in words_of(text):
            tokens = self.tokens(piece)
            start, fits = len(ids), len(tokens) <= self.room
            if fits and start - len(self.before) + len(tokens) > self.room:
                break
            read = tokens if fits else []
            ids += read
            hidden = [start + number for number, token in enumerate(read) if not self.is_blank(token)]
            places.append(hidden)
            usable.append(bool(hidden) and not any(token in (self.mask, self.unknown) for token in read))
        return ids + self.after, places, usable
