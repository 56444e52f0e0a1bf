"""Stage `export`: the library as it ships: models, benchmark tables, reference, manifest, report."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from tryage_recipe.core import library_files

from tryage_recipe.core.config import Config
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.keywords import keywords
from tryage_recipe.data.prompt_sets import BENCHMARK, PERMUTATIONS, PromptSettings
from tryage_recipe.data.tokenizer import load_tokenizer
from tryage_recipe.evaluate.benchmark_table import embedding_table, prompt_table, reference_table
from tryage_recipe.evaluate.latent_map import MapSettings
from tryage_recipe.evaluate.library_figures import LibraryFigures, library_figures
from tryage_recipe.evaluate.parquet_tables import KINDS, write_table
from tryage_recipe.evaluate.predictions import trust
from tryage_recipe.evaluate.shipped_tables import SHIPPED_REFERENCES
from tryage_recipe.evaluate.spaces import Space, map_metrics, measure_spaces, spaces_table
from tryage_recipe.export import manifest
from tryage_recipe.export.manifest_format import check_manifest
from tryage_recipe.export.models import export_expert, export_router, export_tokenizer, parity_batches, write_json
from tryage_recipe.export.reference import reference_outputs
from tryage_recipe.export.specialisation import export_specialisation
from tryage_recipe.export.variants import VARIANT_FOLDERS, export_variants, register_variant
from tryage_recipe.measure.constraints import reference_date
from tryage_recipe.measure.shipped_expert import shipped_expert
from tryage_recipe.report.stage import write_report
from tryage_recipe.statistics.space_metrics import CAUSAL, ROUTER
from tryage_recipe.train.expert import read_metas

SHIPPED = (
    "tokenizer",
    "experts",
    "router",
    "benchmark",
    library_files.MANIFEST,
    library_files.REFERENCE,
    library_files.SPECIALISATION,
    library_files.REPORT,
    *VARIANT_FOLDERS,
)


@dataclass(frozen=True)
class ExportSettings:
    """Table `[export]`."""

    reference_expert: str
    largest_megabytes: float  # 10^6 bytes, of all that ships
    variant: str | None = None  # its label, where it is written into a folder of another library as a variant of that one
    variants: tuple[str, ...] = ()  # of the library that is continued, which ship on as they are


class SizeError(RuntimeError):
    """The library is larger than the configuration allows."""


def shipped_bytes(out: Path) -> int:
    """Size of everything that ships."""
    roots = [out / name for name in SHIPPED]
    files = [file for root in roots for file in ([root] if root.is_file() else root.rglob("*")) if file.is_file()]
    return sum(file.stat().st_size for file in files)


def _remove_former_experts(config: Config, out: Path) -> None:
    """Deletes exported experts that the configuration no longer has; they would ship unseen."""
    ids = {expert.id for expert in config.experts}
    for folder in (out / "experts").glob("*"):
        if folder.name not in ids:
            shutil.rmtree(folder)


def _write_benchmark(
    config: Config, out: Path, figures: LibraryFigures, spaces: dict[str, Space]
) -> dict[str, Any]:
    """Writes the tables and returns the benchmark's manifest entry."""
    experts, sets = [expert.id for expert in config.experts], figures.sets
    scores = figures.scores[KINDS[BENCHMARK]]
    settings, prompts = config.section("map", MapSettings), config.section("qtable", PromptSettings)
    words = keywords([text for measured in sets.values() for text in measured.texts])
    table = prompt_table(sets, experts, words, spaces[ROUTER].coordinates)
    write_table(table, out / library_files.PROMPTS)
    write_table(embedding_table(sets), out / library_files.EMBEDDINGS)
    by_reference = {
        short: np.concatenate([figures.predicted[name][policy] for name in sets])
        for short, policy in SHIPPED_REFERENCES.items()
    }
    write_table(reference_table(table["id"], by_reference, experts), out / library_files.REFERENCES)
    if CAUSAL in spaces:
        write_table(spaces_table(table["id"].to_pylist(), spaces), out / library_files.SPACES)
    return {
        "prompts": library_files.PROMPTS,
        "embeddings": library_files.EMBEDDINGS,
        "references": library_files.REFERENCES,
        **({"spaces": library_files.SPACES} if CAUSAL in spaces else {}),
        "rows": table.num_rows,
        "kinds": {KINDS[name]: len(measured.prompts) for name, measured in sets.items()},
        "embeddingSize": spaces[ROUTER].states.shape[1],
        "embeddingType": "int8",
        "masksPerPrompt": prompts.patterns * PERMUTATIONS,
        "windowTokens": [prompts.shortest, prompts.longest],
        "map": {
            "method": "UMAP (umap-js 1.4.0)",
            "metric": "euclidean",
            "neighbors": settings.neighbors,
            "minDist": settings.min_dist,
            "seed": settings.seed,
        },
        "mapMetrics": map_metrics(spaces),
        "standardErrorOfLoss": round(scores.standard_error_of_loss, 6),
        "noiseCeiling": round(scores.noise_ceiling, 6),
        "labelPolicies": figures.label_policies,
    }


def run(config: Config, paths: Paths, _: Machine = Machine()) -> None:
    """Writes the library to `paths.out`. Raises ParityError, MapError or SizeError."""
    torch.set_num_threads(1)
    settings = config.section("export", ExportSettings)
    figures = library_figures(config, paths)
    router, sets, benchmark = figures.router, figures.sets, figures.window

    _remove_former_experts(config, paths.out)
    export_tokenizer(paths, router.roformer.shape.positions)
    batches = parity_batches(benchmark.prompts, config.tokenizer.vocabulary, config.seed)
    metas = read_metas(config, paths)
    experts = [export_expert(config, paths, meta, benchmark, batches) for meta in metas]
    router_meta = json.loads((paths.stage("router") / "meta.json").read_text())
    router_entry = export_router(config, paths, router, router_meta, batches)
    trusted = trust(config, paths, router, sets)
    router_entry |= {"predictionRange": trusted.prediction_range, "familiarity": trusted.familiarity}
    expert = shipped_expert(config, paths, settings.reference_expert)
    reference = reference_outputs(router, expert, settings.reference_expert, load_tokenizer(paths.tokenizer))
    write_json(paths.out / library_files.REFERENCE, reference)
    spaces = measure_spaces(config, paths, sets)
    benchmark_entry = _write_benchmark(config, paths.out, figures, spaces)

    tables = [library_files.PROMPTS, library_files.EMBEDDINGS, library_files.REFERENCES]
    tables += [library_files.SPACES] if CAUSAL in spaces else []
    read_by_app = [library_files.TOKENIZER, router_entry["model"], *tables, library_files.REFERENCE]
    variants = export_variants(config, paths, run)
    logs = export_specialisation(config, paths)
    files = manifest.describe_files(paths.out, read_by_app + logs + [entry["model"] for entry in experts])
    library = {
        **manifest.version_entries(config),
        "id": config.id,
        "name": config.name,
        "description": config.description,
        "created": reference_date(config).isoformat(),
        "tokenizer": library_files.TOKENIZER,
        "domains": manifest.domain_entries(config),
        "experts": experts,
        "constraints": json.loads((paths.stage("constraints") / "constraints.json").read_text()),
        "router": router_entry,
        "benchmark": benchmark_entry,
        "reference": library_files.REFERENCE,
        **({"variants": variants} if variants else {}),
        **({"specialisation": library_files.SPECIALISATION} if logs else {}),
        "results": manifest.results_entry(figures.scores),
        "files": files,
    }
    check_manifest(library)
    write_json(paths.out / library_files.MANIFEST, library)
    manifest.verify_files(paths.out, files)
    write_report(config, paths, figures, spaces, library)
    if settings.variant:
        register_variant(config, paths.out, settings.variant)
    size = shipped_bytes(paths.out)
    if size > settings.largest_megabytes * 1e6:
        raise SizeError(f"the library has {size:,} bytes, more than {settings.largest_megabytes:g} MB")
    print(f"export: {len(experts)} experts, {benchmark_entry['rows']:,} prompts, {size:,} bytes")
