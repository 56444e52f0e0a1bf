"""What the constraints need to know of an expert beyond its training: measured once, kept in the work folder."""

from __future__ import annotations

from typing import Any

import numpy as np
from tokenizers import Tokenizer

from tryage_recipe.core.config import Config
from tryage_recipe.core.files import kept_figures
from tryage_recipe.core.forms import Form
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import digest, file_digest
from tryage_recipe.data.prompt_sets import BENCHMARK, load_set
from tryage_recipe.data.tokenizer import load_tokenizer
from tryage_recipe.measure.latency import milliseconds_a_prompt
from tryage_recipe.measure.probes import READABILITY, SECURITY, filled_grade, unsafe_rate
from tryage_recipe.measure.qtable import load_column
from tryage_recipe.measure.shipped_expert import expert_form, rounded_expert, shipped_expert
from tryage_recipe.models.onnx_export import to_onnx
from tryage_recipe.train.expert import processor_name

Figures = dict[str, float]
LATENCY_FORM: Form = "int8"


def latency_figures(config: Config, paths: Paths, expert_id: str) -> Figures:
    """Milliseconds a prompt. Experts of one size do the same work, whatever form their weights are unpacked from, so it is
    measured on the first of each size."""
    size = config.expert(expert_id).size
    folder = paths.stage("constraints")

    def compute() -> Figures:
        model_file = folder / f"latency-{size}.onnx"
        folder.mkdir(parents=True, exist_ok=True)
        model_file.write_bytes(
            to_onnx(rounded_expert(config, paths, expert_id, LATENCY_FORM), ["logits"], LATENCY_FORM).SerializeToString()
        )
        milliseconds = milliseconds_a_prompt(model_file, config.tokenizer.vocabulary)
        model_file.unlink()
        return {"latency": round(milliseconds, 3)}

    shape = vars(config.sizes[size])
    key = digest([shape, config.tokenizer.vocabulary, LATENCY_FORM, processor_name()])
    return kept_figures(folder / f"latency-{size}.json", key, compute)


def probe_figures(config: Config, paths: Paths, tokenizer: Tokenizer, expert_id: str) -> Figures:
    """What the expert writes into the probes' blanks."""

    def compute() -> Figures:
        model = shipped_expert(config, paths, expert_id)
        return {
            "readability": round(filled_grade(model, tokenizer), 3),
            "security": round(unsafe_rate(model, tokenizer), 5),
        }

    inputs = [paths.expert(expert_id) / "model.safetensors", paths.tokenizer, READABILITY, SECURITY]
    key = digest([expert_form(config, paths, expert_id), *map(file_digest, inputs)])
    return kept_figures(paths.stage("constraints") / f"probes-{expert_id}.json", key, compute)


def mask_figures(paths: Paths, expert_id: str) -> Figures:
    """Means over all masks of the benchmark's windows."""
    column = load_column(paths, BENCHMARK, expert_id)
    tokens = load_set(paths, BENCHMARK).lengths  # every permutation masks each of them once

    def mean(values: np.ndarray) -> float:
        return float(np.average(values.mean(axis=1), weights=tokens))

    return {
        "verbosity": round(mean(column.characters), 4),
        "hallucination": round(mean(column.confident_errors), 5),
    }


def measured_figures(config: Config, paths: Paths) -> dict[str, dict[str, Any]]:
    """Every shipped expert's figures by its id, for the registered constraints."""
    tokenizer = load_tokenizer(paths.tokenizer)
    figures = {}
    for number, expert in enumerate(config.experts, 1):
        figures[expert.id] = {
            **latency_figures(config, paths, expert.id),
            **probe_figures(config, paths, tokenizer, expert.id),
            **mask_figures(paths, expert.id),
        }
        print(f"constraints: {expert.id} measured, {number} of {len(config.experts)}", flush=True)
    return figures
