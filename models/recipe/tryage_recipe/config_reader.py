"""Reads TOML tables into dataclasses of plain fields, with messages that name the place and the reason."""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

Section = TypeVar("Section")


class ConfigError(ValueError):
    """The configuration cannot be used; the message names the place and the reason."""


def _accepts(annotation: Any, value: Any) -> bool:
    if typing.get_origin(annotation) is typing.Literal:
        return value in typing.get_args(annotation)
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return any(_accepts(option, value) for option in typing.get_args(annotation))
    if typing.get_origin(annotation) is tuple:
        return isinstance(value, list) and all(_accepts(typing.get_args(annotation)[0], item) for item in value)
    if isinstance(value, bool):  # to Python a bool is a number too
        return annotation is bool
    if annotation is float:
        return isinstance(value, (int, float))
    return isinstance(value, annotation)


def read_section(table: Any, section_type: type[Section], where: str) -> Section:
    """A table as a dataclass. Raises ConfigError, naming `where`, on unknown, missing or mistyped keys."""
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where}: expected a table")
    hints = typing.get_type_hints(section_type)
    if unknown := sorted(set(table) - set(hints)):
        raise ConfigError(f"{where}: unknown key {unknown[0]!r}; known: {', '.join(hints)}")
    values = {}
    for field in dataclasses.fields(section_type):
        if field.name not in table:
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                raise ConfigError(f"{where}: missing key {field.name!r}")
            continue
        value = table[field.name]
        if not _accepts(hints[field.name], value):
            raise ConfigError(f"{where}: {field.name!r} is {value!r}, expected {field.type}")
        values[field.name] = tuple(value) if isinstance(value, list) else value
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
    """A TOML file, merged over the file that its `extends` names, if any. Raises ConfigError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    parent = tables.pop("extends", None)
    return tables if parent is None else _merge(read_tables(path.parent / parent), tables)
