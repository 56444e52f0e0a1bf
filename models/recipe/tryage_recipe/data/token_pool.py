"""Token pools: all passages of a pool as one token stream with offsets and one record each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class PassageRecord:
    """Where a passage comes from."""

    id: str
    doc: str
    source: str
    domain: str
    part: str


@dataclass(frozen=True)
class TokenPool:
    """Passages without special tokens. Passage n is `tokens[offsets[n]:offsets[n + 1]]`.

    `tokens` uint16 [total] (memory-mapped), `offsets` int64 [passages + 1], `parts` int16
    [passages] with positions in `Config.parts`; `folder` holds the records.
    """

    tokens: np.ndarray
    offsets: np.ndarray
    parts: np.ndarray
    folder: Path

    def __len__(self) -> int:
        return len(self.parts)

    def passage(self, index: int) -> np.ndarray:
        return self.tokens[self.offsets[index] : self.offsets[index + 1]]

    def records(self) -> list[PassageRecord]:
        with (self.folder / "passages.jsonl").open(encoding="utf-8") as lines:
            return [PassageRecord(**json.loads(line)) for line in lines]

    def passages(self) -> Iterator[tuple[PassageRecord, np.ndarray]]:
        """Every passage's record and tokens, in order."""
        for index, record in enumerate(self.records()):
            yield record, self.passage(index)

    @staticmethod
    def load(folder: Path) -> TokenPool:
        return TokenPool(
            tokens=np.load(folder / "tokens.npy", mmap_mode="r"),
            offsets=np.load(folder / "offsets.npy"),
            parts=np.load(folder / "parts.npy"),
            folder=folder,
        )

    @staticmethod
    def save(folder: Path, passages: Iterable[tuple[PassageRecord, list[int]]], part_ids: list[str]) -> TokenPool:
        """Writes a pool and returns it. Token ids must be below 65,536."""
        folder.mkdir(parents=True, exist_ok=True)
        number = {part_id: position for position, part_id in enumerate(part_ids)}
        pieces, parts = [], []
        with (folder / "passages.jsonl").open("w", encoding="utf-8") as records:
            for record, ids in passages:
                records.write(json.dumps(vars(record), ensure_ascii=False) + "\n")
                pieces.append(np.asarray(ids, dtype=np.uint16))
                parts.append(number[record.part])
        lengths = np.array([len(piece) for piece in pieces], dtype=np.int64)
        np.save(folder / "tokens.npy", np.concatenate(pieces) if pieces else np.zeros(0, np.uint16))
        np.save(folder / "offsets.npy", np.concatenate([[0], lengths.cumsum()]).astype(np.int64))
        np.save(folder / "parts.npy", np.array(parts, dtype=np.int16))
        return TokenPool.load(folder)
