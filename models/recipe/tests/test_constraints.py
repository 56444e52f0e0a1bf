"""Constraints keep unknown values unknown and scale the known ones to [0, 1]."""

from datetime import date

import pytest

from tryage_recipe.core.stamps import StageError
from tryage_recipe.measure.constraints import CONSTRAINTS, age_in_years, measure_constraint, middle_of, min_max

REFERENCE = date(2026, 7, 1)


def test_coarse_dates_are_read_at_their_middle():
    assert middle_of("2023") == date(2023, 7, 1)
    assert middle_of("2023-02") == date(2023, 2, 15)
    assert middle_of("2023-02-03") == date(2023, 2, 3)


def test_ages_count_to_the_reference_date_and_are_never_negative():
    assert age_in_years({"newestText": "2023"}, REFERENCE) == pytest.approx(3, abs=0.01)
    assert age_in_years({"newestText": "2026-12"}, REFERENCE) == 0
    assert age_in_years({"newestText": None}, REFERENCE) is None


def test_scores_run_from_zero_to_one_on_the_scale_of_the_constraint():
    assert min_max({"a": 1, "b": 10, "c": 100, "d": None}, "log") == {"a": 0, "b": 0.5, "c": 1, "d": None}
    assert min_max({"a": 1, "b": 2, "c": 3}, "linear") == {"a": 0, "b": 0.5, "c": 1}
    assert min_max({"a": 4, "b": 4}, "log") == {"a": 0, "b": 0}
    assert min_max({"a": None}, "linear") == {"a": None}


@pytest.mark.parametrize("value", [0, 0.0, -2])
def test_a_logarithmic_constraint_refuses_what_has_no_logarithm(value):
    size = next(constraint for constraint in CONSTRAINTS if constraint.id == "size")
    with pytest.raises(StageError, match=r"constraint 'size': the value of expert 'free' is -?\d, but a logarithmic"):
        measure_constraint(size, {"some": {"parameters": 10}, "free": {"parameters": value}}, REFERENCE)
    assert min_max({"some": 10, "free": 0}, "linear") == {"some": 1, "free": 0}


@pytest.mark.parametrize("scale", ["log", "linear"])
def test_a_value_that_is_not_a_number_is_refused(scale):
    with pytest.raises(StageError, match="constraint 'cost': the value of expert 'a' is nan, not a number"):
        min_max({"a": float("nan"), "b": 1.0}, scale, "cost")


def test_registered_constraints_cover_every_expert():
    figures = {"latency": 1.5, "verbosity": 3.0, "readability": 5.5, "security": 0.01, "hallucination": 0.02}
    facts = {
        "old": {"parameters": 10, "newestText": "1930", **figures},
        "unknown": {"parameters": 20, "newestText": None, **figures},
    }
    ids = [constraint.id for constraint in CONSTRAINTS]
    assert ids == ["size", "recency", "latency", "verbosity", "readability", "security", "hallucination"]
    for constraint in CONSTRAINTS:
        measured = measure_constraint(constraint, facts, REFERENCE)
        assert set(measured["raw"]) == set(measured["score"]) == set(facts)


def test_a_constraint_that_is_the_same_for_all_scores_nothing():
    facts = {name: {"latency": 2.0} for name in "ab"}
    latency = next(constraint for constraint in CONSTRAINTS if constraint.id == "latency")
    assert measure_constraint(latency, facts, REFERENCE)["score"] == {"a": 0, "b": 0}
