"""The file that names the models of a library, and what it may say of each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tryage_recipe.core.config_reader import ConfigError

_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"


class Told(BaseModel):
    """Unknown keys are refused: a misspelt one would be passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelEntry(Told):
    """One `[[models]]`: a folder in the Hub's layout, relative to the file, or `owner/name` with or without `@revision`."""

    model: str
    file: str | None = None  # the ONNX file; needed where there are several
    id: Annotated[str, Field(pattern=_ID)] | None = None
    label: str | None = None
    description: str = ""
    parameters: int | None = None  # counted in the file where not given
    newest_text: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = None
    license: str | None = None

    @property
    def expert_id(self) -> str:
        """The id it goes by: its own, or the last part of its name in plain letters."""
        name = self.model.split("@")[0].rstrip("/").rsplit("/", 1)[-1]
        return self.id or re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-.")


class LibraryEntry(Told):
    """The table `[library]`."""

    id: Annotated[str, Field(pattern=_ID)] = "measured"
    name: str = "Measured models"
    description: str = ""
    created: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Listing(Told):
    """The whole file. `characters`: a text is cut at a word's end after so many; `test_share` of the documents are the benchmark."""

    library: LibraryEntry
    models: list[ModelEntry] = Field(min_length=1)
    task: Literal["masked", "causal"]
    characters: int = Field(default=600, ge=20)
    test_share: float = Field(default=0.4, gt=0, lt=1)
    seed: int = 1


def read_listing(path: Path) -> Listing:
    """Raises ConfigError that names the file, the place and the reason."""
    try:
        listing = Listing.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    ids = [entry.expert_id for entry in listing.models]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ConfigError(f"{path}: two models go by the id {twice[0]!r}: give one of them another `id`")
    return listing
