"""All stages on a tiny made-up corpus give a valid library."""

import json
import shutil
from collections import Counter

import numpy as np
import pyarrow.parquet as parquet
import pytest

from tryage_recipe.core import library_files

from tryage_recipe.export import manifest

from tryage_recipe.cli import main
from tryage_recipe.evaluate.parquet_tables import write_table
from tryage_recipe.measure.constraints import CONSTRAINTS
from tryage_recipe.models.onnx_export import open_session

def test_every_file_of_the_manifest_is_there_and_unchanged(library):
    described = json.loads((library / library_files.MANIFEST).read_text())
    manifest.verify_files(library, described["files"])
    named = [described["tokenizer"], described["reference"], described["router"]["model"], described["specialisation"]]
    named += [described["benchmark"][table] for table in ("prompts", "embeddings", "references", "spaces")]
    assert set(described["files"]) == {*named, *(expert["model"] for expert in described["experts"])}
    assert not (library / "experts" / "former").exists()


def test_the_log_of_the_co_training_counts_its_windows_by_expert_and_part(library):
    log = json.loads((library / library_files.SPECIALISATION).read_text())
    assert [expert["id"] for expert in log["experts"]] == ["cluster-01", "cluster-02"] and log["frames"][-1]["step"] == log["steps"]
    shape = (len(log["experts"]), len(log["parts"]))
    assert all(np.array(frame["windows"]).shape == shape for frame in log["frames"]) and log["tokens"] > 0
    assert "## How experts specialise" in (library / library_files.REPORT).read_text()
    assert not (library / "cotrained" / library_files.SPECIALISATION).exists()


def test_the_tables_hold_every_prompt_and_agree_with_the_manifest(library):
    described = json.loads((library / library_files.MANIFEST).read_text())
    prompts = parquet.read_table(library / library_files.PROMPTS)
    states = parquet.read_table(library / library_files.EMBEDDINGS)
    assert prompts.num_rows == described["benchmark"]["rows"] == sum(described["benchmark"]["kinds"].values())
    references = parquet.read_table(library / described["benchmark"]["references"])
    assert prompts["id"] == states["id"] == references["id"]
    assert {len(state) for state in states["state"].to_pylist()} == {described["benchmark"]["embeddingSize"]}
    assert (states["scale"].to_numpy() > 0).all()
    predicted = {f"{name}:{expert}" for name in ("knn", "ridge") for expert in described["router"]["experts"]}
    assert set(references.column_names) == {"id", *predicted}
    for expert in described["router"]["experts"]:
        for column in ("loss", "accuracy", "predicted"):
            assert np.isfinite(prompts[f"{column}:{expert}"].to_numpy()).all()
    kinds, tokens = np.array(prompts["kind"].to_pylist()), prompts["tokens"].to_numpy()
    assert dict(Counter(kinds.tolist())) == described["benchmark"]["kinds"]
    assert set(kinds) == {"window", "held-out", "short", "mixture"} == set(described["results"])
    assert tokens[kinds == "short"].min() >= 8 and tokens[kinds == "short"].max() <= 31
    assert tokens[kinds != "short"].min() >= 64 and tokens.max() <= 126
    window = kinds == "window"
    loss = np.stack([prompts[f"loss:{expert}"].to_numpy()[window] for expert in described["router"]["experts"]], axis=1)
    policies = {policy["name"]: policy for policy in described["results"]["window"]["policies"]}
    assert policies["oracle"]["loss"] == pytest.approx(loss.min(axis=1).mean(), abs=1e-5)
    assert policies["random"]["loss"] == pytest.approx(loss.mean(), abs=1e-5)


def test_the_shipped_models_give_the_reference_outputs(library):
    described = json.loads((library / library_files.MANIFEST).read_text())
    reference = json.loads((library / library_files.REFERENCE).read_text())
    router = open_session(library / described["router"]["model"])
    models = {entry["id"]: entry["model"] for entry in described["experts"]}
    expert = open_session(library / models[reference["expert"]])
    assert len(reference["prompts"]) == 10
    for prompt in reference["prompts"]:
        ids = np.array([prompt["ids"]])
        read = np.array([prompt["routerIds"]])
        losses, state = router.run(["losses", "state"], {"input_ids": read, "attention_mask": np.ones_like(read)})
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        assert np.allclose(losses[0], prompt["losses"], atol=1e-4) and np.allclose(state[0], prompt["state"], atol=1e-4)
        logits = expert.run(["logits"], inputs)[0][0, prompt["logits"]["position"]]
        for token, value in prompt["logits"]["top"]:
            assert logits[token] == pytest.approx(value, abs=1e-4)


def test_every_constraint_is_measured_for_every_expert(library):
    described = json.loads((library / library_files.MANIFEST).read_text())
    ids = {expert["id"] for expert in described["experts"]}
    assert [constraint["id"] for constraint in described["constraints"]] == [c.id for c in CONSTRAINTS]
    for constraint in described["constraints"]:
        assert set(constraint["raw"]) == ids and None not in constraint["raw"].values()
    raw = {constraint["id"]: constraint["raw"] for constraint in described["constraints"]}
    assert all(0 <= raw[name][expert] <= 1 for name in ("security", "hallucination") for expert in ids)
    assert all(raw["latency"][expert] > 0 for expert in ids)


def test_experts_carry_their_newest_date_and_the_report_names_them(library):
    described = json.loads((library / library_files.MANIFEST).read_text())
    assert [expert["newestText"] for expert in described["experts"]] == ["2020", "2020"]
    report = (library / library_files.REPORT).read_text()
    assert all(f"| {expert['id']} |" in report for expert in described["experts"])


def test_both_spaces_ship_with_their_figures(library):
    benchmark = json.loads((library / library_files.MANIFEST).read_text())["benchmark"]
    spaces = parquet.read_table(library / benchmark["spaces"])
    assert spaces["id"] == parquet.read_table(library / benchmark["prompts"])["id"]
    assert spaces.column_names == ["id", "causal:x", "causal:y", "causal:state", "causal:scale"]
    values = np.stack([np.frombuffer(state, np.int8) for state in spaces["causal:state"].to_pylist()])
    scale = spaces["causal:scale"].to_numpy()
    # The map of this test is the first two features; rounding moves them by half a step at most.
    assert (np.abs(values[:, 0] * scale - spaces["causal:x"].to_numpy()) <= scale * 0.5001).all()
    for space in ("router", "causal"):
        for where in ("full", "plane"):
            for figure in ("purity", "silhouette", "nmi"):
                value = benchmark["mapMetrics"][space][where][figure]
                assert -1 <= value["low"] <= value["mean"] + 1e-6 and value["mean"] <= value["high"] + 1e-6 <= 1.001


def test_only_a_router_that_was_told_the_domains_says_so(library):
    card, report = (library / "router" / "README.md").read_text(), (library / library_files.REPORT).read_text()
    assert "told beside losses" in card and "read before" in card and "draws the states of a domain" in report
    card = (library / "cotrained" / "router" / "README.md").read_text()
    assert "told beside losses" not in card and "read before" not in card


def test_the_co_trained_library_is_complete_and_measured_on_the_same_prompts(library):
    described = json.loads((library / library_files.MANIFEST).read_text())
    (variant,) = described["variants"]
    folder = library / variant["folder"]
    cotrained = json.loads((folder / library_files.MANIFEST).read_text())
    manifest.verify_files(folder, cotrained["files"])
    experts = [expert["id"] for expert in cotrained["experts"]]
    assert experts == ["general", "cluster-01", "cluster-02"] and "variants" not in cotrained
    assert all("(cluster" in expert["label"] and expert["parts"] for expert in cotrained["experts"][1:])
    assert cotrained["domains"] == described["domains"] and set(cotrained["constraints"][0]["raw"]) == set(experts)
    first, second = (parquet.read_table(root / library_files.PROMPTS) for root in (library, folder))
    assert first["id"] == second["id"]
    # The base is in both libraries and was measured once.
    assert first["loss:general"] == second["loss:general"]
    for one, other in zip(described["constraints"], cotrained["constraints"], strict=True):
        assert one["raw"]["general"] == other["raw"]["general"]
    report = (library / library_files.REPORT).read_text()
    assert all(f"| {name} |" in report for name in ("co-trained", "random", "no exploration", "cluster-02"))


def test_intervals_computed_anew_from_what_ships_are_those_of_the_export(library, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(library, out)
    before = {folder: json.loads((library / folder / library_files.MANIFEST).read_text()) for folder in (".", "cotrained")}
    table = parquet.read_table(library / library_files.PROMPTS)
    # Documents of this corpus have one passage each, whose id begins the prompt's.
    assert table["document"].type == "int32" and len(set(table["document"].to_pylist())) > 4
    assert main(["restate", "--config", str(library.parent / "toy.toml"), "--out", str(out)]) == 0
    for folder, described in before.items():
        again = json.loads((out / folder / library_files.MANIFEST).read_text())
        assert again["benchmark"]["labelPolicies"] == described["benchmark"]["labelPolicies"]
        for kind, scores in described["results"].items():
            assert again["results"][kind]["documents"] == scores["documents"]
            for one, other in zip(again["results"][kind]["policies"], scores["policies"], strict=True):
                for name, value in other.items():
                    assert one[name] == (value if isinstance(value, str) else pytest.approx(value, abs=2e-5)), name
    manifest.verify_files(out, json.loads((out / library_files.MANIFEST).read_text())["files"])


def test_documents_read_from_the_corpora_are_those_of_the_export(library, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(library, out)
    for folder in (".", "cotrained"):
        file = out / folder / library_files.PROMPTS
        write_table(parquet.read_table(file).drop(["document"]), file)
    options = ["--config", library.parent / "toy.toml", "--corpora", library.parent / "corpora", "--out", out]
    assert main(["documents", *map(str, options)]) == 0
    for folder in (".", "cotrained"):
        assert (out / folder / library_files.PROMPTS).read_bytes() == (library / folder / library_files.PROMPTS).read_bytes()
        described = json.loads((out / folder / library_files.MANIFEST).read_text())
        manifest.verify_files(out / folder, described["files"])
