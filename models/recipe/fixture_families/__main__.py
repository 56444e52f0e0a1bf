"""Makes a tiny model of every family of masked language models, and what Python gives for it: the fixtures of `npm run families`.

    .venv/bin/python -m fixture_families [../../e2e/fixtures/families]

`families.json` lists the families and the texts; each has its config.json, its ONNX file and `reference.json` in a folder. Tokenizers lie in
`tokenizers`, since families share them, and stay as they are: trained again they would be others. The weights are random, and so is what the
models predict.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch

from fixture_families.architectures import FAMILIES, Family, config_of, model_of
from fixture_families.onnx_file import write
from fixture_families.reference import reader_of, reference, token_ids
from fixture_families.texts import LONG, MASKED, MEASURED, TOKENIZED
from fixture_families.tokenizer_kinds import Kind, all_kinds, held_kinds
from fixture_newcomer import HERE, gallery

#: Kept of a configuration: what tells the model's kind and size.
_KEPT = (
    "model_type", "hidden_size", "num_hidden_layers", "max_position_embeddings", "pad_token_id", "vocab_size", "emb_dim", "n_layers", "dim",
)  # fmt: skip


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _config(family: Family, vocabulary: int) -> dict[str, Any]:
    # In full: to_diff_dict leaves out what a class has by default, model_type too.
    told = config_of(family, vocabulary).to_dict()
    told = {name: told[name] for name in _KEPT if told.get(name) is not None}
    said = {"architectures": [family.prefix + family.head]} | told | family.stated
    return {name: value for name, value in said.items() if value is not None}


def _assemble(folder: Path, family: Family, kind: Kind, out: Path) -> None:
    """The family's files as the Hub would have them."""
    _write(folder / "tokenizer.json", kind.written)
    _write(folder / "tokenizer_config.json", kind.settings)
    shutil.copy(out / family.name / "config.json", folder / "config.json")
    (folder / "onnx").mkdir()
    shutil.copy(out / (family.weights or family.name) / "onnx" / "model.onnx", folder / "onnx" / "model.onnx")


def make(out: Path, families: tuple[Family, ...] = FAMILIES) -> None:
    """Makes the families with the tokenizers of `out`; trains them where there are none."""
    torch.set_num_threads(1)
    kinds = held_kinds(out / "tokenizers") or all_kinds(gallery())
    for number, family in enumerate(families):
        kind = kinds[family.tokenizer]
        vocabulary = kind.tokenizer.get_vocab_size()
        _write(out / family.name / "config.json", _config(family, vocabulary))
        if family.weights is None:
            write(model_of(family, vocabulary, number), family.inputs, vocabulary, out / family.name / "onnx" / "model.onnx")
        with tempfile.TemporaryDirectory() as folder:
            _assemble(Path(folder), family, kind, out)
            _write(out / family.name / "reference.json", reference(Path(folder), kind.settings["mask_token"]))
            known = out / "tokenizers" / family.tokenizer
            if not (known / "reference.json").exists():
                _write(known / "tokenizer.json", kind.written)
                _write(known / "tokenizer_config.json", kind.settings)
                _write(known / "reference.json", token_ids(reader_of(Path(folder))))
        print(f"{family.name}: {family.tokenizer}", flush=True)
    rows = [{"name": f.name, "tokenizer": f.tokenizer, "weights": f.weights or f.name} for f in families]
    _write(out / "families.json", {"families": rows, "tokenized": TOKENIZED, "measured": [*MEASURED, LONG], "masked": MASKED})


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "../../e2e/fixtures/families"
    for old in place.glob("*"):
        if old.is_dir() and old.name != "tokenizers":
            shutil.rmtree(old)
    for old in place.glob("tokenizers/*/reference.json"):
        old.unlink()
    make(place)
