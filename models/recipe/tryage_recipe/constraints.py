"""Stage `constraints`: what each expert costs besides its loss, measured and scaled to [0, 1].

A constraint is an entry of `CONSTRAINTS`; adding one there is all it takes to ship it. Its raw
value may be None (unknown), which stays unknown: a missing date is not a guess.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tryage_recipe.config import Config, ConfigError
from tryage_recipe.paths import Paths

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class ConstraintSettings:
    """Table `[constraints]`."""

    reference_date: str  # ISO date of the library; ages are counted up to it


@dataclass(frozen=True)
class Constraint:
    """A constraint function C_j. `raw` maps an expert's meta data to its value in `unit`, less is better."""

    id: str
    label: str
    unit: str
    scale: Literal["log", "linear"]  # on which raw values are min-max scaled
    description: str
    measured: str
    raw: Callable[[dict[str, Any], date], float | None]


def middle_of(text: str) -> date:
    """The middle of an ISO year or month, or the day itself: the least biased reading of a coarse date."""
    fields = [int(field) for field in text.split("-")]
    if len(fields) == 1:
        return date(fields[0], 7, 1)
    return date(fields[0], fields[1], fields[2] if len(fields) == 3 else 15)


def age_in_years(meta: dict[str, Any], reference: date) -> float | None:
    """Years from the newest text that an expert saw to the reference date; None when unknown."""
    if meta["newestText"] is None:
        return None
    return max(0.0, round((reference - middle_of(meta["newestText"])).days / DAYS_PER_YEAR, 2))


CONSTRAINTS = (
    Constraint(
        id="size",
        label="Size",
        unit="parameters",
        scale="log",
        description="Number of weights of the expert; fewer is better.",
        measured="counted in the trained model, the shared input and output matrix once",
        raw=lambda meta, _: meta["parameters"],
    ),
    Constraint(
        id="recency",
        label="Recency",
        unit="years old",
        scale="linear",
        description="Age of the newest text that the expert saw in training; newer is better.",
        measured="from the dates of the sources to the library's date; a year counts from its middle",
        raw=age_in_years,
    ),
)


def min_max(raw: dict[str, float | None], scale: str) -> dict[str, float | None]:
    """Raw values scaled to [0, 1] over the known ones, 0 the least; all 0 when they do not differ."""
    measure = math.log if scale == "log" else float
    known = {expert: measure(value) for expert, value in raw.items() if value is not None}
    low, high = min(known.values(), default=0.0), max(known.values(), default=0.0)
    span = high - low or 1.0
    return {expert: round((known[expert] - low) / span, 6) if expert in known else None for expert in raw}


def measure_constraint(constraint: Constraint, metas: dict[str, dict[str, Any]], reference: date) -> dict[str, Any]:
    """The constraint with raw values and scores by expert id, as it stands in the manifest."""
    raw = {expert: constraint.raw(meta, reference) for expert, meta in metas.items()}
    shown = ("id", "label", "unit", "scale", "description", "measured")
    return {name: getattr(constraint, name) for name in shown} | {
        "raw": raw,
        "score": min_max(raw, constraint.scale),
    }


def reference_date(config: Config) -> date:
    """The library's date. Raises ConfigError when it is not an ISO date."""
    text = config.section("constraints", ConstraintSettings).reference_date
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"[constraints]: 'reference_date' is {text!r}: {error}") from error


def run(config: Config, paths: Paths) -> None:
    """Writes `constraints.json`: a list in the order of `CONSTRAINTS`."""
    metas = {e.id: json.loads((paths.expert(e.id) / "meta.json").read_text()) for e in config.experts}
    reference = reference_date(config)
    measured = [measure_constraint(constraint, metas, reference) for constraint in CONSTRAINTS]
    folder = paths.stage("constraints")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "constraints.json").write_text(json.dumps(measured, indent=1))
    for constraint in measured:
        unknown = [expert for expert, value in constraint["raw"].items() if value is None]
        print(f"constraints: {constraint['id']}: {len(metas) - len(unknown)} known, {len(unknown)} unknown")
