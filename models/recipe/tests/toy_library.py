"""The made-up library of the tests with all stages run."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from toy import write_config, write_corpora

from tryage_recipe.cli import main
from tryage_recipe.core import workers
from tryage_recipe.evaluate import latent_map

# Reference prompts are cut into many tokens by the toy's small vocabulary: the window must hold them.
LONGER_WINDOW = ("window = 62", "window = 254")
STAGES = """
[qtable]
benchmark_prompts = 12
held_out_prompts = 4
short_prompts = 4
mixture_prompts = 4
router_train_prompts = 24
router_valid_prompts = 6
[router]
start_from = "general"
epochs = 2
pretraining_prompts = 12
joined_share = 0.2
space_weight = 0.5
[constraints]
reference_date = "2026-01-01"
[export]
reference_expert = "code"
largest_megabytes = 2
[map]
neighbors = 5
min_dist = 0.1
seed = 7
[causal]
size = "small"
tokens = 4_000
[joint]
base = "general"
tokens = 8_000
clusters = 2
second_share = 0.5
router_batch = 8
cluster_windows = 40
validations = 2
validation_batches = 1
comparisons = ["random"]
ablation_tokens = 3_000
ablation = [{ name = "no exploration", exploration = 0.0 }]
"""


def make_library(root: Path) -> Path:
    """The exported library, in `root/out`; the map is replaced by the first two state features, so that Node is not needed."""
    pools: list[int] = []

    def recorded(count: int, **options) -> ProcessPoolExecutor:
        pools.append(count)
        return ProcessPoolExecutor(count, **options)

    config, corpora = write_config(root, LONGER_WINDOW, STAGES), write_corpora(root / "corpora")
    options = ["--config", config, "--corpora", corpora, "--work", root / "work", "--out", root / "out"]
    (root / "out" / "experts" / "former").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(latent_map, "fit_map", lambda states, _: states[:, :2])
        patch.setattr(workers, "ProcessPoolExecutor", recorded)
        assert main(["all", *map(str, options), "--jobs", "3"]) == 0
    # Experts, Q table, end-to-end training and the co-trained library's Q table.
    assert pools == [3, 3, 3, 3]
    return root / "out"
