"""Command line: `python -m tryage_recipe <stage> --config FILE --corpora DIR [DIR ...] --work DIR --out DIR`."""

from __future__ import annotations

import argparse
import errno
import importlib
import sys
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from tryage_recipe.config import Config, ConfigError, load_config
from tryage_recipe.corpora import CorpusError
from tryage_recipe.paths import Paths
from tryage_recipe.stamps import STAGES, StageError, is_done, mark_done


CONTINUE = "What is finished is kept: the same command goes on from there."
INTERRUPTED = 130  # as shells tell that Ctrl+C ended a command


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tryage_recipe", description="Trains an expert library and its router.")
    parser.add_argument(
        "stage",
        choices=[*STAGES, "all", "restore", "report"],
        help="one stage, all in order, experts back from --library, or only the report anew",
    )
    parser.add_argument("--config", type=Path, required=True, help="TOML file of the library")
    parser.add_argument("--corpora", type=Path, nargs="+", default=[], help="folders with the domain files")
    parser.add_argument("--work", type=Path, required=True, help="folder of caches and checkpoints")
    parser.add_argument("--out", type=Path, required=True, help="folder that receives the library")
    parser.add_argument("--jobs", type=_positive, help="worker processes of experts, qtable and joint (default: one per core)")
    parser.add_argument(
        "--device", choices=["cpu", "cuda"], default="cpu", help="where experts, Q table and router are computed"
    )
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


def run_stage(config: Config, paths: Paths, stage: str, jobs: int | None = None, device: str = "cpu") -> None:
    """Runs one stage unless its outputs are there already. Raises StageError when an earlier one is not done."""
    require_earlier(config, paths, stage)
    if is_done(config, paths, stage):
        print(f"{stage}: done before with this configuration, skipped")
        return
    started = time.monotonic()
    # Imported late: each stage loads only what it needs.
    module = importlib.import_module(f"tryage_recipe.{stage}")
    if stage in ("experts", "qtable"):
        module.run(config, paths, jobs, device)
    elif stage == "joint":
        module.run(config, paths, jobs)
    elif stage == "router":
        module.run(config, paths, device)
    else:
        module.run(config, paths)
    mark_done(config, paths, stage)
    print(f"{stage}: finished in {time.monotonic() - started:.0f} s")


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 1


def _of_the_system(error: OSError) -> str:
    """What the operating system refused, and what to do about it."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full{where}: make room. {CONTINUE}"
    return f"{error.strerror or error}{where}. {CONTINUE}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0; 1 after an error that the user can mend, told in one line; 130 after an interruption."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.evaluate and options.stage != "experts":
        parser.error("--evaluate belongs to the stage experts")
    if (options.library is None) == (options.stage == "restore"):
        parser.error("--library belongs to restore, which needs it")
    if not options.corpora and options.stage != "report":
        parser.error("--corpora is needed")
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
        if options.stage == "report":
            importlib.import_module("tryage_recipe.report").run(config, paths)
            return 0
        if options.device != "cpu":
            importlib.import_module("tryage_recipe.arithmetic").require_device(options.device)
        for stage in STAGES if options.stage == "all" else [options.stage]:
            run_stage(config, paths, stage, options.jobs, options.device)
    except (ConfigError, CorpusError, StageError) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(_of_the_system(error))
    except BrokenProcessPool:
        return _fail(f"a process of the stage was ended from outside, perhaps for lack of memory. {CONTINUE}")
    except KeyboardInterrupt:
        print(f"interrupted. {CONTINUE}", file=sys.stderr)
        return INTERRUPTED
    return 0
