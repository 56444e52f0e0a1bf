"""Where the files of an exported library lie under its folder, and how its JSON names things."""

from __future__ import annotations

import dataclasses
from typing import Any

from tryage_recipe.core.forms import Form

MANIFEST, REFERENCE, REPORT = "library.json", "reference.json", "REPORT.md"
SPECIALISATION = "specialisation.json"
TOKENIZER = "tokenizer/tokenizer.json"
PROMPTS, EMBEDDINGS = "benchmark/prompts.parquet", "benchmark/embeddings.parquet"
REFERENCES, SPACES = "benchmark/references.parquet", "benchmark/spaces.parquet"
ROUTER_FOLDER = "router"
# File names by form, after the pattern that model hubs and their readers know.
MODEL_FILES: dict[Form, str] = {
    "int4": "onnx/model_q4.onnx",
    "int8": "onnx/model_int8.onnx",
    "mixed": "onnx/model_q8f16.onnx",
    "float16": "onnx/model_fp16.onnx",
}


def stored_form(entry: dict[str, Any]) -> Form | None:
    """The form of an expert's file by its entry in a manifest."""
    named = [form for form, file in MODEL_FILES.items() if str(entry["model"]).endswith(file)]
    return entry.get("form") or (named[0] if named else None)


def expert_folder(expert_id: str) -> str:
    return f"experts/{expert_id}"


def expert_model(expert_id: str, form: Form) -> str:
    return f"{expert_folder(expert_id)}/{MODEL_FILES[form]}"


def router_model(form: Form) -> str:
    return f"{ROUTER_FOLDER}/{MODEL_FILES[form]}"


def camel_name(name: str) -> str:
    """A field's name in the manifest."""
    first, *others = name.split("_")
    return first + "".join(word.title() for word in others)


def camel_case(value: Any) -> Any:
    """Dataclasses and their lists as JSON objects whose keys are in camel case, NaN as null."""
    if dataclasses.is_dataclass(value):
        return {camel_name(name): camel_case(field) for name, field in vars(value).items()}
    if isinstance(value, dict):
        return {name: camel_case(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [camel_case(item) for item in value]
    if isinstance(value, float):
        return round(value, 6) if value == value else None
    return value
