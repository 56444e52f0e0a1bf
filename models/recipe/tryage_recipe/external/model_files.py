"""The files of a model in the Hub's layout, on this machine: those of a folder, or of the Hub at a fixed commit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import onnx

from tryage_recipe.core.stamps import file_digest
from tryage_recipe.external.listing import ModelEntry

#: Tried in this order where the listing names no file.
USUAL_FILES = ("onnx/model.onnx", "onnx/decoder_model_merged.onnx", "onnx/model_fp16.onnx", "onnx/model_int8.onnx", "onnx/model_q4.onnx", "model.onnx")

#: Which architectures fill masks, and which continue texts, is the app's rule. `WithLMHeadModel` is causal for GPT-2 and others, but these two
#: are masked models.
_MASKED = re.compile(r"For(?:MaskedLM|PreTraining)$|^(?:XLM|Flaubert)WithLMHeadModel$")
#: Pretraining without a head over the vocabulary.
_OTHER_HEADS = re.compile(r"^(?:Electra|Funnel|Splinter)ForPreTraining$")
_CAUSAL = re.compile(r"ForCausalLM$|LMHeadModel$")
#: Families whose first positions belong to the padding.
_SHIFTED = re.compile(r"roberta|camembert|mpnet|longformer|esm|data2vec|luke|xmod|^ibert", re.IGNORECASE)


class ModelError(ValueError):
    """A model cannot take part; the message says why."""


@dataclass(frozen=True)
class ModelFiles:
    """Where a model's files are. `commit` is None for a folder; `data` are files of weights beside the ONNX file."""

    entry: ModelEntry
    folder: Path
    file: str
    data: tuple[str, ...]
    commit: str | None = None

    @property
    def id(self) -> str:
        return self.entry.expert_id

    @property
    def onnx(self) -> Path:
        return self.folder / self.file

    @cached_property
    def config(self) -> dict[str, Any]:
        return json.loads((self.folder / "config.json").read_text(encoding="utf-8"))

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of everything that decides what is measured, by name."""
        optional = [name for name in ("tokenizer_config.json",) if (self.folder / name).exists()]
        names = (self.file, *self.data, "config.json", "tokenizer.json", *optional)
        return {name: file_digest(self.folder / name) for name in names}


def _named(config: Mapping[str, Any]) -> list[str]:
    return [name for name in config.get("architectures") or [] if isinstance(name, str)]


def task_of(config: Mapping[str, Any]) -> str | None:
    """`masked`, `causal`, or None for neither. A config that names no architecture is taken for masked: what its outputs are shows
    when it runs."""
    named = _named(config)
    if not named:
        return "masked"
    if config.get("causal") is not True and any(_MASKED.search(name) and not _OTHER_HEADS.search(name) for name in named):
        return "masked"
    return "causal" if any(_CAUSAL.search(name) for name in named) else None


def position_offset(config: Mapping[str, Any]) -> int:
    """How many of the stated positions no token of a text can have."""
    family = str((_named(config) or [config.get("model_type")])[0])
    padding = config.get("pad_token_id")
    return (padding or 1) + 1 if _SHIFTED.search(family) else 0


def external_data(path: Path) -> tuple[str, ...]:
    """Names of the files, beside an ONNX file, that hold its weights. Raises ModelError when it is no ONNX file."""
    try:
        graph = onnx.load(path, load_external_data=False).graph
    except Exception as error:  # the parser has no type of its own for a broken file
        raise ModelError(f"{path.name} is not an ONNX file: {error}") from error
    told = {e.value for i in graph.initializer for e in i.external_data if e.key == "location"}
    return tuple(sorted(told))


def _checked(entry: ModelEntry, folder: Path, file: str, task: str, commit: str | None) -> ModelFiles:
    for name in ("config.json", "tokenizer.json"):
        if not (folder / name).is_file():
            raise ModelError(f"{name} is missing")
    parent = Path(file).parent
    files = ModelFiles(entry, folder, file, tuple(str(parent / name) for name in external_data(folder / file)), commit)
    try:
        of = task_of(files.config)
    except ValueError as error:
        raise ModelError(f"config.json: {error}") from error
    if of != task:
        named = ", ".join(files.config.get("architectures") or []) or "which config.json does not name"
        raise ModelError(f"its architecture, {named}, is not a {task} language model")
    if missing := [name for name in files.data if not (folder / name).is_file()]:
        raise ModelError(f"{missing[0]}, which holds weights, is missing")
    return files


def _chosen(entry: ModelEntry, present: list[str]) -> str:
    """The ONNX file that is measured. Raises ModelError where it is not there, or unclear which."""
    if entry.file is not None:
        if entry.file not in present:
            raise ModelError(f"{entry.file} is missing")
        return entry.file
    usual = [name for name in USUAL_FILES if name in present]
    found = usual or [name for name in present if name.endswith(".onnx")]
    if len(found) != 1 and not usual:
        raise ModelError("it holds no ONNX file" if not found else f"name one of its files: {', '.join(sorted(found))}")
    return found[0]


def _from_hub(entry: ModelEntry, task: str) -> ModelFiles:
    from huggingface_hub import HfApi

    hub = HfApi()
    name, _, revision = entry.model.partition("@")
    told = hub.model_info(name, revision=revision or None)
    present = [sibling.rfilename for sibling in told.siblings or []]
    file = _chosen(entry, present)

    def fetch(wanted: str) -> Path:
        return Path(hub.hf_hub_download(name, wanted, revision=told.sha))

    local = fetch(file)
    for wanted in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        if wanted in present:
            fetch(wanted)
    for wanted in external_data(local):
        fetch(str(Path(file).parent / wanted))
    folder = local.parents[len(Path(file).parts) - 1]
    return _checked(entry, folder, file, task, told.sha)


def find_files(entry: ModelEntry, beside: Path, task: str) -> ModelFiles:
    """A model's files; what is at the Hub is downloaded into its cache. Raises ModelError."""
    folder = (beside / entry.model).expanduser()
    if folder.is_dir():
        present = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
        return _checked(entry, folder, _chosen(entry, present), task, None)
    if entry.model.startswith((".", "/", "~")) or entry.model.count("/") > 1:
        raise ModelError(f"the folder {folder} does not exist")
    try:
        return _from_hub(entry, task)
    except ModelError:
        raise
    except Exception as error:  # of the Hub's client: no such model, gated, no connection, a full disk
        raise ModelError(f"the Hub did not give it: {error}") from error


def count_parameters(path: Path) -> int:
    """Weights of an ONNX file: numbers of its matrices, and of 4-bit matrices as wide as they unpack."""
    graph = onnx.load(path, load_external_data=False).graph
    packed: dict[str, int] = {}
    for node in graph.node:
        if node.op_type in ("MatMulNBits", "GatherBlockQuantized"):
            size = {a.name: a.i for a in node.attribute}
            packed[node.input[1 if node.op_type == "MatMulNBits" else 0]] = size.get("K", 0) * size.get("N", 0)
    total = 0
    for initializer in graph.initializer:
        numbers = 1
        for dimension in initializer.dims:
            numbers *= dimension
        scale = any(word in initializer.name.lower() for word in ("scale", "zero_point", "zeros"))
        total += packed.get(initializer.name) or (0 if scale else numbers)
    return total
