"""Markdown of the report: tables and figures as text."""

from __future__ import annotations

from collections.abc import Callable

NONE = "–"


def table(header: list[str], rows: list[list[str]]) -> str:
    """A table of cells that are text already."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def share(value: float | None) -> str:
    return NONE if value is None else f"{value:.1%}"


def interval(value: float | None, bounds: tuple[float, float] | None, text: Callable[[float], str]) -> str:
    """A figure with its interval, or without one that is not known; NONE where there is no figure."""
    if value is None:
        return NONE
    if bounds is None:
        return text(value)
    return f"{text(value)} ({text(bounds[0])} … {text(bounds[1])})"


def nats(value: float) -> str:
    return f"{value:.3f}"
