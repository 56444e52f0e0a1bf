"""Command line: `python -m tryage_recipe <stage> --config FILE --corpora DIR [DIR ...] --work DIR --out DIR`."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tryage_recipe.config import Config, ConfigError, load_config
from tryage_recipe.corpora import CorpusError
from tryage_recipe.paths import Paths
from tryage_recipe.stamps import STAGES, is_done, mark_done


class StageError(RuntimeError):
    """A stage cannot run now; the message says what to do."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tryage_recipe", description="Trains an expert library and its router.")
    parser.add_argument(
        "stage", choices=[*STAGES, "all", "restore"], help="one stage, all in order, or experts back from --library"
    )
    parser.add_argument("--config", type=Path, required=True, help="TOML file of the library")
    parser.add_argument("--corpora", type=Path, nargs="+", required=True, help="folders with the domain files")
    parser.add_argument("--work", type=Path, required=True, help="folder of caches and checkpoints")
    parser.add_argument("--out", type=Path, required=True, help="folder that receives the library")
    parser.add_argument("--jobs", type=int, help="training processes (default: one a core)")
    parser.add_argument("--library", type=Path, help="restore: folder of a shipped library")
    parser.add_argument("--evaluate", action="store_true", help="experts: only print their losses on each part")
    return parser


def require_earlier(config: Config, paths: Paths, stage: str) -> None:
    """Raises StageError when a stage before this one has not finished with this configuration and these corpora."""
    for earlier in STAGES[: STAGES.index(stage)]:
        if not is_done(config, paths, earlier):
            raise StageError(
                f"stage {stage} needs stage {earlier} first: not run yet, or with another configuration or corpora"
            )


def run_stage(config: Config, paths: Paths, stage: str, jobs: int | None = None) -> None:
    """Runs one stage unless its outputs are there already. Raises StageError when an earlier one is not done."""
    require_earlier(config, paths, stage)
    if is_done(config, paths, stage):
        print(f"{stage}: done before with this configuration, skipped")
        return
    started = time.monotonic()
    # Imported late: each stage loads only what it needs.
    module = importlib.import_module(f"tryage_recipe.{stage}")
    if stage == "experts":
        module.run(config, paths, jobs)
    else:
        module.run(config, paths)
    mark_done(config, paths, stage)
    print(f"{stage}: finished in {time.monotonic() - started:.0f} s")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, or 1 after an error of configuration, corpora or order, told in one line."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.evaluate and options.stage != "experts":
        parser.error("--evaluate belongs to the stage experts")
    if (options.library is None) == (options.stage == "restore"):
        parser.error("--library belongs to restore, which needs it")
    paths = Paths(corpora=tuple(options.corpora), work=options.work, out=options.out)
    try:
        config = load_config(options.config)
        if options.evaluate:
            require_earlier(config, paths, "experts")
            importlib.import_module("tryage_recipe.evaluate").run(config, paths)
            return 0
        if options.stage == "restore":
            require_earlier(config, paths, "experts")
            importlib.import_module("tryage_recipe.restore").run(config, paths, options.library)
            return 0
        for stage in STAGES if options.stage == "all" else [options.stage]:
            run_stage(config, paths, stage, options.jobs)
    except (ConfigError, CorpusError, StageError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0
