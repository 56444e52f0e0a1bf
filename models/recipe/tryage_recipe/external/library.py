"""Writes a measured library: router, experts or where they are, benchmark, manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from tryage_recipe.core import library_files
from tryage_recipe.data.keywords import keywords
from tryage_recipe.data.prompt_sets import BENCHMARK
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.evaluate.benchmark import MeasuredSet
from tryage_recipe.evaluate.benchmark_table import embedding_table, prompt_table
from tryage_recipe.evaluate.latent_map import MapSettings, fit_map
from tryage_recipe.evaluate.parquet_tables import write_table
from tryage_recipe.export import manifest
from tryage_recipe.export.manifest_format import check_manifest
from tryage_recipe.export.models import write_json
from tryage_recipe.external.head import Encoder, Head, with_head
from tryage_recipe.external.listing import Listing
from tryage_recipe.external.model_files import ModelFiles, count_parameters
from tryage_recipe.external.reader import Reader
from tryage_recipe.external.session import milliseconds_a_text
from tryage_recipe.external.texts import Text
from tryage_recipe.measure import latency
from tryage_recipe.measure.constraints import CONSTRAINTS, measure_constraint
from tryage_recipe.measure.qtable import QTable

ROUTER_MODEL = "router/onnx/model.onnx"
PER_CHARACTER = "nats per character"
SHOWN_CONSTRAINTS = ("size", "recency", "latency")


@dataclass(frozen=True)
class Benchmark:
    """The test texts: their labels, what the router read and made of them, and losses and accuracies [n, experts]."""

    texts: list[Text]
    cut: list[str]
    sequences: list[list[int]]
    states: np.ndarray
    predicted: np.ndarray
    losses: np.ndarray
    accuracies: np.ndarray

    def measured(self) -> MeasuredSet:
        inner = [ids[1:-1] for ids in self.sequences]
        prompts = PromptSet(
            ids=np.array([text.id for text in self.texts]),
            domains=np.array([text.domain for text in self.texts]),
            parts=np.array([text.domain for text in self.texts]),
            sources=np.array([text.source for text in self.texts]),
            tokens=np.concatenate([np.array(ids, np.int32) for ids in inner]),
            offsets=np.concatenate([[0], np.cumsum([len(ids) for ids in inner])]).astype(np.int64),
            docs=np.array([text.doc.split("\n", 1)[1] for text in self.texts]),
        )
        table = QTable(self.losses[:, :, None], self.accuracies[:, :, None])
        return MeasuredSet(prompts, table, self.predicted, self.states, self.cut)


def _put(files: ModelFiles, out: Path) -> dict[str, Any]:
    """Ships a folder's model: copies what the app reads, and returns `model` and `folder`."""
    folder = library_files.expert_folder(files.id)
    for name in (files.file, *files.data, "config.json"):
        target = out / folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(files.folder / name, target)
    return {"model": f"{folder}/{files.file}", "folder": folder}


def referred_to(files: ModelFiles) -> dict[str, Any]:
    """Where a model of the Hub is."""
    data = [{"file": name, "sha256": files.digests[name], "bytes": (files.folder / name).stat().st_size} for name in files.data]
    told = {"id": files.entry.model.split("@")[0], "revision": files.commit, "file": files.file, "sha256": files.digests[files.file]}
    return {"source": told | ({"data": data} if data else {})}


def _expert(files: ModelFiles, reader: Reader, domains: list[str], own_tokenizer: bool, out: Path) -> dict[str, Any]:
    """An expert's entry; its files are copied into the library. Its tokenizer ships even where its model does not."""
    entry, config = files.entry, files.config
    target = out / library_files.expert_folder(files.id)
    shutil.rmtree(target, ignore_errors=True)
    placed = referred_to(files) if files.commit else _put(files, out)
    own: dict[str, Any] = {"maxTokens": reader.longest}
    if own_tokenizer:
        target.mkdir(parents=True, exist_ok=True)
        for name in ("tokenizer.json", "tokenizer_config.json"):
            if (files.folder / name).exists():
                shutil.copyfile(files.folder / name, target / name)
        own["tokenizer"] = f"{library_files.expert_folder(files.id)}/tokenizer.json"
    return {
        "id": files.id,
        "label": entry.label or entry.expert_id,
        "description": entry.description or f"{entry.model}, {files.file}.",
        "parts": domains,
        "generalist": True,
        "size": str(config.get("model_type", "")),
        "layers": int(config.get("num_hidden_layers", config.get("n_layer", 0))),
        "hidden": int(config.get("hidden_size", config.get("n_embd", 0))),
        "parameters": entry.parameters or count_parameters(files.onnx),
        "bytes": files.onnx.stat().st_size,
        "newestText": entry.newest_text,
        **({"license": entry.license} if entry.license else {}),
        **placed,
        **own,
    }


def _router(encoder: Encoder, head: Head, experts: list[str], trained: int, out: Path) -> dict[str, Any]:
    """Writes the router and the tokenizer that it reads with, and returns its entry."""
    model = with_head(onnx.load(encoder.model), encoder.told["outputs"], head)
    (out / ROUTER_MODEL).parent.mkdir(parents=True, exist_ok=True)
    onnx.save_model(model, out / ROUTER_MODEL)
    (out / library_files.TOKENIZER).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(encoder.tokenizer_file, out / library_files.TOKENIZER)
    settings = json.loads((encoder.folder / encoder.told["folder"] / "config.json").read_text(encoding="utf-8"))
    labels = {str(position): expert for position, expert in enumerate(experts)}
    write_json(out / "router" / "config.json", settings | {"id2label": labels})
    kept = {name: encoder.told[name] for name in ("hidden", "maxTokens")}
    return kept | {
        "folder": library_files.ROUTER_FOLDER,
        "model": ROUTER_MODEL,
        "parameters": encoder.told["parameters"],
        "bytes": (out / ROUTER_MODEL).stat().st_size,
        "experts": experts,
        "training": {"prompts": trained, "hardware": f"ridge regression, penalty {head.penalty:g}, on the states of a trained router"},
        "outputs": {"losses": "losses", "state": encoder.told["outputs"]["state"]},
    }


def _milliseconds(files: ModelFiles, reader: Reader) -> float:
    """The constraint "latency", of as many tokens as that of the recipe's own experts."""
    return milliseconds_a_text(files.onnx, reader.tokenizer.get_vocab_size(), min(latency.TOKENS, reader.longest))


def write_library(
    listing: Listing,
    models: Mapping[str, ModelFiles],
    readers: Mapping[str, Reader],
    encoder: Encoder,
    head: Head,
    benchmark: Benchmark,
    trained: int,
    unit: str,
    out: Path,
) -> None:
    """Writes everything but the report. Raises MapError, ManifestError, or OSError."""
    experts, settings = list(models), MapSettings(neighbors=15, min_dist=0.1, seed=7)
    domains = sorted({text.domain for text in benchmark.texts})
    entries = [_expert(files, readers[name], domains, unit == PER_CHARACTER, out) for name, files in models.items()]
    router = _router(encoder, head, experts, trained, out)
    sets = {BENCHMARK: benchmark.measured()}
    table = prompt_table(sets, experts, keywords(benchmark.cut), fit_map(benchmark.states, settings))
    write_table(table, out / library_files.PROMPTS)
    write_table(embedding_table(sets), out / library_files.EMBEDDINGS)
    facts = {entry["id"]: {**entry, "latency": _milliseconds(models[entry["id"]], readers[entry["id"]])} for entry in entries}
    chosen = [constraint for constraint in CONSTRAINTS if constraint.id in SHOWN_CONSTRAINTS]
    made = date.fromisoformat(listing.library.created)
    shipped = [router["model"], library_files.TOKENIZER, library_files.PROMPTS, library_files.EMBEDDINGS]
    for entry, files in zip(entries, models.values(), strict=True):
        shipped += [entry[key] for key in ("model", "tokenizer") if key in entry]
        shipped += [f"{entry['folder']}/{name}" for name in files.data if "folder" in entry]
        beside = f"{library_files.expert_folder(entry['id'])}/tokenizer_config.json"
        shipped += [beside] if (out / beside).exists() else []
    told = {
        "schemaVersion": manifest.SECOND_VERSION,
        "task": listing.task,
        "unit": unit,
        **{name: getattr(listing.library, name) for name in ("id", "name", "description", "created")},
        "tokenizer": library_files.TOKENIZER,
        "domains": [{"id": name, "label": name, "parts": [{"id": name, "label": name}]} for name in domains],
        "experts": entries,
        "constraints": [measure_constraint(constraint, facts, made) for constraint in chosen],
        "router": router,
        "benchmark": {
            "prompts": library_files.PROMPTS,
            "embeddings": library_files.EMBEDDINGS,
            "rows": table.num_rows,
            "kinds": {"window": table.num_rows},
            "embeddingSize": benchmark.states.shape[1],
            "embeddingType": "int8",
            "map": {"method": "UMAP (umap-js 1.4.0)", "metric": "euclidean", "neighbors": settings.neighbors, "minDist": settings.min_dist, "seed": settings.seed},
        },
        "files": manifest.describe_files(out, shipped),
    }
    check_manifest(told)
    write_json(out / library_files.MANIFEST, told)
