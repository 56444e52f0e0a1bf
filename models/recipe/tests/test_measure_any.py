"""`tryage measure`: models of three tokenizer kinds, measured as they are, become a library with a router."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import pyarrow.parquet as parquet
import pytest
from three_models import LISTING, NAMES, measure, sentences, told, write_listing, write_three
from tokenizers import Tokenizer

from tryage_recipe.core.stamps import StageError
from tryage_recipe.export.manifest_format import ManifestError, check_manifest
from tryage_recipe.external import running
from tryage_recipe.external.listing import ModelEntry, read_listing
from tryage_recipe.external.model_files import ModelError, find_files
from tryage_recipe.external.reader import Reader
from tryage_recipe.external.scoring import Task, score
from tryage_recipe.external.session import Session
from tryage_recipe.external.texts import is_test, read_texts
from tryage_recipe.external.words import characters_of, mask_patterns

@pytest.fixture(scope="module", params=["causal", "masked"])
def made(request, tmp_path_factory) -> Path:
    return write_three(tmp_path_factory.mktemp(request.param), request.param)


def test_a_library_of_three_tokenizer_kinds_routes(made):
    assert measure(made, "library") == 0
    library, task = told(made / "library"), made.name.rstrip("0123456789")
    assert (library["schemaVersion"], library["unit"]) == (2, "nats per character") and task.startswith(library["task"])
    assert [expert["id"] for expert in library["experts"]] == list(NAMES)
    table = parquet.read_table(made / "library" / "benchmark" / "prompts.parquet")
    loss, predicted = (np.stack([table[f"{kind}:{name}"].to_numpy() for name in NAMES], 1) for kind in ("loss", "predicted"))
    routed = loss[np.arange(len(loss)), predicted.argmin(1)].mean()
    assert routed < loss.mean(0).min() - 0.05
    assert "Nothing." in (made / "library" / "REPORT.md").read_text()


def test_the_router_predicts_in_its_file_what_the_table_says(made):
    library = made / "library"
    session = onnxruntime.InferenceSession(library / "router/onnx/model.onnx", providers=["CPUExecutionProvider"])
    texts = {text.id: text.text for text in read_texts(made / "texts")}
    row = parquet.read_table(library / "benchmark" / "prompts.parquet").slice(0, 1).to_pylist()[0]
    text = texts[row["id"]]
    cut = text if len(text) <= 150 else text[:151].rsplit(" ", 1)[0]
    ids = Tokenizer.from_file(str(library / "tokenizer/tokenizer.json")).encode(cut).ids[:63]
    ids[-1] = 3
    read = np.array([ids])
    losses, state = session.run(["losses", "state"], {"input_ids": read, "attention_mask": np.ones_like(read)})
    np.testing.assert_allclose(losses[0], [row[f"predicted:{name}"] for name in NAMES], atol=1e-4)
    assert state.shape == (1, 12)


def test_a_second_run_measures_nothing_again_and_writes_the_same(made, monkeypatch):
    table, work = made / "library" / "benchmark" / "prompts.parquet", made / "library.work"
    before = table.read_bytes()
    monkeypatch.setattr(running, "measure_cell", lambda *_: pytest.fail("measured again"))
    assert measure(made, "library") == 0 and table.read_bytes() == before
    monkeypatch.undo()
    # As after an interruption: what is missing is measured, and nothing else.
    cells = sorted(path for path in work.rglob("*.json") if path.name != "errors.json")
    cells[3].unlink()
    again: list[str] = []
    plain = running.measure_cell
    monkeypatch.setattr(running, "measure_cell", lambda *given: (again.append(given[-1].model), plain(*given))[1])
    assert measure(made, "library") == 0 and table.read_bytes() == before
    assert (len(cells), len(again), cells[3].exists()) == (15, 1, True)


def test_losses_are_those_of_the_definition(made):
    task = json.loads((made / "bpe" / "config.json").read_text())["architectures"][0]
    causal = task.endswith("LMHeadModel")
    for name in NAMES:
        files = find_files(ModelEntry(model=name), made, "causal" if causal else "masked")
        reader = Reader(files, "causal" if causal else "masked")
        session, text = Session(files.onnx), sentences(0, 1, 2)[0]
        if causal:
            found = score(session, reader, Task("t", text, None))
            ids = [*reader.before, *reader.tokens(text)]
            chances = _log_softmax(session.logits(ids))
            first = max(1, len(reader.before))
            want = -sum(chances[at - 1, ids[at]] for at in range(first, len(ids)))
            assert (bool(reader.before), found.tokens) == (name != "bpe", len(ids) - first)
        else:
            ids, places, usable = reader.words(text)
            counts = tuple(number for number, good in enumerate(usable) if good)
            found, want = score(session, reader, Task("t", text, counts)), 0.0
            for pattern in mask_patterns(len(counts)):
                hidden = [place for number in pattern for place in places[counts[number]]]
                masked = [reader.mask if at in hidden else token for at, token in enumerate(ids)]
                chances = _log_softmax(session.logits(masked))
                want -= sum(chances[place, ids[place]] for place in hidden)
            assert counts == tuple(range(len(text.split())))
        assert found.characters == characters_of(text) == len(text.replace(" ", ""))
        assert found.nats == pytest.approx(want, rel=1e-9)


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    return logits - np.log(np.exp(logits - logits.max(1, keepdims=True)).sum(1, keepdims=True)) - logits.max(1, keepdims=True)


def test_models_that_fail_are_left_out_and_named(made, tmp_path, capsys):
    for name in ("texts", "base", *NAMES):
        shutil.copytree(made / name, tmp_path / name)
    for name in ("headless", "torn", "wordless"):
        shutil.copytree(made / "pieces", tmp_path / name)
    (tmp_path / "headless" / "config.json").write_text('{"architectures": ["TinyForSequenceClassification"]}')
    (tmp_path / "torn" / "onnx" / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "wordless" / "tokenizer.json").unlink()
    task = "causal" if "LMHead" in (made / "bpe" / "config.json").read_text() else "masked"
    wrong = ("headless", "torn", "wordless", "./nowhere")
    write_listing(tmp_path, task, [{"model": name} for name in (*NAMES, *wrong)])
    with (tmp_path / "texts" / "sea.jsonl").open("a") as texts:
        texts.write(json.dumps({"id": "faces", "doc": "faces", "source": "made up", "text": "\U0001f642"}) + "\n")
    assert measure(tmp_path, "library") == 0
    errors = json.loads((tmp_path / "library.work" / "errors.json").read_text())
    assert set(errors["models"]) == {"headless", "torn", "wordless", "nowhere"} and list(errors["texts"]) == ["sea/faces"]
    said = capsys.readouterr().err
    for name, why in zip(("headless", "torn", "wordless", "nowhere"), ("is not a", "not an ONNX file", "tokenizer.json is missing", "does not exist"), strict=True):
        assert f"{name} is left out" in said and why in said
        assert f"model `{name}`" in (tmp_path / "library" / "REPORT.md").read_text()
    assert [expert["id"] for expert in told(tmp_path / "library")["experts"]] == list(NAMES)


def test_training_and_test_share_no_document(made):
    texts = read_texts(made / "texts")
    sides = {text.doc: {is_test(other, 0.4, 1) for other in texts if other.doc == text.doc} for text in texts}
    assert all(len(side) == 1 for side in sides.values())
    benchmark = parquet.read_table(made / "library" / "benchmark" / "prompts.parquet")["id"].to_pylist()
    assert set(benchmark) == {text.id for text in texts if is_test(text, 0.4, 1)}


def test_patterns_are_those_of_the_app():
    assert mask_patterns(10) == APP_PATTERNS


#: `maskPatterns(10, 11)` of src/workers/inference/text/masking.ts.
APP_PATTERNS = [[3, 8], [4, 6], [1, 5], [0], [2], [9], [7]]


def test_a_manifest_that_the_app_refuses_is_not_written(made):
    library = told(made / "library")
    check_manifest(library)
    for change, place in (
        ({"unit": None}, "needs task and unit"),
        ({"unit": "nats per token"}, "one tokenizer"),
        ({"schemaVersion": 1}, "belong to version 2"),
        ({"files": {}}, "is not in files"),
    ):
        with pytest.raises(ManifestError, match=place):
            check_manifest({**library, **change})


def test_a_listing_with_a_mistake_names_it(tmp_path):
    (tmp_path / "models.toml").write_text(LISTING.replace("TASK", "causal") + '[[models]]\nmodel = "a"\nfiel = "x"\n')
    with pytest.raises(Exception, match="models.0.fiel"):
        read_listing(tmp_path / "models.toml")
    with pytest.raises(ModelError, match="does not exist"):
        find_files(ModelEntry(model="./a"), tmp_path, "causal")
    with pytest.raises(StageError, match="no texts"):
        read_texts(tmp_path)
