"""Reads TOML tables into dataclasses of plain fields, with messages that name the place and the reason."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic_core import ErrorDetails

Section = TypeVar("Section")


class ConfigError(ValueError):
    """The configuration cannot be used; the message names the place and the reason."""


def as_tuples(value: Any) -> Any:
    """TOML's lists as tuples, at every depth: what frozen dataclasses hold."""
    if isinstance(value, list):
        return tuple(as_tuples(item) for item in value)
    if isinstance(value, Mapping):
        return {key: as_tuples(item) for key, item in value.items()}
    return value


@cache
def _model_of(section_type: type) -> type[BaseModel]:
    """A pydantic model of a dataclass. It converts nothing, but takes a whole number for a fraction; unknown keys it refuses."""
    hints = typing.get_type_hints(section_type)
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(section_type):
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        fields[field.name] = (hints[field.name], ... if needed else None)
    return create_model(section_type.__name__, __config__=ConfigDict(strict=True, extra="forbid"), **fields)


def _reason(error: ErrorDetails, table: Mapping[str, Any], section_type: type) -> str:
    known = {field.name: field.type for field in dataclasses.fields(section_type)}
    name = error["loc"][0]
    if error["type"] == "extra_forbidden":
        return f"unknown key {name!r}; known: {', '.join(known)}"
    if error["type"] == "missing":
        return f"missing key {name!r}"
    return f"{name!r} is {table[name]!r}, expected {known[name]}"


def read_section(table: Any, section_type: type[Section], where: str) -> Section:
    """A table as a dataclass. Raises ConfigError, naming `where`, on unknown, missing or mistyped keys."""
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where}: expected a table")
    values = as_tuples(table)
    try:
        _model_of(section_type).model_validate(values)
    except ValidationError as error:
        # A misspelt key is often missing under its right name as well: that it is unknown says more.
        errors = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        raise ConfigError(f"{where}: {_reason(errors[0], table, section_type)}") from error
    # The values as they were written: a stage that is done knows its settings by them.
    return section_type(**values)


def read_rows(tables: Mapping[str, Any], key: str, where: str) -> list[Any]:
    """The array of tables `[[key]]`. Raises ConfigError when it is missing, empty or something else."""
    rows = tables.get(key)
    if not isinstance(rows, list) or not rows:
        raise ConfigError(f"{where}: needs at least one [[{key}]]")
    return rows


def _merge(base: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in extra.items():
        both_tables = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merge(merged[key], value) if both_tables else value
    return merged


def read_tables(path: Path) -> dict[str, Any]:
    """A TOML file, merged over the file that its `extends` names, if any, but for the tables in `without`. Raises ConfigError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    parent, left_out = tables.pop("extends", None), tables.pop("without", [])
    if parent is None:
        return tables
    inherited = read_tables(path.parent / parent)
    if unknown := [name for name in left_out if name not in inherited]:
        raise ConfigError(f"{path}: without {unknown[0]!r}, which {parent} does not have")
    return _merge({name: value for name, value in inherited.items() if name not in left_out}, tables)
