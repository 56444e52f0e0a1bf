"""Takes trained experts back from a shipped library, so that a library can grow without training all of it again.

An expert comes back when its entry in the manifest tells of the very training that the configuration asks for (shape,
parts, start, steps). Its weights are then the shipped ones, which is what the Q table is measured on anyway; rounding
them again changes nothing. A library grows with its tokenizer: where the corpora have changed since (the code domain
follows its packages), the tokenizer that they give now is replaced by the library's before anything is trained.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from tryage_recipe.core.config import Config, Expert
from tryage_recipe.core.files import write_bytes
from tryage_recipe.core.library_files import MANIFEST
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import expert_key, stage_key
from tryage_recipe.data.token_pool import TokenPool
from tryage_recipe.data.tokenizer import encode_pools, load_tokenizer
from tryage_recipe.models.onnx_export import check_parity
from tryage_recipe.models.roformer import MaskedLanguageModel
from tryage_recipe.models.shipped_weights import RestoreError, read_weights
from tryage_recipe.train.expert import keep_file, sources_of, taken_meta, trained_parts
from tryage_recipe.train.starting import expert_shape
from tryage_recipe.train.experts import is_trained
from tryage_recipe.train.trainer import steps_of


def differences(config: Config, expert: Expert, entry: dict[str, Any], pool: TokenPool) -> list[str]:
    """In what an expert of a manifest was trained otherwise than the configuration asks for. How one that is taken over was
    trained is not asked."""
    size = config.sizes[expert.size]
    if config.is_taken(expert):
        return [name for name in ("layers", "hidden") if entry[name] != vars(size)[name]]
    asked = {
        "layers": size.layers,
        "hidden": size.hidden,
        "parts": [config.parts[number].id for number in trained_parts(config, expert, pool)],
        "branchedFrom": expert.branch_from,
        "steps": steps_of(config.tokens[expert.id], config.training_of(expert)),
    }
    # What was kept for another training tells its shape apart.
    told = {**entry.get("shape", {}), **entry, **entry["training"]}
    return [name for name, value in asked.items() if told[name] != value]


def restore_expert(config: Config, paths: Paths, library: Path, entry: dict[str, Any], key: str) -> float:
    """Writes `model.safetensors` and `meta.json` of one expert; returns the greatest difference between the shipped
    ONNX model and the restored one. Raises RestoreError or ParityError."""
    expert = config.expert(entry["id"])
    model = MaskedLanguageModel(expert_shape(config, expert, config.tokenizer.vocabulary)).eval()
    read_weights(library / entry["model"], model)
    generator = torch.Generator().manual_seed(config.seed)
    ids = torch.randint(5, config.tokenizer.vocabulary, (2, 64), generator=generator)
    parity = check_parity(library / entry["model"], model, [(ids, torch.ones_like(ids))])
    folder = paths.expert(expert.id)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(model.state_dict(), folder / "model.safetensors")
    keep_file(library, entry, folder)
    if config.is_taken(expert):
        meta = taken_meta(config, expert, entry, key, model.shape)
    else:
        meta = {name: entry[name] for name in ("id", "size", "parameters", "parts", "newestText", "newestTextEvidence")}
        meta |= {"key": key, "shape": vars(model.shape), "training": entry["training"]}
    if expert.continues and not config.is_taken(expert):
        pool = TokenPool.load(paths.tokens("experts"))
        meta["sources"] = sources_of(pool, trained_parts(config, expert, pool))
    (folder / "meta.json").write_text(json.dumps(meta, indent=1))
    return parity


def _same_content(one: Path, other: Path) -> bool:
    """Whether two JSON files say the same: a library's tokenizer ships without the white space between."""
    try:
        return json.loads(one.read_bytes()) == json.loads(other.read_bytes())
    except ValueError:
        return False


def adopt_tokenizer(config: Config, paths: Paths, tokenizer: Path) -> None:
    """Makes a library's tokenizer that of the work folder, and encodes all pools with it.

    Raises RestoreError where experts were trained with another one, or the file is not of the configuration's kind.
    """
    if _same_content(tokenizer, paths.tokenizer):
        return
    trained = [expert.id for expert in config.trained if (paths.expert(expert.id) / "model.safetensors").exists()]
    if trained:
        raise RestoreError(
            f"{trained[0]} was trained with another tokenizer than the library's: "
            "losses of both cannot be compared. Restore into an empty work folder."
        )
    try:
        entries = load_tokenizer(tokenizer).get_vocab_size()
    except Exception as error:  # the tokenizers package raises bare exceptions
        raise RestoreError(f"{tokenizer} is not a tokenizer of this recipe: {error}") from error
    if entries != config.tokenizer.vocabulary:
        raise RestoreError(f"{tokenizer} has {entries} entries, the configuration asks for {config.tokenizer.vocabulary}")
    print("restore: the corpora give another tokenizer now; the library's is taken, and the pools are encoded with it")
    write_bytes(paths.tokenizer, tokenizer.read_bytes())
    encode_pools(config, paths)


def run(config: Config, paths: Paths, library: Path) -> None:
    """Restores every expert of the configuration that the library has, trained in just this way, and that is not
    trained here yet."""
    manifest = json.loads((library / MANIFEST).read_text(encoding="utf-8"))
    adopt_tokenizer(config, paths, library / manifest["tokenizer"])
    pool = TokenPool.load(paths.tokens("experts"))
    tokens_key = stage_key(config, paths, "tokenizer")
    for entry in manifest["experts"]:
        if entry["id"] not in {expert.id for expert in config.trained}:
            continue
        key = expert_key(config, entry["id"], tokens_key)
        if is_trained(paths, entry["id"], key):
            continue
        if other := differences(config, config.expert(entry["id"]), entry, pool):
            print(f"restore: {entry['id']} was trained otherwise ({', '.join(other)}): left out")
            continue
        parity = restore_expert(config, paths, library, entry, key)
        print(f"restore: {entry['id']}: differs from the shipped model by {parity:.1e}")
