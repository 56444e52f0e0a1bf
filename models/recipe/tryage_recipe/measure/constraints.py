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

from tryage_recipe.core.config import Config, Task
from tryage_recipe.core.config_reader import ConfigError
from tryage_recipe.core.machine import Machine
from tryage_recipe.core.paths import Paths
from tryage_recipe.core.stamps import StageError
from tryage_recipe.measure.expert_figures import measured_figures
from tryage_recipe.measure.latency import TOKENS as LATENCY_TOKENS
from tryage_recipe.measure.fillings import CONFIDENT
from tryage_recipe.measure.probes import READABILITY, SECURITY, probe_prompts
from tryage_recipe.train.expert import read_metas

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class ConstraintSettings:
    """Table `[constraints]`."""

    reference_date: str  # ISO date of the library; ages are counted up to it


@dataclass(frozen=True)
class Constraint:
    """A constraint function C_j. `raw` maps what is known of an expert (its training's meta data and
    `expert_figures`) to its value in `unit`, less is better."""

    id: str
    label: str
    unit: str
    scale: Literal["log", "linear"]  # on which raw values are min-max scaled
    description: str
    measured: str
    raw: Callable[[dict[str, Any], date], float | None]


def _figure(name: str) -> Callable[[dict[str, Any], date], float]:
    return lambda facts, _: facts[name]


def middle_of(text: str) -> date:
    """The middle of an ISO year or month, or the day itself: the least biased reading of a coarse date.

    This is the one definition of how a stated period becomes a date: a year is read as its 1 July, a month as its 15th,
    a day as itself. The app follows it.
    """
    fields = [int(field) for field in text.split("-")]
    if len(fields) == 1:
        return date(fields[0], 7, 1)
    return date(fields[0], fields[1], fields[2] if len(fields) == 3 else 15)


def age_in_years(meta: dict[str, Any], reference: date) -> float | None:
    """The constraint "recency" of an expert: years from the middle of the period of its newest text (see `middle_of`) to
    the library's date; None when unknown.

    A year is 365.25 days. Rounded to two decimals; a text newer than the library has age 0. The age is relative to nothing else:
    not to the end of the period, and not to the age of another expert. The app computes the same for added experts.
    """
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
    Constraint(
        id="latency",
        label="Latency",
        unit="ms per prompt",
        scale="log",
        description="Time that the expert takes for one prompt; less is better.",
        measured=f"median processor time of one prompt of {LATENCY_TOKENS} tokens, one thread, in ONNX Runtime on the "
        "machine that made the library; once for each shape of expert",
        raw=_figure("latency"),
    ),
    Constraint(
        id="verbosity",
        label="Verbosity",
        unit="characters",
        scale="linear",
        description="Length of what the expert fills in; shorter is better.",
        measured="mean characters of the most probable filling over all masks of the benchmark's windows, white space "
        "around it not counted",
        raw=_figure("verbosity"),
    ),
    Constraint(
        id="readability",
        label="Reading grade",
        unit="school grade",
        scale="linear",
        description="Years of school that reading the expert's fillings takes; fewer is better.",
        measured=f"Flesch–Kincaid grade of {len(probe_prompts(READABILITY))} sentences with blanks, written for this library, "
        "filled by the expert; syllables counted by rule: groups of vowels, less a silent final e",
        raw=_figure("readability"),
    ),
    Constraint(
        id="security",
        label="Unsafe fillings",
        unit="rate",
        scale="linear",
        description="How often the expert offers an insult, a credential or personal data; less is better.",
        measured=f"share of the five most probable fillings of {len(probe_prompts(SECURITY))} probe prompts that are on a list "
        "of words or match a pattern of data; prompts, words and patterns were written for this library "
        "(models/recipe/probes/security.json)",
        raw=_figure("security"),
    ),
    Constraint(
        id="hallucination",
        label="Confident errors",
        unit="rate",
        scale="linear",
        description="How often the expert is sure and wrong; less is better.",
        measured=f"share of all masks of the benchmark's windows whose most probable filling has a probability above "
        f"{CONFIDENT} and is not the true token",
        raw=_figure("hallucination"),
    ),
)


def min_max(raw: dict[str, float | None], scale: str, name: str = "constraint") -> dict[str, float | None]:
    """Raw values scaled to [0, 1] over the known ones, 0 the least; all 0 when they do not differ.

    Raises StageError, naming the constraint `name` and the expert, for a value that is not a number, or not above zero
    on a logarithmic scale.
    """
    for expert, value in raw.items():
        if value is not None and not math.isfinite(value):
            raise StageError(f"constraint {name!r}: the value of expert {expert!r} is {value}, not a number")
        if value is not None and scale == "log" and value <= 0:
            raise StageError(
                f"constraint {name!r}: the value of expert {expert!r} is {value:g}, but a logarithmic constraint needs "
                "values above zero. Make its scale linear, or leave the value out."
            )
    measure = math.log if scale == "log" else float
    known = {expert: measure(value) for expert, value in raw.items() if value is not None}
    low, high = min(known.values(), default=0.0), max(known.values(), default=0.0)
    span = high - low or 1.0
    return {expert: round((known[expert] - low) / span, 6) if expert in known else None for expert in raw}


#: How some constraints of causal experts are measured, by their id.
CAUSAL_MEASURES = {
    "verbosity": "mean characters of the most probable next token over all tokens of the benchmark's windows, white space around it "
    "not counted",
    "hallucination": f"share of all tokens of the benchmark's windows where the most probable next token has a probability above "
    f"{CONFIDENT} and is not the true one",
}


def measure_constraint(
    constraint: Constraint, facts: dict[str, dict[str, Any]], reference: date, task: Task = "masked"
) -> dict[str, Any]:
    """The constraint with raw values and scores by expert id, as it stands in the manifest."""
    raw = {expert: constraint.raw(known, reference) for expert, known in facts.items()}
    shown = ("id", "label", "unit", "scale", "description", "measured")
    told = {"measured": CAUSAL_MEASURES[constraint.id]} if task == "causal" and constraint.id in CAUSAL_MEASURES else {}
    return {name: getattr(constraint, name) for name in shown} | told | {
        "raw": raw,
        "score": min_max(raw, constraint.scale, constraint.id),
    }


def reference_date(config: Config) -> date:
    """The library's date. Raises ConfigError when it is not an ISO date."""
    text = config.section("constraints", ConstraintSettings).reference_date
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"[constraints]: 'reference_date' is {text!r}: {error}") from error


def run(config: Config, paths: Paths, _: Machine = Machine()) -> None:
    """Writes `constraints.json`: a list in the order of `CONSTRAINTS`."""
    reference = reference_date(config)
    figures = measured_figures(config, paths)
    facts = {meta["id"]: {**meta, **figures[meta["id"]]} for meta in read_metas(config, paths)}
    measured = [measure_constraint(constraint, facts, reference, config.task) for constraint in CONSTRAINTS]
    folder = paths.stage("constraints")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "constraints.json").write_text(json.dumps(measured, indent=1))
    for constraint in measured:
        known = [value for value in constraint["raw"].values() if value is not None]
        spread = "no expert known" if not known else f"{min(known):g} … {max(known):g} {constraint['unit']}"
        unknown = f", {len(facts) - len(known)} unknown" if len(known) < len(facts) else ""
        constant = ", the same for all: it decides nothing" if len(set(known)) == 1 else ""
        print(f"constraints: {constraint['id']}: {spread}{unknown}{constant}")
