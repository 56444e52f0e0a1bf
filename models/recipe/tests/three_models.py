"""Three tiny models of different tokenizer kinds, texts, and a router: what `tryage measure` makes a library of."""

from __future__ import annotations

import json
import random
from pathlib import Path

from tiny_models import KINDS, write_model, write_router

from tryage_recipe.cli import main
from tryage_recipe.core.files import write_text

LISTING = """
task = "TASK"
characters = 150
[library]
id = "three"
name = "Three kinds"
created = "2026-11-29"
"""
NAMES = ("bpe", "pieces", "unigram")
SUBJECTS = ("sea", "court", "code")


def sentences(subject: int, count: int, seed: int) -> list[str]:
    """Sentences of a subject's own words."""
    words = random.Random(subject)
    own = ["".join(words.choices("abcdefghijklmnop", k=words.randint(3, 7))) for _ in range(25)]
    drawn = random.Random(100 * subject + seed)
    return [" ".join(drawn.choices(own, k=drawn.randint(8, 25))) for _ in range(count)]


def write_three(folder: Path, task: str) -> Path:
    """A folder with three models, each good at one subject, texts of all subjects, a router, and the listing."""
    known = [text for subject in range(3) for text in sentences(subject, 30, 1)]
    for number, (name, kind) in enumerate(zip(NAMES, KINDS, strict=True)):
        cached = task == "causal" and number == 0
        write_model(folder / name, kind, known, sentences(number, 30, 1), task, number, cached)
    for number, subject in enumerate(SUBJECTS):
        rows = [
            {"id": f"{n}", "doc": f"{subject}-{n // 2}", "source": "made up", "text": text}
            for n, text in enumerate(sentences(number, 24, 2))
        ]
        write_text(folder / "texts" / f"{subject}.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    (folder / "base").mkdir()
    write_router(folder / "base", known)
    write_listing(folder, task, [{"model": name} for name in NAMES])
    return folder


def write_listing(folder: Path, task: str, entries: list[dict[str, str]]) -> None:
    rows = "".join("[[models]]\n" + "".join(f'{key} = "{value}"\n' for key, value in entry.items()) for entry in entries)
    (folder / "models.toml").write_text(LISTING.replace("TASK", task) + rows)


def measure(folder: Path, out: str, *more: str) -> int:
    given = {"models": "models.toml", "texts": "texts", "out": out, "router": "base"}
    return main(["measure", *(part for name, file in given.items() for part in (f"--{name}", str(folder / file))), "--jobs", "1", *more])


def told(folder: Path) -> dict:
    return json.loads((folder / "library.json").read_text())
