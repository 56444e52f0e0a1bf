"""The texts that models are measured on: read from a folder, and cut so that every model reads all of them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tryage_recipe.core.stamps import StageError
from tryage_recipe.data.corpora import CorpusError, Passage, read_file
from tryage_recipe.external.reader import Reader
from tryage_recipe.external.scoring import Task
from tryage_recipe.external.words import words_of

#: Fewer texts in training or test tell nothing of a router.
FEWEST = 10


@dataclass(frozen=True)
class Text:
    """A text with its labels; `doc` is what is never split between training and test."""

    id: str
    domain: str
    doc: str
    source: str
    text: str


def _plain(path: Path) -> Iterator[Passage]:
    """A text file: its paragraphs, all of one document."""
    paragraphs = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    for number, paragraph in enumerate(filter(str.strip, paragraphs)):
        yield Passage(f"{path.stem}-{number}", path.stem, path.stem, paragraph.strip())


def read_texts(folder: Path) -> list[Text]:
    """All texts of `<domain>.jsonl`, `<domain>.<anything>.jsonl` (or .xz), as corpora have them, and of `<domain>.txt`, whose
    paragraphs are texts of one document. Raises CorpusError, or StageError where there are none."""
    found: list[Text] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*")):
        if not path.name.endswith((".jsonl", ".jsonl.xz", ".txt")):
            continue
        domain = re.sub(r"[^a-z0-9.-]+", "-", path.name.split(".")[0].lower()).strip("-.") or "texts"
        for passage in _plain(path) if path.suffix == ".txt" else read_file(path):
            name = f"{domain}/{passage.id}"
            if name in seen:
                raise CorpusError(f"{path}: the text {passage.id!r} is there twice")
            seen.add(name)
            found.append(Text(name, domain, f"{domain}\n{passage.doc}", passage.source, passage.text))
    if not found:
        raise StageError(f"{folder} has no texts: expected <domain>.jsonl, <domain>.jsonl.xz or <domain>.txt")
    return found


def is_test(text: Text, share: float, seed: int) -> bool:
    """Whether a text's document is of the benchmark; all texts of a document are on the same side."""
    return zlib.crc32(f"{seed}:{text.doc}".encode()) / 2**32 < share


def _first_words(text: str, count: int) -> str:
    return "".join(piece for piece, _ in words_of(text)[:count]).lstrip()


def _cut(text: str, characters: int) -> str:
    """The whole words of the first `characters`; the beginning of a word that is longer."""
    text = text.strip()
    if len(text) <= characters:
        return text
    words, length = 0, 0
    for piece, _ in words_of(text):
        length += len(piece)
        if length > characters:
            break
        words += 1
    return _first_words(text, words) if words else text[:characters]


def _causal_task(text: Text, cut: str, readers: Mapping[str, Reader]) -> Task | str:
    for name, reader in readers.items():
        while len(tokens := reader.tokens(cut)) > reader.room:
            words = len(words_of(cut))
            # Cut by the share that is too long, and by at least one word.
            cut = _first_words(cut, min(words - 1, words * reader.room // len(tokens)))
        if not tokens:
            return f"{name} reads no token of it"
    for name, reader in readers.items():
        if reader.unknown is not None and reader.unknown in reader.tokens(cut):
            return f"{name} knows no token for a part of it"
    return Task(text.id, cut, None)


def _masked_task(text: Text, cut: str, readers: Mapping[str, Reader]) -> Task | str:
    read = {name: reader.words(cut) for name, reader in readers.items()}
    words = min(len(places) for _, places, _ in read.values())
    cut = _first_words(cut, words)
    usable = [flags for _, _, flags in read.values()]
    counts = tuple(word for word in range(words) if all(flags[word] for flags in usable))
    return Task(text.id, cut, counts) if counts else "no word of it is known to all models"


def plan(texts: list[Text], readers: Mapping[str, Reader], task: str, characters: int) -> tuple[list[Task], dict[str, str]]:
    """What every model reads of every text, the same for all, and by text why it is left out."""
    tasks, left_out = [], {}
    make = _causal_task if task == "causal" else _masked_task
    for text in texts:
        made = make(text, _cut(text.text, characters), readers)
        if isinstance(made, str):
            left_out[text.id] = made
        else:
            tasks.append(made)
    return tasks, left_out
