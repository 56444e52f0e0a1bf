"""All stages of a causal library in one command, beside the masked library that it starts from."""

import json
import os
import shutil

import numpy as np
import pyarrow.parquet as parquet
import pytest

from tryage_recipe.cli import main
from tryage_recipe.core import library_files
from tryage_recipe.core.stamps import STAGES
from tryage_recipe.evaluate import latent_map
from tryage_recipe.export import manifest
from tryage_recipe.models.onnx_export import open_session

#: As causal.toml beside wide.toml: a generalist turned from the masked one, and a specialist moved from it.
CAUSAL = """
extends = "toy.toml"
without = ["tokens", "causal", "joint"]
[paths]
library = "models"
[library]
id = "causal"
name = "Toy, causal"
task = "causal"
[schedules.turned]
batch_tokens = 512
form = "int4"
rate_factor = 0.5
[tokens]
default = 4_000
[[experts]]
id = "general"
label = "General"
description = "Turned."
size = "small"
continues = "general"
schedule = "turned"
[[experts]]
id = "code"
label = "Code"
description = "Moved."
size = "small"
parts = ["code/a", "code/b"]
branch_from = "general"
continues = "code"
schedule = "turned"
[router]
epochs = 1
continues = true
[export]
variant = "Causal"
"""


@pytest.mark.skipif("TRYAGE_SLOW" not in os.environ, reason="takes minutes: set TRYAGE_SLOW=1, as every night")
def test_one_command_makes_a_causal_library_as_a_variant(library, tmp_path, monkeypatch, capsys):
    shutil.copytree(library, tmp_path / "models")
    shutil.copy(library.parent / "toy.toml", tmp_path / "toy.toml")
    (tmp_path / "causal.toml").write_text(CAUSAL)
    out = tmp_path / "models" / "causal"
    options = ["--config", tmp_path / "causal.toml", "--corpora", library.parent / "corpora", "--work", tmp_path / "work", "--out", out]
    monkeypatch.setattr(latent_map, "fit_map", lambda states, _: states[:, :2])
    assert main(["run", "all", *map(str, options), "--jobs", "1"]) == 0

    described = json.loads((out / library_files.MANIFEST).read_text())
    manifest.verify_files(out, described["files"])
    assert (described["schemaVersion"], described["task"], described["unit"]) == (2, "causal", "nats per token")
    assert [expert["id"] for expert in described["experts"]] == ["general", "code"]
    entry = json.loads((tmp_path / "models" / library_files.MANIFEST).read_text())["variants"][-1]
    assert (entry["id"], entry["folder"], entry["otherPrompts"]) == ("causal", "causal", True)

    # The file that ships continues: a token's logits do not depend on what follows it.
    session = open_session(out / described["experts"][0]["model"])
    ids = np.arange(5, 25)[None]
    whole, part = (session.run(["logits"], {"input_ids": x, "attention_mask": np.ones_like(x)})[0] for x in (ids, ids[:, :9]))
    np.testing.assert_allclose(whole[:, :9], part, atol=1e-3)
    table = parquet.read_table(out / library_files.PROMPTS)
    assert all(np.isfinite(table[f"{kind}:{expert}"].to_numpy()).all() for kind in ("loss", "predicted") for expert in ("general", "code"))

    # The same command again has nothing to do.
    capsys.readouterr()
    assert main(["run", "all", *map(str, options)]) == 0
    assert capsys.readouterr().out.count("skipped") == len(STAGES)
