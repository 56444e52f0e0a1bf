"""The rules of a manifest that the app reads by, version 2 among them: what a library is checked for before it is written.

The format is the app's (`src/library/manifest`, published as `library.schema.json`); docs/libraries.md describes it. Keys that
are not named here are passed on unchecked.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Identifier = Annotated[str, Field(min_length=1, max_length=200)]
_SAFE_NAME = r"(?:[A-Za-z0-9_.\-+@]+)"
#: Inside the library's folder: no parent folders, no other host.
SafePath = Annotated[str, Field(max_length=300, pattern=rf"^{_SAFE_NAME}(?:/{_SAFE_NAME})*$")]


class ManifestError(ValueError):
    """A manifest is not what the app reads; the message names the place."""


class Part(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class DataFile(Part):
    """A file of weights that an ONNX file refers to."""

    file: SafePath
    sha256: Sha256
    bytes: Annotated[int, Field(ge=1)]


class Source(Part):
    """A model that is referred to: a file of the Hub at a commit."""

    id: Annotated[str, Field(pattern=r"^[\w.-]{1,96}(?:/[\w.-]{1,96})?$")]
    revision: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
    file: SafePath
    sha256: Sha256
    data: list[DataFile] | None = None


class ManifestExpert(Part):
    """An expert: its files ship (`model`, `folder`), or are referred to (`source`)."""

    id: Identifier
    parts: list[str]
    parameters: Annotated[int, Field(ge=0)]
    bytes: Annotated[int, Field(ge=0)]
    newestText: str | None
    model: SafePath | None = None
    folder: SafePath | None = None
    tokenizer: SafePath | None = None
    maxTokens: Annotated[int, Field(ge=3)] | None = None
    source: Source | None = None

    @model_validator(mode="after")
    def _one_place(self) -> ManifestExpert:
        if (self.source is None) == (self.model is None):
            raise ValueError("needs either model and folder, or source")
        return self


class ManifestFile(Part):
    sha256: Sha256
    bytes: Annotated[int, Field(ge=1)]


class Manifest(Part):
    """The manifest of a library with a router."""

    schemaVersion: Literal[1, 2]
    task: Literal["masked", "causal"] | None = None
    unit: Literal["nats per token", "nats per character"] | None = None
    id: Identifier
    name: str
    created: str
    tokenizer: SafePath
    experts: Annotated[list[ManifestExpert], Field(min_length=1)]
    files: dict[str, ManifestFile]

    @model_validator(mode="after")
    def _version(self) -> Manifest:
        second = [e for e in self.experts if e.tokenizer or e.maxTokens or e.source]
        if self.schemaVersion == 1 and (self.task or self.unit or second):
            raise ValueError("task, unit, and an expert's tokenizer, maxTokens and source belong to version 2")
        if self.schemaVersion == 2 and not (self.task and self.unit):
            raise ValueError("version 2 needs task and unit")
        if self.unit == "nats per token" and any(expert.tokenizer for expert in self.experts):
            raise ValueError("nats per token need one tokenizer for all experts")
        named = [self.tokenizer, *(e.tokenizer for e in self.experts), *(e.model for e in self.experts)]
        if missing := [name for name in named if name is not None and name not in self.files]:
            raise ValueError(f"{missing[0]} is not in files")
        return self


def check_manifest(manifest: dict[str, Any]) -> None:
    """Raises ManifestError at the first rule that a manifest breaks."""
    try:
        Manifest.model_validate(manifest)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ManifestError(f"library.json{', ' + place if place else ''}: {first['msg']}") from error
