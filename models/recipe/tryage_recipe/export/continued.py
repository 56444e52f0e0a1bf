"""Keeps trained experts apart from the library that ships, as a starting point for another training.

The folder has one folder per expert, with `model.onnx` in the form that it ships in and `meta.json`, and `library.json`,
which names them as a library's manifest does: a configuration that names the folder as its `library` in the table `[paths]`
continues them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from tryage_recipe.core.files import write_text
from tryage_recipe.core.forms import Form
from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.models.onnx_export import export_model
from tryage_recipe.models.roformer import MaskedLanguageModel

MODEL, META = "model.onnx", "meta.json"


def keep_expert(folder: Path, tokenizer: str, model: MaskedLanguageModel, form: Form, meta: dict[str, Any]) -> float:
    """Writes an expert, whose weights must be rounded to `form`, and names it in the folder's manifest.

    `meta` needs `id`; `tokenizer` is a path relative to `folder`. Returns the greatest difference between the ONNX file and
    PyTorch; raises ParityError where it is too great.
    """
    ids = torch.randint(5, model.shape.vocabulary, (2, 64), generator=torch.Generator().manual_seed(0))
    own = folder / meta["id"]
    own.mkdir(parents=True, exist_ok=True)
    parity = export_model(model.eval(), ["logits"], form, own / MODEL, [(ids, torch.ones_like(ids))])
    write_text(own / META, json.dumps({**meta, "form": form}, indent=1) + "\n")
    kept = sorted(path.parent for path in folder.glob(f"*/{META}"))
    entries = [json.loads((path / META).read_text(encoding="utf-8")) | {"model": f"{path.name}/{MODEL}"} for path in kept]
    write_text(folder / MANIFEST, json.dumps({"tokenizer": tokenizer, "experts": entries}, indent=1) + "\n")
    return parity
