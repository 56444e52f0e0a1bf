"""A made-up library for the tests: two domains of random words, three experts."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

TOY_CONFIG = """
[library]
id = "toy"
name = "Toy"
description = "Two domains of made-up words."
seed = 3
[corpora]
router_share = 0.3
held_out_sources = ["^elsewhere:"]
[tokenizer]
vocabulary = 330
sample_characters = 20000
[sizes]
small = { layers = 1, hidden = 32, heads = 1 }
wide = { layers = 1, hidden = 48, heads = 1 }
[training]
window = 62
shortest_window = 8
short_share = 0.25
batch_tokens = 512
mask_share = 0.15
matrix_rate = 0.02
other_rate = 0.003
branch_factor = 0.5
warmup_share = 0.1
mix_exponent = 0.7
checkpoint_seconds = 60
[tokens]
default = 15_000
[[domains]]
id = "code"
label = "Code"
parts = [
  { id = "code/a", label = "A", match = "^a:", license = "MIT", newest_text = "2020", evidence = "made up" },
  { id = "code/b", label = "B", match = "^(b|elsewhere):", license = "MIT", evidence = "no date" },
]
[[domains]]
id = "law"
label = "Law"
parts = [{ id = "law", label = "Law", license = "public domain", newest_text = "2010-05", evidence = "made up" }]
[[experts]]
id = "general"
label = "General"
description = "All parts."
size = "small"
[[experts]]
id = "code"
label = "Code"
description = "Code only."
size = "small"
parts = ["code/a", "code/b"]
branch_from = "general"
"""
#: A larger generalist, grown from the first one; to be added to the configuration.
GROWN = """
[sizes.large]
layers = 2
hidden = 64
heads = 2
[[experts]]
id = "large"
label = "Large"
description = "Grown."
size = "large"
branch_from = "general"
"""
SOURCES = {"code": ("a:x", "b:x", "elsewhere:x"), "law": ("court:x",)}
DOCUMENTS = {"train": 60, "valid": 12, "test": 12}


def write_config(folder: Path, replace: tuple[str, str] = ("", ""), add: str = "") -> Path:
    """The toy configuration as a file, with one text replaced and some text added."""
    path = folder / "toy.toml"
    path.write_text(TOY_CONFIG.replace(*replace) + add)
    return path


def passage(name: str, source: str, text: str) -> dict[str, Any]:
    return {"id": name, "doc": name, "source": source, "text": text}


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def write_corpora(folder: Path) -> Path:
    """Corpus files whose sources each have words of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    generator = random.Random(0)
    for domain, sources in SOURCES.items():
        words = {source: ["".join(generator.choices("abcdefgh", k=4)) for _ in range(20)] for source in sources}
        for split, documents in DOCUMENTS.items():
            rows = []
            for number in range(documents):
                source = sources[number % len(sources)]
                text = " ".join(generator.choices(words[source], k=generator.randint(5, 150)))
                rows.append(passage(f"{domain}-{split}-{number}", source, text))
            write_rows(folder / f"{domain}.{split}.jsonl", rows)
    return folder
