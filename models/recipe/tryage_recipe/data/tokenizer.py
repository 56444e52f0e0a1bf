"""Stage `tokenizer`: a shared byte-level BPE, and every pool as token ids.

One tokenizer for all experts keeps their losses comparable token for token; bytes keep case and
white space, which code needs, and need no normalisation that a browser might do differently.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from tryage_recipe.core.config import Config
from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import POOLS, Paths
from tryage_recipe.statistics.courtesy import without_courtesy
from tryage_recipe.data.token_pool import PassageRecord, TokenPool

#: Their position is their id.
SPECIAL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PAD, UNK, CLS, SEP, MASK = range(5)

ENCODE_BATCH = 1000
#: What counts as white space around a text: what `trim` of the browser removes.
SPACE = "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """Learns a byte-level BPE of at most `vocabulary` entries, special tokens included."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    # A token of running text owns the space before it, so [MASK] swallows that space (lstrip):
    # a typed "as [MASK]:" then gives the neighbours that the models saw in training.
    special = [
        AddedToken(token, special=True, normalized=False, lstrip=token == "[MASK]") for token in SPECIAL_TOKENS
    ]
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)]
    )
    return tokenizer


def load_tokenizer(path: Path) -> Tokenizer:
    """The trained tokenizer; raises ValueError when a special token is not where the models expect it."""
    tokenizer = Tokenizer.from_file(str(path))
    for token_id, token in enumerate(SPECIAL_TOKENS):
        if tokenizer.token_to_id(token) != token_id:
            raise ValueError(f"{path}: {token} must have id {token_id}")
    return tokenizer


def encode_texts(tokenizer: Tokenizer, texts: list[str], special: bool = False) -> list[list[int]]:
    """Ids without [CLS] and [SEP]. "[MASK]" written in a corpus text is text, not a mask, unless `special`."""
    tokenizer.encode_special_tokens = not special
    try:
        return [encoding.ids for encoding in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    finally:
        tokenizer.encode_special_tokens = False


def router_text(text: str) -> str:
    """What the router reads of a text: without white space around it, polite phrases at its ends, and full stops at its end, which
    say nothing of which expert suits it. A text of these alone is read as it is, without white space. The app has the same rule
    (`tests/router_text.json`)."""
    while True:
        shorter = trimmed(without_courtesy(text.strip(SPACE)))
        if shorter == text:
            return text
        text = shorter


def trimmed(text: str) -> str:
    """A text without white space around it and full stops at its end; one of these alone only without white space."""
    stripped = text.strip(SPACE)
    return stripped.rstrip("." + SPACE) or stripped


def router_windows(tokenizer: Tokenizer, windows: list[np.ndarray]) -> list[np.ndarray]:
    """Windows as the router reads them, see `router_text`; one that is white space alone stays as it is."""
    texts = tokenizer.decode_batch([window.tolist() for window in windows], skip_special_tokens=False)
    read = encode_texts(tokenizer, [router_text(text) for text in texts], special=True)
    return [
        # Half a character at an end has no text of its own: such a window may come back longer, and is cut.
        np.array(ids[: len(window)]) if ids else window
        for ids, window in zip(read, windows, strict=True)
    ]


def token_characters(tokenizer: Tokenizer) -> np.ndarray:
    """Characters of every token's text without the white space around it, int64 [vocabulary]; 0 for special tokens."""
    texts = tokenizer.decode_batch([[token] for token in range(tokenizer.get_vocab_size())])
    return np.array([len(text.strip()) for text in texts])


def read_passages(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _balanced_sample(path: Path, characters: int, seed: int) -> Iterator[str]:
    """Random passages of every part, up to `characters` a part."""
    by_part: dict[str, list[str]] = {}
    for passage in read_passages(path):
        by_part.setdefault(passage["part"], []).append(passage["text"])
    for part in sorted(by_part):
        texts = by_part[part]
        random.Random(f"{seed}:{part}").shuffle(texts)
        taken = 0
        for text in texts:
            if taken >= characters:
                break
            taken += len(text)
            yield text


def _encode_pool(tokenizer: Tokenizer, path: Path) -> Iterator[tuple[PassageRecord, list[int]]]:
    passages = read_passages(path)
    while batch := list(islice(passages, ENCODE_BATCH)):
        ids = encode_texts(tokenizer, [passage["text"] for passage in batch])
        for passage, tokens in zip(batch, ids, strict=True):
            yield PassageRecord(*(passage[key] for key in ("id", "doc", "source", "domain", "part"))), tokens


def encode_pools(config: Config, paths: Paths) -> None:
    """Writes every pool as ids of the tokenizer that is in the work folder."""
    tokenizer = load_tokenizer(paths.tokenizer)
    part_ids = [part.id for part in config.parts]
    for pool in POOLS:
        encoded = TokenPool.save(paths.tokens(pool), _encode_pool(tokenizer, paths.passages(pool)), part_ids)
        print(f"tokens: {pool}: {len(encoded):,} passages, {len(encoded.tokens):,} tokens")


def run(config: Config, paths: Paths, _: Machine = Machine()) -> None:
    """Trains the tokenizer on the experts' pool, or takes that of the library that is continued; encodes all pools."""
    if paths.library is not None:
        paths.tokenizer.parent.mkdir(parents=True, exist_ok=True)
        manifest = json.loads((paths.library / MANIFEST).read_text(encoding="utf-8"))
        paths.tokenizer.write_bytes((paths.library / manifest["tokenizer"]).read_bytes())
        print(f"tokenizer: that of {paths.library}")
        encode_pools(config, paths)
        return
    sample = _balanced_sample(paths.passages("experts"), config.tokenizer.sample_characters, config.seed)
    tokenizer = train_tokenizer(sample, config.tokenizer.vocabulary)
    paths.tokenizer.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(paths.tokenizer))
    print(f"tokenizer: {tokenizer.get_vocab_size()} entries")
    encode_pools(config, paths)
