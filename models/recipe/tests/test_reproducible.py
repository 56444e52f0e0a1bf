"""The same recipe gives the same Q table again, from texts to losses and in fresh folders."""

from pathlib import Path

import numpy as np
from toy import write_config, write_corpora

from tryage_recipe.cli import main
from tryage_recipe.core.config_file import load_config
from tryage_recipe.core.paths import Paths
from tryage_recipe.data.prompt_sets import ROUTER_TRAIN, load_set
from tryage_recipe.data.prompts import PromptSet
from tryage_recipe.measure.qtable import load_qtable

FEW_PROMPTS = """
[qtable]
benchmark_prompts = 6
held_out_prompts = 2
short_prompts = 2
mixture_prompts = 2
router_train_prompts = 12
router_valid_prompts = 2
"""


def measured(folder: Path, seed: int) -> tuple[PromptSet, np.ndarray]:
    """The router's training prompts and their losses, everything made anew in `folder`."""
    folder.mkdir()
    # The benchmark's windows are longer than the toy's.
    file = write_config(folder, ("window = 62", "window = 126"), FEW_PROMPTS)
    file.write_text(file.read_text().replace("seed = 3", f"seed = {seed}"))
    corpora, work, out = write_corpora(folder / "corpora"), folder / "work", folder / "out"
    options = ["--config", file, "--corpora", corpora, "--work", work, "--out", out]
    for stage in ("corpora", "tokenizer", "experts", "qtable"):
        assert main([stage, *map(str, options)]) == 0
    config, paths = load_config(file), Paths((corpora,), work, out)
    return load_set(paths, ROUTER_TRAIN), load_qtable(config, paths, ROUTER_TRAIN).loss


def test_the_same_seed_gives_the_same_q_table_and_another_one_does_not(tmp_path):
    prompts, losses = measured(tmp_path / "first", 3)
    again, losses_again = measured(tmp_path / "again", 3)
    assert again.fingerprint() == prompts.fingerprint()
    assert np.abs(losses_again - losses).max() < 1e-3
    other, losses_other = measured(tmp_path / "other", 4)
    assert other.fingerprint() != prompts.fingerprint()
    assert abs(losses_other.mean() - losses.mean()) > 1e-3
