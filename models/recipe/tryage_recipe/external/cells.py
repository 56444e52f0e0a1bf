"""Model × shard of texts: the unit of work, its result on disk, and what is still to be measured."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from tryage_recipe.core.files import write_text
from tryage_recipe.core.stamps import digest
from tryage_recipe.external.listing import ModelEntry
from tryage_recipe.external.model_files import ModelError, ModelFiles
from tryage_recipe.external.reader import Reader
from tryage_recipe.external.scoring import Score, Task, score
from tryage_recipe.external.session import Session

#: Texts of a shard: a result is written after so many.
SHARD = 16
#: Changed whenever the same files and texts would give other figures.
METHOD = 1


@dataclass(frozen=True)
class Cell:
    """One model on one shard. `key` names everything that its figures depend on."""

    model: str
    number: int
    tasks: tuple[Task, ...]
    key: str


@dataclass(frozen=True)
class Result:
    """Scores of a shard's texts in order, or why a text has none; `failed`: why the model measures nothing at all."""

    scores: tuple[Score | str, ...] = ()
    failed: str | None = None


def cells_of(files: ModelFiles, tasks: list[Task]) -> list[Cell]:
    """A model's cells over all texts."""
    shards = [tuple(tasks[at : at + SHARD]) for at in range(0, len(tasks), SHARD)]
    return [
        Cell(files.id, number, shard, digest([METHOD, files.digests, [asdict(task) for task in shard]]))
        for number, shard in enumerate(shards)
    ]


@lru_cache(maxsize=1)  # the last model stays open: its shards mostly follow each other
def _opened(folder: Path, file: str, task: str) -> tuple[Session, Reader]:
    files = ModelFiles(ModelEntry(model=str(folder)), folder, file, ())
    return Session(files.onnx), Reader(files, task)


def measure_cell(folder: Path, file: str, cell: Cell) -> Result:
    """Measures one cell with the files that lie in `folder`. Raises nothing that a model or text may cause."""
    task = "causal" if cell.tasks[0].counts is None else "masked"
    try:
        session, reader = _opened(folder, file, task)
    except ModelError as error:
        return Result(failed=str(error))
    scores: list[Score | str] = []
    for each in cell.tasks:
        try:
            scores.append(score(session, reader, each))
        except ModelError as error:
            scores.append(str(error))
    return Result(tuple(scores))


class Results:
    """The results of a library in its work folder; one file a cell, so that whatever was measured stays."""

    def __init__(self, work: Path) -> None:
        self._work = work

    def _file(self, cell: Cell) -> Path:
        return self._work / "losses" / cell.model / f"{cell.number:05}.json"

    def read(self, cell: Cell) -> Result | None:
        """The result of exactly this cell; None where it was not measured, or of other files or texts."""
        path = self._file(cell)
        if not path.exists():
            return None
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["key"] != cell.key:
            return None
        return Result(tuple(each if isinstance(each, str) else Score(**each) for each in told["scores"]))

    def write(self, cell: Cell, result: Result) -> None:
        """Python writes the shortest text that gives the same number back, so nothing is rounded."""
        scores = [each if isinstance(each, str) else asdict(each) for each in result.scores]
        write_text(self._file(cell), json.dumps({"key": cell.key, "scores": scores}))
