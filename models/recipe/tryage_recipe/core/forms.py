"""The forms in which weights are stored, see `compress`, and which of its matrices is stored how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Form = Literal["int4", "int8", "mixed", "float16"]
MatrixForm = Literal["int4", "int8", "float16"]
#: Forms from the smallest file to the largest.
FORMS: tuple[Form, ...] = ("int4", "int8", "mixed", "float16")

# What is int8 in the form `int4` and fp16 in the form `mixed`, by the end of its name in a state dict.
SENSITIVE_TO_INT4 = ("attention.self.value.weight", "attention.output.dense.weight")
SENSITIVE = ("attention.self.query.weight", "attention.self.key.weight", "attention.self.value.weight", "head.weight")

#: Neighbours in a row that share a scale in int4.
BLOCK = 32


def matrix_form(name: str, shape: tuple[int, ...], form: Form) -> MatrixForm:
    """How the matrix of this name and shape in a state dict is stored in a model of the form."""
    if form == "mixed":
        return "float16" if name.endswith(SENSITIVE) else "int8"
    if form == "int4":
        return "int8" if name.endswith(SENSITIVE_TO_INT4) or shape[1] % BLOCK else "int4"
    return form


def try_forms(figure: Callable[[Form], float], suffices: Callable[[float], bool]) -> dict[Form, float]:
    """Figures of the forms from the smallest on, up to the first that suffices, or to the largest: the last one ships."""
    figures: dict[Form, float] = {}
    for form in FORMS:
        figures[form] = round(figure(form), 5)
        if suffices(figures[form]):
            break
    return figures
