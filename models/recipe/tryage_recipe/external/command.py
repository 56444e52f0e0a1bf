"""Command `measure`: a library of any models, measured on texts as they are, with a router trained on the measurements."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tryage_recipe.core.files import write_text
from tryage_recipe.core.library_files import REPORT
from tryage_recipe.core.stamps import StageError
from tryage_recipe.external.cells import Cell, Results, cells_of
from tryage_recipe.external.head import Encoder, fit_head
from tryage_recipe.external.library import PER_CHARACTER, Benchmark, write_library
from tryage_recipe.external.listing import Listing, read_listing
from tryage_recipe.external.model_files import ModelError, ModelFiles, find_files
from tryage_recipe.external.reader import Reader
from tryage_recipe.external.report import report
from tryage_recipe.external.running import measure_all
from tryage_recipe.external.scoring import Score
from tryage_recipe.external.texts import FEWEST, Text, is_test, plan, read_texts
from tryage_recipe.export.manifest import PER_TOKEN

#: A model that has no loss on more than this share of the texts has failed.
MOST_FAILING = 0.05
ERRORS = "errors.json"


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _open(listing: Listing, beside: Path) -> tuple[dict[str, ModelFiles], dict[str, Reader], dict[str, str]]:
    """Files and tokenizer of every model, and why others have none."""
    models, readers, failed = {}, {}, {}
    for entry in listing.models:
        try:
            files = find_files(entry, beside, listing.task)
            readers[entry.expert_id] = Reader(files, listing.task)
            models[entry.expert_id] = files
        except ModelError as error:
            failed[entry.expert_id] = str(error)
            _say(f"measure: {entry.expert_id} is left out: {error}")
    return models, readers, failed


def _judged(
    cells: Mapping[str, list[Cell]], results: Results, failed: dict[str, str]
) -> tuple[dict[str, dict[str, Score]], dict[str, str]]:
    """Scores by model and text. Models that fail on many texts join `failed`; texts on which one of the others fails are
    returned with the reason."""
    scores: dict[str, dict[str, Score]] = {}
    reasons: dict[str, dict[str, str]] = {}
    for model, own in cells.items():
        if model in failed:
            continue
        found = [(task.id, one) for cell in own for task, one in zip(cell.tasks, results.read(cell).scores, strict=True)]
        scores[model] = {text: one for text, one in found if isinstance(one, Score)}
        reasons[model] = {text: one for text, one in found if isinstance(one, str)}
        if len(reasons[model]) > MOST_FAILING * len(found):
            text, why = next(iter(reasons[model].items()))
            failed[model] = f"it has no loss on {len(reasons[model])} of {len(found)} texts; on {text}: {why}"
            del scores[model], reasons[model]
    left_out = {text: f"{model}: {why}" for model, own in reasons.items() for text, why in own.items()}
    return scores, left_out


def _matrices(scores: Mapping[str, dict[str, Score]], texts: list[Text], unit: str) -> tuple[np.ndarray, np.ndarray]:
    """Losses in the unit, and accuracies, fp32 [texts, experts]."""
    rows = [[scores[model][text.id] for model in scores] for text in texts]
    losses = [[one.nats / (one.characters if unit == PER_CHARACTER else one.tokens) for one in row] for row in rows]
    return np.array(losses, np.float32), np.array([[one.right / one.tokens for one in row] for row in rows], np.float32)


def unit_of(models: Mapping[str, ModelFiles]) -> str:
    """Nats per token where all models have the very same tokenizer."""
    return PER_TOKEN if len({files.digests["tokenizer.json"] for files in models.values()}) == 1 else PER_CHARACTER


def run(models_file: Path, folder: Path, out: Path, work: Path, router: Path, jobs: int | None, ray: str | None) -> None:
    """Measures and writes the library. Raises ConfigError, CorpusError, StageError or OSError."""
    listing = read_listing(models_file)
    encoder, texts = Encoder.of(router), read_texts(folder)
    models, readers, failed = _open(listing, models_file.parent)
    if not models:
        raise StageError("no model of the list can be measured")
    tasks, left_out = plan(texts, readers, listing.task, listing.characters)
    cells, results = {name: cells_of(files, tasks) for name, files in models.items()}, Results(work)
    failed |= measure_all(models, [cell for own in cells.values() for cell in own], results, jobs, ray)
    scores, without = _judged(cells, results, failed)
    left_out |= without
    for name, why in failed.items():
        if name in models:
            _say(f"measure: {name} is left out: {why}")
    for name, why in left_out.items():
        _say(f"measure: text {name} is left out: {why}")
    write_text(work / ERRORS, json.dumps({"models": failed, "texts": left_out}, indent=1, ensure_ascii=False))
    if not scores:
        raise StageError(f"no model could be measured; {work / ERRORS} says why")

    cut = {task.id: task.text for task in tasks}
    kept = [text for text in texts if text.id in cut and text.id not in left_out]
    test = [text for text in kept if is_test(text, listing.test_share, listing.seed)]
    train = [text for text in kept if not is_test(text, listing.test_share, listing.seed)]
    if min(len(test), len(train)) < FEWEST:
        raise StageError(f"{len(train)} texts are left to train the router and {len(test)} to test it: at least {FEWEST} each are needed, of several documents")
    measured = {name: models[name] for name in scores}
    unit = unit_of(measured)
    losses, _ = _matrices(scores, train, unit)
    documents = np.array([text.doc for text in train])
    head = fit_head(encoder.states(encoder.read([cut[text.id] for text in train])), losses, documents)
    sequences = encoder.read([cut[text.id] for text in test])
    states = encoder.states(sequences)
    test_losses, accuracies = _matrices(scores, test, unit)
    benchmark = Benchmark(test, [cut[text.id] for text in test], sequences, states, head.predict(states), test_losses, accuracies)
    write_library(listing, measured, readers, encoder, head, benchmark, len(train), unit, out)
    told = report(
        listing.library.name, unit, list(measured), (losses, np.array([text.domain for text in train])),
        (test_losses, np.array([text.domain for text in test])), benchmark.predicted,
        np.array([text.doc for text in test]), failed, left_out, listing.seed,
    )
    write_text(out / REPORT, told)
    _say(f"measure: {len(measured)} models on {len(kept):,} texts, in {unit}: {out}")
