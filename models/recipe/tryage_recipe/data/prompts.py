"""Prompts: windows of consecutive tokens of a passage, cut at random offsets.

A random offset and a random length keep titles, first words and passage lengths from giving
the domain away.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tryage_recipe.core.files import write_bytes
from tryage_recipe.data.token_pool import PassageRecord

# A passage: where it comes from and its tokens, without special tokens.
Passage = tuple[PassageRecord, np.ndarray]

# Draws a window length in tokens.
LengthLaw = Callable[[np.random.Generator], int]


@dataclass(frozen=True)
class PromptSet:
    """Windows and where they come from; the tokens of all windows lie end to end.

    `tokens` is int32 [total], window n is `tokens[offsets[n]:offsets[n + 1]]`; the other
    arrays hold one string a window. `docs` are the documents' keys, of a mixture that of its larger piece; sets that were
    cut before these were kept have their sources in their place.
    """

    ids: np.ndarray
    domains: np.ndarray
    parts: np.ndarray
    sources: np.ndarray
    tokens: np.ndarray
    offsets: np.ndarray
    docs: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def lengths(self) -> np.ndarray:
        """Tokens of every window, special tokens not counted."""
        return np.diff(self.offsets)

    @property
    def documents(self) -> np.ndarray:
        """Every window's document, among all domains: what is drawn when prompts are resampled."""
        keys = self.sources if self.docs is None else self.docs
        return np.array([f"{domain}\n{key}" for domain, key in zip(self.domains, keys, strict=True)])

    @property
    def passages(self) -> np.ndarray:
        """The id of every window's passage, or of all pieces of a mixture together."""
        return np.array([re.sub(r"@\d+\+\d+", "", window_id) for window_id in self.ids])

    def window(self, index: int) -> np.ndarray:
        return self.tokens[self.offsets[index] : self.offsets[index + 1]]

    def windows(self) -> Iterator[np.ndarray]:
        return (self.window(index) for index in range(len(self)))

    def rows(self, rows: np.ndarray) -> PromptSet:
        """The set of some prompts alone, in the given order."""
        windows = [self.window(row) for row in rows]
        named = {name: getattr(self, name)[rows] for name in ("ids", "domains", "parts", "sources")}
        tokens = np.concatenate(windows) if windows else self.tokens[:0]
        offsets = np.cumsum([0] + [len(window) for window in windows])
        return PromptSet(**named, tokens=tokens, offsets=offsets, docs=None if self.docs is None else self.docs[rows])

    def without_repeats(self) -> PromptSet:
        """Every prompt once, where it comes first."""
        return self.rows(np.sort(np.unique(self.ids, return_index=True)[1]))

    def fingerprints(self) -> np.ndarray:
        """Hash of every prompt's id and tokens, by which a measured prompt is found again in a larger set."""
        pairs = zip(self.ids, self.windows(), strict=True)
        return np.array([hashlib.sha256(f"{name}\n".encode() + window.tobytes()).hexdigest()[:24] for name, window in pairs])

    def fingerprint(self) -> str:
        """Hash of ids and tokens, by which cached losses are matched to their prompts."""
        digest = hashlib.sha256("\n".join(self.ids).encode())
        digest.update(self.tokens.tobytes())
        return digest.hexdigest()

    def save(self, path: Path) -> None:
        content = io.BytesIO()
        np.savez_compressed(content, **{name: array for name, array in vars(self).items() if array is not None})
        write_bytes(path, content.getvalue())

    @staticmethod
    def load(path: Path) -> PromptSet:
        with np.load(path) as arrays:
            return PromptSet(**{name: arrays[name] for name in arrays.files})


def uniform_length(low: int, high: int) -> LengthLaw:
    """Lengths low … high, each as likely."""
    return lambda generator: int(generator.integers(low, high + 1))


def mixed_length(low: int, middle: int, high: int, short_share: float) -> LengthLaw:
    """Lengths low … middle - 1 with probability `short_share`, else middle … high."""
    short, long = uniform_length(low, middle - 1), uniform_length(middle, high)
    return lambda generator: short(generator) if generator.random() < short_share else long(generator)


def split_evenly(total: int, keys: list[str]) -> dict[str, int]:
    """`total` shared among keys as evenly as whole numbers allow."""
    base, rest = divmod(total, len(keys))
    return {key: base + (position < rest) for position, key in enumerate(keys)}


def by_domain_and_part(passages: Iterable[Passage], shortest: int) -> dict[str, dict[str, list[Passage]]]:
    """Passages of at least `shortest` tokens by domain and part. Raises ValueError when there is none."""
    groups: dict[str, dict[str, list[Passage]]] = {}
    for record, tokens in passages:
        if len(tokens) >= shortest:
            groups.setdefault(record.domain, {}).setdefault(record.part, []).append((record, tokens))
    if not groups:
        raise ValueError(f"no passage has {shortest} tokens")
    return groups


def random_window(passage: Passage, length: int, generator: np.random.Generator) -> Passage:
    """A window of `length` tokens, or the whole of a shorter passage.

    Its record carries its own id, `<passage id>@<offset>+<length>`.
    """
    record, tokens = passage
    length = min(length, len(tokens))
    offset = int(generator.integers(len(tokens) - length + 1))
    return replace(record, id=f"{record.id}@{offset}+{length}"), tokens[offset : offset + length]


def _cut_part(
    passages: list[Passage], count: int, law: LengthLaw, generator: np.random.Generator
) -> list[Passage]:
    """`count` different windows; passages are reused only when all were used.

    Fewer windows where a few short passages have no more.
    """
    windows: dict[str, Passage] = {}
    for _ in range(1 + 4 * count // len(passages)):
        for index in generator.permutation(len(passages)):
            if len(windows) == count:
                return list(windows.values())
            window = random_window(passages[index], law(generator), generator)
            windows.setdefault(window[0].id, window)
    return list(windows.values())


def to_prompt_set(windows: list[Passage]) -> PromptSet:
    """Windows in the given order as one set."""
    return PromptSet(
        ids=np.array([record.id for record, _ in windows]),
        domains=np.array([record.domain for record, _ in windows]),
        parts=np.array([record.part for record, _ in windows]),
        sources=np.array([record.source for record, _ in windows]),
        tokens=np.concatenate([tokens for _, tokens in windows]).astype(np.int32),
        offsets=np.cumsum([0] + [len(tokens) for _, tokens in windows]),
        docs=np.array([record.doc for record, _ in windows]),
    )


def joined_sets(sets: list[PromptSet]) -> PromptSet:
    """Several sets as one, in their order."""
    names = ("ids", "domains", "parts", "sources", "tokens")
    lengths = np.concatenate([one.lengths for one in sets])
    joined = {name: np.concatenate([getattr(one, name) for one in sets]) for name in names}
    docs = np.concatenate([one.sources if one.docs is None else one.docs for one in sets])
    return PromptSet(**joined, offsets=np.concatenate([[0], np.cumsum(lengths)]), docs=docs)


def cut_prompts(
    passages: Iterable[Passage],
    per_domain: int,
    law: LengthLaw,
    shortest: int,
    generator: np.random.Generator,
    part_exponent: float = 0.0,
) -> PromptSet:
    """Windows balanced over domains and, within a domain, over its parts.

    A domain of k parts gives `per_domain` × k ** `part_exponent` of them: 0 balances the domains, 1 the parts.

    Passages under `shortest` tokens are left out; a window is never longer than its passage.
    Raises ValueError when no passage is long enough.
    """
    groups = by_domain_and_part(passages, shortest)
    windows: list[Passage] = []
    for domain in sorted(groups):
        share = round(per_domain * len(groups[domain]) ** part_exponent)
        for part, count in split_evenly(share, sorted(groups[domain])).items():
            windows += _cut_part(groups[domain][part], count, law, generator)
    return to_prompt_set(windows)
